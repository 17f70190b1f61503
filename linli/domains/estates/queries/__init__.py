"""Questions about places. Nothing here changes anything."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, func, or_, select

from linli.domains.estates.models import (
    Building,
    Company,
    Entrance,
    Estate,
    OutsideCode,
    Region,
    ServiceContract,
    Unit,
)
from linli.domains.estates.queries.decided import FEATURES as FEATURES
from linli.domains.estates.queries.decided import feature_on as feature_on
from linli.domains.estates.queries.decided import features_lately_off as features_lately_off
from linli.domains.estates.queries.decided import features_off as features_off
from linli.domains.estates.queries.decided import setting as setting
from linli.domains.estates.queries.decided import settings as settings
from linli.domains.estates.rules import RegionLevel
from linli.kernel.actors import Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page
from linli.platform.prepared import prepared


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as other rooms see it; areas in 0.01 ㎡."""

    id: uuid.UUID
    estate_id: uuid.UUID
    label: str
    kind: str
    floor_area: int | None
    area_source: str | None
    delivery: str
    building_id: uuid.UUID | None
    entrance_id: uuid.UUID | None
    inner_area: int | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names of what an estate lies in, from the city down."""

    city: str
    county: str
    street: str
    community: str


_COLUMN = {
    ScopeKind.COMMUNITY: Estate.community_id,
    ScopeKind.STREET: Estate.street_id,
    ScopeKind.COUNTY: Estate.county_id,
    ScopeKind.CITY: Estate.city_id,
}


def estate(*, estate_id: uuid.UUID, **_: object) -> Estate:
    """The estate, or Unknown."""
    found = db.session.get(Estate, estate_id)
    if found is None:
        raise Unknown
    return found


def reached(scope: Scope, *, on: date) -> Select[Estate]:
    """The estates that a scope covers on a day: a company's are those with a contract in force."""
    query = select(Estate)
    if scope.kind is ScopeKind.PLATFORM:
        return query
    if scope.kind is ScopeKind.ESTATE:
        return query.where(Estate.id == scope.id)
    if scope.kind is ScopeKind.COMPANY:
        return query.where(exists().where(_in_force(on), ServiceContract.company_id == scope.id))
    if scope.kind in _COLUMN:
        return query.where(_COLUMN[scope.kind] == scope.id)
    return query.where(false())  # a scope of nothing reaches nothing


def reached_ids(scope: Scope, *, on: date) -> Select[uuid.UUID]:
    """The ids of the estates that a scope covers, for asking within."""
    return reached(scope, on=on).with_only_columns(Estate.id)


def reaches(scope: Scope, estate_id: uuid.UUID, *, on: date) -> bool:
    """Whether a scope covers an estate on a day. The caller sees every estate (contracts are estate rows)."""
    if scope.kind is ScopeKind.ESTATE:
        return scope.id == estate_id
    return db.session.scalar(reached(scope, on=on).where(Estate.id == estate_id).limit(1)) is not None


def estates_page(scope: Scope, *, on: date, window: Window, search: str = "") -> Page[Estate]:
    """The estates of a scope, by name."""
    query = reached(scope, on=on)
    if search:
        query = query.where(Estate.name.contains(search, autoescape=True))
    return page(query, by=((Estate.name, str), (Estate.id, uuid.UUID)), window=window)


def surroundings(estate_id: uuid.UUID) -> Surroundings:
    """Where the estate lies."""
    place = estate(estate_id=estate_id)
    ids = (place.city_id, place.county_id, place.street_id, place.community_id)
    names = dict(db.session.execute(select(Region.id, Region.name).where(Region.id.in_(ids))).all())
    return Surroundings(*(names[region_id] for region_id in ids))


def company_serving(estate_id: uuid.UUID, *, on: date) -> Company | None:
    """The property company in charge of an estate on a day."""
    found: Company | None = db.session.scalar(*_serving(estate_id=estate_id, on=on))
    return found


@prepared
def _serving(estate_id: Any, on: Any) -> Select[Company]:
    contracted = select(Company).join(ServiceContract, ServiceContract.company_id == Company.id)
    return contracted.where(*_contracted(estate_id, on))


def _contracted(estate_id: Any, on: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        ServiceContract.estate_id == estate_id,
        ServiceContract.since_on <= on,
        or_(ServiceContract.until_on.is_(None), ServiceContract.until_on >= on),
    )


def company_id_serving(estate_id: Any, on: Any) -> ScalarSelect[Any]:
    """The id of the company in charge of an estate on a day, to be asked within another room's question."""
    return select(ServiceContract.company_id).where(*_contracted(estate_id, on)).limit(1).scalar_subquery()


