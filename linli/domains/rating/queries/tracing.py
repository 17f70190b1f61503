"""From a figure to what it was made of: how it is computed, when, by whom, and the very rows that were counted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.rating.models import DataSet
from linli.domains.rating.queries import catalogues, datasets
from linli.domains.rating.queries.datasets import InForce, Jump, Line
from linli.domains.rating.rules import figures
from linli.domains.rating.rules.catalogue import Catalogue, Indicator, Part
from linli.domains.rating.rules.figures import RunState, Source
from linli.domains.rating.rules.scoring import points_of
from linli.domains.rating.rules.wording import explained
from linli.kernel.actors import Actor, Role
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import facts
from linli.platform.facts import Fact, Period
from linli.platform.paging import Page, Window

HIDDEN = "（不显示户号）"
SEE_HOMES = frozenset({Role.COMMUNITY_OFFICER})


@dataclass(frozen=True, slots=True)
class Year:
    """An estate's figures of a year: by which catalogue, from which run."""

    estate_id: uuid.UUID
    year: int
    catalogue: Catalogue
    run: DataSet | None

    @property
    def frozen(self) -> bool:
        """Whether the year's data are closed."""
        return self.run is not None and self.run.state == RunState.FROZEN


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact of it, with the indicator that asks."""

    of: Year
    fact: str
    indicator: Indicator
    part: Part


def year(*, estate_id: uuid.UUID, year: int, **_: object) -> Year:
    """An estate's figures of a year. Raises Unknown for a year that none can have, NoCatalogue."""
    return Year(estate_id, year, *_catalogue(year))


def asked(*, estate_id: uuid.UUID, year: int, fact: str, **_: object) -> Asked:
    """One fact of an estate's year, or Unknown."""
    of = Year(estate_id, year, *_catalogue(year))
    indicator = of.catalogue.asking(fact)
    if indicator is None:
        raise Unknown
    return Asked(of, fact, indicator, of.catalogue.facts[fact])


def _catalogue(number: int) -> tuple[Catalogue, DataSet | None]:
    if not 2000 <= number <= 2200:  # noqa: PLR2004 - perhaps no number a database knows
        raise Unknown
    return catalogues.named(datasets.catalogue_name(number)), datasets.current(number)


@dataclass(frozen=True, slots=True)
class Traced:
    """A fact as it stands: the value in words with both numbers, its source and moment, what it may cost."""

    fact: str
    code: str
    name: str
    ask: str
    said: str
    source: Source | None
    at: datetime | None
    points: int | None
    max: int
    jump: Jump | None
    offered: bool


def traced(of: Year) -> list[Traced]:
    """All facts of an estate's year, in the catalogue's order; what is missing is there, without a value."""
    known = standing(of)
    values = datasets.plain(known)
    odd = {one.fact: one for one in datasets.jumps(of.estate_id, of.year, of.catalogue)} if of.frozen else {}
    made = []
    for indicator in of.catalogue.indicators:
        finding = figures.finding(indicator, values) if indicator.automatic else None
        points = points_of(indicator, finding) if finding is not None and finding.applies else None
        made += [
            _traced(indicator, part, known.get(part.fact), points, odd.get(part.fact))
            for part in indicator.parts
            if part.fact
        ]
    return made


def _traced(
    indicator: Indicator, part: Part, one: InForce | None, points: int | None, jump: Jump | None
) -> Traced:
    return Traced(
        fact=part.fact,
        code=indicator.code,
        name=indicator.name,
        ask=part.ask,
        said=figures.said(part, one.value) if one else "没有数据",
        source=one.source if one else None,
        at=one.at if one else None,
        points=points,
        max=indicator.max,
        jump=jump,
        offered=facts.offered(part.fact) is not None,
    )


def standing(of: Year) -> Mapping[str, InForce]:
    """What an estate's facts are now: frozen with corrections, or as computed and recorded so far."""
    if of.run is None or of.frozen:
        recorded = {} if of.frozen else _recorded(of)
        return recorded | datasets.values(of.estate_id, of.year)
    return _recorded(of) | datasets.computed(of.run, of.estate_id)


def _recorded(of: Year) -> dict[str, InForce]:
    return {
        one.fact: InForce(one.fact, datasets.as_value(one), Source.RECORDED, one.made_at)
        for one in datasets.recorded(of.year, [of.estate_id])
    }


@dataclass(frozen=True, slots=True)
class Explained:
    """How a figure came about, for whoever asks (NN-45)."""

    fact: str
    code: str
    name: str
    ask: str
    grading: str
    formula: str
    counts: str
    of: str
    since_on: date
    until_on: date
    as_of: datetime | None
    responsible: str
    said: str
    source: Source | None
    numerator: int | None
    denominator: int | None
    factor: int
    at: datetime | None
    reason: str
    signed_name: str
    rows: int | None
    rows_numerator: int | None
    rows_denominator: int | None
    agrees: bool | None
    jump: Jump | None
    history: Sequence[Line]
    names: Mapping[uuid.UUID, str]


