"""Costs that several units carry together, and each unit's share of them."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class SharedCost(OfEstate, Model):
    """Water or power of all for some days: quantity, price, amount, and how it is split (杭州市物业管理条例第54条).

    One person enters it, another publishes it; from then on nothing of it changes but by red bills.
    """

    __table_args__ = (
        estate_fk("fee_item", "item_id"),
        estate_fk("building", "building_id"),
        estate_fk("bill_run", "run_id"),
        CheckConstraint("until_on >= since_on", name="days_in_order"),
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("decided_by IS NULL OR decided_by <> drafted_by", name="two_people"),
        Index("ix_shared_cost_item", "estate_id", "item_id", "since_on"),
    )

    item_id: Mapped[uuid.UUID]
    building_id: Mapped[uuid.UUID | None]
    name: Mapped[str]
    since_on: Mapped[date]
    until_on: Mapped[date]
    due_on: Mapped[date]
    quantity_milli: Mapped[int]
    measure: Mapped[str]
    rate_mfen: Mapped[int]
    amount_fen: Mapped[int]
    method: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    drafted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    refused_why: Mapped[str] = mapped_column(default="")
    run_id: Mapped[uuid.UUID | None]


class CostShare(OfEstate, Model):
    """One unit's share of a published cost; all of a cost's shares add up to it, to the fen (FE-11)."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "cost_id", "unit_id"),
        estate_fk("shared_cost", "cost_id"),
        estate_fk("unit", "unit_id"),
        CheckConstraint("amount_fen >= 0 AND weight > 0", name="not_negative"),
    )

    cost_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    weight: Mapped[int]
    amount_fen: Mapped[int]