def unit(*, estate_id: uuid.UUID, unit_id: uuid.UUID, **_: object) -> Unit:
    """The unit, if it is this estate's; otherwise Unknown, as though it never was."""
    found = db.session.get(Unit, (estate_id, unit_id))
    if found is None:
        raise Unknown
    return found


def unit_views(estate_id: uuid.UUID, unit_ids: Sequence[uuid.UUID] | None = None) -> list[UnitView]:
    """The units of an estate (or those named), by label."""
    query = select(Unit).where(Unit.estate_id == estate_id).order_by(Unit.label)
    if unit_ids is not None:
        query = query.where(Unit.id.in_(unit_ids))
    return [view(found) for found in db.session.scalars(query)]


def view(found: Unit) -> UnitView:
    """A unit as other rooms see it."""
    return UnitView(
        id=found.id,
        estate_id=found.estate_id,
        label=found.label,
        kind=found.kind,
        floor_area=found.floor_area,
        area_source=found.area_source,
        delivery=found.delivery,
        building_id=found.building_id,
        entrance_id=found.entrance_id,
        inner_area=found.inner_area,
    )


def units_page(
    estate_id: uuid.UUID,
    *,
    window: Window,
    search: str = "",
    building_id: uuid.UUID | None = None,
    ready: bool | None = None,
) -> Page[Unit]:
    """The units of an estate, by label; `ready` tells whether area and its source are known (EI-02)."""
    query = select(Unit).where(Unit.estate_id == estate_id)
    if ready is not None:
        lacking = or_(Unit.floor_area.is_(None), Unit.area_source.is_(None))
        query = query.where(~lacking if ready else lacking)
    if search:
        query = query.where(Unit.label.contains(search, autoescape=True))
    if building_id:
        query = query.where(Unit.building_id == building_id)
    return page(query, by=((Unit.label, str), (Unit.id, uuid.UUID)), window=window)


def unit_rows() -> Select[*tuple[Any, ...]]:
    """Place, label, kind, floor area and delivery of every unit, for rooms that work on whole sets."""
    return select(
        Unit.estate_id, Unit.id, Unit.label, Unit.kind, Unit.floor_area, Unit.delivery, Unit.building_id,
        Unit.entrance_id,
    )  # fmt: skip


def unit_by_label(estate_id: uuid.UUID, label: str) -> Unit | None:
    """The unit with exactly this label."""
    return db.session.scalar(select(Unit).where(Unit.estate_id == estate_id, Unit.label == label))


def building(*, estate_id: uuid.UUID, building_id: uuid.UUID, **_: object) -> Building:
    """The building, or Unknown."""
    found = db.session.get(Building, (estate_id, building_id))
    if found is None:
        raise Unknown
    return found


def buildings(estate_id: uuid.UUID) -> Sequence[Building]:
    """The buildings of an estate in their order."""
    return db.session.scalars(
        select(Building).where(Building.estate_id == estate_id).order_by(Building.position, Building.name)
    ).all()


def entrances(estate_id: uuid.UUID) -> Sequence[Entrance]:
    """All the stairwells of an estate."""
    return db.session.scalars(
        select(Entrance).where(Entrance.estate_id == estate_id).order_by(Entrance.name)
    ).all()


def region(region_id: uuid.UUID) -> Region:
    """The region, or Unknown."""
    found = db.session.get(Region, region_id)
    if found is None:
        raise Unknown
    return found


def regions_page(*, window: Window, parent_id: uuid.UUID | None = None) -> Page[Region]:
    """The regions directly under one, or those at the top."""
    return by_id(
        select(Region).where(Region.parent_id == parent_id), Region.id, window=window, newest_first=False
    )


def units_without_area(estate_id: uuid.UUID) -> Sequence[Unit]:
    """Units that keep a roll from being frozen: no area, or no word on where it comes from."""
    return db.session.scalars(
        select(Unit)
        .where(Unit.estate_id == estate_id, or_(Unit.floor_area.is_(None), Unit.area_source.is_(None)))
        .order_by(Unit.label)
    ).all()


def count_units(estate_id: uuid.UUID) -> int:
    """How many units an estate has."""
    return db.session.scalar(select(func.count()).where(Unit.estate_id == estate_id)) or 0


def _in_force(on: date) -> Any:
    return and_(
        ServiceContract.estate_id == Estate.id,
        ServiceContract.since_on <= on,
        or_(ServiceContract.until_on.is_(None), ServiceContract.until_on >= on),
    )


def company(company_id: uuid.UUID) -> Company:
    """The company, or Unknown."""
    found = db.session.get(Company, company_id)
    if found is None:
        raise Unknown
    return found


