"""What was done about a debt: reminders, objections, and why a household has not paid."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class BillReminder(OfEstate, Model):
    """One step of reminding for one bill, once: evidence that the claim was made (民法典第188条, 第195条)."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "bill_id", "step"),
        estate_fk("bill", "bill_id"),
        CheckConstraint("open_fen > 0", name="something"),
        Index("ix_bill_reminder_batch", "estate_id", "batch_id"),
    )

    batch_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID]
    step: Mapped[str]
    open_fen: Mapped[int]
    sent_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime]


class BillDispute(OfEstate, Model):
    """A household's objection to a bill: nobody is reminded of it until it is answered (FE-25)."""

    __table_args__ = (
        estate_fk("bill", "bill_id"),
        Index(
            "ix_bill_dispute_open",
            "estate_id",
            "bill_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    bill_id: Mapped[uuid.UUID]
    reason: Mapped[str]
    state: Mapped[str]
    raised_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    raised_at: Mapped[datetime]
    answer_by_on: Mapped[date]
    answer: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]


class ArrearsCause(OfEstate, Model):
    """Why a unit's fees stay unpaid, as somebody found out; the newest one counts."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("unit", "unit_id"),
        Index("ix_arrears_cause_unit", "estate_id", "unit_id"),
    )

    unit_id: Mapped[uuid.UUID]
    cause: Mapped[str]
    note: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
