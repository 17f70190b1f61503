"""Whom a notice reaches, as one set: to be counted before it goes out, and to become its list."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select, true

from linli.domains.estates import queries as estates
from linli.domains.notices.errors import NobodyThere
from linli.domains.notices.rules.aims import Aim, Part
from linli.domains.people.queries import homes as homes_of_people
from linli.domains.people.queries import living
from linli.kernel.actors import Role
from linli.kernel.times import day_of
from linli.platform.db import db

ELSEWHERE = "不在楼幢里"
MOST_ROOMS = 20


@dataclass(frozen=True, slots=True)
class Share:
    """How many people of one building."""

    building_id: uuid.UUID | None
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a notice goes to, by building, and how many homes of its places it cannot reach."""

    people: int
    shares: tuple[Share, ...]
    homes: int
    silent_homes: int


def recipients(
    estate_id: uuid.UUID, aim: Aim, *, now: datetime
) -> Select[tuple[uuid.UUID, uuid.UUID | None]]:
    """Each account that an aim reaches, once, with the building of its first home there (NT-01)."""
    units, belongs = _units(estate_id), living.belonging(estate_id, on=day_of(now)).subquery("belongs")
    place = func.row_number().over(partition_by=belongs.c.account_id, order_by=units.c.label)
    found = (
        select(belongs.c.account_id, units.c.building_id, place.label("place"))
        .join(units, units.c.id == belongs.c.unit_id)
        .where(_within(aim, units), _playing(aim, estate_id, belongs, now))
        .subquery("found")
    )
    return select(found.c.account_id, found.c.building_id).where(found.c.place == 1)


def homes(estate_id: uuid.UUID, aim: Aim) -> Select[tuple[uuid.UUID, uuid.UUID | None]]:
    """Each home, lived in or not, within the places of an aim, with its building. No parking places."""
    units = _units(estate_id)
    return select(units.c.id, units.c.building_id).where(_within(aim, units), units.c.kind == "residential")


def preview(estate_id: uuid.UUID, aim: Aim, *, now: datetime) -> Reach:
    """How many people a notice would go to now, by building: numbers, no names (NT-02)."""
    found = recipients(estate_id, aim, now=now).subquery()
    counts = select(found.c.building_id, func.count()).group_by(found.c.building_id)
    people: dict[uuid.UUID | None, int] = dict(db.session.execute(counts).all())
    shares = by_building(estate_id, people)
    at_home = homes(estate_id, aim).subquery()
    belongs = living.belonging(estate_id, on=day_of(now)).subquery("belongs")
    reached = select(belongs.c.unit_id).where(belongs.c.unit_id == at_home.c.id).exists()
    total = db.session.scalar(select(func.count()).select_from(at_home)) or 0
    silent = db.session.scalar(select(func.count()).select_from(at_home).where(~reached)) or 0
    return Reach(sum(people.values()), shares, total, silent)


def by_building(estate_id: uuid.UUID, people: dict[uuid.UUID | None, int]) -> tuple[Share, ...]:
    """Counts in the order of the buildings, those without one last."""
    named = [(one.id, one.name) for one in estates.buildings(estate_id)]
    shares = [Share(ident, name, people[ident]) for ident, name in named if people.get(ident)]
    if people.get(None):
        shares.append(Share(None, ELSEWHERE, people[None]))
    return tuple(shares)


def check_places(estate_id: uuid.UUID, aim: Aim) -> None:
    """Every place of an aim must be this estate's. Raises NobodyThere."""
    known = {
        *(one.id for one in estates.buildings(estate_id)),
        *(one.id for one in estates.entrances(estate_id)),
        *(one.id for one in (estates.unit_views(estate_id, aim.units) if aim.units else ())),
    }
    if not known.issuperset((*aim.buildings, *aim.entrances, *aim.units)):
        raise NobodyThere(field_errors={"places": ["这里面有不属于本小区的楼幢或房屋。"]})


def rooms(estate_id: uuid.UUID, text: str) -> tuple[uuid.UUID, ...]:
    """The units that people mean by "3-2-501、5幢101". Raises NobodyThere with what nobody understands."""
    wanted = [one for one in re.split(r"[、，,;；\s]+", text.strip()) if one]
    if len(wanted) > MOST_ROOMS:
        raise NobodyThere(field_errors={"rooms": [f"一次最多写 {MOST_ROOMS} 户，多了请选楼幢或单元。"]})
    found = [(one, homes_of_people.unit_called(estate_id, one)) for one in wanted]
    if strange := [one for one, unit in found if unit is None]:
        raise NobodyThere(field_errors={"rooms": [f"找不到这些房屋：{'、'.join(strange)}"]})
    return tuple(unit.id for _, unit in found if unit is not None)


def in_words(estate_id: uuid.UUID, aim: Aim) -> str:
    """An aim as people read it: 3幢、5幢的业主."""
    if not aim.narrow:
        return "全小区"
    houses = {one.id: one.name for one in estates.buildings(estate_id)}
    stairs: Sequence[Any] = estates.entrances(estate_id) if aim.entrances else ()
    places = [
        *(houses.get(one, "") for one in aim.buildings),
        *(f"{houses.get(one.building_id, '')}{one.name}" for one in stairs if one.id in aim.entrances),
        *(one.label for one in (estates.unit_views(estate_id, aim.units) if aim.units else ())),
    ]
    who = "、".join(part.title for part in aim.parts)
    where = "、".join(places) or "全小区"
    return f"{where}的{who}" if who else where


def _units(estate_id: uuid.UUID) -> FromClause:
    rows = estates.unit_rows().subquery()
    return select(rows).where(rows.c.estate_id == estate_id).subquery("unit_row")


def _within(aim: Aim, units: FromClause) -> ColumnElement[bool]:
    if aim.everywhere:
        return true()
    return or_(
        units.c.building_id.in_(aim.buildings),
        units.c.entrance_id.in_(aim.entrances),
        units.c.id.in_(aim.units),
    )


def _playing(aim: Aim, estate_id: uuid.UUID, belongs: FromClause, now: datetime) -> ColumnElement[bool]:
    if not aim.parts:
        return true()
    ties = [part.tie.value for part in aim.parts if part.tie is not None]
    wanted: ColumnElement[bool] = belongs.c.tie.in_(ties)
    if Part.COMMITTEE in aim.parts:
        members = living.holding(estate_id, Role.COMMITTEE_MEMBER, now=now)
        wanted = or_(wanted, belongs.c.account_id.in_(members))
    return wanted
