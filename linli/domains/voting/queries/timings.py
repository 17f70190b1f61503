"""When a vote closes: as announced, and as it was moved since."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.voting.models import TimingChange, Vote, ballots_of
from linli.domains.voting.queries import paper
from linli.platform.db import db


def changes(found: Vote) -> Sequence[TimingChange]:
    """Every time the close was moved, the first first; shown wherever the result is."""
    return db.session.scalars(
        select(TimingChange).filter_by(estate_id=found.estate_id, vote_id=found.id).order_by(TimingChange.id)
    ).all()


def announced_close(found: Vote) -> datetime:
    """The close as the notice in force said it."""
    moved = changes(found)
    return moved[0].from_at if moved else found.closes_at


def last_cast_at(found: Vote) -> datetime | None:
    """When the newest ballot was cast, or the newest paper handed in."""
    cast = db.session.scalar(
        select(func.max(ballots_of(found).cast_at)).filter_by(estate_id=found.estate_id, vote_id=found.id)
    )
    return max((at for at in (cast, paper.last_received_at(found)) if at), default=None)
