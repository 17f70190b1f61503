"""What everybody may know of an estate's reports without signing in: how many, how fast, where; of nobody (TK-15).

Only the common parts count. The words of a report, what somebody typed as its place, rooms, names and photos are
in none of it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.rules.steps import NEVER_WORK
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.spans import Seconds


class Which(StrEnum):
    """Those that wait, or those that were handled."""

    OPEN = "open"
    HANDLED = "handled"


LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Summary:
    """Open now; handled in the last year, and how many seconds that took on average (none: nothing handled)."""

    open: int
    handled: int
    average_seconds: int | None


def summary(estate_id: uuid.UUID, *, now: datetime) -> Summary:
    """The figures of an estate."""
    settled = Ticket.settled_at.is_not(None) & (Ticket.settled_at > now - LOOKED_BACK)
    took = Seconds(Ticket.settled_at, Ticket.reported_at)
    waiting, handled, seconds = db.session.execute(
        select(
            func.count().filter(Ticket.settled_at.is_(None)),
            func.count().filter(settled),
            func.coalesce(func.sum(took).filter(settled), 0),
        ).where(*_common(estate_id))
    ).one()
    return Summary(waiting, handled, int(seconds) // handled if handled else None)


def open_by_building(estate_id: uuid.UUID) -> Mapping[uuid.UUID | None, int]:
    """How many are open at each building; None: elsewhere in the estate."""
    rows = db.session.execute(
        select(Ticket.building_id, func.count())
        .where(*_common(estate_id), Ticket.settled_at.is_(None))
        .group_by(Ticket.building_id)
    )
    return {row[0]: row[1] for row in rows}


def listed(
    estate_id: uuid.UUID, *, window: Window, which: Which, building_id: uuid.UUID | None = None
) -> Page[Ticket]:
    """The reports, the newest first: those that wait, or those that were handled."""
    waits = Ticket.settled_at.is_(None) if which is Which.OPEN else Ticket.settled_at.is_not(None)
    query = select(Ticket).where(*_common(estate_id), waits)
    if building_id is not None:
        query = query.where(Ticket.building_id == building_id)
    return by_id(query, Ticket.id, window=window)


def _common(estate_id: uuid.UUID) -> list[ColumnElement[bool]]:
    return [
        Ticket.estate_id == estate_id,
        Ticket.private.is_(False),
        Ticket.unit_id.is_(None),
        Ticket.state.not_in(NEVER_WORK),
    ]
