"""The deadlines of every estate's tickets, for rooms that work on whole sets."""

from typing import Any

from sqlalchemy import Select, select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.rules.steps import NEVER_WORK


def deadline_rows() -> Select[*tuple[Any, ...]]:
    """Number, deadline and settling of every ticket that became work."""
    return select(
        Ticket.estate_id, Ticket.id, Ticket.number, Ticket.due_at, Ticket.settled_at, Ticket.late
    ).where(Ticket.state.not_in([state.value for state in NEVER_WORK]))
