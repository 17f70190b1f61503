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
    found = db.session.scalars(
        select(DeskClosing).filter_by(estate_id=estate_id).order_by(DeskClosing.until_at.desc()).limit(SHOWN)
    ).all()
    checks = db.session.scalars(
        select(DeskCheck).where(
            DeskCheck.estate_id == estate_id, DeskCheck.closing_id.in_([one.id for one in found])
        )
    )
    checked = {one.closing_id: one.checked_by for one in checks}
    names = people.names([*(one.closed_by for one in found), *checked.values()])
    return [
        ClosingView(
            one, names.get(one.closed_by, ""), names.get(checked[one.id], "") if one.id in checked else ""
        )
        for one in found
    ]
