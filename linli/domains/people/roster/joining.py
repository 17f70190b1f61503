"""Rows against each other: co-owners on rows of their own, rows written twice, rows that contradict."""

from collections.abc import Mapping
from dataclasses import replace

from linli.domains.people.roster.lines import (
    Field,
    OwnerLine,
    Reason,
    RowReading,
    Treatment,
    UnitLine,
    Verdict,
    Weight,
)
from linli.domains.people.roster.reasons import reason
from linli.domains.people.roster.rows import Judged, with_reasons

Key = tuple[str, str, str, str]
_OF_PEOPLE = frozenset({Field.OWNERS, Field.PHONES, Field.ID_NOS, Field.SHARES})


def join_rows(judged: list[Judged], merged_into: Mapping[tuple[str, int], int]) -> list[RowReading]:
    """The readings with co-owners' rows joined to their unit, repeats left out, contradictions doubted.

    A row whose room cell is merged with the row above speaks of the same unit. Repeats without any
    difference (but for notes) are left out; with a difference both rows are doubtful, because nobody but
    the officer can say which is right.
    """
    rows = [one.reading for one in judged]
    position = {(row.sheet, row.row): index for index, row in enumerate(rows)}
    first_of: dict[Key, int] = {}
    for index, one in enumerate(judged):
        row = rows[index]
        base = position.get((row.sheet, merged_into.get((row.sheet, row.row), 0)))
        if base is not None and row.verdict is not Verdict.LEFT_OUT:
            _join(rows, base, index, one.treatment)
        elif row.unit is not None:
            _compare(rows, judged, first_of, index)
    return rows


def _compare(rows: list[RowReading], judged: list[Judged], first_of: dict[Key, int], index: int) -> None:
    unit, treatment = rows[index].unit, judged[index].treatment
    assert unit is not None
    base = first_of.setdefault(unit.key, index)
    if base == index:
        if treatment is Treatment.JOIN:
            rows[index] = with_reasons(rows[index], [reason("treatment.nothing_to_join")], treatment)
        return
    if treatment is Treatment.JOIN:
        _join(rows, base, index, treatment)
    elif _same(judged[base].reading.unit, unit):
        why = reason("left.duplicate", text=_name(rows[base], rows[index]))
        rows[index] = replace(rows[index], verdict=Verdict.LEFT_OUT, reasons=(why,), unit=None)
    else:
        for here, there in ((base, index), (index, base)):
            why = reason("row.contradicts", text=_name(rows[there], rows[here]), field=Field.ROOM)
            rows[here] = with_reasons(rows[here], [why], judged[here].treatment)


def _same(first: UnitLine | None, second: UnitLine) -> bool:
    return first is not None and replace(first, note="") == replace(second, note="")


def _name(other: RowReading, here: RowReading) -> str:
    return str(other.row) if other.sheet == here.sheet else f"{other.sheet}!{other.row}"


def _join(rows: list[RowReading], base: int, index: int, treatment: Treatment | None) -> None:
    """Add the row's owners to the unit of the base row; only doubts about the people stay with the row."""
    whole, part = rows[base], rows[index]
    people = [one for one in part.reasons if one.field in _OF_PEOPLE and not _natural(one)]
    joined: Reason = reason("row.joined", text=_name(whole, part))
    if whole.unit is not None and part.unit is not None:
        owners = _with_owners(whole.unit.owners, part.unit.owners)
        rows[base] = replace(whole, unit=replace(whole.unit, owners=owners))
    bare = replace(part, reasons=(), unit=None, continues=whole.row)
    rows[index] = with_reasons(bare, [joined, *people], treatment)


def _natural(one: Reason) -> bool:
    """What a co-owner's row need not have: an owner of its own (a second phone alone), a phone."""
    return one.code == "owner.missing" or one.weight is Weight.REMARK


def _with_owners(owners: tuple[OwnerLine, ...], more: tuple[OwnerLine, ...]) -> tuple[OwnerLine, ...]:
    known = {owner.name: owner for owner in owners}
    for owner in more:
        before = known.get(owner.name)
        if before is None:
            known[owner.name] = owner
        else:
            phones = tuple(dict.fromkeys((*before.phones, *owner.phones)))
            known[owner.name] = replace(before, phones=phones)
    return tuple(known.values())
