"""Working days by the State Council's yearly list: holidays off, make-up weekends (调休) on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from linli.kernel.refusals import Conflict

_SATURDAY = 5


class YearWithoutCalendar(Conflict):
    """No list has been entered for the year; guessing would give wrong legal deadlines."""

    code, sentence = (
        "workdays.year_unknown",
        "这一年的节假日安排还没有录入，不能计算工作日期限，请联系管理员。",
    )


@dataclass(frozen=True, slots=True)
class Calendar:
    """Per year, the weekdays that are holidays and the weekend days that are worked."""

    holidays: Mapping[int, frozenset[date]]
    workdays: Mapping[int, frozenset[date]]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day. Raises YearWithoutCalendar where the year has no list."""
        if day.year not in self.holidays:
            raise YearWithoutCalendar(year=day.year)
        if day in self.workdays.get(day.year, frozenset()):
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays[day.year]

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; the first day is not counted (民法典第201条)."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def last_day(self, day: date, days: int) -> date:
        """The last of `days` calendar days after `day`, moved on to a working day where it falls on one off.

        民法典第201条: the first day is not counted; 第203条: a last day on a holiday moves to the day after it.
        """
        day += timedelta(days=days)
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day
