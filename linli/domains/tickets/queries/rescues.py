"""How fast people were out of a lift that had stopped: for rooms above, over all estates."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.rules.steps import NEVER_WORK, Kind
from linli.platform.db import db

ENTRAPMENT = "urgent.lift"


@dataclass(frozen=True, slots=True)
class Entrapment:
    """People were in a lift that had stopped; `rescued_at`: when the work order first said that it is done."""

    estate_id: uuid.UUID
    reported_at: datetime
    rescued_at: datetime | None


def entrapments(*, since: datetime, until: datetime) -> list[Entrapment]:
    """The entrapments reported in a period, of all estates; what was withdrawn, refused or merged was none."""
    done = and_(
        TicketEvent.estate_id == Ticket.estate_id,
        TicketEvent.ticket_id == Ticket.id,
        TicketEvent.kind == Kind.FINISHED,
    )
    rows = db.session.execute(
        select(Ticket.estate_id, Ticket.reported_at, func.min(TicketEvent.at))
        .outerjoin(TicketEvent, done)
        .where(
            Ticket.category == ENTRAPMENT,
            Ticket.reported_at >= since,
            Ticket.reported_at < until,
            Ticket.state.not_in([state.value for state in NEVER_WORK]),
        )
        .group_by(Ticket.estate_id, Ticket.id, Ticket.reported_at)
    )
    return [Entrapment(*row) for row in rows]
