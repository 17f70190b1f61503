"""Pictures of stars as whole numbers for SVG: columns by star, the way of a total over years, tiles by street."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.domains.rating.queries.years import Rated

STARS = (5, 4, 3, 2, 1)
#: How dark a tile is for each star, in percent.
SHADE = {5: 100, 4: 72, 3: 48, 2: 26, 1: 10}
TILE, PER_ROW, LEFT = 32, 15, 236
_HIGH = 120
_TOP = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """One star: how many estates now and the year before, and how high to draw both."""

    stars: int
    count: int
    before: int
    high: int
    high_before: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One estate in its street's block."""

    x: int
    y: int
    shade: int
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """A street with its estates, the best first."""

    name: str
    y: int
    tiles: Sequence[Tile]
    rated: Sequence[Rated]


def columns(now: Mapping[int, int], before: Mapping[int, int]) -> list[Column]:
    """The stars from five down, drawn to one scale."""
    most = max([*now.values(), *before.values(), 1])
    return [
        Column(
            star,
            now.get(star, 0),
            before.get(star, 0),
            now.get(star, 0) * _HIGH // most,
            before.get(star, 0) * _HIGH // most,
        )
        for star in STARS
    ]


def blocks(rated: Sequence[Rated], streets: Mapping[UUID, str]) -> list[Block]:
    """A schematic map: a block a street, a tile an estate."""
    by_street: dict[UUID, list[Rated]] = {}
    for one in rated:
        by_street.setdefault(one.street_id, []).append(one)
    made, y = [], 0
    for street, some in sorted(by_street.items(), key=lambda pair: streets[pair[0]]):
        tiles = [
            Tile(LEFT + (number % PER_ROW) * TILE, y + number // PER_ROW * TILE, SHADE[one.stars], one.name)
            for number, one in enumerate(some)
        ]
        made.append(Block(streets[street], y, tiles, some))
        y += ((len(some) - 1) // PER_ROW + 1) * TILE + TILE // 2
    return made


def height(made: Sequence[Block]) -> int:
    """How high the map is."""
    return max((tile.y for block in made for tile in block.tiles), default=0) + TILE


def course(history: Sequence[Any]) -> list[dict[str, Any]]:
    """The totals of the years as points of a line, the oldest first."""
    years = sorted(history, key=lambda one: one.year)[-8:]
    step = 600 // max(len(years), 2)
    return [
        {
            "x": step // 2 + number * step,
            "y": 190 - one.total * 150 // _TOP,
            "year": one.year,
            "total": one.total,
            "stars": one.stars,
        }
        for number, one in enumerate(years)
    ]
