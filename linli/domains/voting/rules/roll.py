"""Who may vote, with how much: units and their owners become voters, one head each (domain rules 1.2).

Sources: 司法解释[2009]7号 第8条 (area: register, else survey, else contract), 第9条 (heads: one part one person;
a developer's unsold and undelivered parts together one person; one buyer of several parts one person).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from types import MappingProxyType
from uuid import UUID

from linli.domains.estates.rules import Delivery, UnitKind
from linli.domains.people.rules import voter_key
from linli.domains.voting.rules.bundle import roll_csv
from linli.domains.voting.rules.chain import canonical, sha256
from linli.domains.voting.rules.counting import Voter
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.majority import Weight, total

Key = tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class UnitInScope:
    """A unit that lies in what is voted on, with whoever owns it that day. Area in 0.01 ㎡."""

    unit_id: UUID
    label: str
    kind: str
    delivery: str
    floor_area: int | None
    area_source: str | None
    owners: tuple[UUID, ...]
    building_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """One voter: the same set of owners, all their units in scope together; `delivered`: an owner has the ballot."""

    voter_no: str
    owner_ids: Key
    units: tuple[UnitInScope, ...]
    developer: bool = False
    delivered: bool = False

    @property
    def area(self) -> int:
        """The sum of the units' areas in 0.01 ㎡."""
        return sum(unit.floor_area or 0 for unit in self.units)

    @property
    def label(self) -> str:
        """The units as people name them: the first three, and how many there are."""
        return _labels(self.units)

    def as_voter(self) -> Voter:
        """The row of the published roll."""
        return Voter(self.voter_no, self.area, self.delivered)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why one unit keeps the roll from being frozen."""

    unit_id: UUID
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Roll:
    """All voters, the units that are in doubt, and what an officer should look at by hand."""

    heads: tuple[Head, ...]
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[str, ...] = ()
    _voters: tuple[Voter, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_voters", tuple(head.as_voter() for head in self.heads))

    @property
    def voters(self) -> tuple[Voter, ...]:
        """As the bundle has it."""
        return self._voters

    @property
    def weight(self) -> Weight:
        """All heads and all area: the denominators of the quorum."""
        return total(voter.weight for voter in self._voters)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the canonical roll.csv, printed in the notice and on the result."""
        return sha256(roll_csv(self._voters))

    @property
    def content_hash(self) -> str:
        """The SHA-256 over who is who as well: equal only where nothing at all has changed."""
        return sha256(
            canonical(
                [
                    [
                        head.voter_no,
                        [str(owner_id) for owner_id in head.owner_ids],
                        [[str(unit.unit_id), unit.floor_area] for unit in head.units],
                        *(["delivered"] if head.delivered else []),
                    ]
                    for head in self.heads
                ]
            )
        )


def with_deliveries(roll: Roll, delivered: Collection[str]) -> Roll:
    """The roll with who has the ballot in hand: the `delivered` of roll.csv."""
    heads = tuple(replace(head, delivered=head.voter_no in delivered) for head in roll.heads)
    return replace(roll, heads=heads)


def build_roll(
    units: Iterable[UnitInScope],
    *,
    developers: Sequence[UUID],
    rules: VotingRules,
    salt: str,
    numbers: Mapping[Key, str] = MappingProxyType({}),
) -> Roll:
    """The roll of these units. `developers` are the owners of that kind; `salt` mixes the voters' numbers.

    `numbers` are those of earlier versions: the same owners keep theirs, and a number is never given to others.
    """
    counted = [unit for unit in units if _is_counted(unit, rules)]
    groups: dict[Key, list[UnitInScope]] = defaultdict(list)
    undelivered: list[UnitInScope] = []
    doubts: list[Doubt] = []
    for unit in counted:
        reason = _doubt(unit)
        if reason:
            doubts.append(Doubt(unit.unit_id, unit.label, reason))
        elif unit.delivery == Delivery.DELIVERED:
            groups[voter_key(unit.owners)].append(unit)
        else:
            undelivered.append(unit)
    developer = voter_key(developers)
    if undelivered:
        groups[developer].extend(undelivered)
    numbered = number_voters(groups, salt=salt, known=numbers)
    heads = tuple(
        Head(number, key, tuple(groups[key]), bool(undelivered) and key == developer)
        for key, number in sorted(numbered.items(), key=lambda one: one[1])
    )
    return Roll(heads, tuple(doubts), tuple(_warnings(heads, groups, undelivered, developer)))


