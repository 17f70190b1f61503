"""Setting what is charged for, and the price."""

import uuid
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.errors import (
    EndsBeforeStart,
    ItemTaken,
    NotARate,
    OwnersDecide,
    TariffTaken,
    TitleNeeded,
)
from linli.domains.fees.models import BillLine, FeeItem, Tariff
from linli.domains.fees.rules import BIGGEST_RATE, Formula, ItemKind
from linli.domains.fees.rules.changes import needs_owners
from linli.domains.fees.rules.places import PlaceOf
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db

BIGGEST_RATE_BY_AREA = 10**7  # 100 元/㎡·月: beyond it somebody mistyped, and the sums would not fit


def add_item(
    *,
    actor: Actor | None,
    estate_id: uuid.UUID,
    name: str,
    kind: ItemKind,
    cycle_months: int,
    place_of: PlaceOf = PlaceOf.COMMON,
    place_basis: str = "",
    now: datetime,
) -> FeeItem:
    """Let an estate charge for something new. Raises ItemTaken, TitleNeeded."""
    _entitled(place_of, place_basis)
    item = FeeItem(
        estate_id=estate_id,
        name=name,
        kind=kind,
        cycle_months=cycle_months,
        place_of=place_of,
        place_basis=place_basis,
        made_by=actor.account_id if actor else None,
        made_at=now,
    )
    db.session.add(item)
    try:
        db.session.flush()
    except IntegrityError:
        raise ItemTaken(field_errors={"name": [ItemTaken.sentence]}) from None
    audit.record("fees:item:add", object_kind="fee_item", object_id=item.id, estate_id=estate_id)
    return item


def say_whose(*, item: FeeItem, place_of: PlaceOf, place_basis: str) -> FeeItem:
    """Say whose the places are that an item's rent is for; bills that are out stay where they were booked.

    Without a title they are the owners' (民法典第275条), and so is their rent (第282条). Raises TitleNeeded.
    """
    _entitled(place_of, place_basis)
    item.place_of, item.place_basis = place_of, place_basis
    db.session.flush()
    audit.record(
        "fees:item:say_whose",
        object_kind="fee_item",
        object_id=item.id,
        estate_id=item.estate_id,
        place_of=place_of,
        basis=place_basis,
    )
    return item


def _entitled(place_of: PlaceOf, basis: str) -> None:
    if place_of is PlaceOf.COMPANY and not basis:
        raise TitleNeeded(field_errors={"place_basis": [TitleNeeded.sentence]})


def set_tariff(
    *,
    actor: Actor | None,
    item: FeeItem,
    unit_kind: UnitKind,
    formula: Formula,
    rate_mfen: int,
    since_on: date,
    until_on: date | None = None,
    basis: str = "",
    decided: bool = False,
    now: datetime,
) -> Tariff:
    """Set the price of an item for one kind of unit from a day on; issued bills stay as they are (FE-03).

    `rate_mfen` in thousandths of a fen; `basis` is the contract or decision it rests on. `decided`: the owners
    decided on it; without that, people may not change a property fee that was billed (杭州市条例第53条).
    Raises OwnersDecide, TariffTaken, EndsBeforeStart, NotARate where the price is beyond reason.
    """
    if actor is not None and not decided and needs_owners(item.kind, priced_before=_billed(item, unit_kind)):
        raise OwnersDecide
    if rate_mfen > (BIGGEST_RATE_BY_AREA if formula is Formula.AREA else BIGGEST_RATE):
        raise NotARate("单价太大了，请核对单位。", field_errors={"rate": ["单价太大了，请核对单位。"]})
    if until_on is not None and until_on < since_on:
        raise EndsBeforeStart(field_errors={"until_on": [EndsBeforeStart.sentence]})
    tariff = Tariff(
        estate_id=item.estate_id,
        item_id=item.id,
        unit_kind=unit_kind,
        formula=formula,
        rate_mfen=rate_mfen,
        since_on=since_on,
        until_on=until_on,
        basis=basis,
        made_by=actor.account_id if actor else None,
        made_at=now,
    )
    db.session.add(tariff)
    try:
        db.session.flush()
    except IntegrityError:
        raise TariffTaken(field_errors={"since_on": [TariffTaken.sentence]}) from None
    audit.record("fees:tariff:set", object_kind="tariff", object_id=tariff.id, estate_id=item.estate_id)
    return tariff


def _billed(item: FeeItem, unit_kind: UnitKind) -> bool:
    """Whether bills were issued at a price of this item for this kind of unit."""
    return (
        db.session.scalar(
            select(
                exists().where(
                    Tariff.estate_id == item.estate_id,
                    Tariff.item_id == item.id,
                    Tariff.unit_kind == unit_kind,
                    BillLine.estate_id == Tariff.estate_id,
                    BillLine.tariff_id == Tariff.id,
                )
            )
        )
        or False
    )
