"""The formula by which a quarter's rating releases what is held of the fee (NN-34). Whole numbers only."""

import re
from dataclasses import dataclass
from enum import StrEnum

WHOLE_BP = 10_000
_PERCENT = re.compile(r"(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,2}))?%?", re.ASCII)


class Rest(StrEnum):
    """Where goes what a rating did not release."""

    OWNERS = "owners"
    NEXT = "next"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"owners": "归公共收益", "next": "并入下一季度"}[self]


@dataclass(frozen=True, slots=True)
class Formula:
    """Up to `none_bp` nothing is released, from `full_bp` on everything, in a straight line between."""

    none_bp: int
    full_bp: int

    def released_fen(self, held_fen: int, rating_bp: int) -> int:
        """What a rating releases of a sum, whole fen, the rest rounded in favour of the owners."""
        if rating_bp <= self.none_bp:
            return 0
        if rating_bp >= self.full_bp:
            return held_fen
        return held_fen * (rating_bp - self.none_bp) // (self.full_bp - self.none_bp)


def held_of(paid_fen: int, share_bp: int) -> int:
    """What is held of a sum that was paid: whole fen, rounded down."""
    return paid_fen * share_bp // 10_000


def percent(bp: int) -> str:
    """Hundredths of a percent as people read them: 8550 → 85.5%."""
    whole, part = divmod(bp, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


def parse_percent(text: str) -> int | None:
    """Hundredths of a percent of what was typed, 85 or 85.5; None for anything else, and beyond 100."""
    found = _PERCENT.fullmatch(text)
    bp = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
    return bp if bp is not None and bp <= WHOLE_BP else None
