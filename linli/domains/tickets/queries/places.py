"""Questions about the places of an estate: its list of common ones, and where a report lies."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import naming
from linli.domains.tickets.models import CommonPlace
from linli.domains.tickets.rules import nearby
from linli.domains.tickets.rules.nearby import Spot
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def common_places(estate_id: uuid.UUID) -> Sequence[CommonPlace]:
    """The common places in use, by their numbers. An estate has some dozens; the list is kept by hand."""
    return db.session.scalars(
        select(CommonPlace)
        .where(CommonPlace.estate_id == estate_id, CommonPlace.retired_at.is_(None))
        .order_by(CommonPlace.number)
    ).all()


def common_place(*, estate_id: uuid.UUID, place_id: uuid.UUID, **_: object) -> CommonPlace:
    """The common place in use; one that was retired, or is another estate's, is Unknown."""
    found = db.session.get(CommonPlace, (estate_id, place_id))
    if found is None or found.retired_at is not None:
        raise Unknown
    return found


def named_places(estate_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, int]]:
    """Name and printed number of places by id, also of retired ones, for rooms above that keep lists of them."""
    rows = db.session.execute(
        select(CommonPlace.id, CommonPlace.name, CommonPlace.number).where(
            CommonPlace.estate_id == estate_id, CommonPlace.id.in_(ids)
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def next_number(estate_id: uuid.UUID) -> int:
    """The number that the next common place gets; numbers on printed codes are never given again."""
    return (db.session.scalar(select(func.max(CommonPlace.number)).filter_by(estate_id=estate_id)) or 0) + 1


def is_named(estate_id: uuid.UUID, name: str) -> bool:
    """Whether a place in use is called so."""
    return any(place.name == name for place in common_places(estate_id))


def spot(
    estate_id: uuid.UUID, *, unit_id: uuid.UUID | None, place_id: uuid.UUID | None, words: str,
    building_id: uuid.UUID | None = None,
) -> Spot:  # fmt: skip
    """Where something is: the building and stairwell follow from the room, the listed place, the building that was
    pointed at, or the words.

    Raises Unknown for a room or a place that is not the estate's.
    """
    if unit_id is not None:
        unit = estates.unit(estate_id=estate_id, unit_id=unit_id)
        return Spot(unit_id, None, unit.building_id, unit.entrance_id, words)
    if place_id is not None:
        place = common_place(estate_id=estate_id, place_id=place_id)
        return Spot(None, place_id, place.building_id, place.entrance_id, words)
    if building_id is not None:
        return Spot(building_id=building_id, words=words)
    if not nearby.names_a_building(words):
        return Spot(words=words)
    known = naming.named(estate_id)
    building_id, entrance_id = nearby.found_in(words, known.buildings, known.entrances)
    return Spot(None, None, building_id, entrance_id, words)
