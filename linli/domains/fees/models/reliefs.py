"""Reductions somebody applied for, and the price of being late."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Relief(OfEstate, Model):
    """A reduction of one unit's fee for some days: applied for with evidence, approved by a second person (FE-15)."""

    __table_args__ = (
        estate_fk("fee_item", "item_id"),
        estate_fk("unit", "unit_id"),
        CheckConstraint("until_on >= since_on", name="days_in_order"),
        CheckConstraint("permille BETWEEN 1 AND 1000", name="share"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
        Index("ix_relief_unit", "estate_id", "item_id", "unit_id"),
    )

    item_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    permille: Mapped[int]
    since_on: Mapped[date]
    until_on: Mapped[date]
    basis: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    refused_why: Mapped[str] = mapped_column(default="")


class LateTerm(OfEstate, Model):
    """What the contract says of paying late, from a day on: parts per million a day, at most a share of the debt."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "item_id", "since_on"),
        estate_fk("fee_item", "item_id"),
        CheckConstraint("daily_ppm BETWEEN 0 AND 3000", name="rate"),
        CheckConstraint("cap_permille BETWEEN 0 AND 1000", name="cap"),
    )

    item_id: Mapped[uuid.UUID]
    since_on: Mapped[date]
    daily_ppm: Mapped[int]
    cap_permille: Mapped[int]
    basis: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
