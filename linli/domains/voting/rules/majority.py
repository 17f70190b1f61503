"""Heads and area, and when they are enough. Fractions are compared by multiplying across: no float, no rounding.

"以上" includes the number itself, "超过" does not (民法典第1259条): exactly 2/3 and exactly 3/4 suffice,
exactly 1/2 does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.domains.voting.rules.matters import Threshold


@dataclass(frozen=True, slots=True)
class Weight:
    """Heads, and exclusive area in 0.01 ㎡."""

    heads: int = 0
    area: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.heads + other.heads, self.area + other.area)

    def __sub__(self, other: "Weight") -> "Weight":
        return Weight(self.heads - other.heads, self.area - other.area)

    def plain(self) -> dict[str, int]:
        """As it is published."""
        return {"heads": self.heads, "area": self.area}


NOBODY = Weight()


def total(weights: Iterable[Weight]) -> Weight:
    """The sum on both axes."""
    return sum(weights, NOBODY)


def at_least(part: int, numerator: int, denominator: int, whole: int) -> bool:
    """Whether part/whole ≥ numerator/denominator."""
    return denominator * part >= numerator * whole


def quorum(taking_part: Weight, roll: Weight) -> bool:
    """第278条第2款: owners with two thirds of the area or more, and two thirds of the heads or more, take part."""
    return (
        taking_part.heads > 0
        and at_least(taking_part.heads, 2, 3, roll.heads)
        and at_least(taking_part.area, 2, 3, roll.area)
    )


def consents(agreeing: Weight, taking_part: Weight, threshold: Threshold) -> bool:
    """Whether enough of those taking part agree, on both axes."""
    if threshold is Threshold.SPECIAL:
        return at_least(agreeing.heads, 3, 4, taking_part.heads) and at_least(
            agreeing.area, 3, 4, taking_part.area
        )
    return 2 * agreeing.heads > taking_part.heads and 2 * agreeing.area > taking_part.area


def needed_for_quorum(whole: int) -> int:
    """The smallest number that is two thirds of `whole` or more."""
    return -(-2 * whole // 3)


def needed_to_pass(whole: int, threshold: Threshold) -> int:
    """The smallest number that is enough among `whole` taking part."""
    return -(-3 * whole // 4) if threshold is Threshold.SPECIAL else whole // 2 + 1
