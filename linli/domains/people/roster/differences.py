"""What an accepted reading would change in the register, for the officer to see before it is applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from linli.domains.people.roster.lines import OwnerLine, RosterReading, UnitLine, label_of
from linli.kernel.area import format_area
from linli.kernel.text import fold

Key = tuple[str, str, str, str]


class Change(StrEnum):
    """What would become different."""

    NEW_UNIT = "new_unit"
    VANISHED = "vanished"
    AREA = "area"
    INNER_AREA = "inner_area"
    AREA_SOURCE = "area_source"
    KIND = "kind"
    DELIVERY = "delivery"
    NEW_OWNERS = "new_owners"
    CONTACT = "contact"
    NOTE = "note"

    @property
    def words(self) -> str:
        """As people read it."""
        return _WORDS[self]


_WORDS = {
    Change.NEW_UNIT: "新增房屋",
    Change.VANISHED: "文件里没有了",
    Change.AREA: "建筑面积变化",
    Change.INNER_AREA: "套内面积变化",
    Change.AREA_SOURCE: "面积来源变化",
    Change.KIND: "用途变化",
    Change.DELIVERY: "交付状态变化",
    Change.NEW_OWNERS: "产权人变化",
    Change.CONTACT: "联系电话、证件或份额变化",
    Change.NOTE: "备注变化",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change of one unit. `before` and `after` are in words; `unit` is the new state, None for VANISHED."""

    change: Change
    key: Key
    before: str
    after: str
    unit: UnitLine | None = None

    @property
    def label(self) -> str:
        """The unit as people say it."""
        return label_of(self.key)


@dataclass(frozen=True, slots=True)
class Differences:
    """All changes, in the order of the file, then what vanished; `unchanged` counts units that stay as they are."""

    changes: tuple[Difference, ...]
    unchanged: int

    @property
    def empty(self) -> bool:
        """Whether the file says just what the register says (EI-05)."""
        return not self.changes

    @property
    def applicable(self) -> tuple[Difference, ...]:
        """What applying the file would do: all but what vanished, which is only shown."""
        return tuple(one for one in self.changes if one.change is not Change.VANISHED)

    @property
    def sales(self) -> tuple[Difference, ...]:
        """Units that go from owners to others: each needs the day on which it did."""
        return tuple(one for one in self.changes if one.change is Change.NEW_OWNERS and one.before)


def compare(reading: RosterReading, register: Iterable[UnitLine]) -> Differences:
    """What the file changes in the register; see `compare_units`."""
    return compare_units(reading.units, register)


def compare_units(units: Iterable[UnitLine], register: Iterable[UnitLine]) -> Differences:
    """What the units of a file change in the register. The same file again is no difference.

    What the file does not say, it does not take away: a blank area, source, identity number or phone leaves
    the register's. A unit the file no longer has is shown and never deleted. The register is given as the
    lines its units would have on a roster.
    """
    known = {unit.key: unit for unit in register}
    changes: list[Difference] = []
    unchanged = 0
    for unit in units:
        before = known.pop(unit.key, None)
        if before is None:
            changes.append(Difference(Change.NEW_UNIT, unit.key, "", _people(unit.owners), unit))
            continue
        found = _changes(before, merged(before, unit))
        changes += found
        unchanged += not found
    changes += [Difference(Change.VANISHED, key, _people(unit.owners), "") for key, unit in known.items()]
    return Differences(tuple(changes), unchanged)


def merged(before: UnitLine, after: UnitLine) -> UnitLine:
    """The unit as it would stand after the import: the file's words, and the register's where the file is silent."""
    owners = before.owners if _same_people(before, after) else after.owners
    if owners is before.owners:
        said = {fold(owner.name): owner for owner in after.owners}
        owners = tuple(_merged_owner(owner, said[fold(owner.name)]) for owner in before.owners)
    area = after.area if after.area is not None else before.area
    same_area = after.area is None or after.area == before.area
    return replace(
        after,
        owners=owners,
        area=area,
        inner_area=after.inner_area if after.inner_area is not None else before.inner_area,
        area_source=after.area_source or (before.area_source if same_area else None),
        note=after.note or before.note,
    )


def _merged_owner(before: OwnerLine, after: OwnerLine) -> OwnerLine:
    phones = before.phones if set(before.phones) == set(after.phones) else after.phones or before.phones
    return replace(
        before, phones=phones, id_no=after.id_no or before.id_no, share=after.share or before.share
    )


def _same_people(before: UnitLine, after: UnitLine) -> bool:
    return {fold(owner.name) for owner in before.owners} == {fold(owner.name) for owner in after.owners}


def _changes(before: UnitLine, after: UnitLine) -> list[Difference]:
    pairs: Mapping[Change, tuple[str, str]] = {
        Change.NEW_OWNERS: (_people(before.owners), _people(after.owners)),
        Change.DELIVERY: (before.delivery.title, after.delivery.title),
        Change.AREA: (_metres(before.area), _metres(after.area)),
        Change.INNER_AREA: (_metres(before.inner_area), _metres(after.inner_area)),
        Change.AREA_SOURCE: (_source(before), _source(after)),
        Change.KIND: (before.kind.title, after.kind.title),
        Change.NOTE: (before.note, after.note),
    }
    found = [
        Difference(change, after.key, old, new, after) for change, (old, new) in pairs.items() if old != new
    ]
    if before.owners != after.owners and _same_people(before, after):
        found.append(Difference(Change.CONTACT, after.key, _contacts(before), _contacts(after), after))
    return found


def _people(owners: tuple[OwnerLine, ...]) -> str:
    return "、".join(owner.name for owner in owners)


def _contacts(unit: UnitLine) -> str:
    return "；".join(
        " ".join(part for part in (owner.name, "、".join(owner.phones), owner.id_no, owner.share) if part)
        for owner in unit.owners
    )


def _metres(area: int | None) -> str:
    return "" if area is None else f"{format_area(area)} ㎡"


def _source(unit: UnitLine) -> str:
    return unit.area_source.title if unit.area_source else ""
