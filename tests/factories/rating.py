"""Score sheets, filled in to the best, except where a test says otherwise."""

from datetime import date

from linli.domains.rating.models import DataSet, Figure
from linli.domains.rating.operations import filling_in, recording
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules import figures
from linli.domains.rating.rules.figures import TypedValue, Value
from linli.domains.rating.rules.grading import Checklist, Choice, Linear, Steps, YesNo, plain
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor, Role
from linli.platform import clock
from linli.platform.db import db


def best(grade):
    """The best finding of a grading word, as it is typed."""
    match grade:
        case Linear():
            return plain(grade.full_at)
        case Steps():
            return plain(grade.steps[0][0])
        case Choice():
            return grade.options[0][0]
        case YesNo():
            return "yes"
        case Checklist():
            return str(grade.items)
    return "0"


def all_best(**other):
    """The best for each indicator that people enter, with evidence; `A01="没有"` gives another value to one of them."""
    return {
        one.code: Typed(values=_values(one, other), evidence="台账第 3 页")
        for one in sheets.catalogue("star_2024").indicators
        if not one.automatic
    }


def _values(indicator, other):
    values = {part.key: best(part.grade) for part in indicator.parts}
    if indicator.code in other:
        values[indicator.parts[0].key] = other[indicator.code]
    return values


def value_of(part, text):
    """A value that reads as this text: "87.5" of a share is 8750 of 10000."""
    found = part.grade.read(text)
    match part.grade:
        case Choice():
            return Value(said=found)
        case YesNo():
            return Value(int(found))
        case Linear() | Steps() if figures.is_share(part):
            return Value(found, 100 * figures.factor(part))
        case Linear() | Steps():
            return Value(found // 100)
    return Value(found)


def data(estate, by, *, year=2025, without=(), **other):
    """What the platform's data say of an estate in a frozen year: the best, except where another value is given."""
    of = datasets.frozen(year) or _data_set(by, year)
    for one in sheets.catalogue("star_2024").indicators:
        if one.automatic and one.code not in without:
            for part in one.parts:
                value = value_of(part, _values(one, other)[part.key])
                db.session.add(
                    Figure(
                        estate_id=estate.id, data_set_id=of.id, fact=part.fact, source="computed",
                        numerator=value.numerator, denominator=value.denominator, said=value.said,
                        computed_at=clock.now(),
                    )
                )  # fmt: skip
    db.session.flush()
    return of


def _data_set(by, year):
    made = DataSet(
        year=year, run=1, catalogue="star_2024", version="草案 v0", state="frozen", since_on=date(year, 1, 1),
        until_on=date(year, 12, 31), as_of=clock.now(), started_by=by.id, frozen_by=by.id, frozen_at=clock.now(),
        computed_at=clock.now(), digest="0" * 64,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def corrected(estate, by, fact, *, year=2025, reason="核对后更正", **typed):
    """A signed line beside a frozen figure."""
    return recording.correct(
        actor=actor(by), estate_id=estate.id, year=year, fact=fact, typed=TypedValue(**typed), reason=reason,
        evidence="", now=clock.now(),
    )  # fmt: skip


def actor(account, role=Role.COMMUNITY_OFFICER):
    return Actor(account_id=account.id, role=role)


def sheet(estate, by, *, year=2025, **other):
    """A filled-in draft on a frozen year."""
    data(estate, by, year=year, **other)
    made = filling_in.begin(actor=actor(by), estate_id=estate.id, year=year, now=clock.now())
    filling_in.enter(actor=actor(by), sheet=made, typed=all_best(**other), now=clock.now())
    return made


def confirmed(estate, by, other_person, *, year=2025, **other):
    """A published star."""
    made = sheet(estate, by, year=year, **other)
    for jump in datasets.jumps(estate.id, year, sheets.catalogue(made.catalogue)):
        recording.comment(
            actor=actor(by), estate_id=estate.id, year=year, fact=jump.fact, words="核对过", now=clock.now()
        )
    filling_in.submit(actor=actor(by), sheet=made, decision="", now=clock.now())
    filling_in.confirm(actor=actor(other_person, Role.STREET_OFFICER), sheet=made, now=clock.now())
    return made
