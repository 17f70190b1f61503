"""What people do to places. Every verb takes its moment as `now` and commits nothing."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries
from linli.domains.estates.errors import (
    AlreadyServed,
    CodeTaken,
    ContractEnded,
    OutsideOfScope,
    PlaceTaken,
    WrongLevel,
)
from linli.domains.estates.events import ContractMade, EstateFounded
from linli.domains.estates.models import (
    Building,
    Company,
    Entrance,
    Estate,
    EstateSetting,
    OutsideCode,
    Region,
    ServiceContract,
    Unit,
)
from linli.domains.estates.rules import AreaSource, CodedKind, Delivery, Feature, RegionLevel, UnitKind
from linli.kernel.actors import Scope
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import before_commit


def add_region(*, name: str, level: RegionLevel, parent_id: uuid.UUID | None) -> Region:
    """Enter a region under its parent. Raises WrongLevel, PlaceTaken."""
    if parent_id is None:
        if level is not RegionLevel.CITY:
            raise WrongLevel
    elif not RegionLevel(queries.region(parent_id).level).may_hold(level):
        raise WrongLevel
    region = Region(name=name, level=level, parent_id=parent_id)
    _add(region)
    audit.record("estates:region:add", object_kind="region", object_id=region.id)
    return region


def add_company(*, name: str, phone: str = "") -> Company:
    """Enter a property company. Raises PlaceTaken where the name is in use."""
    company = Company(name=name, phone=phone)
    _add(company)
    audit.record("estates:company:add", object_kind="company", object_id=company.id)
    return company


def add_estate(
    *, name: str, community_id: uuid.UUID, address: str = "", within: Scope | None = None, now: datetime
) -> Estate:
    """Enter an estate in its community, which lies `within` the actor's scope where one is given.

    Raises WrongLevel where that is no community, OutsideOfScope, PlaceTaken.
    """
    community = queries.region(community_id)
    if within is not None and not queries.region_within(community_id, within):
        raise OutsideOfScope
    if community.level != RegionLevel.COMMUNITY or community.parent_id is None:
        raise WrongLevel
    street = queries.region(community.parent_id)
    county = queries.region(street.parent_id) if street.parent_id else None
    if county is None or county.parent_id is None:
        raise WrongLevel
    estate = Estate(
        name=name,
        address=address,
        community_id=community.id,
        street_id=street.id,
        county_id=county.id,
        city_id=county.parent_id,
    )
    _add(estate)
    audit.record("estates:estate:add", object_kind="estate", object_id=estate.id, estate_id=estate.id)
    publish(EstateFounded(at=now, estate_id=estate.id))
    return estate


def note_built_year(*, estate: Estate, year: int) -> Estate:
    """Note when an estate was built, so that it is compared with others of its age."""
    audit.record(
        "estates:estate:note_built_year",
        object_kind="estate",
        object_id=estate.id,
        estate_id=estate.id,
        before=estate.built_year,
        after=year,
    )
    estate.built_year = year
    db.session.flush()
    return estate


def engage_company(
    *, estate_id: uuid.UUID, company_id: uuid.UUID, since_on: date, until_on: date | None, now: datetime
) -> ServiceContract:
    """Put a property company in charge for some days. Raises AlreadyServed where another is, ContractEnded."""
    if until_on is not None and until_on < since_on:
        raise ContractEnded(field_errors={"until_on": [ContractEnded.sentence]})
    overlapping = select(ServiceContract).where(
        ServiceContract.estate_id == estate_id,
        or_(ServiceContract.until_on.is_(None), ServiceContract.until_on >= since_on),
    )
    if until_on is not None:
        overlapping = overlapping.where(ServiceContract.since_on <= until_on)
    if db.session.scalar(overlapping.limit(1)) is not None:
        raise AlreadyServed
    contract = ServiceContract(
        estate_id=estate_id, company_id=company_id, since_on=since_on, until_on=until_on
    )
    db.session.add(contract)
    db.session.flush()
    audit.record("estates:contract:make", object_kind="contract", object_id=contract.id, estate_id=estate_id)
    publish(ContractMade(at=now, estate_id=estate_id, company_id=company_id))
    return contract


def add_building(*, estate_id: uuid.UUID, name: str, phase: str = "", position: int = 0) -> Building:
    """Enter a building. Raises PlaceTaken."""
    building = Building(estate_id=estate_id, name=name, phase=phase, position=position)
    _add(building)
    return building


def move_building(*, building: Building, phase: str) -> Building:
    """Put a building under another phase; its units, their owners and open matters stay as they are (EI-01)."""
    building.phase = phase
    audit.record(
        "estates:building:move", object_kind="building", object_id=building.id, estate_id=building.estate_id
    )
    return building


def add_entrance(*, estate_id: uuid.UUID, building_id: uuid.UUID, name: str) -> Entrance:
    """Enter a stairwell of a building. Raises PlaceTaken."""
    entrance = Entrance(estate_id=estate_id, building_id=building_id, name=name)
    _add(entrance)
    return entrance


def add_unit(
    *,
    estate_id: uuid.UUID,
    label: str,
    room: str,
    kind: UnitKind,
    delivery: Delivery = Delivery.DELIVERED,
    floor_area: int | None = None,
    inner_area: int | None = None,
    area_source: AreaSource | None = None,
    building_id: uuid.UUID | None = None,
    entrance_id: uuid.UUID | None = None,
) -> Unit:
    """Enter a unit; areas in 0.01 ㎡. Raises PlaceTaken where the label is in use, Unknown for a building or
    entrance that is not this estate's.
    """
    if building_id is not None:
        queries.building(estate_id=estate_id, building_id=building_id)
    if entrance_id is not None and db.session.get(Entrance, (estate_id, entrance_id)) is None:
        raise Unknown
    unit = Unit(
        estate_id=estate_id,
        building_id=building_id,
        entrance_id=entrance_id,
        room=room,
        label=label,
        kind=kind,
        floor_area=floor_area,
        inner_area=inner_area,
        area_source=area_source,
        delivery=delivery,
    )
    _add(unit)
    return unit


def set_area(*, unit: Unit, floor_area: int, area_source: AreaSource) -> Unit:
    """Correct a unit's area (0.01 ㎡) and say where the figure comes from."""
    audit.record(
        "estates:unit:set_area",
        object_kind="unit",
        object_id=unit.id,
        estate_id=unit.estate_id,
        before=unit.floor_area,
        after=floor_area,
    )
    unit.floor_area, unit.area_source = floor_area, area_source
    db.session.flush()
    return unit


