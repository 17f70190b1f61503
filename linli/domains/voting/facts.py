"""Named facts about votes, for all estates at once; each is one query."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, func, literal, select

from linli.domains.voting.models import Vote, VoteItem, VoteResult
from linli.domains.voting.rules.counting import ItemKind
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Audience, VoteKind
from linli.platform.db import db
from linli.platform.facts import Fact, Period, Without


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


_WHOLE = 10_000


def _counted(period: Period, part: Any) -> Select[*tuple[Any, ...]]:
    """The votes of the whole estate whose result was published in the year, by the newest version of the count."""
    newest = (
        select(VoteResult.estate_id, VoteResult.vote_id, func.max(VoteResult.version).label("version"))
        .group_by(VoteResult.estate_id, VoteResult.vote_id)
        .subquery()
    )
    return (
        select(
            Vote.estate_id,
            Vote.id,
            Vote.published_at.label("at"),
            Vote.title.label("words"),
            part.label("part"),
            literal(_WHOLE).label("whole"),
        )
        .join(newest, (newest.c.estate_id == Vote.estate_id) & (newest.c.vote_id == Vote.id))
        .join(
            VoteResult,
            (VoteResult.estate_id == Vote.estate_id)
            & (VoteResult.vote_id == Vote.id)
            & (VoteResult.version == newest.c.version),
        )
        .where(
            Vote.published_at >= period.since,
            Vote.published_at < period.until,
            Vote.state.in_([State.PUBLISHED, State.FINAL]),
            Vote.advisory.is_(False),
            Vote.kind != VoteKind.CONSULTATION,
        )
    )


def _figure(*path: str | int) -> Any:
    return cast(VoteResult.result[("items", 0, *path)].as_string(), BigInteger)


def _turnout(period: Period) -> Select[*tuple[Any, ...]]:
    """The lesser of the two shares that took part, by area and by heads, in hundredths of a percent."""
    area, heads = (
        _figure("participating", one) * _WHOLE // func.nullif(_figure("roll", one), 0)
        for one in ("area", "heads")
    )
    return _counted(period, func.coalesce(case((area < heads, area), else_=heads), 0))


def _yearly_meeting(period: Period) -> Select[*tuple[Any, ...]]:
    quorate = VoteResult.result[("items", 0, "quorum")].as_boolean()
    return _counted(period, case((quorate, 2), else_=1))


_PATH = "/work/e/{estate_id}/votes/{id}"
STAR = (
    Fact(
        name="voting.turnout",
        title="表决参与率",
        counts="每次表决面积和人数参与率的较低者（万分之几）",
        of="表决次数 × 10000",
        rows=_turnout,
        without=Without.NOT_APPLICABLE,
        path=_PATH,
    ),
    Fact(
        name="voting.yearly_meeting",
        title="业主大会年度会议",
        counts="当年公布了结果的业主大会",
        rows=_yearly_meeting,
        cases=("没开", "开了但人数不够", "开过一次有效的"),
        without=Without.ZERO,
        path=_PATH,
    ),
)
