"""Money that is held for somebody and is nobody's income: deposits, and how they go back (FE-17)."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Deposit(OfEstate, Model):
    """A deposit of one unit by an agreement (`basis`); `about_id` names the decoration or whatever it secures."""

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        estate_fk("payment", "payment_id"),
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("(state IN ('held', 'settled')) = (payment_id IS NOT NULL)", name="held_is_paid"),
        Index("ix_deposit_unit", "estate_id", "unit_id"),
        Index("ix_deposit_payment", "estate_id", "payment_id", unique=True),
    )

    unit_id: Mapped[uuid.UUID]
    name: Mapped[str]
    basis: Mapped[str]
    about_id: Mapped[uuid.UUID | None]
    amount_fen: Mapped[int]
    state: Mapped[str]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    payment_id: Mapped[uuid.UUID | None]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class DepositSettlement(OfEstate, Model):
    """A proposal to give a deposit back, less what is taken off for a reason; another person decides."""

    __table_args__ = (
        estate_fk("deposit", "deposit_id"),
        estate_fk("refund", "refund_id"),
        CheckConstraint("deducted_fen >= 0", name="not_less_than_nothing"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
        Index(
            "ix_deposit_settlement_open",
            "estate_id",
            "deposit_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    deposit_id: Mapped[uuid.UUID]
    deducted_fen: Mapped[int]
    reason: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    refund_id: Mapped[uuid.UUID | None]


class PaymentOrderDeposit(OfEstate, Model):
    """The deposit that an order pays."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "order_id"),
        estate_fk("payment_order", "order_id"),
        estate_fk("deposit", "deposit_id"),
        Index("ix_payment_order_deposit", "estate_id", "deposit_id"),
    )

    order_id: Mapped[uuid.UUID]
    deposit_id: Mapped[uuid.UUID]