def decide_setting(
    *, estate_id: uuid.UUID, name: str, since_on: date, value: dict[str, Any]
) -> EstateSetting:
    """Record one of the estate's own rules from a day on. Raises PlaceTaken for a second one on that day."""
    made = EstateSetting(estate_id=estate_id, name=name, since_on=since_on, value=value)
    _add(made)
    audit.record(
        "estates:setting:decide", object_kind="setting", object_id=made.id, estate_id=estate_id, name=name
    )
    return made


def switch_feature(*, estate_id: uuid.UUID, feature: Feature, on: bool, today: date) -> None:
    """Use a part of the platform from today on, or do without it: it then is in no menu and answers nothing."""
    off = set(queries.features_off(estate_id, on=today))
    value = {"off": sorted(off - {feature} if on else off | {feature})}
    decided_today = db.session.scalar(
        select(EstateSetting).filter_by(estate_id=estate_id, name=queries.FEATURES, since_on=today)
    )
    if decided_today is not None:
        decided_today.value = value
    else:
        _add(EstateSetting(estate_id=estate_id, name=queries.FEATURES, since_on=today, value=value))
    before_commit(queries.features_lately_off.forget)
    audit.record(
        "estates:feature:switch",
        object_kind="feature",
        object_id=feature,
        estate_id=estate_id,
        on=on,
    )


def end_contract(*, contract: ServiceContract, until_on: date, now: datetime) -> ServiceContract:
    """Give a contract its last day; from the day after, the company reaches the estate no more (EI-23).

    Raises ContractEnded.
    """
    if (contract.until_on is not None and contract.until_on < day_of(now)) or until_on < contract.since_on:
        raise ContractEnded(field_errors={"until_on": [ContractEnded.sentence]})
    contract.until_on = until_on
    db.session.flush()
    audit.record(
        "estates:contract:end",
        object_kind="contract",
        object_id=contract.id,
        estate_id=contract.estate_id,
        until=until_on.isoformat(),
    )
    return contract


