"""Tables of places."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class Region(Model):
    """A city, county, street or community; each but the city lies under the next higher one."""

    __table_args__ = (UniqueConstraint("parent_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"))
    level: Mapped[str]
    name: Mapped[str]


class Company(Model):
    """A property company, as its licence names it."""

    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")


class Estate(Model):
    """A 小区. The ids of the regions above it are kept here, so that reach is one comparison."""

    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    community_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    street_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    county_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    city_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"), index=True)
    help_phone: Mapped[str] = mapped_column(default="")
    built_year: Mapped[int | None]


class EstateSetting(OfEstate, Model):
    """One of an estate's own rules, in force from a day: a rule of 2025 still governs the vote of 2025."""

    __table_args__ = (UniqueConstraint("estate_id", "name", "since_on"),)

    name: Mapped[str]
    since_on: Mapped[date]
    value: Mapped[dict[str, Any]]


class ServiceContract(OfEstate, Model):
    """A property company serves an estate from a day until a day (both included)."""

    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),)

    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"), index=True)
    since_on: Mapped[date]
    until_on: Mapped[date | None]


class Building(OfEstate, Model):
    """A 幢."""

    __table_args__ = (UniqueConstraint("estate_id", "name"),)

    name: Mapped[str]
    phase: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Entrance(OfEstate, Model):
    """A stairwell (单元) of a building."""

    __table_args__ = (
        UniqueConstraint("estate_id", "building_id", "name"),
        estate_fk("building", "building_id"),
    )

    building_id: Mapped[uuid.UUID]
    name: Mapped[str]


class Unit(OfEstate, Model):
    """A flat, shop, parking place or store room. Areas in 0.01 ㎡; `floor_area` is the registered building area."""

    __table_args__ = (
        UniqueConstraint("estate_id", "building_id", "entrance_id", "room", name="uq_unit_place"),
        estate_fk("building", "building_id"),
        estate_fk("entrance", "entrance_id"),
        CheckConstraint("floor_area IS NULL OR floor_area > 0", name="area_positive"),
        Index("ix_unit_label", "estate_id", "label", unique=True),
    )

    building_id: Mapped[uuid.UUID | None]
    entrance_id: Mapped[uuid.UUID | None]
    room: Mapped[str]
    label: Mapped[str]
    kind: Mapped[str]
    floor_area: Mapped[int | None]
    inner_area: Mapped[int | None]
    area_source: Mapped[str | None]
    delivery: Mapped[str]


class OutsideCode(OfEstate, Model):
    """The name another system has for an estate, building or unit."""

    __table_args__ = (UniqueConstraint("estate_id", "system", "code"),)

    system: Mapped[str]
    code: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID] = mapped_column(index=True)
