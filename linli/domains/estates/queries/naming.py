"""What the houses of an estate are called, for reading places that people wrote in words."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from linli.domains.estates.models import Building, Entrance
from linli.platform.db import db
from linli.platform.prepared import prepared


@dataclass(frozen=True, slots=True)
class Named:
    """Buildings as (id, name) in their order, stairwells as (id, building's id, name) by name."""

    buildings: list[tuple[uuid.UUID, str]] = field(default_factory=list)
    entrances: list[tuple[uuid.UUID, uuid.UUID, str]] = field(default_factory=list)


@prepared
def _names(estate_id: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(Building.id, Building.name, Entrance.id, Entrance.name)
        .outerjoin(
            Entrance, (Entrance.estate_id == Building.estate_id) & (Entrance.building_id == Building.id)
        )
        .where(Building.estate_id == estate_id)
        .order_by(Building.position, Building.name, Building.id, Entrance.name)
    )


def named(estate_id: uuid.UUID) -> Named:
    """All buildings and stairwells of an estate, in one question."""
    found = Named()
    for building_id, name, entrance_id, entrance in db.session.execute(*_names(estate_id=estate_id)):
        if not found.buildings or found.buildings[-1][0] != building_id:
            found.buildings.append((building_id, name))
        if entrance_id is not None:
            found.entrances.append((entrance_id, building_id, entrance))
    return found
