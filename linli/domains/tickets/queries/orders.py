"""A work order as its events tell it, its parts, and how its time runs."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from config.tickets import catalogue
from linli.domains.tickets.models import Ticket, TicketEvent, TicketPart
from linli.domains.tickets.queries.tickets import working_time
from linli.domains.tickets.rules.cooperation import PartState
from linli.domains.tickets.rules.limits import Pace
from linli.domains.tickets.rules.orders import Happened, Order, of_events
from linli.domains.tickets.rules.steps import COOPERATING, Kind, State
from linli.kernel.refusals import Unknown
from linli.platform.db import db

#: What waits for somebody to grant it.
KINDS_ASKED = (Kind.EXTENSION_REQUESTED, Kind.SUSPENSION_REQUESTED, Kind.RETURN_REQUESTED)


def order(found: Ticket) -> Order:
    """Where it stands, derived from everything that was done to it."""
    rows = db.session.execute(
        select(TicketEvent.kind, TicketEvent.at, TicketEvent.data)
        .where(TicketEvent.estate_id == found.estate_id, TicketEvent.ticket_id == found.id)
        .order_by(TicketEvent.seq)
    )
    return of_events(Happened(Kind(kind), at, data) for kind, at, data in rows)


def pace(found: Ticket) -> Pace:
    """How its time runs."""
    return Pace(working_time(), catalogue().clocks[found.clock].finish)


def parts(found: Ticket) -> Sequence[TicketPart]:
    """What departments do for it, in the order in which they were asked."""
    return db.session.scalars(
        select(TicketPart).filter_by(estate_id=found.estate_id, ticket_id=found.id).order_by(TicketPart.id)
    ).all()


def part(*, estate_id: uuid.UUID, part_id: uuid.UUID, **_: object) -> TicketPart:
    """A department's part, if it is this estate's; otherwise Unknown."""
    found = db.session.get(TicketPart, (estate_id, part_id))
    if found is None:
        raise Unknown
    return found


def part_of(found: Ticket, part_id: uuid.UUID) -> TicketPart:
    """A part of this ticket, or Unknown."""
    one = part(estate_id=found.estate_id, part_id=part_id)
    if one.ticket_id != found.id:
        raise Unknown
    return one


def unsigned(now: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Orders beyond the estate that their first person did not sign in time, and that have a stand-in."""
    rows = db.session.execute(
        select(Ticket.estate_id, Ticket.id)
        .where(Ticket.state == State.ASSIGNED, Ticket.sign_due_at < now, Ticket.stand_in_id.is_not(None))
        .order_by(Ticket.sign_due_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def unsigned_parts(now: datetime, *, limit: int = 500) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The same of parts, while their order is being worked on."""
    rows = db.session.execute(
        select(TicketPart.estate_id, TicketPart.id)
        .join(
            Ticket, (Ticket.estate_id == TicketPart.estate_id) & (Ticket.id == TicketPart.ticket_id)
        )
        .where(
            TicketPart.state == PartState.MADE,
            TicketPart.sign_due_at < now,
            TicketPart.stand_in_id.is_not(None),
            Ticket.state.in_(COOPERATING),
        )
        .order_by(TicketPart.sign_due_at)
        .limit(limit)
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]
