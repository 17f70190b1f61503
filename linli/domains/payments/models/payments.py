"""Money that has come, its receipt, and what channels said that could not be right."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class Payment(OfEstate, Model):
    """Money that has come, under the number that the channel (or the cashier's voucher) gives it: once."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "channel", "trade_no"),
        estate_fk("payment_order", "order_id"),
        Index("ix_payment_trade", "channel", "trade_no"),
        Index("ix_payment_order", "estate_id", "order_id"),
        Index("ix_payment_paid", "estate_id", "paid_at"),
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("surplus_fen BETWEEN 0 AND amount_fen", name="surplus"),
    )

    order_id: Mapped[uuid.UUID]
    channel: Mapped[str]
    trade_no: Mapped[str]
    amount_fen: Mapped[int]
    surplus_fen: Mapped[int]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    paid_at: Mapped[datetime]
    booked_at: Mapped[datetime]


class Receipt(OfEstate, Model):
    """What the payer holds in hand: a number without gaps, and a code under which anybody can check it."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "year", "count"),
        UniqueConstraint("estate_id", "payment_id"),
        estate_fk("payment", "payment_id"),
        Index("ix_receipt_code", "code"),
    )

    payment_id: Mapped[uuid.UUID]
    year: Mapped[int]
    count: Mapped[int]
    code: Mapped[str]
    issued_at: Mapped[datetime]


class ReceiptCounter(OfEstate, Model):
    """The last receipt number of an estate in a year: locked while the next one is given."""

    __table_args__ = (UniqueConstraint("estate_id", "year"),)

    year: Mapped[int]
    last: Mapped[int]


class ChannelAlarm(Model):
    """A genuine notification that did not fit, once for each trade and reason, until somebody has looked."""

    __table_args__ = (UniqueConstraint("channel", "trade_no", "order_number", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    estate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"), index=True)
    channel: Mapped[str]
    kind: Mapped[str]
    order_number: Mapped[str]
    trade_no: Mapped[str]
    said: Mapped[dict[str, Any]]
    at: Mapped[datetime]
