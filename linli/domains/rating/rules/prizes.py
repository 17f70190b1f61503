"""Prize money of a year: who rose, and how a budget is shared out (domain rules §4.2). Whole fen only."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.fen import divide_half_up, split_by_weight

FEN_OF_YUAN = 100
FEN_OF_TEN_THOUSAND_YUAN = 1_000_000


class Change(StrEnum):
    """How an estate's confirmed star of a year stands to that of the year before."""

    ROSE = "rose"
    SAME = "same"
    FELL = "fell"
    FIRST = "first"
    REDRAWN = "redrawn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"rose": "升星", "same": "持平", "fell": "降星", "first": "首次评定", "redrawn": "合并或拆分"}[
            self
        ]


class RoundState(StrEnum):
    """A round is proposed, and approved or sent back by another person."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"proposed": "待审批", "returned": "已退回", "approved": "已批准"}[self]


class Redrawn(StrEnum):
    """How an estate came to be another one."""

    MERGED = "merged"
    SPLIT = "split"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"merged": "合并", "split": "拆分"}[self]


@dataclass(frozen=True, slots=True)
class Standing:
    """An estate's confirmed stars in two years; `before` is None where it had none."""

    estate_id: uuid.UUID
    before: int | None
    after: int
    redrawn: bool = False

    @property
    def change(self) -> Change:
        """What became of it. One that was merged or split has no year before that is its own."""
        if self.redrawn:
            return Change.REDRAWN
        if self.before is None:
            return Change.FIRST
        if self.after == self.before:
            return Change.SAME
        return Change.ROSE if self.after > self.before else Change.FELL


@dataclass(frozen=True, slots=True)
class Share:
    """What a riser gets; `base_fen` is what its new star is worth before the budget is looked at."""

    estate_id: uuid.UUID
    before: int
    after: int
    base_fen: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Risers, sum and mean as they are published, in fen."""

    risers: int
    total_fen: int

    @property
    def mean_fen(self) -> int:
        """The mean of a riser, to the fen, halves up; 0 where nobody rose."""
        return divide_half_up(self.total_fen, self.risers) if self.risers else 0


def shares(standings: Sequence[Standing], *, base: Mapping[int, int], budget_fen: int) -> list[Share]:
    """What each riser gets: its base, or where the budget is less than all bases, its part of the budget.

    A part is whole yuan, by largest remainder, and the parts add up to the budget's whole yuan: never more
    than the budget. The order of `standings` doesn't matter: equal remainders go to the smaller id.
    """
    risers = sorted(
        (one for one in standings if one.change is Change.ROSE and base.get(one.after, 0) > 0),
        key=lambda one: one.estate_id,
    )
    worth = [base[one.after] for one in risers]
    if sum(worth) > budget_fen:
        amounts = [yuan * FEN_OF_YUAN for yuan in split_by_weight(budget_fen // FEN_OF_YUAN, worth)]
    else:
        amounts = worth
    return [
        Share(one.estate_id, one.before or 0, one.after, base_fen, amount_fen)
        for one, base_fen, amount_fen in zip(risers, worth, amounts, strict=True)
    ]


def sums(found: Sequence[Share]) -> Sums:
    """Risers and sum of these shares."""
    return Sums(len(found), sum(one.amount_fen for one in found))


def ten_thousands(fen: int) -> str:
    """An amount in 万元 with two decimals at most: 1135 万元 → "1,135", the mean of 98 → "11.58"."""
    hundredths = divide_half_up(fen, FEN_OF_TEN_THOUSAND_YUAN // 100)
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")
