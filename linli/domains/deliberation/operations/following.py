"""Following what goes on, and having looked where one was asked to."""

import uuid
from datetime import datetime

from sqlalchemy import Update, update

from linli.domains.deliberation.models import Follow, Mention
from linli.domains.deliberation.operations import noting
from linli.kernel.actors import Actor
from linli.platform.db import db


def follow(
    *, actor: Actor, estate_id: uuid.UUID, object_kind: str, object_id: uuid.UUID, now: datetime
) -> None:
    """Hear what is new of it in the daily digest, from now on."""
    noting.begin_following(
        estate_id=estate_id,
        object_kind=object_kind,
        object_id=object_id,
        account_id=actor.account_id,
        now=now,
    )
    db.session.execute(
        _mine(actor, estate_id, object_id)
        .where(Follow.ended_at.is_not(None))
        .values(since_at=now, ended_at=None)
    )


def unfollow(*, actor: Actor, estate_id: uuid.UUID, object_id: uuid.UUID, now: datetime) -> None:
    """Hear of it no more."""
    db.session.execute(
        _mine(actor, estate_id, object_id).where(Follow.ended_at.is_(None)).values(ended_at=now)
    )


def look(*, estate_id: uuid.UUID, topic_id: uuid.UUID, account_id: uuid.UUID, now: datetime) -> None:
    """Somebody has opened a topic in which they were mentioned."""
    db.session.execute(
        update(Mention)
        .where(
            Mention.estate_id == estate_id,
            Mention.topic_id == topic_id,
            Mention.account_id == account_id,
            Mention.seen_at.is_(None),
        )
        .values(seen_at=now)
    )


def _mine(actor: Actor, estate_id: uuid.UUID, object_id: uuid.UUID) -> Update:
    return update(Follow).where(
        Follow.estate_id == estate_id, Follow.object_id == object_id, Follow.account_id == actor.account_id
    )
