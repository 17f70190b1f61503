"""Tickets for the rooms above: the type that `ticket` gives, and how each is called in a list."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.queries.tickets import category
from linli.platform.db import db

__all__ = ["Ticket", "titles"]


def titles(estate_id: uuid.UUID, ticket_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """The number and the category's name of some tickets of an estate."""
    rows = db.session.execute(
        select(Ticket.id, Ticket.number, Ticket.category).where(
            Ticket.estate_id == estate_id, Ticket.id.in_(ticket_ids)
        )
    )
    return {row[0]: (row[1], category(row[2]).title) for row in rows}
