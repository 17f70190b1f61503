"""Which names on a roster are the same person: one person with several units is one owner, one head.

Domain rules §1.2 (司法解释第9条). The same name and the same identity number, or the same name and a common
phone, is one person; so are two spellings of one company, whose names are unique by law. The same name alone
proves nothing: such people stay apart, and are shown to the officer where nothing tells them apart either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from linli.domains.people.roster.lines import UnitLine
from linli.kernel.text import fold

Mention = tuple[str, str]  # (the unit's label, the folded name)
Merge = frozenset[Mention]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on the register already, with the labels of the units they own today."""

    id: UUID
    name: str
    kind: str
    phones: frozenset[str]
    id_no: str
    labels: frozenset[str]


@dataclass(slots=True)
class Person:
    """Somebody whom the roster names, once or often. `owner_id` where the register knows them."""

    name: str
    company: bool = False
    developer: bool = False
    phones: set[str] = field(default_factory=set)
    id_nos: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    owner_id: UUID | None = None

    @property
    def id_no(self) -> str:
        """The identity number; of two that contradict, neither."""
        return next(iter(self.id_nos)) if len(self.id_nos) == 1 else ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everybody on the roster, by where they are mentioned, and the groups of names that may be one person."""

    persons: tuple[Person, ...]
    of: Mapping[Mention, Person]
    alike: tuple[tuple[Person, ...], ...]

    def people(self, unit: UnitLine) -> list[Person]:
        """The unit's owners, each once."""
        found = {id(one): one for owner in unit.owners for one in [self.of[unit.label, fold(owner.name)]]}
        return list(found.values())


def gather(units: Sequence[UnitLine], known: Iterable[Known], merges: Collection[Merge] = ()) -> Gathered:
    """The people of these units; `merges` are mentions that an officer has said are one person."""
    nodes = _mentioned(units)
    register = list(known)
    known_nodes = [_from_register(one) for one in register]
    groups = _Groups([*nodes.values(), *known_nodes])
    by_name: dict[str, list[Person]] = defaultdict(list)
    for node in nodes.values():
        by_name[node.mentions[0][1]].append(node)
    for node, one in zip(known_nodes, register, strict=True):
        by_name[fold(one.name)].append(node)
        for label in one.labels:
            if (mentioned := nodes.get((label, fold(one.name)))) is not None:
                groups.join(mentioned, node)
    for same in by_name.values():
        _join_alike(groups, same)
    for merge in merges:
        there = [nodes[one] for one in sorted(merge) if one in nodes]
        for other in there[1:]:
            groups.join(there[0], other)
    return _gathered(nodes, groups, by_name)


def _mentioned(units: Sequence[UnitLine]) -> dict[Mention, Person]:
    nodes: dict[Mention, Person] = {}
    for unit in units:
        for owner in unit.owners:
            mention = (unit.label, fold(owner.name))
            node = nodes.setdefault(mention, Person(owner.name, mentions=[mention]))
            node.company = node.company or owner.company
            node.developer = node.developer or owner.name == unit.developer
            node.phones |= set(owner.phones)
            node.id_nos |= {owner.id_no} - {""}
    return nodes


def _from_register(one: Known) -> Person:
    return Person(
        one.name,
        company=one.kind != "person",
        developer=one.kind == "developer",
        phones=set(one.phones),
        id_nos={one.id_no} - {""},
        owner_id=one.id,
    )


def _join_alike(groups: "_Groups", same: list[Person]) -> None:
    """Join people of one name by what they have in common; identity numbers first, for they are surest."""
    firsts: dict[tuple[str, str], Person] = {}
    for node in same:
        for number in node.id_nos:
            groups.join(firsts.setdefault(("id", number), node), node)
    for node in same:
        if node.company:
            groups.join(firsts.setdefault(("company", ""), node), node)
        for phone in node.phones:
            groups.join(firsts.setdefault(("phone", phone), node), node, sure=False)


class _Groups:
    """Who has been found to be one person with whom. Two whom the register knows apart are never joined."""

    def __init__(self, nodes: list[Person]) -> None:
        self._above = {id(node): id(node) for node in nodes}
        self._whole = {id(node): _copy(node) for node in nodes}

    def of(self, node: Person) -> Person:
        """The whole person that a node is part of."""
        return self._whole[self._top(id(node))]

    def _top(self, one: int) -> int:
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, first: Person, second: Person, *, sure: bool = True) -> None:
        """Make two one, unless they contradict: two owners of the register, or (unless sure) two numbers."""
        top, under = self._top(id(first)), self._top(id(second))
        one, two = self._whole[top], self._whole[under]
        if top == under or (one.owner_id and two.owner_id):
            return
        if not sure and one.id_nos and two.id_nos and not one.id_nos & two.id_nos:
            return
        self._above[under] = top
        one.mentions += two.mentions
        one.phones |= two.phones
        one.id_nos |= two.id_nos
        one.company, one.developer = one.company or two.company, one.developer or two.developer
        one.owner_id = one.owner_id or two.owner_id


def _copy(node: Person) -> Person:
    """The person apart from the node, so that joining others to it leaves the node as the file has it."""
    return replace(node, phones={*node.phones}, id_nos={*node.id_nos}, mentions=[*node.mentions])


def _gathered(
    nodes: Mapping[Mention, Person], groups: _Groups, by_name: Mapping[str, list[Person]]
) -> Gathered:
    of = {mention: groups.of(node) for mention, node in nodes.items()}
    persons = {id(person): person for person in of.values()}
    _said_by_the_file(nodes, of, persons.values())
    alike: list[tuple[Person, ...]] = []
    for same in by_name.values():
        distinct = {id(groups.of(node)): groups.of(node) for node in same if id(groups.of(node)) in persons}
        group = tuple(distinct.values())
        if len(group) > 1 and _nothing_tells_apart(group):
            alike.append(group)
    return Gathered(tuple(persons.values()), of, tuple(alike))


def _said_by_the_file(
    nodes: Mapping[Mention, Person], of: Mapping[Mention, Person], persons: Iterable[Person]
) -> None:
    """Keep for each person the numbers that the file says; what only the register says is not news."""
    for person in persons:
        person.phones, person.id_nos = set(), set()
    for mention, node in nodes.items():
        of[mention].phones |= node.phones
        of[mention].id_nos |= node.id_nos


def _nothing_tells_apart(group: tuple[Person, ...]) -> bool:
    """Whether somebody new in the group may be one of the others: no number of any kind, or a phone in common."""
    if all(person.owner_id for person in group) or any(person.company for person in group):
        return False
    if any(not person.phones and not person.id_nos for person in group):
        return True
    return len(frozenset().union(*(person.phones for person in group))) < sum(
        len(one.phones) for one in group
    )


def unified(units: Sequence[UnitLine], gathered: Gathered) -> list[UnitLine]:
    """The units with every person's numbers wherever they are named, so that one person reads the same everywhere."""
    return [
        replace(
            unit,
            owners=tuple(
                replace(owner, phones=tuple(sorted(person.phones)), id_no=person.id_no)
                for owner in unit.owners
                for person in [gathered.of[unit.label, fold(owner.name)]]
            ),
        )
        for unit in units
    ]
