"""Meters: putting them up, opening the days of reading, taking readings, billing what was used."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries as estates
from linli.domains.fees.errors import (
    EndsBeforeStart,
    JumpUnconfirmed,
    MeterTaken,
    NoPrice,
    OutsideWindow,
    PhotoMissing,
    ReadingsMissing,
    RunsBackwards,
    WindowBilled,
    WindowTaken,
)
from linli.domains.fees.models import BillRun, FeeItem, Meter, Reading, ReadingWindow, TariffStep
from linli.domains.fees.operations import issuing
from linli.domains.fees.operations.issuing import Charge, Part
from linli.domains.fees.queries import items
from linli.domains.fees.queries import meters as queries
from linli.domains.fees.queries.meters import MeterPrice, MeterView
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.metering import Change, Step, jumps, tiers, used, within
from linli.domains.fees.rules.parts import PartKind
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db

PHOTO = "meter_reading"


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read off a meter. `confirmed`: somebody looked twice at a jump; `change`: another meter hangs there."""

    value_milli: int
    confirmed: bool = False
    change: Change | None = None


def add_meter(
    *,
    item: FeeItem,
    unit_id: uuid.UUID,
    number: str,
    measure: str,
    start_milli: int,
    since_on: date,
) -> Meter:
    """Put up a meter of a unit. Raises MeterTaken, and Unknown for another estate's unit."""
    estates.unit(estate_id=item.estate_id, unit_id=unit_id)
    meter = Meter(
        estate_id=item.estate_id,
        item_id=item.id,
        unit_id=unit_id,
        number=number,
        measure=measure,
        start_milli=start_milli,
        since_on=since_on,
    )
    db.session.add(meter)
    try:
        db.session.flush()
    except IntegrityError:
        raise MeterTaken(field_errors={"number": [MeterTaken.sentence]}) from None
    audit.record("fees:meter:add", object_kind="meter", object_id=meter.id, estate_id=item.estate_id)
    return meter


def set_steps(*, estate_id: uuid.UUID, tariff_id: uuid.UUID, steps: Sequence[Step]) -> None:
    """Say from which quantity on a price by meter rises; written once with the price."""
    db.session.add_all(
        TariffStep(
            estate_id=estate_id, tariff_id=tariff_id, above_milli=step.above_milli, rate_mfen=step.rate_mfen
        )
        for step in steps
    )
    db.session.flush()


def open_window(
    *, actor: Actor | None, item: FeeItem, period: Period, opens_on: date, closes_on: date, now: datetime
) -> ReadingWindow:
    """Say in which days the readings of a period are taken. Raises WindowTaken, EndsBeforeStart."""
    if closes_on < opens_on or period.until_on < period.since_on:
        raise EndsBeforeStart(field_errors={"closes_on": [EndsBeforeStart.sentence]})
    window = ReadingWindow(
        estate_id=item.estate_id,
        item_id=item.id,
        since_on=period.since_on,
        until_on=period.until_on,
        opens_on=opens_on,
        closes_on=closes_on,
        made_by=actor.account_id if actor else None,
        made_at=now,
    )
    db.session.add(window)
    try:
        db.session.flush()
    except IntegrityError:
        raise WindowTaken from None
    audit.record(
        "fees:reading_window:open",
        object_kind="reading_window",
        object_id=window.id,
        estate_id=item.estate_id,
    )
    return window


