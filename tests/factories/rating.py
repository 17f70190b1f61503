"""Score sheets, filled in to the best, except where a test says otherwise."""

from linli.domains.rating.operations import filling_in
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules.grading import Checklist, Choice, Linear, Steps, YesNo, plain
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor, Role
from linli.platform import clock


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
    """The best for each of the 54 indicators, with evidence; `B04="0"` gives another value to one of them."""
    made = {}
    for one in sheets.catalogue("star_2024").indicators:
        values = {part.key: best(part.grade) for part in one.parts}
        if one.code in other:
            values[one.parts[0].key] = other[one.code]
        made[one.code] = Typed(values=values, evidence="台账第 3 页")
    return made


def actor(account, role=Role.COMMUNITY_OFFICER):
    return Actor(account_id=account.id, role=role)


def sheet(estate, by, *, year=2025, **other):
    """A filled-in draft."""
    made = filling_in.begin(actor=actor(by), estate_id=estate.id, year=year, now=clock.now())
    filling_in.enter(actor=actor(by), sheet=made, typed=all_best(**other), now=clock.now())
    return made


def confirmed(estate, by, other_person, *, year=2025, **other):
    """A published star."""
    made = sheet(estate, by, year=year, **other)
    filling_in.submit(actor=actor(by), sheet=made, decision="", now=clock.now())
    filling_in.confirm(actor=actor(other_person, Role.STREET_OFFICER), sheet=made, now=clock.now())
    return made
