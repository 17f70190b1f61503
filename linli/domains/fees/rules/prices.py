"""How amounts come about: prices, periods, part months, states. No database, no clock, no floats.

A price is kept as a whole number of thousandths of a fen (`rate_mfen`; 1.35 元 is 135 000), per square
metre and month or per unit and month. A line is rounded once, halves up (domain rules §2.2).
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from linli.domains.fees.errors import NotARate
from linli.kernel.fen import divide_half_up

RATE_SCALE = 1000
AREA_SCALE = 100
MONTHS_AHEAD = 12
BIGGEST_RATE = 10**9
_YUAN = re.compile(r"(0|[1-9][0-9]{0,4})(?:\.([0-9]{1,5}))?", re.ASCII)


class ItemKind(StrEnum):
    """What is charged for. Kinds are billed apart and never bundled without assent (舟山市物业管理条例第42条)."""

    PROPERTY = "property"
    PARKING_MANAGEMENT = "parking_management"
    PARKING_RENT = "parking_rent"
    SHARED_UTILITY = "shared_utility"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "property": "物业费",
            "parking_management": "车位管理费",
            "parking_rent": "车位租金",
            "shared_utility": "公共水电分摊",
            "other": "其他费用",
        }[self]


class Formula(StrEnum):
    """How a price becomes an amount."""

    AREA = "area"
    FIXED = "fixed"
    METERED = "metered"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"area": "按建筑面积", "fixed": "按户", "metered": "按表计量"}[self]

    @property
    def per(self) -> str:
        """What the price is for."""
        return {"area": "元/㎡·月", "fixed": "元/户·月", "metered": "元/计量单位"}[self]


class BillKind(StrEnum):
    """A bill, or the red one that takes it back."""

    BILL = "bill"
    RED = "red"


class Liable(StrEnum):
    """Who owes: the developer until a unit is handed over, then its owner (物业管理条例第41条)."""

    OWNER = "owner"
    DEVELOPER = "developer"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"owner": "业主", "developer": "建设单位"}[self]


class BillState(StrEnum):
    """Where a bill stands: told from its rows, never typed."""

    ISSUED = "issued"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    VOID = "void"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "issued": "待缴",
            "partly_paid": "已缴部分",
            "paid": "已缴清",
            "overdue": "已逾期",
            "void": "已冲红",
        }[self]


class VoidingState(StrEnum):
    """Where a proposal to take a bill back stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Period:
    """Days that are billed together, both ends included."""

    since_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Version:
    """A tariff as the arithmetic sees it; it holds until the next one begins or until its last day."""

    tariff_id: UUID
    since_on: date
    until_on: date | None
    formula: Formula
    rate_mfen: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a period under one price: whole months, or some days of one month (`numerator`/`denominator`)."""

    tariff_id: UUID
    since_on: date
    until_on: date
    formula: Formula
    rate_mfen: int
    numerator: int
    denominator: int


def period_of(since_on: date, months: int) -> Period:
    """The days from `since_on` for some months: from the 17th to the 16th, from the 1st to a month's end."""
    first = since_on.year * 12 + since_on.month - 1 + months
    year, month = divmod(first, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if since_on.day > last:  # from 31 January for one month: to the end of February
        return Period(since_on, date(year, month + 1, last))
    return Period(since_on, date(year, month + 1, since_on.day) - timedelta(days=1))


def too_far_ahead(period: Period, *, today: date) -> bool:
    """Whether a period reaches more than twelve months beyond today (预收不超过 12 个月)."""
    return period.until_on > period_of(today, MONTHS_AHEAD).until_on


def pieces(period: Period, versions: Sequence[Version]) -> tuple[Piece, ...]:
    """The period cut where the price changes and where months begin; days without a price are not charged (FE-03).

    Whole calendar months under one price are one piece; the rest of a month is days over the days of that month.
    """
    found: list[Piece] = []
    for version, days in _by_version(period, versions):
        for part in _by_month(days):
            numerator, denominator = _months(part)
            found.append(
                Piece(
                    version.tariff_id,
                    part.since_on,
                    part.until_on,
                    version.formula,
                    version.rate_mfen,
                    numerator,
                    denominator,
                )
            )
    return tuple(found)


def months_in(period: Period) -> Fraction:
    """How many months a period has: whole ones, and days over the days of their month."""
    return sum((Fraction(*_months(part)) for part in _by_month(period)), Fraction(0))


def line_fen(piece: Piece, floor_area: int) -> int:
    """The amount of one line in fen, rounded once, halves up. `floor_area` in 0.01 ㎡."""
    numerator = piece.rate_mfen * piece.numerator
    denominator = RATE_SCALE * piece.denominator
    if piece.formula is Formula.AREA:
        return divide_half_up(numerator * floor_area, denominator * AREA_SCALE)
    return divide_half_up(numerator, denominator)


def state_of(*, amount_fen: int, settled_fen: int, voided: bool, due_on: date, today: date) -> BillState:
    """What is said of a bill today. One that is due today is not overdue."""
    if voided:
        return BillState.VOID
    if settled_fen >= amount_fen:
        return BillState.PAID
    if today > due_on:
        return BillState.OVERDUE
    return BillState.PARTLY_PAID if settled_fen > 0 else BillState.ISSUED


def parse_rate(text: str) -> int:
    """Thousandths of a fen of a price in yuan, at most five decimals. Raises NotARate."""
    found = _YUAN.fullmatch(text)
    if found is None:
        raise NotARate
    return int(found[1]) * 100 * RATE_SCALE + int((found[2] or "").ljust(5, "0"))


def format_rate(rate_mfen: int) -> str:
    """The price in yuan with at least two decimals: 135000 → "1.35", 45500 → "0.455"."""
    whole, rest = divmod(rate_mfen, 100 * RATE_SCALE)
    return f"{whole}.{f'{rest:05d}'.rstrip('0').ljust(2, '0')}"


def months_text(numerator: int, denominator: int) -> str:
    """How long, as people read it: 3 个月, or 15/31 个月."""
    return f"{numerator} 个月" if denominator == 1 else f"{numerator}/{denominator} 个月"


def _by_version(period: Period, versions: Sequence[Version]) -> Iterator[tuple[Version, Period]]:
    ordered = sorted(versions, key=lambda version: version.since_on)
    for version, following in zip(ordered, [*ordered[1:], None], strict=True):
        ends = [period.until_on]
        if version.until_on is not None:
            ends.append(version.until_on)
        if following is not None:
            ends.append(following.since_on - timedelta(days=1))
        since_on, until_on = max(period.since_on, version.since_on), min(ends)
        if since_on <= until_on:
            yield version, Period(since_on, until_on)


def _by_month(days: Period) -> Iterator[Period]:
    """Part of a month, then whole months together, then part of a month."""
    start = days.since_on
    while start <= days.until_on:
        end = min(_month_end(start), days.until_on)
        if start.day == 1:
            while end == _month_end(end) and _month_end(end + timedelta(days=1)) <= days.until_on:
                end = _month_end(end + timedelta(days=1))
        yield Period(start, end)
        start = end + timedelta(days=1)


def _months(part: Period) -> tuple[int, int]:
    if part.since_on.day == 1 and part.until_on == _month_end(part.until_on):
        first, last = part.since_on, part.until_on
        return (last.year - first.year) * 12 + last.month - first.month + 1, 1
    return (part.until_on - part.since_on).days + 1, _month_end(part.until_on).day


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def period_text(since_on: date, until_on: date) -> str:
    """A period as people say it: 2026年3月, 2026年1月至3月, or its two days."""
    if since_on.day != 1 or until_on != _month_end(until_on):
        end = f"{until_on.year}年" if until_on.year != since_on.year else ""
        return f"{since_on.year}年{since_on.month}月{since_on.day}日至{end}{until_on.month}月{until_on.day}日"
    first = f"{since_on.year}年{since_on.month}月"
    if (since_on.year, since_on.month) == (until_on.year, until_on.month):
        return first
    end = f"{until_on.year}年" if until_on.year != since_on.year else ""
    return f"{first}至{end}{until_on.month}月"