def read(
    *,
    actor: Actor | None,
    window: ReadingWindow,
    meter: Meter,
    shown: Shown,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Reading:
    """Take a meter's reading, or put a later one in its place until the bills are issued.

    Raises OutsideWindow before and after the days of reading (FE-08), WindowBilled; RunsBackwards for less
    than last time unless the meter was changed, with PhotoMissing then (FE-09); JumpUnconfirmed.
    """
    check_open(window, now=now)
    row = next((one for one in queries.sheet(window) if one.meter.id == meter.id), None)
    if row is None:
        raise OutsideWindow("这块表不在这次抄表里。")
    spent = judged(row, shown)
    if shown.change is not None and not photos:
        raise PhotoMissing(field_errors={"photos": [PhotoMissing.sentence]})
    reading = keep(actor=actor, window=window, row=row, shown=shown, spent=spent, now=now)
    for photo in photos:
        attachments.store_image(
            estate_id=window.estate_id,
            stream=photo,
            object_kind=PHOTO,
            object_id=reading.id,
            made_by=actor.account_id if actor else None,
            now=now,
        )
    return reading


def check_open(window: ReadingWindow, *, now: datetime) -> None:
    """Refuse readings outside their days and after the bills. Raises WindowBilled, OutsideWindow."""
    db.session.refresh(window, with_for_update=True)
    if window.run_id is not None:
        raise WindowBilled
    if not within(window.opens_on, window.closes_on, day_of(now)):
        raise OutsideWindow


def judged(row: MeterView, shown: Shown) -> int:
    """What was used. Raises RunsBackwards, JumpUnconfirmed."""
    spent = used(row.before_milli, shown.value_milli, shown.change)
    if spent is None:
        raise RunsBackwards(field_errors={"value": [RunsBackwards.sentence]})
    if jumps(spent, row.usual_milli) and not shown.confirmed:
        raise JumpUnconfirmed(field_errors={"value": [JumpUnconfirmed.sentence]})
    return spent


def keep(
    *, actor: Actor | None, window: ReadingWindow, row: MeterView, shown: Shown, spent: int, now: datetime
) -> Reading:
    """Write a judged reading down; an earlier one of the same window gives way, and the record keeps both."""
    reading = row.reading or Reading(estate_id=window.estate_id, window_id=window.id, meter_id=row.meter.id)
    earlier = reading.value_milli
    reading.before_milli, reading.value_milli, reading.used_milli = row.before_milli, shown.value_milli, spent
    reading.old_last_milli = shown.change.old_last_milli if shown.change else None
    reading.new_first_milli = shown.change.new_first_milli if shown.change else None
    reading.confirmed = shown.confirmed
    reading.read_on, reading.read_at = day_of(now), now
    reading.read_by = actor.account_id if actor else None
    db.session.add(reading)
    db.session.flush()
    audit.record(
        "fees:reading:enter",
        object_kind="reading",
        object_id=reading.id,
        estate_id=window.estate_id,
        value_milli=shown.value_milli,
        earlier_milli=earlier,
    )
    return reading


def issue(*, actor: Actor | None, window: ReadingWindow, due_on: date, now: datetime) -> BillRun:
    """Bill what the meters of a window showed, each step at its price; units that used nothing get no bill.

    Raises WindowBilled, ReadingsMissing while a meter is unread, NoPrice, NothingToBill.
    """
    db.session.refresh(window, with_for_update=True)
    if window.run_id is not None:
        raise WindowBilled
    rows = queries.sheet(window)
    if any(row.reading is None for row in rows):
        raise ReadingsMissing
    prices = queries.prices(window.estate_id, window.item_id, on=window.until_on)
    kinds = {one.id: one.kind for one in estates.unit_views(window.estate_id)}
    by_unit: dict[uuid.UUID, list[Part]] = {}
    for row in rows:
        price = prices.get(kinds[row.meter.unit_id])
        if price is None:
            raise NoPrice
        by_unit.setdefault(row.meter.unit_id, []).extend(_parts(row, price))
    run = issuing.issue_parts(
        actor=actor,
        item=items.item(estate_id=window.estate_id, item_id=window.item_id),
        period=Period(window.since_on, window.until_on),
        due_on=due_on,
        charges=[Charge(unit_id, tuple(parts)) for unit_id, parts in by_unit.items()],
        now=now,
    )
    window.run_id = run.id
    db.session.flush()
    return run


def _parts(row: MeterView, price: MeterPrice) -> list[Part]:
    assert row.reading is not None
    words = f"表 {row.meter.number}：{_shown(row.reading.before_milli)} → {_shown(row.reading.value_milli)}"
    if row.reading.old_last_milli is not None:
        words += f"（换表，旧表止数 {_shown(row.reading.old_last_milli)}）"
    return [
        Part(
            kind=PartKind.METERED,
            words=words,
            basis=price.basis,
            quantity_milli=tier.quantity_milli,
            measure=row.meter.measure,
            rate_mfen=tier.rate_mfen,
            amount_fen=tier.amount_fen,
            source_id=row.reading.id,
        )
        for tier in tiers(row.reading.used_milli, price.rate_mfen, price.steps)
    ]


def _shown(milli: int) -> str:
    whole, rest = divmod(milli, 1000)
    return f"{whole}.{f'{rest:03d}'.rstrip('0')}".rstrip(".")
