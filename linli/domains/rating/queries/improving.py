"""Questions about one estate's confirmed year: against the year before, against its like, and how to do better."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from linli.domains.estates.queries import traits
from linli.domains.fees.queries import levels
from linli.domains.rating.models import Measure, ScoreSheet
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules import improving, standing
from linli.domains.rating.rules.improving import Plan, Way
from linli.domains.rating.rules.standing import FEWEST_ALIKE, Line, Traits
from linli.domains.rating.rules.states import State
from linli.kernel.fen import divide_half_up
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_FIRST, _LAST = 2000, 2200


@dataclass(frozen=True, slots=True)
class Alike:
    """An estate among those like it, itself included; totals in hundredths. `areas` are means by area."""

    count: int
    rank: int
    mean: int
    areas: Mapping[str, int]
    traits: Traits


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure with the points of its indicator in its year and in the next, where both may be compared."""

    measure: Measure
    name: str
    points: int | None
    after: int | None

    @property
    def effect(self) -> int | None:
        """Points won since; None where nothing can be said."""
        return None if self.points is None or self.after is None else self.after - self.points


def confirmed(*, estate_id: uuid.UUID, year: int, **_: object) -> ScoreSheet:
    """The estate's confirmed sheet of a year, or Unknown: what is not confirmed is nobody else's (RA-23)."""
    one = _confirmed(estate_id, year)
    if one is None:
        raise Unknown
    return one


def newest(estate_id: uuid.UUID) -> ScoreSheet | None:
    """The newest confirmed sheet."""
    query = select(ScoreSheet).filter_by(estate_id=estate_id, state=State.CONFIRMED)
    with seeing_every_estate():
        return db.session.scalar(query.order_by(ScoreSheet.year.desc()).limit(1))


def points(of: ScoreSheet) -> Mapping[str, int]:
    """What each indicator came to; one that does not apply has none."""
    assert of.result is not None
    return dict(of.result["points"])


def ways(of: ScoreSheet) -> list[Way]:
    """Everything that would give the estate more points, the least effort first."""
    return improving.ways(sheets.catalogue(of.catalogue), points(of), sheets.findings(of))


def plan(of: ScoreSheet) -> Plan | None:
    """What the next star asks for; None at the top."""
    assert of.result is not None
    return improving.plan(
        sheets.catalogue(of.catalogue),
        points(of),
        sheets.findings(of),
        satisfaction=of.result["satisfaction"],
        vetoed=of.result["vetoed"],
        kept_up=of.result.get("kept_up", False),
    )


def lines(of: ScoreSheet) -> list[Line]:
    """Each indicator beside the year before, where code and rule are the same (RA-17)."""
    catalogue, last = sheets.catalogue(of.catalogue), _confirmed(of.estate_id, of.year - 1)
    if last is None:
        return standing.compared(catalogue, points(of))
    return standing.compared(catalogue, points(of), sheets.catalogue(last.catalogue), points(last))


def alike(estate_id: uuid.UUID, year: int, *, on: date) -> Alike | None:
    """The estate among those of its size, age and fee that were rated that year; None where they are too few."""
    with seeing_every_estate():
        homes, built, fees = traits.homes(), traits.built_years(), levels.fees_by_area(on=on)
        rated = db.session.execute(
            select(ScoreSheet.estate_id, ScoreSheet.result["total"].as_integer(), ScoreSheet.result["areas"])
            .where(ScoreSheet.year == year, ScoreSheet.state == State.CONFIRMED)
            .order_by(ScoreSheet.estate_id)
        ).all()

    def of(place: uuid.UUID) -> Traits:
        return Traits(homes.get(place, 0), built.get(place), fees.get(place))

    mine = of(estate_id)
    group = {row[0]: (row[1], row[2]) for row in rated if standing.alike(mine, of(row[0]))}
    if estate_id not in group or len(group) < FEWEST_ALIKE:
        return None
    totals = [total for total, _ in group.values()]
    own = standing.ranks(totals)[list(group).index(estate_id)]
    return Alike(len(group), own, divide_half_up(sum(totals), len(totals)), _means(group), mine)


def _means(group: Mapping[uuid.UUID, tuple[int, Sequence[Mapping[str, int]]]]) -> dict[str, int]:
    scores: dict[str, list[int]] = {}
    for _, areas in group.values():
        for area in areas:
            scores.setdefault(str(area["code"]), []).append(area["score"])
    return {code: divide_half_up(sum(some), len(some)) for code, some in scores.items()}


def measure(*, estate_id: uuid.UUID, measure_id: uuid.UUID, **_: object) -> Measure:
    """The measure, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Measure, (estate_id, measure_id))
    if found is None:
        raise Unknown
    return found


def followed(of: ScoreSheet) -> list[Followed]:
    """What was planned about the losses of a year, with the effect that the next year shows (RA-24)."""
    query = select(Measure).filter_by(estate_id=of.estate_id, year=of.year)
    found = db.session.scalars(query.order_by(Measure.due_on, Measure.id)).all()
    next_year = _confirmed(of.estate_id, of.year + 1)
    compared = {one.code: one for one in lines(next_year)} if next_year is not None else {}
    names = {one.code: one.name for one in sheets.catalogue(of.catalogue).indicators}
    was = points(of)
    return [
        Followed(
            one, names[one.code], was.get(one.code),
            line.points if (line := compared.get(one.code)) and line.difference is not None else None,
        )
        for one in found
    ]  # fmt: skip


def _confirmed(estate_id: uuid.UUID, year: int) -> ScoreSheet | None:
    if not _FIRST <= year <= _LAST:
        return None
    query = select(ScoreSheet).filter_by(estate_id=estate_id, year=year, state=State.CONFIRMED)
    with seeing_every_estate():
        return db.session.scalar(query)
