"""The owners' common income: what kinds there are, which periods are put before owners, when a question is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

SETTING = "common_income"
ANSWER_WITHIN = timedelta(days=15)  # the house's own rule: no law names a day
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


class EntrySide(StrEnum):
    """Which way the money went."""

    INCOME = "income"
    SPENDING = "spending"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"income": "收入", "spending": "支出"}[self]


class Category(StrEnum):
    """What it came from, or what it was used for."""

    PARKING = "parking"
    ADVERTISING = "advertising"
    VENUE = "venue"
    MACHINES = "machines"
    INTEREST = "interest"
    WITHHELD = "withheld"
    RENT = "rent"
    OTHER_INCOME = "other_income"
    RUNNING = "running"
    UPKEEP = "upkeep"
    FUND = "fund"
    COMMITTEE = "committee"
    OWNERS = "owners"
    OTHER_SPENDING = "other_spending"

    @property
    def side(self) -> EntrySide:
        """Whether it is income or spending."""
        return EntrySide.INCOME if self in _INCOME else EntrySide.SPENDING

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _TITLES[self]


_TITLES = {
    Category.PARKING: "公共车位停车",
    Category.ADVERTISING: "电梯和外墙广告",
    Category.VENUE: "场地摊位租金",
    Category.MACHINES: "自助设备进场",
    Category.INTEREST: "存款利息",
    Category.WITHHELD: "考核未放行的物业费",
    Category.RENT: "代收的共有车位租金",
    Category.OTHER_INCOME: "其他收入",
    Category.RUNNING: "经营的合理成本",
    Category.UPKEEP: "公共部位维修",
    Category.FUND: "补充维修资金",
    Category.COMMITTEE: "业委会工作经费",
    Category.OWNERS: "分给业主或抵物业费",
    Category.OTHER_SPENDING: "其他支出",
}
_INCOME = frozenset(
    {
        Category.PARKING,
        Category.ADVERTISING,
        Category.VENUE,
        Category.MACHINES,
        Category.INTEREST,
        Category.WITHHELD,
        Category.RENT,
        Category.OTHER_INCOME,
    }
)
BOOKED_ELSEWHERE = frozenset({Category.WITHHELD, Category.RENT})
ENTERED = tuple(one for one in Category if one not in BOOKED_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class CommonRules:
    """What the owners of an estate decided about their common income: above which sum each spending needs them."""

    decision_above_fen: int = 500_000

    @classmethod
    def of_setting(cls, value: Mapping[str, Any] | None) -> Self:
        """The rules of an estate's setting; 5,000 yuan where nothing was set."""
        above = (value or {}).get("decision_above_fen")
        return cls(above) if isinstance(above, int) and above >= 0 else cls()


@dataclass(frozen=True, slots=True)
class Span:
    """A quarter or half-year: 2026-Q1 or 2026-H1."""

    code: str
    title: str
    since_on: date
    until_on: date


def spans_ended(today: date, *, years: int = 2) -> list[Span]:
    """The half-years and quarters that are over, the newest first, of this year and some before."""
    found = [
        one
        for year in range(today.year, today.year - years - 1, -1)
        for one in _of_year(year)
        if one.until_on < today
    ]
    return sorted(found, key=lambda one: (one.until_on, one.since_on), reverse=True)


def span_of(since_on: date, until_on: date) -> Span | None:
    """The quarter or half-year with these days, if it is one."""
    return next(
        (one for one in _of_year(since_on.year) if (one.since_on, one.until_on) == (since_on, until_on)), None
    )


def entry_number(year: int, count: int) -> str:
    """As people read it: 公益-2026-0007."""
    return f"公益-{year}-{count:04d}"


def _of_year(year: int) -> list[Span]:
    quarters = [
        Span(f"{year}-Q{n + 1}", f"{year}年{word}", date(year, 3 * n + 1, 1), _before(year, 3 * n + 4))
        for n, word in enumerate(_QUARTERS)
    ]
    halves = [
        Span(f"{year}-H{n + 1}", f"{year}年{word}", date(year, 6 * n + 1, 1), _before(year, 6 * n + 7))
        for n, word in enumerate(("上半年", "下半年"))
    ]
    return quarters + halves


def _before(year: int, month: int) -> date:
    """The last day before a month; month 13 is the next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)
