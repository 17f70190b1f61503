"""Paying old debts by instalments: what company and owner agreed, and how it ended."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk

_OPEN = text("state IN ('proposed', 'running')")


class ArrearsPlan(OfEstate, Model):
    """A unit's debts in instalments: proposed by the company, agreed to by somebody of the unit; one at a time.

    `open_fen` and `to_come_fen` are the evidence when it is broken: what was open, and what might have been.
    """

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        Index(
            "ix_arrears_plan_open",
            "estate_id",
            "unit_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("agreed_at IS NOT NULL OR state IN ('proposed', 'declined')", name="agreed"),
    )

    unit_id: Mapped[uuid.UUID]
    state: Mapped[str]
    total_fen: Mapped[int]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    agreed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    open_fen: Mapped[int] = mapped_column(default=0)
    to_come_fen: Mapped[int] = mapped_column(default=0)


class PlanBill(OfEstate, Model):
    """A bill that a plan is about."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "plan_id", "bill_id"),
        estate_fk("arrears_plan", "plan_id"),
        estate_fk("bill", "bill_id"),
        Index("ix_plan_bill_bill", "estate_id", "bill_id"),
    )

    plan_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID]


class PlanInstalment(OfEstate, Model):
    """How much is to be paid by the end of a day."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "plan_id", "position"),
        estate_fk("arrears_plan", "plan_id"),
        CheckConstraint("amount_fen > 0", name="something"),
    )

    plan_id: Mapped[uuid.UUID]
    position: Mapped[int]
    due_on: Mapped[date]
    amount_fen: Mapped[int]
