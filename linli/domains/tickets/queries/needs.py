"""Questions about tickets that wait for other tickets (TK-35)."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from linli.domains.tickets.models import Ticket, TicketNeed
from linli.domains.tickets.rules.steps import SETTLED
from linli.platform.db import db


def needs(found: Ticket) -> Sequence[Ticket]:
    """What must be done before this ticket, in the order in which it was said."""
    return _ends(TicketNeed.needed_id, TicketNeed.ticket_id == found.id, found.estate_id)


def needed_by(found: Ticket) -> Sequence[Ticket]:
    """What waits for this ticket."""
    return _ends(TicketNeed.ticket_id, TicketNeed.needed_id == found.id, found.estate_id)


def open_needs(found: Ticket) -> Sequence[Ticket]:
    """What is still to be done before this ticket can be called solved."""
    return [one for one in needs(found) if one.standing not in SETTLED]


def need(found: Ticket, needed_id: uuid.UUID) -> TicketNeed | None:
    """The row of one need, also of one that has ended."""
    return db.session.scalar(
        select(TicketNeed).filter_by(estate_id=found.estate_id, ticket_id=found.id, needed_id=needed_id)
    )


def leads_to(estate_id: uuid.UUID, since_id: uuid.UUID, to_id: uuid.UUID) -> bool:
    """Whether one ticket waits for another, be it through others: the way back would be a circle."""
    first = (
        select(TicketNeed.needed_id)
        .where(
            TicketNeed.estate_id == estate_id,
            TicketNeed.ticket_id == since_id,
            TicketNeed.ended_at.is_(None),
        )
        .cte("below", recursive=True)
    )
    further = select(TicketNeed.needed_id).where(
        TicketNeed.estate_id == estate_id,
        TicketNeed.ticket_id == first.c.needed_id,
        TicketNeed.ended_at.is_(None),
    )
    below = first.union(further)
    return db.session.scalar(select(below.c.needed_id).where(below.c.needed_id == to_id)) is not None


def _ends(
    end: InstrumentedAttribute[uuid.UUID], start: ColumnElement[bool], estate_id: uuid.UUID
) -> Sequence[Ticket]:
    return db.session.scalars(
        select(Ticket)
        .join(TicketNeed, (TicketNeed.estate_id == Ticket.estate_id) & (end == Ticket.id))
        .where(TicketNeed.estate_id == estate_id, TicketNeed.ended_at.is_(None), start)
        .order_by(TicketNeed.id)
    ).all()
