"""The cashier's closing: the cash that was counted beside the cash that was booked."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class DeskClosing(OfEstate, Model):
    """The cash that was booked since the closing before (`since_at`), and what was counted at `until_at`.

    Closings follow one another without a gap: two at once would have the same beginning, which one of them loses.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "since_at"),
        CheckConstraint("booked_fen >= 0 AND counted_fen >= 0", name="no_debts"),
        CheckConstraint("booked_fen = counted_fen OR reason <> ''", name="explained"),
    )

    since_at: Mapped[datetime]
    until_at: Mapped[datetime]
    booked_fen: Mapped[int]
    counted_fen: Mapped[int]
    reason: Mapped[str]
    closed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class DeskCheck(OfEstate, Model):
    """A second person has counted the same: the closing stands."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "closing_id"), estate_fk("desk_closing", "closing_id"))

    closing_id: Mapped[uuid.UUID]
    checked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime]
