"""How a ticket was rated, and until when it may be."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from config.tickets import catalogue
from linli.domains.tickets.models import Ticket, TicketEvent, TicketRating
from linli.domains.tickets.queries.history import last_event
from linli.domains.tickets.rules.steps import Kind
from linli.platform.db import db
from linli.platform.prepared import prepared


def rating(found: Ticket) -> TicketRating | None:
    """The rating that counts."""
    given: TicketRating | None = db.session.scalar(*_latest(estate_id=found.estate_id, ticket_id=found.id))
    return given


@prepared
def _latest(estate_id: Any, ticket_id: Any) -> Select[TicketRating]:
    return (
        select(TicketRating)
        .where(TicketRating.estate_id == estate_id, TicketRating.ticket_id == ticket_id)
        .order_by(TicketRating.version.desc())
        .limit(1)
    )


def rated_this_time(found: Ticket) -> TicketEvent | None:
    """The reporter's answer since they were last asked: the days for changing it run from here."""
    asked, rated = last_event(found, Kind.FED_BACK), last_event(found, Kind.RATED)
    return rated if asked is not None and rated is not None and rated.seq > asked.seq else None


def rating_ends(found: Ticket) -> datetime | None:
    """Until when the reporter may rate; None while nobody has asked."""
    return found.settled_at + timedelta(days=catalogue().rating_days) if found.settled_at else None
