"""The board of a level: for each region below, the sums over its estates; at the bottom, the estates themselves.

Every figure comes from one query over all estates, so a city costs as many queries as a community. Shares
are summed as parts and wholes, never averaged: so the figures of each level add up to those above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from linli.domains.estates import facts as places
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.estates.rules import RegionLevel
from linli.domains.fees import facts as fees
from linli.domains.people import facts as people
from linli.domains.tickets import facts as tickets
from linli.domains.tickets.rules.figures import NOTHING, Share
from linli.domains.voting import facts as voting
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import SHANGHAI, day_of
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_COLUMNS = {
    RegionLevel.CITY: "city_id",
    RegionLevel.COUNTY: "county_id",
    RegionLevel.STREET: "street_id",
    RegionLevel.COMMUNITY: "community_id",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted, of one estate or summed over several; money in fen."""

    estates: int = 0
    units: int = 0
    activated: int = 0
    open_tickets: int = 0
    due_tickets: int = 0
    on_time_tickets: int = 0
    open_votes: int = 0
    due_fen: int = 0
    paid_fen: int = 0

    @property
    def on_time(self) -> Share:
        """按时办结率 of this year."""
        return Share(self.on_time_tickets, self.due_tickets)

    @property
    def collected(self) -> Share:
        """收缴率 of what was due this year until today."""
        return Share(self.paid_fen, self.due_fen)

    @property
    def activation(self) -> Share:
        """Units with an owner who signs in, of all."""
        return Share(self.activated, self.units)


@dataclass(frozen=True, slots=True)
class Row:
    """One region or estate of the board."""

    id: UUID
    name: str
    level: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Board:
    """A level: where, what is above it within reach, the rows, and their sum."""

    name: str
    above: list[tuple[UUID, str]]
    rows: list[Row]
    total: Figures


def board(actor: Actor, region_id: UUID | None, *, now: datetime) -> Board:
    """The board of a region within the actor's scope, or of the scope itself. Raises Unknown."""
    with seeing_every_estate():
        region_id = region_id or (None if actor.scope.kind is ScopeKind.PLATFORM else actor.scope.id)
        above = _above(actor.scope, region_id)
        level = RegionLevel(estates.region(region_id).level) if region_id else None
        scope = Scope(ScopeKind(level), region_id) if level else Scope(ScopeKind.PLATFORM)
        found = list(db.session.scalars(estates.reached(scope, on=day_of(now)).order_by(Estate.name)))
        of_estate = _figures(now)
        rows = _rows(found, of_estate, level)
    return Board(
        name=above[-1][1] if above else "全部",
        above=above[:-1],
        rows=rows,
        total=_sum(row.figures for row in rows),
    )


def _above(scope: Scope, region_id: UUID | None) -> list[tuple[UUID, str]]:
    """The regions from the actor's own down to this one. Raises Unknown where it is not within the scope."""
    way: list[tuple[UUID, str]] = []
    while region_id is not None:
        region = estates.region(region_id)
        way.insert(0, (region.id, region.name))
        if region.id == scope.id:
            return way
        region_id = region.parent_id
    if scope.kind is not ScopeKind.PLATFORM:
        raise Unknown
    return way


def _figures(now: datetime) -> Mapping[UUID, Figures]:
    year = datetime(day_of(now).year, 1, 1, tzinfo=SHANGHAI)
    units, activated = places.unit_counts(), people.units_activated(on=day_of(now))
    waiting, votes = tickets.open_counts(), voting.open_votes(now=now)
    punctual = tickets.on_time_rate(since=year, until=now, as_of=now)
    money = {
        one.estate_id: one
        for one in fees.collection(since_on=day_of(year), until_on=day_of(now), cut_off=now)
    }
    known = {*units, *activated, *waiting, *votes, *punctual, *money}
    return {
        one: Figures(
            units=units.get(one, 0),
            activated=activated.get(one, 0),
            open_tickets=waiting.get(one, 0),
            due_tickets=punctual.get(one, NOTHING).whole,
            on_time_tickets=punctual.get(one, NOTHING).part,
            open_votes=votes.get(one, 0),
            due_fen=money[one].due_fen if one in money else 0,
            paid_fen=money[one].paid_fen if one in money else 0,
        )
        for one in known
    }


def _rows(found: Iterable[Estate], of_estate: Mapping[UUID, Figures], level: RegionLevel | None) -> list[Row]:
    order = list(RegionLevel)
    below = order[order.index(level) + 1] if level and level is not RegionLevel.COMMUNITY else None
    if level is None:
        below = RegionLevel.CITY
    single = [(one, replace(of_estate.get(one.id, Figures()), estates=1)) for one in found]
    if below is None:
        return [Row(one.id, one.name, "estate", figures) for one, figures in single]
    grouped: dict[UUID, list[Figures]] = {}
    for one, figures in single:
        grouped.setdefault(getattr(one, _COLUMNS[below]), []).append(figures)
    names = {region_id: estates.region(region_id).name for region_id in grouped}
    return sorted(
        (Row(region_id, names[region_id], below, _sum(some)) for region_id, some in grouped.items()),
        key=lambda row: row.name,
    )


def _sum(some: Iterable[Figures]) -> Figures:
    several = list(some)
    return Figures(
        **{field.name: sum(getattr(one, field.name) for one in several) for field in fields(Figures)}
    )
