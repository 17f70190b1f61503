"""The ranking and map of a region's stars, for the page and for programs alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import traits
from linli.domains.estates.rules import RegionLevel
from linli.domains.rating.queries import years
from linli.domains.rating.queries.years import Rated
from linli.domains.rating.rules.prizes import Change
from linli.domains.rating.rules.standing import Movement
from linli.kernel.actors import EVERYWHERE, Scope, ScopeKind
from linli.kernel.fen import divide_half_up
from linli.kernel.times import day_of
from linli.platform import clock

PAGE = 50


@dataclass(frozen=True, slots=True)
class Mean:
    """A part of a region: how many were rated and their mean total."""

    id: UUID
    name: str
    count: int
    mean: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """A year of a region: everything rated there, and the page of those that were asked for."""

    year: int | None
    years: Sequence[int]
    name: str
    level: str
    above: UUID | None
    rated: Sequence[Rated]
    shown: Sequence[Rated]
    found: int
    next: int | None
    movement: Movement | None
    names: Mapping[UUID, str]
    means: Sequence[Mean]
    places: Sequence[tuple[str, str]]

    @property
    def rose(self) -> int:
        """How many have more stars than the year before."""
        return self.movement.changes[Change.ROSE] if self.movement else 0


def ranking(query: Mapping[str, Any]) -> Ranking:
    """What a filter asks for; ranks are those within the region, whatever else is filtered. Raises Unknown."""
    known = years.years()
    year = query["year"] or (known[0] if known else None)
    region = estates.region(query["region_id"]) if query["region_id"] else None
    scope = Scope(ScopeKind(region.level), region.id) if region else EVERYWHERE
    rated = years.rated(scope, year, on=day_of(clock.now())) if year else []
    some = [one for one in rated if _wanted(one, query)]
    regions = traits.regions_above_communities()
    names = {one.id: one.name for one in regions}
    start = query["start"]
    return Ranking(
        year=year,
        years=known,
        name=region.name if region else "全部",
        level=region.level if region else "",
        above=region.parent_id if region else None,
        rated=rated,
        shown=some[start : start + PAGE],
        found=len(some),
        next=start + PAGE if len(some) > start + PAGE else None,
        movement=years.movement(rated, year) if year and rated else None,
        names=names,
        means=_means(rated, names, by_street=region is not None),
        places=[("", "全部"), *((str(one.id), one.name) for one in _by_level(regions))],
    )


def _wanted(one: Rated, query: Mapping[str, Any]) -> bool:
    return (
        (query["stars"] is None or one.stars == query["stars"])
        and (query["change"] is None or one.change == query["change"])
        and query["search"] in one.name
    )


def _by_level(regions: Sequence[Any]) -> list[Any]:
    order = list(RegionLevel)
    return sorted(regions, key=lambda one: order.index(RegionLevel(one.level)))


def _means(rated: Sequence[Rated], names: Mapping[UUID, str], *, by_street: bool) -> list[Mean]:
    totals: dict[UUID, list[int]] = {}
    for one in rated:
        totals.setdefault(one.street_id if by_street else one.county_id, []).append(one.total)
    made = [
        Mean(place, names.get(place, ""), len(some), divide_half_up(sum(some), len(some)))
        for place, some in totals.items()
    ]
    return sorted(made, key=lambda one: (-one.mean, one.name))
