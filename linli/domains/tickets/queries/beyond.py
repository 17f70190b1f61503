"""Tickets for the rooms above: the type that `ticket` gives, and how each is called in a list."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.queries.tickets import category
from linli.domains.tickets.rules.steps import Kind
from linli.platform.db import db

__all__ = ["Ticket", "held_back", "titles"]

#: Given anew or begun again, what was said of the work before counts no more.
_ANEW = (Kind.DISPATCHED, Kind.STARTED, Kind.SENT_BACK, Kind.REOPENED)


def titles(estate_id: uuid.UUID, ticket_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """The number and the category's name of some tickets of an estate."""
    rows = db.session.execute(
        select(Ticket.id, Ticket.number, Ticket.category).where(
            Ticket.estate_id == estate_id, Ticket.id.in_(ticket_ids)
        )
    )
    return {row[0]: (row[1], category(row[2]).title) for row in rows}


def held_back(found: Ticket) -> TicketEvent | None:
    """The note that a body outside had finished while departments were still waited for, if it still counts."""
    notes = db.session.scalars(
        select(TicketEvent)
        .where(
            TicketEvent.estate_id == found.estate_id,
            TicketEvent.ticket_id == found.id,
            TicketEvent.kind.in_([Kind.NOTED, *_ANEW]),
        )
        .order_by(TicketEvent.seq.desc())
    )
    for event in notes:
        if event.kind in _ANEW:
            return None
        if event.data.get("held_back"):
            return event
    return None
