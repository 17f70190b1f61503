"""Named facts about how reports are dealt with, for all estates at once; domain-rules §3.2 defines them.

The cohort of a period is what was accepted in it, without what was withdrawn or joined to another ticket.
Each fact is one query and gives per estate a share with its denominator; an estate without any is left out.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.rules.figures import SATISFIED, Share
from linli.domains.tickets.rules.steps import NEVER_WORK, State
from linli.platform.db import db
from linli.platform.facts import Fact as StarFact
from linli.platform.facts import Period, Without
from linli.platform.spans import Within

Fact = Callable[..., Mapping[uuid.UUID, Share]]
ENCROACHMENT = "public.illegal"
DOGS = "dogs"  # the thing of config/dispatch.yml that a complaint about dogs is put to
CLEARED_WITHIN = timedelta(days=30)  # rating C11: what is cleared so soon counts half
FEWEST_RATINGS = 10  # rating B08


def on_time_rate(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """按时办结率: of the orders whose deadline in force fell in the period, those settled by it.

    One that is open past its deadline counts as not on time at once; a deadline once missed stays missed. While it
    is paused its deadline stands still, so that it is not due before it runs again (domain-rules §3.2).
    """
    return _shares(
        part=and_(Ticket.settled_at <= Ticket.due_at, Ticket.late.is_(False)),
        whole=and_(_due_within(Ticket.due_at, since, until, as_of), _runs(as_of)),
    )


def on_time_by_first_deadline(
    *, since: datetime, until: datetime, as_of: datetime
) -> Mapping[uuid.UUID, Share]:
    """The same against the deadline that was promised first, before any was moved."""
    return _shares(
        part=Ticket.settled_at <= Ticket.first_due_at,
        whole=_due_within(Ticket.first_due_at, since, until, as_of),
    )


def closed_rate(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """办结率: of the cohort, what is closed by `as_of`."""
    return _shares(part=Ticket.closed_at <= as_of, whole=_cohort(since, until))


def satisfaction(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """满意率: of the cohort's rated, three stars and more. The unrated are no part of it."""
    return _shares(
        part=Ticket.stars >= SATISFIED, whole=and_(_cohort(since, until), Ticket.rated_at <= as_of)
    )


