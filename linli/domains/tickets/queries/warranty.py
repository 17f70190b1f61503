"""Questions about the developer's warranty: who gives it for which building, and which reports lie within."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from linli.domains.tickets.models import Ticket, TicketWarranty, Warranty
from linli.domains.tickets.queries.figures import reach
from linli.kernel.actors import Actor
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared


def warranties(estate_id: uuid.UUID) -> Sequence[Warranty]:
    """What holds now for each building and for the rest of the estate: the newest row of each, by building."""
    found: dict[uuid.UUID | None, Warranty] = {}
    rows = db.session.scalars(select(Warranty).where(Warranty.estate_id == estate_id).order_by(Warranty.id))
    for one in rows:
        found[one.building_id] = one
    return list(found.values())


def warranty_of(estate_id: uuid.UUID, building_id: uuid.UUID | None) -> Warranty | None:
    """What holds for a building: its own, or the estate's where none was said of it."""
    found: Warranty | None = db.session.scalar(*_given(estate_id=estate_id, building_id=building_id))
    return found


@prepared
def _given(estate_id: Any, building_id: Any) -> Select[Warranty]:
    return (
        select(Warranty)
        .where(
            Warranty.estate_id == estate_id,
            or_(Warranty.building_id.is_(None), Warranty.building_id == building_id),
        )
        .order_by(Warranty.building_id.is_(None), Warranty.id.desc())
        .limit(1)
    )


def mark(found: Ticket) -> TicketWarranty | None:
    """That a report lies within the warranty, and to whom it is addressed."""
    return db.session.scalar(select(TicketWarranty).filter_by(estate_id=found.estate_id, ticket_id=found.id))


def marks(estate_id: uuid.UUID, ticket_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, TicketWarranty]:
    """The same for a list of reports."""
    rows = db.session.scalars(
        select(TicketWarranty).where(
            TicketWarranty.estate_id == estate_id, TicketWarranty.ticket_id.in_(ticket_ids)
        )
    )
    return {one.ticket_id: one for one in rows}


def cases(actor: Actor, estate_id: uuid.UUID, *, window: Window, now: datetime) -> Page[Ticket]:
    """The reports of an estate within the warranty, the newest first; a company sees its own work only."""
    query = (
        select(Ticket)
        .join(
            TicketWarranty,
            (TicketWarranty.estate_id == Ticket.estate_id) & (TicketWarranty.ticket_id == Ticket.id),
        )
        .where(*reach(actor, estate_id, on=now))
    )
    return by_id(query, Ticket.id, window=window)
