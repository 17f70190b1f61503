"""When something is due: working time by the State Council's calendar, emergencies by the clock on the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from config.tickets import Category, Clock, Span
from linli.domains.tickets.rules.steps import RESTING, State
from linli.kernel.times import SHANGHAI, day_of, shanghai
from linli.kernel.workdays import Calendar, YearWithoutCalendar

#: Units that run day and night, on every day.
ALWAYS = frozenset({"minutes", "hours", "days"})
Hours = Sequence[tuple[time, time]]
_FRIDAY = 4


class Urgency(StrEnum):
    """How pressing a report is; an emergency follows from its category, never from a wish."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"normal": "一般", "urgent": "着急", "emergency": "紧急"}[self]


class Pressure(StrEnum):
    """How a ticket stands to its deadline."""

    CALM = "calm"
    REMINDED = "reminded"
    OVERDUE = "overdue"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"calm": "按时", "reminded": "快到期", "overdue": "已超时"}[self]


class Supervision(StrEnum):
    """How closely a ticket is watched from above (督办): the first four come with time, the last by an officer."""

    CALM = "calm"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    COUNTY = "county"
    LISTED = "listed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "calm": "未督办", "reminded": "催办", "overdue": "督办", "county": "县级督办", "listed": "挂牌督办",
        }[self]  # fmt: skip

    def above(self, other: str) -> bool:
        """Whether it is the higher level: nothing takes a level back but the end."""
        levels = list(Supervision)
        return levels.index(self) > levels.index(Supervision(other))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours of a working day, and which days are such."""

    hours: Hours
    calendar: Calendar

    def after(self, moment: datetime, span: Span) -> datetime:
        """The moment at which a span that begins at `moment` ends, in UTC.

        Whole days end when the offices close on the last one; the first day is not counted (民法典第201、204条).
        """
        if span.unit == "minutes":
            return moment + timedelta(minutes=span.amount)
        if span.unit == "hours":
            return moment + timedelta(hours=span.amount)
        if span.unit == "working_hours":
            return self._later(moment, timedelta(hours=span.amount))
        if span.unit == "working_days":
            return self._closing(self._add_workdays(day_of(moment), span.amount))
        day = day_of(moment) + timedelta(days=span.amount)
        while not self.works(day):
            day += timedelta(days=1)
        return self._closing(day)

    def works(self, day: date) -> bool:
        """Whether offices work on a day; where the year's list is not out yet, Monday to Friday.

        Nobody's report is refused because the State Council has not published next year's holidays.
        """
        try:
            return self.calendar.is_workday(day)
        except YearWithoutCalendar:
            return day.weekday() <= _FRIDAY

    def _add_workdays(self, day: date, count: int) -> date:
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def left(self, span: Span, *, since: datetime, until: datetime) -> timedelta:
        """How much of a clock that runs in `span`'s unit is left between two moments; nothing when it is over."""
        if until <= since:
            return timedelta(0)
        if span.unit in ALWAYS:
            return until - since
        total, day = timedelta(0), day_of(since)
        while day <= day_of(until):
            for opens, closes in self.hours if self.works(day) else ():
                begins, ends = max(_at(day, opens), shanghai(since)), min(_at(day, closes), shanghai(until))
                total += max(ends - begins, timedelta(0))
            day += timedelta(days=1)
        return total

    def later(self, span: Span, *, since: datetime, left: timedelta) -> datetime:
        """When a clock that has `left` runs out if it runs on from `since`: the other way round of `left`."""
        return since + left if span.unit in ALWAYS or not left else self._later(since, left)

    def end_of(self, day: date) -> datetime:
        """The closing hour of a day."""
        return self._closing(day)

    def due_before(self, now: datetime, working_days: int) -> datetime:
        """Deadlines before this moment passed more than so many working days ago."""
        day = day_of(now)
        while self._closing(self._add_workdays(day, working_days)) >= now:
            day -= timedelta(days=1)
        return _at(day + timedelta(days=1), time.min).astimezone(UTC)

    def _later(self, moment: datetime, left: timedelta) -> datetime:
        day = day_of(moment)
        while True:
            for since, until in self.hours if self.works(day) else ():
                begins = max(_at(day, since), shanghai(moment))
                room = _at(day, until) - begins
                if room <= timedelta(0):
                    continue
                if left <= room:
                    return (begins + left).astimezone(UTC)
                left -= room
            day += timedelta(days=1)

    def _closing(self, day: date) -> datetime:
        return _at(day, self.hours[-1][1]).astimezone(UTC)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)


def urgency_of(category: Category, wished: Urgency) -> Urgency:
    """The urgency that holds: emergencies are a list, not a wish."""
    if category.emergency:
        return Urgency.EMERGENCY
    return Urgency.URGENT if wished is Urgency.URGENT else Urgency.NORMAL


def clock_of(category: Category, urgency: Urgency) -> str:
    """The name of the clock that runs for a report."""
    return category.clock or urgency


def remind_at(*, since: datetime, due_at: datetime, percent: int) -> datetime:
    """When the reminder goes out: at that share of the time from report to deadline."""
    return since + (due_at - since) * percent // 100


def pressure(*, state: State, remind_at: datetime, due_at: datetime, now: datetime) -> Pressure:
    """How the ticket stands to its deadline just now, whether or not a job has marked it."""
    if state in RESTING:
        return Pressure.CALM
    if now > due_at:
        return Pressure.OVERDUE
    return Pressure.REMINDED if now >= remind_at else Pressure.CALM


__all__ = [
    "Clock",
    "Pressure",
    "Supervision",
    "Urgency",
    "WorkingTime",
    "clock_of",
    "pressure",
    "remind_at",
    "urgency_of",
]
