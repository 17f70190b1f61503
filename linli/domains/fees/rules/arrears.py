"""How old a debt is, why it stands, when its payer is reminded, and which shares may be shown. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ANSWER_WITHIN = timedelta(days=15)
LEAST_SHOWN = 5


class Step(StrEnum):
    """The steps of reminding, each at most once for a bill. None of them threatens to cut water or power."""

    BEFORE = "before"
    DAY_7 = "day_7"
    DAY_30 = "day_30"
    LETTER = "letter"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "before": "到期前 3 天提醒",
            "day_7": "逾期 7 天提醒",
            "day_30": "逾期 30 天提醒",
            "letter": "书面催告",
        }[self]


BY_CLOCK: tuple[tuple[Step, timedelta, timedelta], ...] = (
    (Step.DAY_30, timedelta(days=30), timedelta(days=36_500)),
    (Step.DAY_7, timedelta(days=7), timedelta(days=29)),
    (Step.BEFORE, timedelta(days=-3), timedelta(days=0)),
)
"""Which step is due from how many days after the due day (before it: negative) until how many."""


class Age(StrEnum):
    """How long a debt is overdue."""

    MONTH = "1_30"
    QUARTER = "31_90"
    HALF = "91_180"
    YEAR = "181_365"
    OLDER = "366_up"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "1_30": "30 天以内",
            "31_90": "31 到 90 天",
            "91_180": "91 到 180 天",
            "181_365": "181 天到一年",
            "366_up": "一年以上",
        }[self]


AGE_DAYS: tuple[tuple[Age, int], ...] = (
    (Age.MONTH, 30),
    (Age.QUARTER, 90),
    (Age.HALF, 180),
    (Age.YEAR, 365),
)
"""The most days of each age but the last."""


class Cause(StrEnum):
    """Why a household has not paid, as the company found out; a dispute shows by itself."""

    UNKNOWN = "unknown"
    DISPUTED = "disputed"
    SERVICE = "service"
    HARDSHIP = "hardship"
    AWAY = "away"
    VACANT = "vacant"
    FORGOTTEN = "forgotten"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "unknown": "原因未了解",
            "disputed": "对账单有异议",
            "service": "对服务不满意",
            "hardship": "经济困难",
            "away": "联系不上",
            "vacant": "房屋空置",
            "forgotten": "忘记或不会缴",
            "other": "其他",
        }[self]


WRITTEN = tuple(one for one in Cause if one not in (Cause.UNKNOWN, Cause.DISPUTED))


class DisputeState(StrEnum):
    """Where an objection to a bill stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"open": "等待答复", "upheld": "异议成立", "rejected": "异议不成立"}[self]


@dataclass(frozen=True, slots=True)
class Part:
    """What was due and what of it came, in money and in households."""

    due_fen: int = 0
    paid_fen: int = 0
    households: int = 0
    households_paid: int = 0

    def __add__(self, other: "Part") -> "Part":
        return Part(
            self.due_fen + other.due_fen,
            self.paid_fen + other.paid_fen,
            self.households + other.households,
            self.households_paid + other.households_paid,
        )

    @property
    def permille(self) -> int | None:
        """The share of the money, rounded down; None where nothing was due."""
        return self.paid_fen * 1000 // self.due_fen if self.due_fen else None

    @property
    def households_permille(self) -> int | None:
        """The share of the households, rounded down; None where nothing was due."""
        return self.households_paid * 1000 // self.households if self.households else None


@dataclass(frozen=True, slots=True)
class Rates:
    """当期收缴率, 清欠率 and 综合收缴率 of a building, an estate or more (domain rules §2.2)."""

    current: Part = Part()
    overdue: Part = Part()
    total: Part = Part()

    def __add__(self, other: "Rates") -> "Rates":
        return Rates(self.current + other.current, self.overdue + other.overdue, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Share:
    """What came of what was due in one building, or in several that are too small to be shown one by one."""

    name: str
    current: Part


def veiled(shares: Sequence[Share], *, least: int = LEAST_SHOWN) -> list[Share]:
    """The shares that tell nothing about a household: each of at least so many, the small ones together.

    Where the small ones together are still too few, the next smallest joins them, so that nobody finds them
    by taking the shown ones from the sum. Nothing is shown where there are fewer in all.
    """
    ranked = sorted((one for one in shares if _size(one)), key=lambda one: (_size(one), one.name))
    hidden: list[Share] = []
    while ranked and (_size(ranked[0]) < least or (hidden and sum(map(_size, hidden)) < least)):
        hidden.append(ranked.pop(0))
    shown = sorted(ranked, key=lambda one: one.name)
    if sum(map(_size, hidden)) >= least:
        shown.append(Share("其他楼栋", sum((one.current for one in hidden), Part())))
    return shown


def _size(one: Share) -> int:
    return one.current.households
