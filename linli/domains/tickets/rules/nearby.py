"""Whether two reports are about the same spot: how near they lie to each other, nearest first (TK-09)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linli.kernel.text import fold

SAME_SPOT, SAME_WORDS, SAME_ENTRANCE, SAME_BUILDING, APART = 4, 3, 2, 1, 0
_BUILDING = re.compile(r"([0-9a-z一二三四五六七八九十]+)(?:号楼|幢|栋|座|号)")
_ENTRANCE = re.compile(r"([0-9a-z一二三四五六七八九十]+)单元")
_SHORTEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is, as far as it is known."""

    unit_id: UUID | None = None
    place_id: UUID | None = None
    building_id: UUID | None = None
    entrance_id: UUID | None = None
    words: str = ""


def nearness(one: Spot, other: Spot) -> int:
    """How near two spots are, from the same room or equipment down to APART.

    Two pieces of equipment that are both named are two spots, though they stand in one building.
    """
    if one.unit_id or other.unit_id:
        return SAME_SPOT if one.unit_id == other.unit_id else APART
    if one.place_id and other.place_id:
        return SAME_SPOT if one.place_id == other.place_id else APART
    if _alike(one.words, other.words):
        return SAME_WORDS
    if one.entrance_id and other.entrance_id:
        return SAME_ENTRANCE if one.entrance_id == other.entrance_id else APART
    return SAME_BUILDING if one.building_id and one.building_id == other.building_id else APART


def _alike(one: str, other: str) -> bool:
    short, long = sorted((fold(one), fold(other)), key=len)
    return len(short) >= _SHORTEST_WORDS and short in long


def names_a_building(words: str) -> bool:
    """Whether a place in words seems to name a building at all, so that looking it up is worth while."""
    return _BUILDING.search(fold(words)) is not None


def found_in(
    words: str,
    buildings: Iterable[tuple[UUID, str]],
    entrances: Iterable[tuple[UUID, UUID, str]],
) -> tuple[UUID | None, UUID | None]:
    """The building and the stairwell that a place in words names: "3幢2单元一楼大厅".

    `buildings` are ids with names, `entrances` are ids with their building's id and their names. "3栋" and
    "3号楼" are the building that the estate calls "3幢".
    """
    said, stairs = _BUILDING.search(fold(words)), _ENTRANCE.search(fold(words))
    if said is None:
        return None, None
    building = next((id_ for id_, name in buildings if _bare(name, _BUILDING) == said[1]), None)
    if building is None or stairs is None:
        return building, None
    inside = (
        id_ for id_, within, name in entrances if within == building and _bare(name, _ENTRANCE) == stairs[1]
    )
    return building, next(inside, None)


def _bare(name: str, shape: re.Pattern[str]) -> str:
    folded = fold(name)
    found = shape.search(folded)
    return found[1] if found else folded