def companies_reached(scope: Scope, *, on: date) -> Select[uuid.UUID]:
    """The ids of the companies that a scope answers for: those serving an estate within it on a day.

    Those serving nobody yet are the city's, so that a new company's first head can be named. The caller sees
    every estate (contracts are estate rows).
    """
    query = select(Company.id)
    if scope.kind is ScopeKind.PLATFORM:
        return query
    if scope.kind is ScopeKind.COMPANY:
        return query.where(Company.id == scope.id)
    serving = (
        select(ServiceContract.company_id).join(Estate, _in_force(on)).where(_COLUMN[scope.kind] == scope.id)
        if scope.kind in {ScopeKind.COUNTY, ScopeKind.CITY}
        else select(ServiceContract.company_id).where(false())
    )
    reached: ColumnElement[bool] = Company.id.in_(serving)
    if scope.kind is ScopeKind.CITY:
        reached = or_(
            reached, Company.id.not_in(select(ServiceContract.company_id).join(Estate, _in_force(on)))
        )
    return query.where(reached)


def looks_after(scope: Scope, company_id: uuid.UUID | None, *, on: date) -> bool:
    """Whether a scope answers for a company on a day. The caller sees every estate."""
    return db.session.scalar(companies_reached(scope, on=on).where(Company.id == company_id)) is not None


def companies_page(
    *, window: Window, search: str = "", within: Select[uuid.UUID] | None = None
) -> Page[Company]:
    """Property companies by name; `within` narrows them to some."""
    query = select(Company)
    if within is not None:
        query = query.where(Company.id.in_(within))
    if search:
        query = query.where(Company.name.contains(search, autoescape=True))
    return page(query, by=((Company.name, str), (Company.id, uuid.UUID)), window=window)


def contracts(estate_id: uuid.UUID) -> list[tuple[ServiceContract, str]]:
    """The estate's contracts with the companies' names, newest first: who was in charge on which day (EI-23)."""
    rows = db.session.execute(
        select(ServiceContract, Company.name)
        .join(Company, Company.id == ServiceContract.company_id)
        .where(ServiceContract.estate_id == estate_id)
        .order_by(ServiceContract.since_on.desc())
    )
    return [(contract, name) for contract, name in rows]


def contract(*, estate_id: uuid.UUID, contract_id: uuid.UUID, **_: object) -> ServiceContract:
    """A contract of the estate, or Unknown."""
    found = db.session.get(ServiceContract, (estate_id, contract_id))
    if found is None:
        raise Unknown
    return found


def outside_codes(
    estate_id: uuid.UUID,
    *,
    object_id: uuid.UUID | None = None,
    code: str | None = None,
    system: str | None = None,
) -> Sequence[OutsideCode]:
    """The names that other systems have for the estate's places: of one place, or found by a code (EI-25)."""
    query = select(OutsideCode).where(OutsideCode.estate_id == estate_id)
    for column, wanted in (
        (OutsideCode.object_id, object_id),
        (OutsideCode.code, code),
        (OutsideCode.system, system),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    return db.session.scalars(query.order_by(OutsideCode.system, OutsideCode.code).limit(200)).all()


def regions_below(region_id: uuid.UUID) -> Select[uuid.UUID]:
    """The ids of all regions under one: at most three levels."""
    first = select(Region.id).where(Region.parent_id == region_id)
    second = select(Region.id).where(Region.parent_id.in_(first))
    third = select(Region.id).where(Region.parent_id.in_(second))
    return select(Region.id).where(or_(Region.id.in_(first), Region.id.in_(second), Region.id.in_(third)))


def region_within(region_id: uuid.UUID, scope: Scope) -> bool:
    """Whether a region is the scope's own or lies under it."""
    if scope.kind is ScopeKind.PLATFORM:
        return True
    lying: uuid.UUID | None = region_id
    while lying is not None:
        if lying == scope.id:
            return True
        lying = region(lying).parent_id
    return False


def regions_in(scope: Scope) -> Sequence[Region]:
    """The regions of a scope, itself first, for choosing one."""
    query = select(Region).order_by(Region.name).limit(1000)
    if scope.kind is not ScopeKind.PLATFORM:
        if scope.id is None:
            return []
        query = query.where(or_(Region.id == scope.id, Region.id.in_(regions_below(scope.id))))
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda one: list(RegionLevel).index(RegionLevel(one.level)))


def all_estates() -> list[tuple[uuid.UUID, str]]:
    """Every estate by name, for somebody who says where they live."""
    rows = db.session.execute(select(Estate.id, Estate.name).order_by(Estate.name))
    return [(row.id, row.name) for row in rows]