def add_outside_code(
    *, estate_id: uuid.UUID, system: str, code: str, kind: CodedKind, object_id: uuid.UUID
) -> OutsideCode:
    """Note what another system calls the estate or one of its places. Raises Unknown, CodeTaken."""
    if kind is CodedKind.BUILDING:
        queries.building(estate_id=estate_id, building_id=object_id)
    elif kind is CodedKind.UNIT:
        queries.unit(estate_id=estate_id, unit_id=object_id)
    elif object_id != estate_id:
        raise Unknown
    made = OutsideCode(estate_id=estate_id, system=system, code=code, object_kind=kind, object_id=object_id)
    try:
        _add(made)
    except PlaceTaken:
        raise CodeTaken(field_errors={"code": [CodeTaken.sentence]}) from None
    audit.record(
        "estates:code:add", object_kind=kind, object_id=object_id, estate_id=estate_id, system=system
    )
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a register says of a unit; areas in 0.01 ㎡."""

    kind: UnitKind
    delivery: Delivery
    floor_area: int | None
    inner_area: int | None
    area_source: AreaSource | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit to enter with many others; its building and stairwell by name, "" where there is none."""

    label: str
    phase: str
    building: str
    entrance: str
    room: str
    facts: UnitFacts


def enter_units(*, estate_id: uuid.UUID, units: Sequence[NewUnit]) -> dict[str, uuid.UUID]:
    """Enter many units and the buildings and stairwells they lack, in a few statements; their ids by label.

    Raises PlaceTaken where two have one label.
    """
    buildings = {one.name: one.id for one in queries.buildings(estate_id)}
    lacking = {one.building: one.phase for one in units if one.building and one.building not in buildings}
    fresh = {name: new_id() for name in lacking}
    _insert(
        Building,
        [
            {
                "estate_id": estate_id,
                "id": made,
                "name": name,
                "phase": lacking[name],
                "position": _number(name),
            }
            for name, made in fresh.items()
        ],
    )
    buildings |= fresh
    entrances = {(one.building_id, one.name): one.id for one in queries.entrances(estate_id)}
    wanted = {(buildings[one.building], one.entrance) for one in units if one.building and one.entrance}
    stairwells = {place: new_id() for place in wanted - set(entrances)}
    _insert(
        Entrance,
        [
            {"estate_id": estate_id, "id": made, "building_id": building, "name": name}
            for (building, name), made in stairwells.items()
        ],
    )
    entrances |= stairwells
    made = {one.label: new_id() for one in units}
    rows = []
    for one in units:
        building = buildings.get(one.building)
        place = {"building_id": building, "entrance_id": None, "room": one.room, "label": one.label}
        if building is not None:
            place["entrance_id"] = entrances.get((building, one.entrance))
        rows.append({"estate_id": estate_id, "id": made[one.label], **place, **asdict(one.facts)})
    _insert(Unit, rows)
    return made


def amend_units(*, estate_id: uuid.UUID, facts: Mapping[uuid.UUID, UnitFacts]) -> None:
    """Write what the register now says of many units."""
    if facts:
        rows = [{"estate_id": estate_id, "id": unit, **asdict(said)} for unit, said in facts.items()]
        db.session.execute(update(Unit), rows)


def _number(name: str) -> int:
    """Where a building stands in the row: by the number in its name."""
    found = re.search(r"[0-9]{1,4}", name, re.ASCII)
    return int(found[0]) if found else 0


def _insert(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    try:
        # Without nulls written out, each row that lacks another column would begin a new statement.
        db.session.execute(insert(model), rows, execution_options={"render_nulls": True})
    except IntegrityError:
        raise PlaceTaken from None


def _add(place: Any) -> None:
    db.session.add(place)
    try:
        db.session.flush()
    except IntegrityError:
        raise PlaceTaken from None
