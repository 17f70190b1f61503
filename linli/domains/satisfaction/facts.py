"""Named facts of the yearly round, for all estates at once; each is one query."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from linli.domains.satisfaction.models import SatisfactionResult
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """满意率 of an estate as counts. `sound`: there were enough answers; without it the share tells nothing."""

    estate_id: uuid.UUID
    satisfied: int
    valid: int
    households: int
    sound: bool


def satisfaction(*, year: int) -> list[Satisfaction]:
    """What every estate of a closed round answered (indicator B17); an estate that was not asked is left out."""
    kept = SatisfactionResult
    rows = db.session.execute(
        select(kept.estate_id, kept.satisfied, kept.valid, kept.households, kept.sound)
        .where(kept.year == year)
        .order_by(kept.estate_id)
    )
    return [Satisfaction(*row) for row in rows]
