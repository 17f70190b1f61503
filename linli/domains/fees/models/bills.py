"""Runs, bills, their lines, what settles them and what takes them back."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class BillRun(OfEstate, Model):
    """One issue of bills: an item, a period, a day to pay by, and the service contract that its bills rest on."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("fee_item", "item_id"),
        CheckConstraint("until_on >= since_on", name="days_in_order"),
        Index("ix_bill_run_item", "estate_id", "item_id", "since_on"),
    )

    item_id: Mapped[uuid.UUID]
    since_on: Mapped[date]
    until_on: Mapped[date]
    due_on: Mapped[date]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    contract_id: Mapped[uuid.UUID | None]


class Bill(OfEstate, Model):
    """What one unit owes for one item and period, with the area, price and payer of that day.

    A red bill has a negative amount and names the one it takes back; the bill that comes in its place
    is a later `edition`.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint(
            "estate_id", "item_id", "unit_id", "since_on", "kind", "edition", name="uq_bill_once"
        ),
        UniqueConstraint("estate_id", "corrects_id", name="uq_bill_corrects"),
        estate_fk("bill_run", "run_id"),
        estate_fk("fee_item", "item_id"),
        estate_fk("unit", "unit_id"),
        estate_fk("owner", "owner_id"),
        estate_fk("bill", "corrects_id"),
        CheckConstraint(
            "(kind = 'bill' AND amount_fen > 0 AND corrects_id IS NULL)"
            " OR (kind = 'red' AND amount_fen < 0 AND corrects_id IS NOT NULL)",
            name="sign",
        ),
        Index("ix_bill_run", "estate_id", "run_id"),
        Index("ix_bill_unit", "estate_id", "unit_id"),
        Index("ix_bill_due", "due_on"),
    )

    run_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    unit_label: Mapped[str]
    floor_area: Mapped[int | None]
    liable: Mapped[str]
    owner_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    edition: Mapped[int]
    corrects_id: Mapped[uuid.UUID | None]
    since_on: Mapped[date]
    until_on: Mapped[date]
    due_on: Mapped[date]
    billed_on: Mapped[date]
    amount_fen: Mapped[int]


class BillLine(OfEstate, Model):
    """What part of a bill is made of: area × price × months."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "bill_id", "position"),
        estate_fk("bill", "bill_id"),
        estate_fk("tariff", "tariff_id"),
    )

    bill_id: Mapped[uuid.UUID]
    position: Mapped[int]
    tariff_id: Mapped[uuid.UUID]
    since_on: Mapped[date]
    until_on: Mapped[date]
    formula: Mapped[str]
    rate_mfen: Mapped[int]
    floor_area: Mapped[int | None]
    numerator: Mapped[int]
    denominator: Mapped[int]
    amount_fen: Mapped[int]


class BillSettlement(OfEstate, Model):
    """Part of a payment that went to a bill, or (negative) was taken off it again when the bill became void."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "bill_id", "source_id"),
        estate_fk("bill", "bill_id"),
        CheckConstraint("amount_fen <> 0", name="something"),
        Index("ix_bill_settlement_source", "estate_id", "source_id"),
    )

    bill_id: Mapped[uuid.UUID]
    source_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]
    at: Mapped[datetime]


class Voiding(OfEstate, Model):
    """A proposal to take a bill back, which another person decides."""

    __table_args__ = (
        estate_fk("bill", "bill_id"),
        Index(
            "ix_voiding_open",
            "estate_id",
            "bill_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
    )

    bill_id: Mapped[uuid.UUID]
    reason: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
