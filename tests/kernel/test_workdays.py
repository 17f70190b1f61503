"""Working days by the State Council's lists, with make-up weekends."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from config import BadSetting, holidays
from linli.kernel.workdays import YearWithoutCalendar

YEARS = range(2020, 2027)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_every_year_agrees_with_the_published_list(year):
    calendar, day = holidays.calendar(), date(year, 1, 1)
    while day.year == year:
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def _by_counting(day, count):
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


@pytest.mark.feature("NN-46")
@pytest.mark.parametrize("start", [date(2025, 9, 26) + timedelta(days=n) for n in range(10)])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_forty_due_dates_over_the_national_day_week_of_2025(start, count):
    assert holidays.calendar().add_workdays(start, count) == _by_counting(start, count)


def test_the_week_itself_by_hand():
    calendar = holidays.calendar()
    assert calendar.is_workday(date(2025, 9, 28))  # a Sunday that is worked
    assert not calendar.is_workday(date(2025, 10, 8))  # a Wednesday off
    assert calendar.add_workdays(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert calendar.add_workdays(date(2025, 10, 9), 2) == date(2025, 10, 11)  # a Saturday that is worked


def test_a_last_day_on_a_holiday_moves_to_the_day_after_it():
    calendar = holidays.calendar()
    assert calendar.last_day(date(2025, 9, 24), 7) == date(2025, 10, 9)
    assert calendar.last_day(date(2025, 9, 21), 7) == date(2025, 9, 28)


@pytest.mark.feature("NN-46")
def test_a_year_without_a_list_stops_the_counting():
    with pytest.raises(YearWithoutCalendar) as no:
        holidays.calendar().add_workdays(date(2026, 12, 30), 3)
    assert no.value.details == {"year": 2027}
    with pytest.raises(YearWithoutCalendar):
        holidays.calendar().is_workday(date(2019, 5, 1))


@pytest.mark.parametrize(
    "lists",
    [
        {2025: {"holidays": []}},
        {2025: {"holidays": ["2025-13-01"], "workdays": []}},
        {2025: {"holidays": [date(2024, 1, 1)], "workdays": []}},
        {2025: None},
    ],
)
def test_a_list_that_cannot_be_read_stops_the_start(lists):
    with pytest.raises(BadSetting):
        holidays.read(lists)
