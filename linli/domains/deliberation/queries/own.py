"""What this room holds of one person, for the person."""

import uuid
from typing import Any

from sqlalchemy import select

from linli.domains.deliberation.models import (
    ProposalSignature,
    RuleComment,
    Speaker,
    Topic,
    TopicComment,
    TopicSupport,
)
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def said(account_id: uuid.UUID) -> dict[str, Any]:
    """Names, topics, comments, support and signatures, as plain values."""
    with seeing_every_estate():
        return {
            "names": [
                {"estate_id": str(one.estate_id), "honorific": one.honorific, "nickname": one.nickname}
                for one in db.session.scalars(select(Speaker).filter_by(account_id=account_id))
            ],
            "topics": [
                _plain(one) | {"title": one.title, "words": one.words}
                for one in db.session.scalars(select(Topic).filter_by(author_id=account_id))
            ],
            "comments": [
                _plain(one) | {"topic_id": str(one.topic_id), "words": one.words}
                for one in db.session.scalars(select(TopicComment).filter_by(author_id=account_id))
            ],
            "comments_on_rules": [
                _plain(one) | {"rule_text_id": str(one.rule_text_id), "words": one.words}
                for one in db.session.scalars(select(RuleComment).filter_by(author_id=account_id))
            ],
            "supports": [
                _plain(one) | {"topic_id": str(one.topic_id)}
                for one in db.session.scalars(select(TopicSupport).filter_by(account_id=account_id))
            ],
            "signatures": [
                {
                    "estate_id": str(one.estate_id),
                    "proposal_id": str(one.proposal_id),
                    "signed_at": one.signed_at.isoformat(),
                    "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
                }
                for one in db.session.scalars(select(ProposalSignature).filter_by(account_id=account_id))
            ],
        }


def _plain(one: Topic | TopicComment | RuleComment | TopicSupport) -> dict[str, Any]:
    return {"estate_id": str(one.estate_id), "id": str(one.id), "made_at": one.made_at.isoformat()}
