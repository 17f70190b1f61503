"""Paying old debts by instalments: how they are cut, and when an agreement is kept or broken. No database."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.kernel.fen import split_by_weight

MOST_INSTALMENTS = 24


class PlanState(StrEnum):
    """Where an agreement to pay by instalments stands."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "proposed": "等业主同意",
            "declined": "没有谈成",
            "running": "按约缴纳中",
            "kept": "已按约缴清",
            "broken": "没有按约，已终止",
        }[self]


@dataclass(frozen=True, slots=True)
class Instalment:
    """How much is to be paid by the end of a day."""

    due_on: date
    amount_fen: int


def instalments(total_fen: int, *, count: int, first_on: date) -> list[Instalment]:
    """A sum in equal parts, one a month on the same day (or the month's last); the rest by largest remainder."""
    parts = split_by_weight(total_fen, [1] * count)
    return [Instalment(_months_on(first_on, number), part) for number, part in enumerate(parts)]


def is_broken(*, open_fen: int, to_come_fen: int) -> bool:
    """Whether more is open than the instalments still to come: then one that was due was not paid in full."""
    return open_fen > to_come_fen


def _months_on(first_on: date, months: int) -> date:
    year, month = divmod(first_on.year * 12 + first_on.month - 1 + months, 12)
    return date(year, month + 1, min(first_on.day, calendar.monthrange(year, month + 1)[1]))
