"""Questions about other scales that the same engine carries, such as the community's index and the election chart."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from config import indicators
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import RegionLevel
from linli.domains.rating.models import ScaleReading
from linli.domains.rating.queries import catalogues
from linli.domains.rating.rules import scoring
from linli.domains.rating.rules.catalogue import COLOURS, Band, Catalogue
from linli.domains.rating.rules.scoring import Finding, Result
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db

STAR_FILES = "star_"


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale by the name of its file."""

    name: str
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class Spot:
    """A community's year on a scale."""

    scale: Scale
    region_id: uuid.UUID
    region: str
    year: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a community came to."""

    region_id: uuid.UUID
    region: str
    total: int | None
    kind: str
    colour: str
    open: int
    made_at: datetime | None


def scales() -> list[Scale]:
    """All scales but the stars."""
    return [
        Scale(name, catalogues.shipped(name))
        for name in indicators.names()
        if not name.startswith(STAR_FILES)
    ]


def named(*, scale: str, **_: object) -> Scale:
    """A scale, or Unknown."""
    found = next((one for one in scales() if one.name == scale), None)
    if found is None:
        raise Unknown
    return found


def spot(actor: Actor, *, scale: str, region_id: uuid.UUID, year: int) -> Spot:
    """A community's year on a scale, within the actor's region, or Unknown."""
    of, region = named(scale=scale), estates.region(region_id)
    known = of.catalogue.since <= year <= 2200  # noqa: PLR2004 - perhaps no number a database knows
    if (
        not known
        or region.level != RegionLevel.COMMUNITY
        or not estates.region_within(region.id, actor.scope)
    ):
        raise Unknown
    return Spot(of, region.id, region.name, year)


def reading(of: Spot) -> ScaleReading | None:
    """What holds for a community's year: the newest reading."""
    query = select(ScaleReading).filter_by(scale=of.scale.name, region_id=of.region_id, year=of.year)
    return db.session.scalar(query.order_by(ScaleReading.id.desc()).limit(1))


def result(of: Catalogue, entries: Mapping[str, Mapping[str, Any]]) -> Result:
    """What the entries of a reading come to, by the same engine as the stars."""
    known = {
        code: Finding(one["values"], zeroed=one["zeroed"], applies=one["applies"])
        for code, one in entries.items()
    }
    return scoring.score(of, known)


def band(of: Catalogue, stars: int) -> Band:
    """The band with so many stars."""
    return next(one for one in of.bands if one.stars == stars)


def chart(actor: Actor, of: Scale, year: int) -> list[Standing]:
    """Every community of the actor's region with its colour of a year, the lowest totals first."""
    communities = [one for one in estates.regions_in(actor.scope) if one.level == RegionLevel.COMMUNITY]
    query = select(ScaleReading).where(
        ScaleReading.scale == of.name,
        ScaleReading.year == year,
        ScaleReading.region_id.in_([one.id for one in communities]),
    )
    newest = {one.region_id: one for one in db.session.scalars(query.order_by(ScaleReading.id))}
    made = [_standing(one.id, one.name, newest.get(one.id)) for one in communities]
    return sorted(made, key=lambda one: (one.total is None, one.total or 0, one.region))


def _standing(region_id: uuid.UUID, name: str, of: ScaleReading | None) -> Standing:
    if of is None:
        return Standing(region_id, name, None, "", "", 0, None)
    kept = of.result
    return Standing(
        region_id,
        name,
        kept["total"],
        kept["kind"],
        COLOURS.get(kept["colour"], ""),
        kept["open"],
        of.made_at,
    )
