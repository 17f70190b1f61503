"""Named facts about how reports are dealt with, for all estates at once; domain-rules §3.2 defines them.

The cohort of a period is what was accepted in it, without what was withdrawn or joined to another ticket.
Each fact is one query and gives per estate a share with its denominator; an estate without any is left out.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.rules.figures import SATISFIED, Share
from linli.domains.tickets.rules.steps import NEVER_WORK, State
from linli.platform.db import db

Fact = Callable[..., Mapping[uuid.UUID, Share]]


def on_time_rate(*, since: datetime, until: datetime, as_of: datetime) -> Mapping[uuid.UUID, Share]:
    """按时办结率: of the orders whose deadline in force fell in the period, those settled by it.

    One that is open past its deadline counts as not on time at once; a deadline once missed stays missed.
    """
    return _shares(
        part=and_(Ticket.settled_at <= Ticket.due_at, Ticket.late.is_(False)),
        whole=_due_within(Ticket.due_at, since, until, as_of),
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


def _shares(*, part: ColumnElement[bool], whole: ColumnElement[bool]) -> Mapping[uuid.UUID, Share]:
    rows = db.session.execute(
        select(Ticket.estate_id, func.count().filter(part), func.count())
        .where(whole)
        .group_by(Ticket.estate_id)
    )
    return {estate_id: Share(some, all_of) for estate_id, some, all_of in rows}
