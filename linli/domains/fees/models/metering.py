"""Meters, the days in which they are read, the readings, and prices that rise with the quantity."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class TariffStep(OfEstate, Model):
    """From which quantity of a period on another price holds; the tariff's own price holds below the first step."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "tariff_id", "above_milli"),
        estate_fk("tariff", "tariff_id"),
        CheckConstraint("above_milli > 0 AND rate_mfen >= 0", name="step"),
    )

    tariff_id: Mapped[uuid.UUID]
    above_milli: Mapped[int]
    rate_mfen: Mapped[int]


class Meter(OfEstate, Model):
    """A meter of one unit for one item; what it shows is kept in thousandths of its measure."""

    __table_args__ = (
        UniqueConstraint("estate_id", "item_id", "number"),
        estate_fk("fee_item", "item_id"),
        estate_fk("unit", "unit_id"),
        CheckConstraint("start_milli >= 0", name="start"),
    )

    item_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    number: Mapped[str]
    measure: Mapped[str]
    start_milli: Mapped[int]
    since_on: Mapped[date]
    until_on: Mapped[date | None]


class ReadingWindow(OfEstate, Model):
    """The days in which the readings of a period are taken; none before, none after (FE-08)."""

    __table_args__ = (
        UniqueConstraint("estate_id", "item_id", "since_on"),
        estate_fk("fee_item", "item_id"),
        estate_fk("bill_run", "run_id"),
        CheckConstraint("until_on >= since_on AND closes_on >= opens_on", name="days_in_order"),
    )

    item_id: Mapped[uuid.UUID]
    since_on: Mapped[date]
    until_on: Mapped[date]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    run_id: Mapped[uuid.UUID | None]


class Reading(OfEstate, Model):
    """What a meter showed in a window. After a change of meters it holds the old one's last and the new one's first."""

    __table_args__ = (
        UniqueConstraint("estate_id", "window_id", "meter_id"),
        estate_fk("reading_window", "window_id"),
        estate_fk("meter", "meter_id"),
        CheckConstraint("value_milli >= 0 AND used_milli >= 0", name="not_negative"),
    )

    window_id: Mapped[uuid.UUID]
    meter_id: Mapped[uuid.UUID]
    before_milli: Mapped[int]
    value_milli: Mapped[int]
    old_last_milli: Mapped[int | None]
    new_first_milli: Mapped[int | None]
    used_milli: Mapped[int]
    confirmed: Mapped[bool] = mapped_column(default=False)
    read_on: Mapped[date]
    read_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime]


class SentReading(OfEstate, Model):
    """What somebody read off their own meter, with a photo: taken at once, or looked at by staff first (FE-10)."""

    __table_args__ = (
        estate_fk("reading_window", "window_id"),
        estate_fk("meter", "meter_id"),
        CheckConstraint("value_milli >= 0", name="not_negative"),
        Index(
            "ix_sent_reading_open",
            "estate_id",
            "window_id",
            "meter_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    window_id: Mapped[uuid.UUID]
    meter_id: Mapped[uuid.UUID]
    value_milli: Mapped[int]
    state: Mapped[str]
    sent_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
