"""Named facts about votes, for all estates at once; each is one query."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from linli.domains.voting.models import Vote, VoteItem, VoteResult
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Audience, VoteKind
from linli.platform.db import db


def open_votes(*, now: datetime) -> Mapping[uuid.UUID, int]:
    """How many votes of each estate take ballots at this moment, by the clock and not by a job."""
    rows = db.session.execute(
        select(Vote.estate_id, func.count())
        .where(
            Vote.state.in_([State.ANNOUNCED, State.OPEN]),
            Vote.confirmed_at.is_not(None),
            Vote.opens_at <= now,
            Vote.closes_at > now,
        )
        .group_by(Vote.estate_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class FinalResult:
    """A vote whose result stands, with each resolution's title and figures as result.json has them."""

    estate_id: uuid.UUID
    title: str
    published_at: datetime
    resolutions: Sequence[tuple[str, Mapping[str, Any]]]


def final_results() -> list[FinalResult]:
    """Every vote that nobody may object to any more, the newest first; elections are left out."""
    rows = db.session.execute(
        select(Vote, VoteResult.result)
        .join(VoteResult, (VoteResult.estate_id == Vote.estate_id) & (VoteResult.vote_id == Vote.id))
        .where(
            Vote.state == State.FINAL,
            Vote.published_at.is_not(None),
            Vote.audience == Audience.PUBLIC,
            Vote.advisory.is_(False),
            Vote.kind != VoteKind.CONSULTATION,
        )
        .order_by(Vote.published_at.desc(), Vote.id, VoteResult.version)
    ).all()
    newest = {vote.id: (vote, result) for vote, result in rows}
    titles = {
        (item.vote_id, str(item.number)): item.title
        for item in db.session.scalars(
            select(VoteItem).where(VoteItem.kind == ItemKind.RESOLUTION, VoteItem.vote_id.in_(newest))
        )
    }
    return [
        FinalResult(
            vote.estate_id,
            vote.title,
            vote.published_at,
            [
                (titles[vote.id, item["item_id"]], item)
                for item in result["items"]
                if (vote.id, item["item_id"]) in titles
            ],
        )
        for vote, result in newest.values()
    ]
