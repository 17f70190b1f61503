"""Questions about score sheets and the stars they came to."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from linli.domains.rating.models import ScoreEntry, ScoreSheet
from linli.domains.rating.queries import catalogues, datasets
from linli.domains.rating.rules import figures, scoring
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.figures import Value
from linli.domains.rating.rules.scoring import Finding, Result
from linli.domains.rating.rules.states import State
from linli.domains.takeover import queries as takeovers
from linli.domains.takeover import rules as takeover_rules
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_WORDS = ("零", "一", "二", "三", "四", "五")


@dataclass(frozen=True, slots=True)
class Star:
    """A confirmed star, for everybody; points in hundredths."""

    estate_id: uuid.UUID
    year: int
    stars: int
    kind: str
    total: int
    areas: Sequence[Mapping[str, Any]]
    vetoed: bool
    kept_up: bool
    missing: Mapping[str, Any] | None
    version: str
    confirmed_at: datetime

    @property
    def title(self) -> str:
        """As people say it: 四星小区."""
        return f"{_WORDS[self.stars]}星小区"


def catalogue(name: str) -> Catalogue:
    """A catalogue by its name. Raises WrongCatalogue with the line that is wrong."""
    return catalogues.named(name)


def catalogue_for(year: int) -> str:
    """The name of the star catalogue in force in a year. Raises NoCatalogue."""
    return catalogues.for_year(year)


def sheet(*, estate_id: uuid.UUID, year: int, **_: object) -> ScoreSheet:
    """The estate's sheet of a year, or Unknown."""
    if not 2000 <= year <= 2200:  # noqa: PLR2004 - no year that has a sheet, and perhaps no number a database knows
        raise Unknown
    found = db.session.scalar(select(ScoreSheet).filter_by(estate_id=estate_id, year=year))
    if found is None:
        raise Unknown
    return found


def sheets(estate_id: uuid.UUID) -> Sequence[ScoreSheet]:
    """An estate's sheets, the newest year first."""
    query = select(ScoreSheet).filter_by(estate_id=estate_id).order_by(ScoreSheet.year.desc())
    return db.session.scalars(query).all()


def entries(of: ScoreSheet) -> dict[str, ScoreEntry]:
    """What holds for each indicator: the newest entry."""
    query = select(ScoreEntry).filter_by(estate_id=of.estate_id, sheet_id=of.id).order_by(ScoreEntry.id)
    return {entry.code: entry for entry in db.session.scalars(query)}


def history(of: ScoreSheet, code: str) -> Sequence[ScoreEntry]:
    """Everything that was ever entered for an indicator, the newest first."""
    query = select(ScoreEntry).filter_by(estate_id=of.estate_id, sheet_id=of.id, code=code)
    return db.session.scalars(query.order_by(ScoreEntry.id.desc())).all()


def finding(entry: ScoreEntry) -> Finding:
    """An entry as the rules know it."""
    return Finding(entry.values, zeroed=entry.zeroed, applies=entry.applies, settled=entry.points)


def preview(of: ScoreSheet) -> Result:
    """What the sheet comes to with what stands in it now, and with what the year's frozen data say."""
    held = kept_up([of.estate_id], of.year)
    known = catalogue(of.catalogue)
    return scoring.score(known, findings(of), vetoes=of.vetoes, kept_up=of.estate_id in held)


def kept_up(estate_ids: Sequence[uuid.UUID], year: int) -> frozenset[uuid.UUID]:
    """Which of these estates the state-owned company ran at the end of a year, in one question."""
    spans = takeovers.spans_of(estate_ids)
    return frozenset(place for place, some in spans.items() if takeover_rules.kept_up(some, year))


def findings(of: ScoreSheet) -> dict[str, Finding]:
    """What was found for each indicator; for an automatic one, what the year's frozen data say.

    A sheet that follows from a course holds what the course settled, the data included.
    """
    entered = {code: finding(entry) for code, entry in entries(of).items()}
    held = datasets.plain(datasets.values(of.estate_id, of.year))
    return merged(of, catalogue(of.catalogue), entered, held)


def merged(
    of: ScoreSheet, known: Catalogue, entered: Mapping[str, Finding], held: Mapping[str, Value]
) -> dict[str, Finding]:
    """What people entered, with what the data say in the place of automatic indicators."""
    if of.plan_id is not None:
        return dict(entered)
    automatic = {one.code for one in known.indicators if one.automatic}
    typed = {code: one for code, one in entered.items() if code not in automatic}
    return typed | figures.findings(known, held)


def result_of(of: ScoreSheet, standing: Mapping[str, ScoreEntry], *, kept_up: bool) -> Result:
    """What a sheet comes to with these entries."""
    found = {code: finding(entry) for code, entry in standing.items()}
    return scoring.score(catalogue(of.catalogue), found, vetoes=of.vetoes, kept_up=kept_up)


def stars(estate_id: uuid.UUID) -> list[Star]:
    """An estate's confirmed stars, the newest year first; they are public (RA-23)."""
    query = select(ScoreSheet).filter_by(estate_id=estate_id, state=State.CONFIRMED)
    with seeing_every_estate():
        return [_star(one) for one in db.session.scalars(query.order_by(ScoreSheet.year.desc()))]


def star(estate_id: uuid.UUID) -> Star | None:
    """An estate's newest confirmed star."""
    return next(iter(stars(estate_id)), None)


def newest_stars(estate_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Star]:
    """The newest confirmed star of each of these estates, where it has one; in one question."""
    query = select(ScoreSheet).where(
        ScoreSheet.estate_id.in_(estate_ids), ScoreSheet.state == State.CONFIRMED
    )
    with seeing_every_estate():
        return {one.estate_id: _star(one) for one in db.session.scalars(query.order_by(ScoreSheet.year))}


def _star(of: ScoreSheet) -> Star:
    result = of.result
    assert result is not None
    assert of.confirmed_at is not None
    return Star(
        estate_id=of.estate_id,
        year=of.year,
        stars=result["stars"],
        kind=result["kind"],
        total=result["total"],
        areas=result["areas"],
        vetoed=result["vetoed"],
        kept_up=result.get("kept_up", False),
        missing=result["missing"],
        version=of.version,
        confirmed_at=of.confirmed_at,
    )


def of_year(year: int) -> dict[uuid.UUID, ScoreSheet]:
    """All the sheets of a year, by estate. The caller sees every estate."""
    return {one.estate_id: one for one in db.session.scalars(select(ScoreSheet).filter_by(year=year))}
