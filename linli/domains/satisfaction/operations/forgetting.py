"""Removing what is over its term from the rounds; the sums stay (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import delete, select

from linli.domains.satisfaction.models import SatisfactionParticipation, SatisfactionRound
from linli.platform.db import db


def takers(before: datetime, most: int) -> int:
    """Which households took part in a round that ended long ago."""
    taken = SatisfactionParticipation
    over = (
        select(taken.id)
        .join(SatisfactionRound, SatisfactionRound.id == taken.round_id)
        .where(SatisfactionRound.closed_at < before)
        .limit(most)
    )
    ids = list(db.session.scalars(over))
    db.session.execute(delete(taken).where(taken.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)
