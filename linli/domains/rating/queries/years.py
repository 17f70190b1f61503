"""The confirmed stars of many estates in a year, beside the year before: ranks, classes, risers."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from linli.domains.estates import queries as estates
from linli.domains.rating.models import Redrawing, ScoreSheet
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules import standing
from linli.domains.rating.rules.prizes import Change, Standing
from linli.domains.rating.rules.standing import Movement
from linli.domains.rating.rules.states import State
from linli.kernel.actors import Scope
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Rated:
    """An estate's confirmed star of a year with its rank among those asked for; points in hundredths."""

    estate_id: uuid.UUID
    name: str
    county_id: uuid.UUID
    street_id: uuid.UUID
    stars: int
    kind: str
    total: int
    confirmed_at: datetime
    before: int | None
    total_before: int | None
    redrawn: bool
    rank: int = 0

    @property
    def standing(self) -> Standing:
        """As prize money sees it."""
        return Standing(self.estate_id, self.before, self.stars, self.redrawn)

    @property
    def change(self) -> Change:
        """What became of it since the year before."""
        return self.standing.change


def rated(scope: Scope, year: int, *, on: date) -> list[Rated]:
    """The estates of a scope that have a confirmed star of the year, the best first; ties share a rank (RA-21).

    Raises Unknown for a year that can have none.
    """
    _check(year)
    place = estates.reached(scope, on=on).subquery()
    now, last = aliased(ScoreSheet), aliased(ScoreSheet)
    query = (
        select(
            place.c.id,
            place.c.name,
            place.c.county_id,
            place.c.street_id,
            now.result["stars"].as_integer(),
            now.result["kind"].as_string(),
            now.result["total"].as_integer(),
            now.confirmed_at,
            last.result["stars"].as_integer(),
            last.result["total"].as_integer(),
            Redrawing.id.is_not(None),
        )
        .join(now, and_(now.estate_id == place.c.id, now.year == year, now.state == State.CONFIRMED))
        .outerjoin(
            last, and_(last.estate_id == place.c.id, last.year == year - 1, last.state == State.CONFIRMED)
        )
        .outerjoin(Redrawing, and_(Redrawing.estate_id == place.c.id, Redrawing.year == year))
        .order_by(now.result["total"].as_integer().desc(), place.c.name, place.c.id)
    )
    with seeing_every_estate():
        rows = db.session.execute(query).all()
    ranks = standing.ranks([row[6] for row in rows])
    return [_rated(row, rank) for row, rank in zip(rows, ranks, strict=True)]


def _rated(row: Any, rank: int) -> Rated:
    return replace(Rated(*row), rank=rank)


def years() -> list[int]:
    """The years of which any estate has a confirmed star, the newest first."""
    with seeing_every_estate():
        found = db.session.scalars(
            select(ScoreSheet.year).where(ScoreSheet.state == State.CONFIRMED).distinct()
        )
        return sorted(found, reverse=True)


def unconfirmed(scope: Scope, year: int, *, on: date) -> int:
    """How many sheets of the year in a scope are not confirmed yet. Raises Unknown."""
    _check(year)
    query = select(func.count()).where(
        ScoreSheet.year == year,
        ScoreSheet.state != State.CONFIRMED,
        ScoreSheet.estate_id.in_(estates.reached_ids(scope, on=on)),
    )
    with seeing_every_estate():
        return db.session.scalar(query) or 0


def kinds(year: int) -> Mapping[int, str]:
    """The class of each star by the catalogue in force."""
    return {band.stars: band.kind for band in sheets.catalogue(sheets.catalogue_for(year)).bands}


def movement(found: Sequence[Rated], year: int) -> Movement:
    """What the year brought these estates."""
    return standing.movement([one.standing for one in found], kinds(year))


def redrawings(year: int) -> list[Redrawing]:
    """The estates that were merged or split in a year. The caller sees every estate."""
    return list(db.session.scalars(select(Redrawing).filter_by(year=year).order_by(Redrawing.id)))


def _check(year: int) -> None:
    if not 2000 <= year <= 2200:  # noqa: PLR2004 - years that can have sheets; no database knows greater ones
        raise Unknown
