"""Money that goes back to payers, and money held for them that goes to their bills."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.protection import Guard

_FROZEN = "estate_id, id, number, payment_id, account_id, amount_fen, asked_by, asked_at"


class Refund(OfEstate, Model):
    """Part of a payment on its way back, by the way it came. How much, to whom and its number never change.

    `said` is the channel's word for why not, or the cashier's voucher where it was handed out at the desk.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        estate_fk("payment", "payment_id"),
        Index("ix_refund_number", "number"),
        Index("ix_refund_payment", "estate_id", "payment_id"),
        Index("ix_refund_waiting", "state", "sent_at"),
        CheckConstraint("amount_fen > 0", name="something"),
    )
    __guards__ = {
        "sqlite": (
            Guard(
                f"CREATE TRIGGER refund_frozen BEFORE UPDATE OF {_FROZEN} ON refund "
                "BEGIN SELECT RAISE(ABORT, 'frozen refund'); END",
                "DROP TRIGGER IF EXISTS refund_frozen",
            ),
        ),
        "postgresql": (
            Guard(
                f"CREATE TRIGGER refund_frozen BEFORE UPDATE OF {_FROZEN} ON refund "
                "FOR EACH ROW EXECUTE FUNCTION linli_append_only()",
                "DROP TRIGGER IF EXISTS refund_frozen ON refund",
            ),
        ),
    }

    number: Mapped[str]
    payment_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    amount_fen: Mapped[int]
    reason: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    said: Mapped[str]


class RefundApproval(OfEstate, Model):
    """Somebody let a refund go: each person and each post once."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "refund_id", "account_id"),
        UniqueConstraint("estate_id", "refund_id", "role"),
        estate_fk("refund", "refund_id"),
    )

    refund_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    at: Mapped[datetime]


class Allocation(OfEstate, Model):
    """Money that was held for a payer (`surplus`) or a unit (`prepaid`) went to bills: its settlements name it."""

    __append_only__ = True
    __table_args__ = (
        Index("ix_allocation_of", "estate_id", "of_id"),
        CheckConstraint("amount_fen > 0", name="something"),
    )

    origin: Mapped[str]
    of_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
