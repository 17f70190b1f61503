"""Both ends of a month, and how the wall chart is lit."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.taskforces.rules import Duty, Lamp, lamp, month_end, ranking

MARCH = date(2026, 3, 1)
days = st.integers(0, 130).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
duties = st.lists(st.builds(Duty, st.sampled_from("ABCD"), days, st.none() | days), max_size=25)


@settings(max_examples=100, deadline=None)
@given(duties, st.randoms())
def test_nobody_stands_at_both_ends_and_equals_share_their_place(some, random):
    found = ranking(some, month_on=MARCH)
    assert not [one for one in found if one.praised and one.watched]
    assert all(one.late == 0 for one in found if one.praised)
    assert all(one.late > 0 for one in found if one.watched)
    by_figures = {(one.part * 10_000 // one.whole, one.late): one.place for one in found}
    assert all(by_figures[one.part * 10_000 // one.whole, one.late] == one.place for one in found)
    shares = [one.part * 10_000 // one.whole for one in found]
    assert shares == sorted(shares, reverse=True)
    random.shuffle(some)
    assert ranking(some, month_on=MARCH) == found
    counted = {one.department for one in some if one.due_on <= month_end(MARCH)
               and (one.done_on is None or one.done_on >= MARCH)}  # fmt: skip
    assert {one.department for one in found} == counted


def test_the_best_without_anything_overdue_are_praised_the_worst_with_something_are_watched():
    found = {
        one.department: one
        for one in ranking(
            [
                Duty("消防", date(2026, 3, 10), date(2026, 3, 9)),
                Duty("住建", date(2026, 3, 10), date(2026, 3, 12)),
                Duty("住建", date(2026, 3, 20), date(2026, 3, 20)),
                Duty("公安", date(2026, 2, 10), None),
                Duty("市监", date(2026, 4, 1), None),
                Duty("民政", date(2026, 2, 10), date(2026, 2, 9)),
            ],
            month_on=MARCH,
        )
    }
    assert set(found) == {"消防", "住建", "公安"}  # not yet due, or done before the month: no part of it
    assert [found[one].place for one in ("消防", "住建", "公安")] == [1, 2, 3]
    assert (found["消防"].praised, found["住建"].praised, found["公安"].watched) == (True, False, True)


def test_in_a_running_month_nothing_is_overdue_before_its_day():
    running = [Duty("住建", date(2026, 3, 26), None), Duty("消防", date(2026, 3, 9), date(2026, 3, 9))]
    (only,) = ranking(running, month_on=MARCH, today=date(2026, 3, 20))
    assert (only.department, only.praised) == ("消防", True)


def test_a_task_is_red_from_the_day_after_and_yellow_in_its_last_week():
    def lit(days, done_on=None):
        return lamp(due_on=MARCH + timedelta(days=days), done_on=done_on, today=MARCH)

    assert [lit(-1), lit(0), lit(7), lit(8), lit(-1, MARCH)] == [
        Lamp.RED,
        Lamp.YELLOW,
        Lamp.YELLOW,
        Lamp.GREEN,
        Lamp.DONE,
    ]
