"""Shares with their denominators: nothing out of nothing is not a hundred percent (NN-27)."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The share as an exact number; None where there is nothing to have a share of."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> str:
        """As people read it, one decimal, rounded half up: 66.7%, or — where the whole is nothing."""
        if not self.whole:
            return "—"
        tenths = (self.part * 2000 + self.whole) // (2 * self.whole)
        return f"{tenths // 10}.{tenths % 10}%"


NOTHING = Share(0, 0)
