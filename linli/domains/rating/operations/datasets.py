"""Making a year's data set: one statement a fact over all estates, taken up again where it stopped, then frozen."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert

from linli.domains.estates import queries as estates
from linli.domains.rating.errors import AlreadyFrozen, NotComputed, TooEarly
from linli.domains.rating.models import DataSet, DataSetStep, Figure
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules.catalogue import Catalogue
from linli.domains.rating.rules.figures import RunState, Source
from linli.kernel.actors import EVERYWHERE, Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit, facts
from linli.platform.db import db
from linli.platform.facts import Fact, Taken
from linli.platform.transactions import seeing_every_estate

_FIGURES, _STEPS = cast("Table", Figure.__table__), cast("Table", DataSetStep.__table__)


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


def compute_next(*, of: DataSet, now: datetime) -> str | None:
    """Compute one more fact of a run for all estates; the last one ends the run. Returns which, or None."""
    if of.state != RunState.COMPUTING:
        return None
    left = datasets.waiting(of)
    if left:
        compute(of=of, name=left[0], now=now)
    if len(left) <= 1:
        of.state, of.computed_at = RunState.COMPUTED, now
    return left[0] if left else None


def compute(*, of: DataSet, name: str, now: datetime) -> int:
    """Compute one fact for all estates: one question, one insert. Returns for how many it says something."""
    fact = facts.offered(name)
    assert fact is not None
    with seeing_every_estate():
        taken = facts.figures(fact, facts.Period(of.since_on, of.until_on, of.as_of))
        there, otherwise = estates.reached_ids(EVERYWHERE, on=of.until_on), facts.nothing(fact)
        found = {one: taken.get(one, otherwise) for one in db.session.scalars(there)}
        rows = [_row(fact, one, figure) for one, figure in found.items() if figure and _known(fact, figure)]
        _keep(of, name, rows, Source.COMPUTED, now)
    db.session.execute(
        insert(_STEPS),
        {"id": new_id(), "data_set_id": of.id, "fact": name, "estates": len(rows), "computed_at": now},
    )
    return len(rows)


def _known(fact: Fact, taken: Taken) -> bool:
    """A share of nothing is no figure, unless by its rule it does not apply or counts nothing."""
    return not fact.of or taken.whole >= fact.least or not taken.applies or taken.zeroed


def _row(fact: Fact, estate_id: uuid.UUID, taken: Taken) -> dict[str, object]:
    return {
        "estate_id": estate_id,
        "numerator": taken.part,
        "denominator": taken.whole if fact.of else None,
        "said": taken.said,
        "applies": taken.applies,
        "zeroed": taken.zeroed,
    }


def _keep(of: DataSet, name: str, rows: Iterable[dict[str, object]], source: Source, now: datetime) -> None:
    kept = [
        {"recorded_id": None}
        | row
        | {"id": new_id(), "data_set_id": of.id, "fact": name, "source": source, "computed_at": now}
        for row in rows
    ]
    if kept:
        db.session.execute(insert(_FIGURES), kept)


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
    computed = datasets.known(of)
    for one in datasets.recorded(of.year):
        if one.fact in catalogue.facts and (one.estate_id, one.fact) not in computed:
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


def _record(verb: str, of: DataSet, **details: Any) -> None:
    audit.record(
        f"rating:data_set:{verb}",
        object_kind="data_set",
        object_id=of.id,
        year=of.year,
        run=of.run,
        **details,
    )
