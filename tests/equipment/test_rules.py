"""When upkeep is due again, and how a piece stands with it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import BadSetting
from config.equipment import ledger, read
from linli.domains.equipment.rules import Lamp, lamp, next_on

LIFT = ledger().classes["lift"]
INSPECTION, MAINTENANCE = LIFT.upkeep
TODAY = date(2026, 3, 2)


def test_a_year_after_the_last_of_february_is_a_day_that_exists():
    assert next_on(INSPECTION, date(2024, 2, 29)) == date(2025, 2, 28)
    assert next_on(MAINTENANCE, date(2026, 2, 20)) == date(2026, 3, 7)
    months = ledger().classes["water"].upkeep[0]
    assert next_on(months, date(2025, 8, 31)) == date(2026, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_next_day_comes_after_and_never_later_than_the_interval(done_on):
    for kind in ledger().classes.values():
        for each in kind.upkeep:
            longest = timedelta(days=31 * each.months + each.days)
            assert done_on < next_on(each, done_on) <= done_on + longest


@pytest.mark.parametrize(
    ("days", "failed", "said"),
    [(0, False, Lamp.SOON), (45, False, Lamp.SOON), (46, False, Lamp.VALID), (-1, False, Lamp.OVERDUE),
     (300, True, Lamp.FAILED), (None, False, Lamp.MISSING)],
)  # fmt: skip
def test_the_last_day_still_counts_and_what_failed_is_not_valid(days, failed, said):
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert lamp(INSPECTION, due_on, failed=failed, today=TODAY) is said


def test_a_malformed_ledger_is_refused_by_name():
    with pytest.raises(BadSetting, match="unknown category"):
        read({"families": {}, "classes": [{"code": "x", "title": "x", "category": "nothing", "upkeep": [
            {"code": "a", "title": "a", "every": {"days": 1}, "ahead": 0, "law": ""}]}]})  # fmt: skip
    with pytest.raises(BadSetting, match="malformed"):
        read({"families": {}, "classes": [{"code": "x"}]})
