"""What an estate charges for, and its prices by date."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class FeeItem(OfEstate, Model):
    """Something an estate charges for, and how many months a bill of it usually covers.

    `place_of` matters for rent of parking places only: whose they are, and what says so where they are not common.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "name"),
        CheckConstraint("cycle_months BETWEEN 1 AND 12", name="cycle"),
    )

    name: Mapped[str]
    kind: Mapped[str]
    cycle_months: Mapped[int]
    place_of: Mapped[str] = mapped_column(default="common")
    place_basis: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Tariff(OfEstate, Model):
    """The price of an item for one kind of unit from a day on: until the next one, or until its own last day.

    `rate_mfen` in thousandths of a fen per month, per ㎡ or per unit as the formula says.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "item_id", "unit_kind", "since_on"),
        estate_fk("fee_item", "item_id"),
        CheckConstraint("rate_mfen >= 0", name="rate"),
        CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),
    )

    item_id: Mapped[uuid.UUID]
    unit_kind: Mapped[str]
    formula: Mapped[str]
    rate_mfen: Mapped[int]
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    basis: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
