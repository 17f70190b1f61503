"""What the clock has to look after, in every estate that can be seen."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select

from config.departments import duties
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.queries.tickets import working_time
from linli.domains.tickets.rules.steps import State
from linli.platform.db import db


def in_hands_of(account_id: uuid.UUID) -> Sequence[Ticket]:
    """Everything open that was given to somebody, in every estate that can be seen, what ends first first."""
    return db.session.scalars(
        select(Ticket).where(Ticket.assignee_id == account_id, Ticket.over.is_(False)).order_by(Ticket.due_at)
    ).all()


def unrated_since(moment: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Tickets whose reporter was asked before `moment` and has not rated."""
    return _keys(
        select(Ticket.estate_id, Ticket.id).where(
            Ticket.over.is_(False), Ticket.state == State.FEEDBACK, Ticket.settled_at < moment
        ),
        limit,
    )


def to_supervise(now: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Tickets that should have been reminded of, are overdue, or long overdue, and are not marked so yet."""
    return _keys(
        select(Ticket.estate_id, Ticket.id).where(
            Ticket.over.is_(False),
            Ticket.settled_at.is_(None),
            Ticket.state != State.SUSPENDED,
            or_(
                (Ticket.supervision == "calm") & (Ticket.remind_at <= now),
                Ticket.supervision.in_(["calm", "reminded"]) & (Ticket.due_at < now),
                (Ticket.supervision == "overdue") & (Ticket.due_at < _county_since(now)),
            ),
        ),
        limit,
    )


def long_overdue(found: Ticket, now: datetime) -> bool:
    """Whether its deadline passed so many working days ago that the county watches it."""
    return found.due_at < _county_since(now)


def _county_since(now: datetime) -> datetime:
    return working_time().due_before(now, duties().county_after.amount)


def _keys(query: Select[uuid.UUID, uuid.UUID], limit: int) -> list[tuple[uuid.UUID, uuid.UUID]]:
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Ticket.due_at).limit(limit))]
