"""Named facts that rooms offer: each one query over all estates, whose rows are also what stands behind a figure.

A room lists its facts in its `facts.py`; `linli.wiring` offers them. Whoever needs a figure asks by its name and
does not know the room. As the figure is the sum of the rows, the rows behind it always agree with it.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Subquery, func, select

from linli.kernel.times import end_of, start_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, rows_page


@dataclass(frozen=True, slots=True)
class Period:
    """The days a figure is about, and the moment as of which it is taken."""

    since_on: date
    until_on: date
    as_of: datetime

    @property
    def since(self) -> datetime:
        """The first moment."""
        return start_of(self.since_on)

    @property
    def until(self) -> datetime:
        """The first moment that is no longer in it, or the moment of asking where that is earlier."""
        return min(end_of(self.until_on), self.as_of)


def year(number: int, *, as_of: datetime) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), as_of)


class Without(StrEnum):
    """What it means that an estate has nothing to count."""

    MISSING = "missing"
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure with a name such as "tickets.closed_on_time".

    `rows` gives a query with the columns estate_id, id, at, words, part, whole (whole numbers): the numerator is
    the sum of `part`, the denominator that of `whole`. `counts` and `of` say both in words; a plain count has no
    `of`. Where the figure is one of several cases, `cases` names them and the greatest `part` chooses. Below
    `least` in the denominator nothing is said. `path` is where a row is read, with {estate_id} and {id}.
    `private` rows name homes: only who runs the estate sees which. A room that keeps no rows behind a figure gives
    `take` in their place: all estates at once, too.
    """

    name: str
    title: str
    counts: str
    of: str = ""
    rows: Callable[[Period], Select[*tuple[Any, ...]]] | None = None
    take: "Callable[[Period], Figures] | None" = None
    cases: tuple[str, ...] = ()
    least: int = 1
    without: Without = Without.MISSING
    path: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What a fact came to in one estate. `zeroed`: by its rule it counts nothing, whatever the numbers."""

    part: int
    whole: int
    said: str = ""
    applies: bool = True
    zeroed: bool = False


Figures = Mapping[uuid.UUID, Taken]

_offered: dict[str, Fact] = {}


def offer(facts: Iterable[Fact]) -> None:
    """Make facts known by their names; offering the same again changes nothing."""
    _offered.update({fact.name: fact for fact in facts})


def offered(name: str) -> Fact | None:
    """The fact of that name, where a room offers it."""
    return _offered.get(name)


def query(fact: Fact, period: Period) -> Select[Any]:
    """The one statement that takes a fact for all estates."""
    rows = _rows(fact, period)
    part = func.max(rows.c.part) if fact.cases else func.sum(rows.c.part)
    return select(rows.c.estate_id, part, func.sum(rows.c.whole)).group_by(rows.c.estate_id)


def figures(fact: Fact, period: Period) -> Figures:
    """What a fact comes to in every estate of which something is known."""
    if fact.take is not None:
        return fact.take(period)
    rows = db.session.execute(query(fact, period))
    return {estate: _judged(fact, int(part or 0), int(whole or 0)) for estate, part, whole in rows}


def _judged(fact: Fact, part: int, whole: int) -> Taken:
    said = fact.cases[part] if fact.cases else ""
    enough = not fact.of or whole >= fact.least
    return Taken(part, whole, said, applies=enough or fact.without is not Without.NOT_APPLICABLE)


def nothing(fact: Fact) -> Taken | None:
    """What a fact comes to in an estate of which nothing is known; None where it is missing."""
    if fact.without is Without.MISSING:
        return None
    said = fact.cases[0] if fact.cases else ""
    return Taken(0, 0, said, applies=fact.without is Without.ZERO)


def behind(fact: Fact, period: Period, estate_id: uuid.UUID, *, window: Window) -> Page[Any]:
    """The rows behind an estate's figure, a page at a time; none where the room keeps none."""
    if fact.rows is None:
        return Page()
    rows = _rows(fact, period)
    wanted = select(rows).where(rows.c.estate_id == estate_id)
    return rows_page(wanted, by=((rows.c.id, uuid.UUID),), window=window)


def counted_behind(fact: Fact, period: Period, estate_id: uuid.UUID) -> tuple[int, int, int]:
    """How many rows there are behind an estate's figure, and what they add up to: numerator and denominator."""
    rows = _rows(fact, period)
    part = func.max(rows.c.part) if fact.cases else func.sum(rows.c.part)
    sums = select(func.count(), part, func.sum(rows.c.whole)).where(rows.c.estate_id == estate_id)
    count, numerator, denominator = db.session.execute(sums).one()
    return count, int(numerator or 0), int(denominator or 0)


def _rows(fact: Fact, period: Period) -> Subquery:
    assert fact.rows is not None
    return fact.rows(period).subquery()
