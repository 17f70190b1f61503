"""Meters and their readings: what is still to be read, what each showed before, what was used."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from linli.domains.estates import queries as estates
from linli.domains.fees.models import FeeItem, Meter, Reading, ReadingWindow, Tariff, TariffStep
from linli.domains.fees.rules import Formula
from linli.domains.fees.rules.metering import Step, within
from linli.kernel.refusals import Unknown
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class MeterView:
    """A meter in a window: what it showed before, what was usual, what was read (None: not yet)."""

    meter: Meter
    unit_label: str
    before_milli: int
    usual_milli: int | None
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class WindowView:
    """A window with how many meters there are and how many were read."""

    window: ReadingWindow
    item_name: str
    meters: int
    read: int

    def open_on(self, day: date) -> bool:
        """Whether readings are taken on a day."""
        return self.window.run_id is None and within(self.window.opens_on, self.window.closes_on, day)


@dataclass(frozen=True, slots=True)
class MeterPrice:
    """What holds on a day: the price below the first step, and the steps."""

    basis: str
    rate_mfen: int
    steps: tuple[Step, ...]


def window(*, estate_id: uuid.UUID, window_id: uuid.UUID, **_: object) -> ReadingWindow:
    """The window, if it is this estate's; otherwise Unknown."""
    found = db.session.get(ReadingWindow, (estate_id, window_id))
    if found is None:
        raise Unknown
    return found


def meter(*, estate_id: uuid.UUID, meter_id: uuid.UUID, **_: object) -> Meter:
    """The meter, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Meter, (estate_id, meter_id))
    if found is None:
        raise Unknown
    return found


def windows(estate_id: uuid.UUID, *, most: int = 24) -> list[WindowView]:
    """The newest windows of an estate."""
    rows = db.session.execute(
        select(ReadingWindow, FeeItem.name, func.count(Reading.id))
        .join(FeeItem, (FeeItem.estate_id == ReadingWindow.estate_id) & (FeeItem.id == ReadingWindow.item_id))
        .outerjoin(
            Reading,
            (Reading.estate_id == ReadingWindow.estate_id) & (Reading.window_id == ReadingWindow.id),
        )
        .where(ReadingWindow.estate_id == estate_id)
        .group_by(ReadingWindow.estate_id, ReadingWindow.id, FeeItem.name)
        .order_by(ReadingWindow.id.desc())
        .limit(most)
    ).all()
    known = meters_of(estate_id)
    return [
        WindowView(found, name, sum(_in_use(one, found) for one in known), read) for found, name, read in rows
    ]


def view(found: ReadingWindow) -> WindowView:
    """One window with its counts."""
    rows = sheet(found)
    name = db.session.scalar(select(FeeItem.name).filter_by(estate_id=found.estate_id, id=found.item_id))
    return WindowView(found, name or "", len(rows), sum(one.reading is not None for one in rows))


def meters_of(estate_id: uuid.UUID) -> Sequence[Meter]:
    """Every meter of an estate."""
    return db.session.scalars(select(Meter).filter_by(estate_id=estate_id).order_by(Meter.number)).all()


def sheet(found: ReadingWindow) -> list[MeterView]:
    """Every meter that is in use in the window's period, by unit; the unread first."""
    meters = [one for one in meters_of(found.estate_id) if _in_use(one, found)]
    labels = {one.id: one.label for one in estates.unit_views(found.estate_id)}
    last = _before(found)
    read = {
        one.meter_id: one
        for one in db.session.scalars(
            select(Reading).filter_by(estate_id=found.estate_id, window_id=found.id)
        )
    }
    rows = [
        MeterView(
            one,
            labels[one.unit_id],
            last[one.id].value_milli if one.id in last else one.start_milli,
            last[one.id].used_milli if one.id in last else None,
            read.get(one.id),
        )
        for one in meters
    ]
    return sorted(rows, key=lambda row: (row.reading is not None, row.unit_label, row.meter.number))


def _in_use(one: Meter, found: ReadingWindow) -> bool:
    return (
        one.item_id == found.item_id
        and one.since_on <= found.until_on
        and (one.until_on is None or one.until_on >= found.since_on)
    )


def _before(found: ReadingWindow) -> Mapping[uuid.UUID, Reading]:
    """The newest reading of each meter from a period before."""
    place = func.row_number().over(partition_by=Reading.meter_id, order_by=ReadingWindow.since_on.desc())
    ranked = (
        select(Reading.estate_id, Reading.id, place.label("place"))
        .join(
            ReadingWindow,
            (ReadingWindow.estate_id == Reading.estate_id) & (ReadingWindow.id == Reading.window_id),
        )
        .where(
            Reading.estate_id == found.estate_id,
            ReadingWindow.item_id == found.item_id,
            ReadingWindow.since_on < found.since_on,
        )
        .subquery()
    )
    query = select(Reading).join(
        ranked, (ranked.c.estate_id == Reading.estate_id) & (ranked.c.id == Reading.id)
    )
    return {one.meter_id: one for one in db.session.scalars(query.where(ranked.c.place == 1))}


def prices(estate_id: uuid.UUID, item_id: uuid.UUID, *, on: date) -> dict[str, MeterPrice]:
    """What a unit of quantity costs on a day, by kind of unit."""
    found: dict[str, Tariff] = {}
    query = select(Tariff).where(
        Tariff.estate_id == estate_id,
        Tariff.item_id == item_id,
        Tariff.formula == Formula.METERED,
        Tariff.since_on <= on,
        or_(Tariff.until_on.is_(None), Tariff.until_on >= on),
    )
    for one in db.session.scalars(query.order_by(Tariff.since_on)):
        found[one.unit_kind] = one
    steps: dict[uuid.UUID, list[Step]] = {}
    for step in steps_of(estate_id, [one.id for one in found.values()]):
        steps.setdefault(step.tariff_id, []).append(Step(step.above_milli, step.rate_mfen))
    return {
        kind: MeterPrice(one.basis, one.rate_mfen, tuple(steps.get(one.id, ())))
        for kind, one in found.items()
    }


def steps_of(estate_id: uuid.UUID, tariff_ids: Sequence[uuid.UUID]) -> Sequence[TariffStep]:
    """The steps of these prices, from below."""
    return db.session.scalars(
        select(TariffStep)
        .where(TariffStep.estate_id == estate_id, TariffStep.tariff_id.in_(tariff_ids))
        .order_by(TariffStep.above_milli)
    ).all()
