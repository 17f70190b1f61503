"""Removing what is over its term from tickets; the history of what was done stays (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from linli.domains.tickets.models import RatingMark, Ticket
from linli.platform.db import db


def callers(before: datetime, most: int) -> int:
    """Names and phones of people for whom staff entered a report, once it is closed."""
    over = or_(Ticket.for_name != "", Ticket.for_phone.is_not(None))
    return _emptied(before, most, over, for_name="", for_phone=None)


def words(before: datetime, most: int) -> int:
    """What was written in a report that was closed long ago; its numbers and times stay."""
    return _emptied(
        before, most, or_(Ticket.words != "", Ticket.place != ""), words="", place="", answers=None
    )


def rating_marks(before: datetime, most: int) -> int:
    """From which devices ratings came; doubts that arose from it stay."""
    ids = select(RatingMark.id).where(RatingMark.at < before).limit(most)
    made = db.session.execute(
        delete(RatingMark)
        .where(RatingMark.id.in_(ids.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )
    return int(made.rowcount)  # type: ignore[attr-defined]


def _emptied(before: datetime, most: int, over: object, **values: object) -> int:
    ids = select(Ticket.id).where(Ticket.closed_at < before, over).limit(most)  # type: ignore[arg-type]
    made = db.session.execute(
        update(Ticket)
        .where(Ticket.id.in_(ids.scalar_subquery()))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(made.rowcount)  # type: ignore[attr-defined]
