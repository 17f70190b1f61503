"""Cash at the desk: what has been booked since the last closing, and the closings before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from linli.domains.payments.models import DeskCheck, DeskClosing, Payment
from linli.domains.payments.rules import Desk
from linli.domains.people.queries import identity as people
from linli.platform.db import db

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
SHOWN = 31


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A closing with the names of both who counted; nobody has checked it yet where `checked_by` is empty."""

    closing: DeskClosing
    closed_by: str
    checked_by: str

    @property
    def difference_fen(self) -> int:
        """What was counted beyond what was booked."""
        return self.closing.counted_fen - self.closing.booked_fen


def last(estate_id: uuid.UUID) -> DeskClosing | None:
    """The newest closing of an estate's desk."""
    return db.session.scalar(
        select(DeskClosing).filter_by(estate_id=estate_id).order_by(DeskClosing.until_at.desc()).limit(1)
    )


def unclosed_cash(estate_id: uuid.UUID) -> int:
    """The cash that was booked and that no closing has counted yet.

    All cash less all that was closed, so that what was booked while somebody closed is in the next closing.
    """
    cash = select(func.coalesce(func.sum(Payment.amount_fen), 0)).filter_by(
        estate_id=estate_id, channel=Desk.CASH
    )
    closed = select(func.coalesce(func.sum(DeskClosing.booked_fen), 0)).filter_by(estate_id=estate_id)
    return int(db.session.scalar(cash) or 0) - int(db.session.scalar(closed) or 0)


def recent(estate_id: uuid.UUID) -> Sequence[ClosingView]:
    """The newest closings of an estate's desk."""
    rows = db.session.execute(
        select(DeskClosing, DeskCheck)
        .outerjoin(
            DeskCheck,
            (DeskCheck.estate_id == DeskClosing.estate_id) & (DeskCheck.closing_id == DeskClosing.id),
        )
        .where(DeskClosing.estate_id == estate_id)
        .order_by(DeskClosing.until_at.desc())
        .limit(SHOWN)
    ).all()
    counted = [row[0].closed_by for row in rows]
    checked = {row[0].id: row[1].checked_by for row in rows if row[1] is not None}
    names = people.names([*counted, *checked.values()])
    return [
        ClosingView(
            row[0],
            names.get(row[0].closed_by, ""),
            names.get(checked[row[0].id], "") if row[0].id in checked else "",
        )
        for row in rows
    ]
