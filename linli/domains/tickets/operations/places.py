"""Keeping the list of an estate's common places and equipment, from which people choose and whose codes they scan."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.domains.estates import queries as estates
from linli.domains.tickets.errors import PlaceThere
from linli.domains.tickets.models import CommonPlace
from linli.domains.tickets.queries import places
from linli.domains.tickets.queries.tickets import category
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.db import db


class PlaceKind(StrEnum):
    """A spot where people go, or equipment that can break."""

    SPOT = "spot"
    EQUIPMENT = "equipment"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"spot": "公共位置", "equipment": "设备"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What is said of a common place. `category` is what its code leads to at once; empty: people choose."""

    name: str
    kind: PlaceKind = PlaceKind.SPOT
    category: str = ""
    building_id: uuid.UUID | None = None
    entrance_id: uuid.UUID | None = None


def add(*, estate_id: uuid.UUID, naming: Naming, now: datetime) -> CommonPlace:
    """Put a place on the list. Raises PlaceThere, UnknownCategory, and Unknown for a foreign building."""
    _check(estate_id, naming)
    made = CommonPlace(
        estate_id=estate_id, number=places.next_number(estate_id), made_at=now, **_columns(naming)
    )
    db.session.add(made)
    db.session.flush()
    _record("add", made)
    return made


def change(*, place: CommonPlace, naming: Naming) -> CommonPlace:
    """Call it otherwise, or say better where it is; its number and its printed code stay. Raises as `add`."""
    _check(place.estate_id, naming, besides=place.name)
    for name, value in _columns(naming).items():
        setattr(place, name, value)
    db.session.flush()
    _record("change", place)
    return place


def retire(*, place: CommonPlace, now: datetime) -> None:
    """Take it off the list; its code then leads to the plain form, and old reports keep their words."""
    place.retired_at = now
    db.session.flush()
    _record("retire", place)


def _check(estate_id: uuid.UUID, naming: Naming, *, besides: str = "") -> None:
    if naming.category:
        category(naming.category)
    if naming.building_id is not None:
        estates.building(estate_id=estate_id, building_id=naming.building_id)
    if naming.entrance_id is not None and not any(
        one.id == naming.entrance_id and one.building_id == naming.building_id
        for one in estates.entrances(estate_id)
    ):
        raise Unknown
    if naming.name != besides and places.is_named(estate_id, naming.name):
        raise PlaceThere(field_errors={"name": [PlaceThere.sentence]})


def _columns(naming: Naming) -> dict[str, object]:
    return {
        "name": naming.name,
        "kind": naming.kind,
        "category": naming.category,
        "building_id": naming.building_id,
        "entrance_id": naming.entrance_id,
    }


def _record(verb: str, place: CommonPlace) -> None:
    audit.record(
        f"tickets:place:{verb}", object_kind="common_place", object_id=place.id, estate_id=place.estate_id
    )
