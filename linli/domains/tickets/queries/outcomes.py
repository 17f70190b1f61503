"""How the reports of an estate came out, kept apart (TK-18)."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.tickets.models import Ticket
from linli.domains.tickets.rules.outcomes import Outcome
from linli.platform.db import db


def outcomes(estate_id: uuid.UUID, *, since: datetime, until: datetime) -> Mapping[str, int]:
    """How many of what was settled from `since` to before `until` were solved, and how many only closed."""
    rows = db.session.execute(
        select(Ticket.outcome, func.count())
        .where(
            Ticket.estate_id == estate_id,
            Ticket.settled_at >= since,
            Ticket.settled_at < until,
            Ticket.outcome != "",
        )
        .group_by(Ticket.outcome)
    )
    found = dict(rows.all())
    return {one.value: found.get(one.value, 0) for one in Outcome}
