"""What this room holds of one person, for the person: that the household answered, never what."""

import uuid
from typing import Any

from sqlalchemy import select

from linli.domains.satisfaction.models import SatisfactionParticipation, SatisfactionRound
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def answered(account_id: uuid.UUID) -> list[dict[str, Any]]:
    """The running rounds in which a person answered for a household."""
    taken = SatisfactionParticipation
    with seeing_every_estate():
        rows = db.session.execute(
            select(SatisfactionRound.year, taken.estate_id, taken.unit_id, taken.answered_on)
            .join(SatisfactionRound, SatisfactionRound.id == taken.round_id)
            .where(taken.account_id == account_id)
        ).all()
    return [
        {
            "year": row.year,
            "estate_id": str(row.estate_id),
            "unit_id": str(row.unit_id),
            "answered_on": row.answered_on.isoformat(),
        }
        for row in rows
    ]
