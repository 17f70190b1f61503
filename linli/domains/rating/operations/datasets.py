"""Making a year's data set: one statement a fact over all estates, taken up again where it stopped, then frozen."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert

from linli.domains.estates import queries as estates
from linli.domains.rating.errors import AlreadyFrozen, NotComputed, TooEarly
from linli.domains.rating.models import DataSet, DataSetStep, Figure
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules.catalogue import Catalogue, Part
from linli.domains.rating.rules.figures import RunState, Source
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit, facts
from linli.platform.db import db
from linli.platform.facts import Fact, Without
from linli.platform.transactions import seeing_every_estate


def start(*, actor: Actor, year: int, now: datetime) -> DataSet:
    """Begin a run for a year; an earlier one that was not frozen is dropped.

    Raises NoCatalogue, TooEarly before the year has begun, AlreadyFrozen.
    """
    name = sheets.catalogue_for(year)
    if day_of(now).year < year:
        raise TooEarly
    earlier = [one for one in datasets.runs() if one.year == year]
    if any(one.state == RunState.FROZEN for one in earlier):
        raise AlreadyFrozen
    for one in earlier:
        one.state = RunState.DROPPED
    period = facts.year(year, as_of=now)
    made = DataSet(
        year=year,
        run=len(earlier) + 1,
        catalogue=name,
        version=sheets.catalogue(name).version,
        state=RunState.COMPUTING,
        since_on=period.since_on,
        until_on=period.until_on,
        as_of=now,
        started_by=actor.account_id,
    )
    db.session.add(made)
    db.session.flush()
    _record("start", made)
    return made


def waiting(of: DataSet) -> list[str]:
    """The facts of a run that a room offers and that are not computed yet."""
    done = {one.fact for one in datasets.steps(of)}
    return [name for name in sheets.catalogue(of.catalogue).facts if facts.offered(name) and name not in done]


def compute_next(*, of: DataSet, now: datetime) -> str | None:
    """Compute one more fact of a run for all estates; the last one ends the run. Returns which, or None."""
    if of.state != RunState.COMPUTING:
        return None
    left = waiting(of)
    if left:
        compute(of=of, name=left[0], now=now)
    if len(left) <= 1:
        of.state, of.computed_at = RunState.COMPUTED, now
    return left[0] if left else None


def compute(*, of: DataSet, name: str, now: datetime) -> int:
    """Compute one fact for all estates: one question, one insert. Returns for how many it says something."""
    fact, catalogue = facts.offered(name), sheets.catalogue(of.catalogue)
    assert fact is not None
    period = facts.Period(of.since_on, of.until_on, of.as_of)
    with seeing_every_estate():
        taken = facts.figures(fact, period)
        flags = {kind: _companion(name, kind, period) for kind in ("zeroed", "not_applicable")}
        rows = []
        for estate_id, _ in estates.all_estates():
            found = _figure(fact, catalogue.facts[name], taken.get(estate_id))
            if found is None and estate_id not in flags["zeroed"] | flags["not_applicable"]:
                continue
            rows.append(
                (found or {"numerator": None, "denominator": None, "said": "", "applies": True})
                | {"zeroed": estate_id in flags["zeroed"], "estate_id": estate_id}
            )
            if estate_id in flags["not_applicable"]:
                rows[-1]["applies"] = False
        _keep(of, name, rows, Source.COMPUTED, now)
    db.session.add(DataSetStep(data_set_id=of.id, fact=name, estates=len(rows), computed_at=now))
    db.session.flush()
    return len(rows)


def _companion(name: str, kind: str, period: facts.Period) -> set[uuid.UUID]:
    """The estates for which a room says beside the fact that it is zero, or does not apply."""
    fact = facts.offered(f"{name}.{kind}")
    return {one for one, (part, _) in facts.figures(fact, period).items() if part > 0} if fact else set()


def _figure(fact: Fact, part: Part, taken: tuple[int, int] | None) -> dict[str, object] | None:
    """An estate's figure, or None where nothing is known."""
    numerator, denominator = taken or (0, 0)
    enough = denominator >= fact.least if fact.of else taken is not None
    if not enough:
        if fact.without is Without.MISSING:
            return None
        numerator, denominator = 0, denominator if fact.least > 1 else 0
    said = fact.cases[numerator] if fact.cases else ""
    return {
        "numerator": numerator,
        "denominator": denominator if fact.of else None,
        "said": said,
        "applies": enough or fact.without is not Without.NOT_APPLICABLE,
    }


def _keep(of: DataSet, name: str, rows: Iterable[dict[str, object]], source: Source, now: datetime) -> None:
    kept = [
        {"recorded_id": None}
        | row
        | {"id": new_id(), "data_set_id": of.id, "fact": name, "source": source, "computed_at": now}
        for row in rows
    ]
    if kept:
        db.session.execute(insert(Figure), kept)


def freeze(*, actor: Actor, of: DataSet, now: datetime) -> None:
    """Take over what was recorded by hand and close the data set with its hash. Raises NotComputed, AlreadyFrozen.

    What is missing stays missing and is listed; from here on only signed corrections speak beside it.
    """
    if of.state != RunState.COMPUTED:
        raise AlreadyFrozen if of.state == RunState.FROZEN else NotComputed
    if datasets.frozen(of.year) is not None:
        raise AlreadyFrozen
    _take_over_recorded(of, sheets.catalogue(of.catalogue), now)
    of.digest = datasets.digest_of(of)
    of.state, of.frozen_by, of.frozen_at = RunState.FROZEN, actor.account_id, now
    _record("freeze", of, digest=of.digest)


def _take_over_recorded(of: DataSet, catalogue: Catalogue, now: datetime) -> None:
    by_fact: dict[str, list[dict[str, object]]] = {}
    for one in datasets.recorded(of.year):
        if one.fact in catalogue.facts and not facts.offered(one.fact):
            by_fact.setdefault(one.fact, []).append(
                {
                    "estate_id": one.estate_id,
                    "numerator": one.numerator,
                    "denominator": one.denominator,
                    "said": one.said,
                    "applies": one.applies,
                    "zeroed": one.zeroed,
                    "recorded_id": one.id,
                }
            )
    with seeing_every_estate():
        for name, rows in by_fact.items():
            _keep(of, name, rows, Source.RECORDED, now)


def _record(verb: str, of: DataSet, **details: object) -> None:
    audit.record(
        f"rating:data_set:{verb}",
        object_kind="data_set",
        object_id=of.id,
        year=of.year,
        run=of.run,
        **details,
    )