def rated_rate(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """评价率: of those of the cohort whose reporters were asked, those that were rated; shown beside the satisfaction.

    Whoever rated was asked, also where the work is being done over.
    """
    asked = or_(Ticket.settled_at <= as_of, Ticket.rated_at <= as_of)
    return _shares(part=Ticket.rated_at <= as_of, whole=and_(_cohort(since, until), asked))


def solved_rate(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """解决率: of the residents who said whether it is solved, those who said yes."""
    return _shares(
        part=Ticket.solved.is_(True),
        whole=and_(_cohort(since, until), Ticket.solved.is_not(None), Ticket.rated_at <= as_of),
    )


def redo_rate(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """重办率: of the cohort, what had to be done over."""
    return _shares(part=Ticket.redone > 0, whole=and_(_cohort(since, until), Ticket.accepted_at <= as_of))


def open_counts() -> Mapping[uuid.UUID, int]:
    """How many tickets of each estate still wait to be settled."""
    waiting = (Ticket.over.is_(False), Ticket.settled_at.is_(None))
    rows = db.session.execute(
        select(Ticket.estate_id, func.count()).where(*waiting).group_by(Ticket.estate_id)
    )
    return {row[0]: row[1] for row in rows}


FACTS: dict[str, Fact] = {
    "tickets.on_time_rate": on_time_rate,
    "tickets.on_time_by_first_deadline": on_time_by_first_deadline,
    "tickets.closed_rate": closed_rate,
    "tickets.satisfaction": satisfaction,
    "tickets.rated_rate": rated_rate,
    "tickets.solved_rate": solved_rate,
    "tickets.redo_rate": redo_rate,
}


def _cohort(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(
        Ticket.accepted_at >= since,
        Ticket.accepted_at < until,
        Ticket.state.not_in([State.WITHDRAWN, State.MERGED]),
    )


def _due_within(deadline: Any, since: datetime, until: datetime, as_of: datetime) -> ColumnElement[bool]:
    return and_(
        deadline >= since,
        deadline < min(until, as_of),
        Ticket.state.not_in([state.value for state in NEVER_WORK]),
    )


def _runs(as_of: datetime) -> ColumnElement[bool]:
    """Whether the clock was running when the kept deadline came; until it runs again nobody knows the one in force."""
    return or_(Ticket.paused_at.is_(None), Ticket.paused_at > Ticket.due_at, Ticket.paused_at > as_of)


def _shares(*, part: ColumnElement[bool], whole: ColumnElement[bool]) -> Mapping[uuid.UUID, Share]:
    rows = db.session.execute(
        select(Ticket.estate_id, func.count().filter(part), func.count())
        .where(whole)
        .group_by(Ticket.estate_id)
    )
    return {estate_id: Share(some, all_of) for estate_id, some, all_of in rows}


def _rows(*, part: ColumnElement[bool], whole: ColumnElement[bool], at: Any) -> Select[*tuple[Any, ...]]:
    """The tickets that a share counts, named by their numbers and no words of residents."""
    return select(
        Ticket.estate_id,
        Ticket.id,
        at.label("at"),
        Ticket.number.label("words"),
        case((part, 1), else_=0).label("part"),
        literal(1).label("whole"),
    ).where(whole)


def _answered_on_time(period: Period) -> Select[*tuple[Any, ...]]:
    whole = and_(_due_within(Ticket.sign_due_at, period.since, period.until, period.as_of))
    return _rows(part=Ticket.signed_at <= Ticket.sign_due_at, whole=whole, at=Ticket.sign_due_at)


def _closed_on_time(period: Period) -> Select[*tuple[Any, ...]]:
    return _rows(
        part=and_(Ticket.settled_at <= Ticket.due_at, Ticket.late.is_(False)),
        whole=and_(_due_within(Ticket.due_at, period.since, period.until, period.as_of), _runs(period.as_of)),
        at=Ticket.due_at,
    )


def _satisfied(period: Period) -> Select[*tuple[Any, ...]]:
    whole = and_(_cohort(period.since, period.until), Ticket.rated_at <= period.as_of)
    return _rows(part=Ticket.stars >= SATISFIED, whole=whole, at=Ticket.rated_at)


def _reopened(period: Period) -> Select[*tuple[Any, ...]]:
    whole = and_(_cohort(period.since, period.until), Ticket.settled_at <= period.as_of)
    return _rows(part=Ticket.redone > 0, whole=whole, at=Ticket.settled_at)


def _encroachments(*, cleared: bool) -> Callable[[Period], Select[*tuple[Any, ...]]]:
    soon = func.coalesce(Within(Ticket.settled_at, Ticket.accepted_at, CLEARED_WITHIN), literal(False))

    def rows(period: Period) -> Select[*tuple[Any, ...]]:
        found = and_(_cohort(period.since, period.until), Ticket.category == ENCROACHMENT)
        counted = and_(found, soon.is_(True) if cleared else soon.is_(False))
        return _rows(part=literal(True), whole=counted, at=Ticket.accepted_at)

    return rows


def _dogs(period: Period) -> Select[*tuple[Any, ...]]:
    found = and_(_cohort(period.since, period.until), Ticket.thing == DOGS)
    return _rows(part=literal(True), whole=found, at=Ticket.accepted_at)


_PATH = "/work/e/{estate_id}/tickets/{id}"
STAR = (
    StarFact(
        name="tickets.answered_on_time",
        title="报修响应及时率",
        counts="在时限内签收的工单",
        of="到了签收时限的工单",
        rows=_answered_on_time,
        path=_PATH,
    ),
    StarFact(
        name="tickets.closed_on_time",
        title="报修按时办结率",
        counts="在时限内办结的工单",
        of="到了办结时限的工单",
        rows=_closed_on_time,
        path=_PATH,
    ),
    StarFact(
        name="tickets.satisfied",
        title="报修办结满意率",
        counts="评三星以上的工单",
        of="当年受理并评价了的工单",
        rows=_satisfied,
        least=FEWEST_RATINGS,
        without=Without.NOT_APPLICABLE,
        path=_PATH,
    ),
    StarFact(
        name="tickets.reopened",
        title="返工率",
        counts="返过工的工单",
        of="当年受理并办结的工单",
        rows=_reopened,
        path=_PATH,
    ),
    StarFact(
        name="governance.encroachments",
        title="未及时整治的违建和占用",
        counts="受理后 30 天内没有整治好的违建、占用",
        rows=_encroachments(cleared=False),
        without=Without.ZERO,
        path=_PATH,
    ),
    StarFact(
        name="governance.encroachments_closed",
        title="及时整治的违建和占用",
        counts="受理后 30 天内整治好的违建、占用",
        rows=_encroachments(cleared=True),
        without=Without.ZERO,
        path=_PATH,
    ),
    StarFact(
        name="governance.dog_complaints",
        title="属实的养犬投诉",
        counts="当年受理、归为违规养犬的事项",
        rows=_dogs,
        without=Without.ZERO,
        path=_PATH,
    ),
)