def number_voters(keys: Iterable[Key], *, salt: str, known: Mapping[Key, str]) -> dict[Key, str]:
    """A number for each set of owners, mixed so that it tells nothing; known sets keep theirs, new ones follow on."""
    new = sorted((key for key in keys if key not in known), key=lambda key: _mixed(salt, key))
    width = max((len(number) - 1 for number in known.values()), default=len(str(len(new))))
    last = max((int(number[1:]) for number in known.values()), default=0)
    given = {key: f"V{number:0{width}d}" for number, key in enumerate(new, last + 1)}
    return {key: known[key] if key in known else given[key] for key in keys}


def move_unit(roll: Roll, unit_id: UUID, buyers: Key, *, salt: str, known: Mapping[Key, str]) -> Roll:
    """The frozen roll with one unit under its buyers' head, everything else as it was (domain rules 1.2).

    A seller of whom nothing is left leaves the roll; buyers who are on it already bring one unit more.
    """
    seller = next(head for head in roll.heads if any(unit.unit_id == unit_id for unit in head.units))
    moved = next(unit for unit in seller.units if unit.unit_id == unit_id)
    groups = {head.owner_ids: list(head.units) for head in roll.heads}
    groups[seller.owner_ids].remove(moved)
    groups.setdefault(buyers, []).append(replace(moved, owners=buyers))
    developers = {head.owner_ids for head in roll.heads if head.developer}
    kept = {key: units for key, units in groups.items() if units}
    numbered = number_voters(kept, salt=salt, known=known)
    return Roll(
        tuple(
            Head(number, key, tuple(kept[key]), key in developers)
            for key, number in sorted(numbered.items(), key=lambda one: one[1])
        )
    )


def _is_counted(unit: UnitInScope, rules: VotingRules) -> bool:
    if unit.kind == UnitKind.PARKING:
        return rules.count_parking
    return unit.kind != UnitKind.STORAGE or rules.count_storage


def _doubt(unit: UnitInScope) -> str:
    if not unit.floor_area or unit.floor_area < 0:
        return "没有建筑面积"
    if not unit.area_source:
        return "面积没有写明来源（登记簿、测绘或合同）"
    if unit.delivery == Delivery.DELIVERED and not unit.owners:
        return "没有登记业主"
    return ""


def _mixed(salt: str, key: Key) -> str:
    return hashlib.sha256(f"{salt}:{':'.join(map(str, key))}".encode()).hexdigest()


def _warnings(
    heads: Sequence[Head],
    groups: dict[Key, list[UnitInScope]],
    undelivered: Sequence[UnitInScope],
    developer: Key,
) -> Iterable[str]:
    if undelivered and not developer:
        yield f"有 {len(undelivered)} 套未售或未交付房屋，但名册里没有登记建设单位：这一票没有人能投。"
    holding: dict[UUID, list[Head]] = defaultdict(list)
    for head in heads:
        for owner_id in head.owner_ids:
            holding[owner_id].append(head)
    overlapping = {
        (one.voter_no, other.voter_no): (one, other)
        for several in holding.values()
        for one, other in combinations(several, 2)
    }
    for one, other in overlapping.values():
        yield (
            f"{_labels(groups[one.owner_ids])} 与 {_labels(groups[other.owner_ids])} 有相同的业主，但共有人不同，"
            "按两名投票人计算，请核对。"
        )


def _labels(units: Sequence[UnitInScope]) -> str:
    shown = "、".join(unit.label for unit in units[:3])
    return shown if len(units) <= 3 else f"{shown} 等 {len(units)} 套"  # noqa: PLR2004 - enough to recognise
