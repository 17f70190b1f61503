"""The demo city's last year as it was rated: data computed for all estates and frozen, sheets filled in, confirmed.

What the demo's rooms know of that year is computed; the rest is recorded by hand, as anywhere else.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from linli.cli.demo.invent import Inventor
from linli.domains.rating.operations import datasets as running
from linli.domains.rating.operations import filling_in, recording
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules import figures
from linli.domains.rating.rules.catalogue import Catalogue, Part
from linli.domains.rating.rules.figures import TypedValue
from linli.domains.rating.rules.grading import Checklist, Choice, Linear, Steps, YesNo, plain
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import start_of
from linli.platform import clock
from linli.platform.transactions import transaction

GOOD = 0.8
HOMES = 200  # the denominator of what is recorded by hand


@dataclass(frozen=True, slots=True)
class Rated:
    """An estate to be rated, with its two officers."""

    estate_id: UUID
    community_id: UUID
    officers: tuple[UUID, ...]
    inventor: Inventor

    def officer(self, number: int) -> Actor:
        """One of the two officers of the community."""
        return Actor(
            self.officers[number], Role.COMMUNITY_OFFICER, Scope(ScopeKind.COMMUNITY, self.community_id)
        )


def rate(estates: list[Rated], *, today: date) -> None:
    """Rate the last year of these estates; those that have a sheet are passed over, a frozen year is left alone."""
    year, at = today.year - 1, start_of(today) - timedelta(days=20)
    with transaction(writes=False):
        left = [one for one in estates if not any(of.year == year for of in sheets.sheets(one.estate_id))]
        frozen = datasets.frozen(year) is not None
    if not left or frozen:
        return
    with clock.freeze(at):
        with transaction():
            of = running.start(actor=left[0].officer(0), year=year, now=clock.now())
            while running.compute_next(of=of, now=clock.now()):
                pass
        for one in left:
            with transaction():
                _record(one, year)
        with transaction():
            of = datasets.run(data_set_id=of.id)
            running.freeze(actor=left[0].officer(0), of=of, now=clock.now())
        for one in left:
            with transaction():
                _fill_in(one, year, clock.now())


def _record(one: Rated, year: int) -> None:
    """What the platform knows nothing of."""
    catalogue = sheets.catalogue(datasets.catalogue_name(year))
    run = datasets.current(year)
    known = datasets.computed(run, one.estate_id) if run else {}
    typed = {fact: _value(one.inventor, part) for fact, part in catalogue.facts.items() if fact not in known}
    recording.record_all(
        actor=one.officer(0),
        estate_id=one.estate_id,
        year=year,
        typed=typed,
        evidence="年度台账",
        now=clock.now(),
    )


def _value(inventor: Inventor, part: Part) -> TypedValue:
    text = _finding(inventor, part.grade)
    if isinstance(part.grade, Choice):
        return TypedValue(said=text)
    if isinstance(part.grade, YesNo):
        return TypedValue(numerator="1" if text == "yes" else "0")
    if not figures.is_share(part):
        return TypedValue(numerator=text.partition(".")[0])
    found = part.grade.read(text)
    assert isinstance(found, int)
    numerator = found * HOMES // (100 * figures.factor(part))
    return TypedValue(numerator=str(numerator), denominator=str(HOMES))


def _fill_in(one: Rated, year: int, now: datetime) -> None:
    sheet = filling_in.begin(actor=one.officer(0), estate_id=one.estate_id, year=year, now=now)
    catalogue: Catalogue = sheets.catalogue(sheet.catalogue)
    typed = {
        indicator.code: Typed(
            values={part.key: _finding(one.inventor, part.grade) for part in indicator.parts},
            evidence="年度台账",
        )
        for indicator in catalogue.indicators
        if not indicator.automatic
    }
    filling_in.enter(actor=one.officer(0), sheet=sheet, typed=typed, now=now)
    filling_in.submit(actor=one.officer(0), sheet=sheet, decision="", now=now)
    filling_in.confirm(actor=one.officer(1), sheet=sheet, now=now)


def _finding(inventor: Inventor, grade: Any) -> str:
    """A finding that is good in four of five cases."""
    good = inventor.random.random() < GOOD
    match grade:
        case Linear():
            return plain(grade.full_at if good else grade.zero_at)
        case Steps():
            return plain(grade.steps[0 if good else -1][0])
        case Choice():
            return str(grade.options[0 if good else -1][0])
        case YesNo():
            return "yes" if good else "no"
        case Checklist():
            return str(grade.items if good else grade.items // 2)
    return "0" if good else "1"
