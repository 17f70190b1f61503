"""The owners of an estate as they stand on a day: the roll that a vote of that day would have, without a vote.

For whatever is counted by heads and area between votes, such as the signatures under a proposal (NN-13).
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.people.rules import OwnerKind
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.domains.voting.rules.roll import Head, Key, Roll, UnitInScope, build_roll


@dataclass(frozen=True, slots=True)
class Standing:
    """The roll of a day, who was chosen to speak for co-owners, and the areas of units in doubt (0.01 ㎡, or none)."""

    roll: Roll
    speakers: Mapping[Key, frozenset[uuid.UUID]]
    doubtful_areas: tuple[int | None, ...]


def standing(estate_id: uuid.UUID, rules: VotingRules, *, on: date) -> Standing:
    """Every voter of the whole estate on a day, by the estate's rules on developers, parking and storage."""
    holding: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    chosen: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for held in register.ownerships(estate_id, on=on):
        holding[held.unit_id].append(held.owner_id)
        if held.representative:
            chosen[held.unit_id].add(held.owner_id)
    units = [
        UnitInScope(
            unit_id=unit.id,
            label=unit.label,
            kind=unit.kind,
            delivery=unit.delivery,
            floor_area=unit.floor_area,
            area_source=unit.area_source,
            owners=tuple(holding[unit.id]),
            building_id=unit.building_id,
        )
        for unit in estates.unit_views(estate_id)
    ]
    owners = register.owner_views(estate_id).values()
    developers = [one.id for one in owners if one.kind == OwnerKind.DEVELOPER]
    roll = build_roll(units, developers=developers, rules=rules, salt=str(estate_id))
    areas = {unit.unit_id: unit.floor_area for unit in units}
    return Standing(
        roll,
        {head.owner_ids: found for head in roll.heads if (found := _speakers(head, chosen))},
        tuple(areas[doubt.unit_id] for doubt in roll.doubts),
    )


def _speakers(head: Head, chosen: Mapping[uuid.UUID, set[uuid.UUID]]) -> frozenset[uuid.UUID]:
    """Those whom the co-owners of a voter's units chose; alone, one needs nobody."""
    if len(head.owner_ids) < 2:  # noqa: PLR2004 - alone
        return frozenset()
    named = {one for unit in head.units for one in chosen.get(unit.unit_id, ())}
    return frozenset(named & set(head.owner_ids))
