"""Rosters as answers and pages show them: rows, what waits, what would change, who may be one person."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linli.domains.estates.rules import UnitKind
from linli.domains.people.models import Roster
from linli.domains.people.queries.rosters import Outlook
from linli.domains.people.roster.differences import Change, Difference
from linli.domains.people.roster.lines import Field, RosterReading, RowReading, UnitLine, Verdict, Weight
from linli.domains.people.roster.matching import Person
from linli.domains.people.rules import RosterState
from linli.kernel.masking import mask_id_no, mask_phone

PAGE = 50
MOST_CHANGES = 500
_SHORTEST_ID = 15
TONES = {
    RosterState.DRAFT: "wait",
    RosterState.PROPOSED: "wait",
    RosterState.APPLIED: "good",
    RosterState.DISCARDED: "",
}
VERDICT_TONES = {
    Verdict.UNDERSTOOD: "good",
    Verdict.DOUBTFUL: "wait",
    Verdict.REFUSED: "bad",
    Verdict.LEFT_OUT: "",
}
_NUMBERS = re.compile(r"(?<![0-9])[0-9]{7,20}[Xx]?(?![0-9])", re.ASCII)


def hidden(text: str) -> str:
    """The text with the middles of its phone and identity numbers hidden (check I-1)."""
    return _NUMBERS.sub(lambda found: _masked(found[0]), text)


def _masked(number: str) -> str:
    return mask_id_no(number) if len(number) >= _SHORTEST_ID else mask_phone(number)


def row(one: RowReading) -> dict[str, Any]:
    """A row for programs."""
    return {
        "sheet": one.sheet,
        "row": one.row,
        "verdict": one.verdict,
        "label": one.unit.label if one.unit else None,
        "reasons": one.reasons,
        "texts": {field.value: text for field, text in one.texts.items() if text},
    }


def rows_of(reading: RosterReading, show: str) -> list[RowReading]:
    """The rows of one verdict, or all of them."""
    return [one for one in reading.rows if show in {"all", one.verdict.value}]


def first_view(reading: RosterReading) -> str:
    """What an officer wants to see first: what waits for them, else everything."""
    counts = reading.counts
    waiting = (Verdict.DOUBTFUL, Verdict.REFUSED)
    return next((verdict.value for verdict in waiting if counts[verdict]), "all")


def options(reading: RosterReading, show: str) -> list[dict[str, Any]]:
    """The ways of looking at the rows, each with how many there are; all but the first add up to it."""
    found = [("all", "全部", reading.row_count)]
    found += [(verdict.value, verdict.words, count) for verdict, count in reading.counts.items()]
    return [
        {"label": f"{words} {count}", "href": f"?show={value}", "current": value == show}
        for value, words, count in found
    ]


def alike_doubts(reading: RosterReading) -> list[dict[str, Any]]:
    """The doubts that many rows share and that may be accepted in one step, most frequent first."""
    found: dict[str, list[RowReading]] = {}
    for one in reading.open_rows:
        doubts = [why for why in one.reasons if why.weight in {Weight.DOUBT, Weight.REFUSAL}]
        if doubts and all(why.acceptable for why in doubts):
            for code in dict.fromkeys(why.code for why in doubts):
                found.setdefault(code, []).append(one)
    groups = [
        {
            "code": code,
            "count": len(rows),
            "example": next(why.sentence for why in rows[0].reasons if why.code == code),
        }
        for code, rows in found.items()
        if len(rows) > 1
    ]
    return sorted(groups, key=lambda group: -int(str(group["count"])))


def errors(one: RowReading) -> dict[str, list[str]]:
    """What is wrong with a row, beside the fields of its form."""
    found: dict[str, list[str]] = {}
    for why in one.reasons:
        if why.weight in {Weight.DOUBT, Weight.REFUSAL}:
            found.setdefault((why.field or Field.TREATMENT).value, []).append(why.sentence)
    return found


def next_open(reading: RosterReading, after: tuple[int, int]) -> tuple[int, int] | None:
    """The next row that waits (its sheet's number and its own), starting over at the top."""
    places = [
        (index, one.row)
        for index, sheet in enumerate(reading.sheets)
        for one in sheet.rows
        if one.verdict in {Verdict.DOUBTFUL, Verdict.REFUSED}
    ]
    return next((place for place in places if place > after), places[0] if places else None)


def outlook(found: Outlook, reading: RosterReading) -> dict[str, Any]:
    """What would change, for programs."""
    return {
        "importable": reading.importable,
        "first": found.first,
        "seen": found.seen,
        "counts": found.counts(),
        "undated": [one.label for one in found.undated],
        "changes": changes(found.differences.changes[:MOST_CHANGES]),
        "alike": [alike(group) for group in found.gathered.alike],
    }


def changes(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Differences in words, numbers hidden."""
    return [
        {
            "change": one.change,
            "label": one.label,
            "before": hidden(one.before),
            "after": hidden(one.after),
            "sale": one.change is Change.NEW_OWNERS and bool(one.before),
        }
        for one in found
    ]


def alike(group: Sequence[Person]) -> dict[str, Any]:
    """A name that stands in several places."""
    return {
        "name": group[0].name,
        "persons": [
            {
                "units": sorted({label for label, _ in person.mentions}),
                "phones": [mask_phone(phone) for phone in sorted(person.phones)],
            }
            for person in group
        ],
    }


def kinds(units: Iterable[UnitLine]) -> list[dict[str, Any]]:
    """How many units of each kind, and their areas together."""
    units = list(units)
    counted = Counter(unit.kind for unit in units)
    return [
        {
            "title": kind.title,
            "count": counted[kind],
            "area": sum(unit.area or 0 for unit in units if unit.kind is kind),
        }
        for kind in UnitKind
        if counted[kind]
    ]


def change_counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many of each kind of change, in words."""
    return [(change.words, counts[change.value]) for change in Change if counts.get(change.value)]


def listed(found: Roster, names: Mapping[Any, str]) -> dict[str, Any]:
    """A roster in a list; the operator is named where it came from the command line."""

    def who(account_id: Any) -> str:
        return names.get(account_id, "") if account_id else "系统管理员（命令行）"

    state = RosterState(found.state)
    return {
        "id": found.id,
        "filename": found.filename,
        "state": state,
        "tone": TONES[state],
        "at": found.uploaded_at,
        "by": who(found.uploaded_by),
        "proposed_by": who(found.proposed_by) if found.proposed_at else "",
        "applied_by": who(found.applied_by) if found.applied_at else "",
        "applied_at": found.applied_at,
        "returned_why": found.returned_why,
        "counts": found.counts,
        "changes": change_counts(found.counts),
    }
