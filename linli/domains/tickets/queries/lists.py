"""Lists of tickets: a resident's own, the neighbours' common ones, the queue of those who work."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.permissions import COMPANY
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import COOPERATING, OPEN, RESTING, State
from linli.kernel.actors import RESIDENTS, Actor, ScopeKind
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tickets of a list are wanted; `stage` is one of STAGES."""

    stage: str = "open"
    category: str = ""
    number: str = ""
    mine: bool = False
    overdue: bool = False


#: The ways a queue is looked at, in the order of the work.
STAGES: dict[str, tuple[str, frozenset[State]]] = {
    "open": ("全部在办", OPEN - {State.FEEDBACK, State.EVALUATED}),
    "new": ("待受理", frozenset({State.SUBMITTED})),
    "assign": (
        "待派单",
        frozenset({State.ACCEPTED, State.RETURN_REQUESTED, State.REOPENED, State.ESCALATED, State.JOINT}),
    ),
    "work": ("处理中", COOPERATING - {State.REOPENED} | {State.SUSPENDED}),
    "check": ("待核查", frozenset({State.HANDLED, State.REVIEW})),
    "feedback": ("待评价", frozenset({State.FEEDBACK})),
    "over": ("已结束", frozenset(State) - OPEN),
}


#: Of these, the columns of the board.
COLUMNS = ("new", "assign", "work", "check", "feedback")


def of_reporter(actor: Actor, estate_id: uuid.UUID, *, window: Window, stage: str = "") -> Page[Ticket]:
    """A resident's own reports, the newest first."""
    query = select(Ticket).where(Ticket.estate_id == estate_id, Ticket.reporter_id == actor.account_id)
    if stage in STAGES:
        query = query.where(Ticket.state.in_(STAGES[stage][1]))
    return by_id(query, Ticket.id, window=window)


def in_common(estate_id: uuid.UUID, *, window: Window) -> Page[Ticket]:
    """What is being dealt with in the estate's common parts: for neighbours, who see no names and no words."""
    query = select(Ticket).where(
        Ticket.estate_id == estate_id,
        Ticket.over.is_(False),  # the same as being open, and found without reading the past
        Ticket.private.is_(False),
        Ticket.unit_id.is_(None),
    )
    return by_id(query, Ticket.id, window=window)


def queue(
    actor: Actor, estate_id: uuid.UUID, *, wanted: Filter, window: Window, now: datetime
) -> Page[Ticket]:
    """The work of an estate in the order of its deadlines, so that what is overdue comes first."""
    states = STAGES.get(wanted.stage, STAGES["open"])[1]
    query = select(Ticket).where(Ticket.estate_id == estate_id, *_reach(actor))
    if wanted.number:
        query = query.where(Ticket.number == wanted.number)
        return by_id(query, Ticket.id, window=window)
    query = query.where(*_narrow(actor, wanted, now))
    if not states & OPEN:
        return by_id(query.where(Ticket.state.in_(states)), Ticket.id, window=window)
    query = query.where(Ticket.over.is_(False), _stands_in(states))
    return page(query, by=((Ticket.due_at, datetime.fromisoformat), (Ticket.id, uuid.UUID)), window=window)


def board(
    actor: Actor, estate_id: uuid.UUID, *, wanted: Filter, most: int, now: datetime
) -> dict[str, Sequence[Ticket]]:
    """The open work by where it stands, the most pressing of each: one question, however much there is."""
    column = case(*((Ticket.state.in_(STAGES[name][1]), name) for name in COLUMNS))
    place = func.row_number().over(partition_by=column, order_by=(Ticket.due_at, Ticket.id))
    query = select(Ticket.id, column.label("column"), place.label("place")).where(
        Ticket.estate_id == estate_id,
        Ticket.over.is_(False),
        *_reach(actor),
        *_narrow(actor, wanted, now),
    )
    numbered = query.subquery()
    rows = db.session.execute(
        select(Ticket, numbered.c.column)
        .join(numbered, numbered.c.id == Ticket.id)
        .where(Ticket.estate_id == estate_id, numbered.c.place <= most)
        .order_by(Ticket.due_at, Ticket.id)
    )
    found: dict[str, list[Ticket]] = {name: [] for name in COLUMNS}
    for ticket, name in rows:
        if name in found:
            found[name].append(ticket)
    return dict(found)


def chosen(actor: Actor, estate_id: uuid.UUID, ids: Collection[uuid.UUID]) -> Sequence[Ticket]:
    """Those of some tickets that the actor may read, the oldest first."""
    query = select(Ticket).where(Ticket.estate_id == estate_id, Ticket.id.in_(ids), *_reach(actor))
    return db.session.scalars(query.order_by(Ticket.id)).all()


def counts(
    actor: Actor, estate_id: uuid.UUID, *, now: datetime, wanted: Filter | None = None
) -> dict[str, int]:
    """How many tickets stand in each way of looking at the queue, and how many are overdue; of those `wanted`."""
    narrow = _narrow(actor, wanted, now) if wanted else []
    query = (
        select(Ticket.state, func.count(), func.count().filter(Ticket.due_at < now))
        .where(Ticket.estate_id == estate_id, Ticket.over.is_(False), *_reach(actor), *narrow)
        .group_by(Ticket.state)
    )
    rows = [(State(state), all_of, late) for state, all_of, late in db.session.execute(query)]
    found = {name: sum(n for state, n, _ in rows if state in states) for name, (_, states) in STAGES.items()}
    return found | {"overdue": sum(late for state, _, late in rows if state not in RESTING)}


def _stands_in(states: frozenset[State]) -> ColumnElement[bool]:
    """Of what is open, that which stands in these states; said by the states left out where they are fewer. Then the
    database sees that nearly all that is open is wanted, and reads it by deadline until the page is full.
    """
    rest = OPEN - states
    return Ticket.state.not_in(rest) if len(rest) < len(states) else Ticket.state.in_(states)


def _reach(actor: Actor) -> list[ColumnElement[bool]]:
    """Only what the actor may read: the same rule as Act.READ, said in SQL."""
    if actor.role in RESIDENTS:
        return [Ticket.reporter_id == actor.account_id]
    if actor.role not in COMPANY:
        return []
    own = [Ticket.addressee == Addressee.COMPANY]
    if actor.scope.kind is ScopeKind.COMPANY:
        own.append(or_(Ticket.company_id.is_(None), Ticket.company_id == actor.scope.id))
    return own


def _narrow(actor: Actor, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.category:
        found.append(Ticket.category.startswith(wanted.category, autoescape=True))
    if wanted.mine:
        found.append(Ticket.assignee_id == actor.account_id)
    if wanted.overdue:
        found += [Ticket.due_at < now, Ticket.state.not_in(RESTING)]
    return found
