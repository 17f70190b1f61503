"""The named facts that this room offers to the rating, each one SQL set over all estates."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from linli.domains.committees.models import (
    CommitteeFiling,
    CommitteeMeeting,
    CommitteeMember,
    CommitteeTask,
    CommitteeTerm,
    Disclosure,
    MeetingAttendance,
    SealUse,
)
from linli.domains.committees.rules import POSTING, Account, Filing, Post, Task
from linli.kernel.times import day_of
from linli.platform.facts import Fact, Period, Without
from linli.platform.spans import Within

GAP = timedelta(days=90)  # rating C02
MEETINGS = 4  # rating C03
_DAY = timedelta(days=1)


def _on(period: Period) -> Any:
    return min(period.until_on, day_of(period.as_of))


def _standing(period: Period) -> ColumnElement[bool]:
    on = _on(period)
    return and_(CommitteeTerm.since_on <= on, CommitteeTerm.until_on >= on)


def _members(period: Period) -> Select[*tuple[Any, ...]]:
    """Who sat on the committee at the end of the year, without substitutes."""
    on = _on(period)
    return select(
        CommitteeMember.estate_id,
        CommitteeMember.id,
        CommitteeMember.since_on.label("at"),
        CommitteeMember.name.label("words"),
        case((CommitteeMember.party.is_(True), 1), else_=0).label("part"),
        literal(1).label("whole"),
    ).where(
        CommitteeMember.post != Post.SUBSTITUTE,
        CommitteeMember.since_on <= on,
        or_(CommitteeMember.until_on.is_(None), CommitteeMember.until_on >= on),
    )


def _filed(period: Period) -> Select[*tuple[Any, ...]]:
    """A committee that stands and is filed; of the other forms of owners' organisation this room knows nothing."""
    return (
        select(
            CommitteeTerm.estate_id,
            CommitteeTerm.id,
            CommitteeFiling.answered_on.label("at"),
            CommitteeFiling.number.label("words"),
            literal(3).label("part"),
            literal(1).label("whole"),
        )
        .join(
            CommitteeFiling,
            (CommitteeFiling.estate_id == CommitteeTerm.estate_id) & (CommitteeFiling.id == CommitteeTerm.id),
        )
        .where(CommitteeFiling.state == Filing.FILED, _standing(period))
    )


def _renewed(period: Period) -> Select[*tuple[Any, ...]]:
    """Terms that ended in the year: whether the election was prepared in time, and when the next one began."""
    after, task = aliased(CommitteeTerm), aliased(CommitteeTask)
    no_gap = Within(after.since_on, CommitteeTerm.until_on, _DAY)
    prepared = Within(task.done_at, task.due_on, _DAY)
    return (
        select(
            CommitteeTerm.estate_id,
            CommitteeTerm.id,
            CommitteeTerm.until_on.label("at"),
            literal("任期届满").label("words"),
            case(
                (and_(no_gap, prepared), 2), (Within(after.since_on, CommitteeTerm.until_on, GAP), 1), else_=0
            ).label("part"),
            literal(1).label("whole"),
        )
        .outerjoin(
            after, (after.estate_id == CommitteeTerm.estate_id) & (after.number == CommitteeTerm.number + 1)
        )
        .outerjoin(
            task,
            (task.estate_id == CommitteeTerm.estate_id)
            & (task.term_id == CommitteeTerm.id)
            & (task.kind == Task.PREPARE_60),
        )
        .where(CommitteeTerm.until_on >= period.since_on, CommitteeTerm.until_on <= _on(period))
    )


