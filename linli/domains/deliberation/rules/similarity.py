"""Whether two titles say nearly the same: shared pairs of letters, which needs no Chinese dictionary (DL-16)."""

import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from linli.kernel.text import fold

ALIKE_PERCENT = 33
T = TypeVar("T")


def pairs(text: str) -> frozenset[str]:
    """The neighbouring letters of a title, without case, spaces and punctuation; a single letter is itself."""
    plain = "".join(letter for letter in fold(text) if unicodedata.category(letter)[0] in "LN")
    if len(plain) == 1:
        return frozenset(plain)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def likeness(one: str, other: str) -> int:
    """How alike two titles are, 0 to 100: twice the shared pairs over all pairs (Dice)."""
    these, those = pairs(one), pairs(other)
    whole = len(these) + len(those)
    return 200 * len(these & those) // whole if whole else 0


def most_alike(title: str, known: Iterable[tuple[str, T]], *, most: int = 5) -> list[T]:
    """Of titled things those that say nearly the same, the nearest first."""
    near = [(likeness(title, other), at, thing) for at, (other, thing) in enumerate(known)]
    near = [one for one in near if one[0] >= ALIKE_PERCENT]
    return [thing for _, _, thing in sorted(near, key=lambda one: (-one[0], one[1]))[:most]]
