"""What people wish to pay, and the bills that each wish holds."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.protection import Guard

_FROZEN = "estate_id, id, number, account_id, channel, amount_fen, currency, made_at"


class PaymentOrder(OfEstate, Model):
    """Somebody's wish to pay some bills, or ahead, in one sum. Who, how much and how never change once it is made."""

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        Index("ix_payment_order_number", "number"),
        Index("ix_payment_order_waiting", "state", "expires_at"),
        CheckConstraint("amount_fen > 0", name="something"),
    )
    __guards__ = {
        "sqlite": (
            Guard(
                f"CREATE TRIGGER payment_order_frozen BEFORE UPDATE OF {_FROZEN} ON payment_order "
                "BEGIN SELECT RAISE(ABORT, 'frozen payment order'); END",
                "DROP TRIGGER IF EXISTS payment_order_frozen",
            ),
        ),
        "postgresql": (
            Guard(
                f"CREATE TRIGGER payment_order_frozen BEFORE UPDATE OF {_FROZEN} ON payment_order "
                "FOR EACH ROW EXECUTE FUNCTION linli_append_only()",
                "DROP TRIGGER IF EXISTS payment_order_frozen ON payment_order",
            ),
        ),
    }

    number: Mapped[str]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    channel: Mapped[str]
    merchant: Mapped[str | None]
    scene: Mapped[str | None]
    amount_fen: Mapped[int]
    currency: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class PaymentOrderLine(OfEstate, Model):
    """One bill of an order, with what was open on it when the order was made."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "order_id", "bill_id"),
        estate_fk("payment_order", "order_id"),
        estate_fk("bill", "bill_id"),
        CheckConstraint("amount_fen > 0", name="something"),
        Index("ix_payment_order_line_bill", "estate_id", "bill_id"),
    )

    order_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]


class PaymentOrderPrepaid(OfEstate, Model):
    """The unit for whose next bills an order is paid ahead.

    Where an order is paid from came to its table together with this one, and so does the guard that freezes it.
    """

    __append_only__ = True
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER payment_order_source_frozen BEFORE UPDATE OF merchant, scene ON payment_order "
                "BEGIN SELECT RAISE(ABORT, 'frozen payment order'); END",
                "DROP TRIGGER IF EXISTS payment_order_source_frozen",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE TRIGGER payment_order_source_frozen BEFORE UPDATE OF merchant, scene ON payment_order "
                "FOR EACH ROW EXECUTE FUNCTION linli_append_only()",
                "DROP TRIGGER IF EXISTS payment_order_source_frozen ON payment_order",
            ),
        ),
    }
    __table_args__ = (
        UniqueConstraint("estate_id", "order_id"),
        estate_fk("payment_order", "order_id"),
        estate_fk("unit", "unit_id"),
        CheckConstraint("amount_fen > 0", name="something"),
    )

    order_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]
