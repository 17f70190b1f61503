"""Splitting figures by building without pointing at a household (NN-16; domain rules 1.7, case 24).

A building with fewer than five voters is not told apart, and cannot be worked out by taking the others away
from the total either: such buildings are joined, at least two and at least five voters together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.domains.voting.rules.majority import Weight, total

FEWEST = 5
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """The voters with units in one building, or in several that are joined.

    `own` counts each voter in one building only, so that sums of it never count anybody twice.
    """

    name: str
    taken_part: Weight
    roll: Weight
    own: int

    @property
    def missing(self) -> Weight:
        """Those who have not taken part yet."""
        return self.roll - self.taken_part


def shielded(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that may be shown, in their order, the joined ones last; none where even joined they are too few."""
    hidden = [part for part in parts if part.roll.heads < FEWEST]
    shown = [part for part in parts if part not in hidden]
    while hidden and shown and (len(hidden) == 1 or sum(part.own for part in hidden) < FEWEST):
        smallest = min(shown, key=lambda part: part.roll.heads)
        shown.remove(smallest)
        hidden.append(smallest)
    if not hidden:
        return tuple(shown)
    enough = sum(part.own for part in hidden) >= FEWEST
    return (*shown, _joined(hidden)) if enough and len(hidden) > 1 else tuple(shown)


def _joined(parts: Sequence[Part]) -> Part:
    names = "、".join(part.name for part in parts[:_NAMED])
    return Part(
        name=f"{names}{f' 等 {len(parts)} 处' if len(parts) > _NAMED else ''}合计",
        taken_part=total(part.taken_part for part in parts),
        roll=total(part.roll for part in parts),
        own=sum(part.own for part in parts),
    )