def _held(period: Period) -> Subquery:
    """For each estate, how its committee's meetings of the year went: how many, and whether every one was in order."""
    came = (
        select(
            MeetingAttendance.estate_id,
            MeetingAttendance.meeting_id,
            func.sum(case((MeetingAttendance.present.is_(True), 1), else_=0)).label("present"),
            func.count().label("members"),
        )
        .group_by(MeetingAttendance.estate_id, MeetingAttendance.meeting_id)
        .subquery()
    )
    posted = Within(CommitteeMeeting.published_at, CommitteeMeeting.meets_at, POSTING + _DAY)
    return (
        select(
            CommitteeMeeting.estate_id,
            func.count().label("meetings"),
            func.min(case((came.c.present * 2 > came.c.members, 1), else_=0)).label("quorate"),
            func.min(case((posted, 1), else_=0)).label("posted"),
            func.min(case((CommitteeMeeting.minutes != "", 1), else_=0)).label("minuted"),
        )
        .outerjoin(
            came,
            (came.c.estate_id == CommitteeMeeting.estate_id) & (came.c.meeting_id == CommitteeMeeting.id),
        )
        .where(
            CommitteeMeeting.meets_at >= period.since,
            CommitteeMeeting.meets_at < period.until,
            CommitteeMeeting.cancelled_at.is_(None),
        )
        .group_by(CommitteeMeeting.estate_id)
        .subquery()
    )


def _conduct(period: Period) -> Select[*tuple[Any, ...]]:
    """Five things a committee is asked for; one row each, for every estate that has one."""
    held = _held(period)
    stamped = (
        select(SealUse.estate_id, func.count().label("uses"))
        .where(SealUse.used_on >= period.since_on, SealUse.used_on <= _on(period))
        .group_by(SealUse.estate_id)
        .subquery()
    )
    asked = (
        ("全年开会四次以上", held.c.meetings >= MEETINGS),
        ("每次到会过半", held.c.quorate == 1),
        ("会后三日内公布", held.c.posted == 1),
        ("每次有纪要", held.c.minuted == 1),
        ("有用章记录", stamped.c.uses > 0),
    )
    rows = [
        select(
            CommitteeTerm.estate_id,
            literal(uuid.UUID(int=number)).label("id"),
            literal(period.until_on).label("at"),
            literal(words).label("words"),
            case((met, 1), else_=0).label("part"),
            literal(1).label("whole"),
        )
        .outerjoin(held, held.c.estate_id == CommitteeTerm.estate_id)
        .outerjoin(stamped, stamped.c.estate_id == CommitteeTerm.estate_id)
        .where(_standing(period))
        for number, (words, met) in enumerate(asked, 1)
    ]
    return select(union_all(*rows).subquery())


def _fund_uses(period: Period) -> Select[*tuple[Any, ...]]:
    """Each use of the maintenance fund put up in the year, by four papers: plan, ground, settlement and shares."""
    papers = sum(
        (
            case((column != "", 1), else_=0)
            for column in (Disclosure.plan, Disclosure.ground, Disclosure.settlement, Disclosure.share)
        ),
        start=literal(0),
    )
    shown = and_(Disclosure.published_at.is_not(None), Disclosure.published_at <= period.as_of)
    return select(
        Disclosure.estate_id,
        Disclosure.id,
        Disclosure.until_on.label("at"),
        Disclosure.title.label("words"),
        case((shown, papers), else_=0).label("part"),
        literal(4).label("whole"),
    ).where(
        Disclosure.account == Account.FUND,
        Disclosure.until_on >= period.since_on,
        Disclosure.until_on <= period.until_on,
    )


STAR = (
    Fact(
        name="committee.party_share",
        title="业委会党员比例",
        counts="其中的党员",
        of="业委会委员",
        rows=_members,
        private=True,
    ),
    Fact(
        name="committee.kind",
        title="业主组织组建",
        counts="在任且已备案的业委会",
        rows=_filed,
        cases=("没有", "居委会代行", "物管会", "业委会已备案"),
    ),
    Fact(
        name="committee.renewal",
        title="业委会按期换届",
        counts="当年届满的任期",
        rows=_renewed,
        cases=("其他", "空档不超过 90 天", "届满前 60 天公告且无空档"),
        without=Without.NOT_APPLICABLE,
    ),
    Fact(
        name="committee.conduct",
        title="业委会规范运作",
        counts="五件事中做到的",
        rows=_conduct,
    ),
    Fact(
        name="fees.fund_disclosed",
        title="维修资金使用公开",
        counts="已公开的材料",
        of="每次使用应公开的四份材料",
        rows=_fund_uses,
    ),
)