def explained_figure(one: Asked) -> Explained:
    """How a figure came about, with the count of the rows behind it beside the figure (RA-05)."""
    of, fact = one.of, facts.offered(one.fact)
    held = standing(of).get(one.fact)
    lines = datasets.history(of.estate_id, of.year, one.fact)
    run = of.run
    signers = [line.by for line in lines if line.by] + ([run.started_by] if run else [])
    names = identity.names(signers)
    period = _period(of)
    count = numerator = denominator = None
    if fact is not None and fact.rows is not None and period is not None:
        count, numerator, denominator = facts.counted_behind(fact, period, of.estate_id)
    odd = [jump for jump in datasets.jumps(of.estate_id, of.year, of.catalogue) if jump.fact == one.fact]
    return Explained(
        fact=one.fact,
        code=one.indicator.code,
        name=one.indicator.name,
        ask=one.part.ask,
        grading=explained(one.part),
        formula=figures.formula(one.part),
        counts=fact.counts if fact else "凭佐证记录的数",
        of=fact.of if fact else "",
        since_on=date(of.year, 1, 1),
        until_on=date(of.year, 12, 31),
        as_of=run.as_of if run else None,
        responsible=names.get(run.started_by, "") if run else "",
        said=figures.said(one.part, held.value) if held else "没有数据",
        source=held.source if held else None,
        numerator=held.value.numerator if held else None,
        denominator=held.value.denominator if held else None,
        factor=figures.factor(one.part),
        at=held.at if held else None,
        reason=held.reason if held else "",
        signed_name=held.signed_name if held else "",
        rows=count,
        rows_numerator=numerator,
        rows_denominator=denominator if fact and fact.of else None,
        agrees=_agrees(fact, lines, numerator, denominator) if count is not None else None,
        jump=odd[0] if odd else None,
        history=lines,
        names=names,
    )


def _agrees(
    fact: Fact | None, lines: Sequence[Line], numerator: int | None, denominator: int | None
) -> bool | None:
    """Whether the rows still add up to what was computed; later changes of data may have moved them."""
    computed = next((line.value for line in lines if line.source is Source.COMPUTED), None)
    if computed is None or fact is None:
        return None
    return computed.numerator == numerator and (not fact.of or computed.denominator == denominator)


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure: what it is, what it adds to numerator and denominator, where it is read."""

    id: uuid.UUID
    on: date | None
    words: str
    part: int
    whole: int
    href: str


def rows(actor: Actor, one: Asked, *, window: Window) -> Page[Row]:
    """The very rows that were counted, a page at a time; homes are named only to who looks after the estate."""
    fact, period = facts.offered(one.fact), _period(one.of)
    if fact is None or period is None:
        return Page()
    some = facts.behind(fact, period, one.of.estate_id, window=window)
    shown = not fact.private or actor.role in SEE_HOMES
    return Page([_row(fact, one.of.estate_id, row, shown=shown) for row in some.items], some.next)


def _row(fact: Fact, estate_id: uuid.UUID, row: Any, *, shown: bool) -> Row:
    on = day_of(row.at) if isinstance(row.at, datetime) else row.at
    href = fact.path.format(estate_id=estate_id, id=row.id) if fact.path and shown else ""
    return Row(row.id, on, row.words if shown else HIDDEN, int(row.part), int(row.whole), href)


def _period(of: Year) -> Period | None:
    return Period(of.run.since_on, of.run.until_on, of.run.as_of) if of.run else None


@dataclass(frozen=True, slots=True)
class Progress:
    """A run: how far it is, what is missing of how many estates, whether its bytes still have its hash."""

    run: DataSet
    done: Sequence[str]
    waiting: Sequence[str]
    missing: Sequence[Mapping[str, Any]]
    estates: int
    intact: bool | None


def progress(of: DataSet) -> Progress:
    """How a run stands. Recomputing a frozen year's bytes gives its hash again, or it was tampered with (NN-35)."""
    count, catalogue = len(estates.all_estates()), catalogues.named(of.catalogue)
    lacking = datasets.missing_counts(of, catalogue, count)
    return Progress(
        run=of,
        done=list(datasets.steps(of)),
        waiting=datasets.waiting(of) if of.state == RunState.COMPUTING else [],
        missing=[
            {"fact": fact, "estates": number, "name": _name(catalogue, fact)}
            for fact, number in lacking.items()
        ],
        estates=count,
        intact=datasets.digest_of(of) == of.digest if of.state == RunState.FROZEN else None,
    )


def _name(catalogue: Catalogue, fact: str) -> str:
    indicator = catalogue.asking(fact)
    return f"{indicator.code} {indicator.name}" if indicator else fact
