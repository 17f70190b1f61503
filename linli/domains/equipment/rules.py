"""When upkeep is due, how it stands today, and when a ticket opens by itself. No database."""

import calendar
from datetime import date, timedelta
from enum import StrEnum

from config.equipment import Upkeep


class Outcome(StrEnum):
    """How an inspection or a round came out."""

    PASSED = "passed"
    FAILED = "failed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"passed": "合格", "failed": "不合格"}[self]


class Lamp(StrEnum):
    """How a piece stands with one of its upkeeps."""

    FAILED = "failed"
    OVERDUE = "overdue"
    MISSING = "missing"
    SOON = "soon"
    VALID = "valid"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "failed": "不合格", "overdue": "已过期", "missing": "没有记录", "soon": "快到期", "valid": "有效",
        }[self]  # fmt: skip


class Stage(StrEnum):
    """Why a ticket opens by itself: so many days before, once overdue, or found wanting. Each once for a due day."""

    AHEAD = "ahead"
    OVERDUE = "overdue"
    FAILED = "failed"


#: What the manager sees coming where no ticket opens beforehand.
SOON = timedelta(days=3)


def next_on(upkeep: Upkeep, done_on: date) -> date:
    """The last day on which it is still valid when it was done on a day: a year after 31 January is 31 January."""
    month = done_on.month - 1 + upkeep.months
    year, month = done_on.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(done_on.day, last)) + timedelta(days=upkeep.days)


def lamp(upkeep: Upkeep, due_on: date | None, *, failed: bool, today: date) -> Lamp:
    """How it stands today. `due_on` is the last day of validity; None: it was never written down."""
    if failed:
        return Lamp.FAILED
    if due_on is None:
        return Lamp.MISSING
    if due_on < today:
        return Lamp.OVERDUE
    return Lamp.SOON if due_on - today <= max(timedelta(days=upkeep.ahead), SOON) else Lamp.VALID


def words(stage: Stage, *, piece: str, upkeep: Upkeep, due_on: date) -> str:
    """What a ticket says that opens by itself."""
    day = f"{due_on.year} 年 {due_on.month} 月 {due_on.day} 日"
    return {
        Stage.AHEAD: f"{piece}的{upkeep.title}到 {day} 为止，请提前安排，做完在设备台账里登记。（{upkeep.law}）",
        Stage.OVERDUE: f"{piece}的{upkeep.title}已过期，有效期到 {day}。请马上补做并登记，做完以前注意安全。（{upkeep.law}）",
        Stage.FAILED: f"{piece}的{upkeep.title}不合格，请停用并整改，复检合格后在设备台账里登记。（{upkeep.law}）",
    }[stage]
