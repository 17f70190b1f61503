"""The way of an estate's year from the plan to the prize (domain rules §4.2): states, steps, clocks. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from linli.kernel.times import day_of, end_of
from linli.kernel.workdays import Calendar

PUBLIC_DAYS = 7
APPEAL_WORKDAYS = 5


class Stage(StrEnum):
    """Where an estate's year stands; in this order."""

    PLAN = "plan"
    DATA_FREEZE = "data_freeze"
    SELF_REPORT = "self_report"
    ASSESSMENT = "third_party_assessment"
    AREA_CHECK = "area_check"
    PRELIMINARY = "preliminary"
    APPEAL = "appeal"
    CONFIRMED = "confirmed"
    PAID = "paid"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _TITLES[self]


_TITLES = {
    Stage.PLAN: "年度计划",
    Stage.DATA_FREEZE: "数据冻结",
    Stage.SELF_REPORT: "小区自评",
    Stage.ASSESSMENT: "第三方测评",
    Stage.AREA_CHECK: "分项审核",
    Stage.PRELIMINARY: "初评公示",
    Stage.APPEAL: "申诉",
    Stage.CONFIRMED: "已确认",
    Stage.PAID: "已兑现奖补",
}
ORDER = tuple(Stage)
# The city sets when these may begin and should end; what comes after them runs by the law's clocks.
PLANNED = (Stage.DATA_FREEZE, Stage.SELF_REPORT, Stage.ASSESSMENT, Stage.AREA_CHECK, Stage.PRELIMINARY)
OPEN_TO_ALL = frozenset({Stage.PRELIMINARY, Stage.APPEAL})
SETTLED = frozenset({Stage.CONFIRMED, Stage.PAID})
# A published result is taken back only before anybody relied on it; a confirmed one is corrected by a signed line.
UNDOABLE = frozenset(ORDER[1 : ORDER.index(Stage.CONFIRMED)])


@dataclass(frozen=True, slots=True)
class Window:
    """The days (both included) that the plan gives to a stage."""

    since_on: date
    until_on: date


Windows = Mapping[Stage, Window]


def follows(here: Stage) -> Stage | None:
    """The stage after this one; None at the end."""
    place = ORDER.index(here) + 1
    return ORDER[place] if place < len(ORDER) else None


def precedes(here: Stage) -> Stage | None:
    """The stage that an undone step leads back to; None where nothing can be undone."""
    return ORDER[ORDER.index(here) - 1] if here in UNDOABLE else None


def in_order(windows: Windows) -> bool:
    """Whether every planned stage has its days and none begins before the one ahead of it has begun."""
    if set(windows) != set(PLANNED):
        return False
    days = [windows[stage] for stage in PLANNED]
    starts = [one.since_on for one in days]
    return starts == sorted(starts) and all(one.since_on <= one.until_on for one in days)


def begins_on(stage: Stage, windows: Windows) -> date | None:
    """The first day on which the plan lets a stage begin; None where only a clock or a person decides."""
    window = windows.get(stage)
    return window.since_on if window else None


def public_until(published_at: datetime) -> datetime:
    """The end of the seven days of publication; the day of publication does not count (民法典第201条)."""
    return end_of(day_of(published_at) + timedelta(days=PUBLIC_DAYS))


def appeal_until(published_at: datetime, calendar: Calendar) -> datetime:
    """The end of the fifth working day after the publication's last day. Raises YearWithoutCalendar."""
    last_public_day = day_of(published_at) + timedelta(days=PUBLIC_DAYS)
    return end_of(calendar.add_workdays(last_public_day, APPEAL_WORKDAYS))


def may_appeal(published_at: datetime, now: datetime, calendar: Calendar) -> bool:
    """Whether an appeal filed now is in time: after the publication, within the five working days."""
    return public_until(published_at) <= now < appeal_until(published_at, calendar)
