"""Shares, intervals and samples of the yearly round, reckoned in whole numbers."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.satisfaction.rules import course, measuring, questions
from linli.domains.satisfaction.rules.measuring import Measure, Spread
from linli.domains.satisfaction.rules.questions import OVERALL, TEN, Level, Question

COUNTS = st.tuples(*[st.integers(0, 500)] * len(Level)).map(lambda said: dict(zip(Level, said, strict=True)))


@given(COUNTS, COUNTS)
@settings(max_examples=100)
def test_a_whole_is_counted_from_answers_and_not_from_means(one, other):
    both = measuring.total([Spread(one), Spread(other)])
    assert both.valid == Spread(one).valid + Spread(other).valid
    assert (
        both.satisfied == one[Level.VERY_GOOD] + one[Level.GOOD] + other[Level.VERY_GOOD] + other[Level.GOOD]
    )
    if both.valid:
        mean = Fraction(sum(int(level) * (one[level] + other[level]) for level in Level), both.valid)
        assert abs(Fraction(both.score, 100) - mean * 20) <= Fraction(1, 200)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=100)
def test_the_wilson_interval_agrees_with_its_formula_and_holds_the_share(pair):
    part, whole = pair
    low, high = measuring.interval(part, whole)
    p, z = part / whole, 1.96
    middle, spread = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    below = 1 + z * z / whole
    assert abs(low - 10_000 * (middle - spread) / below) <= 1.01
    assert abs(high - 10_000 * (middle + spread) / below) <= 1.01
    assert 0 <= low <= part * 10_000 // whole + 1
    assert part * 10_000 // whole <= high <= 10_000


@pytest.mark.parametrize(
    ("households", "valid", "sound"),
    [(0, 0, False), (10, 2, False), (10, 3, True), (330, 98, False), (330, 99, True), (2000, 99, False), (2000, 100, True)],
)  # fmt: skip
def test_a_sample_is_sound_from_thirty_percent_or_a_hundred_whichever_is_less(households, valid, sound):
    measure = Measure(households, valid, valid, 0)
    assert measure.sound is sound
    assert (measure.rate is not None) is sound
    assert not households or (valid >= measuring.needed(households)) is sound


def test_satisfaction_with_and_without_the_middle_level_are_two_figures():
    measure = Measure(100, 60, 30, 24)
    assert (measure.rate, measure.rate_with_basic) == (5000, 9000)
    assert Spread({Level.VERY_GOOD: 1, Level.UNKNOWN: 9}).valid == 1  # who knows nothing of it does not count


def test_questions_are_compared_only_in_the_same_words():
    before = [*TEN[:2], Question("cleaning", "保洁")]
    assert questions.comparable(TEN, before) == {OVERALL, "safety"}
    assert measuring.change(9000, None) is None


def test_the_overall_question_needs_an_opinion_and_the_others_may_be_unknown():
    assert questions.faults(TEN, {one.key: 0 for one in TEN}) == {OVERALL: "请选一项。"}
    assert questions.faults(TEN, {one.key: 4 for one in TEN} | {"other": 1}) == {"other": "没有这道题。"}


@pytest.mark.parametrize(
    ("today", "since"),
    [((2026, 3, 2), (2025, 12, 2)), ((2026, 5, 31), (2026, 2, 28)), ((2026, 12, 31), (2026, 9, 30)), ((2026, 4, 1), (2026, 1, 1)), ((2027, 3, 15), (2026, 12, 15))],
)  # fmt: skip
def test_three_months_are_counted_by_the_calendar(today, since):
    assert course.here_since(datetime(*today, 4, tzinfo=UTC)) == date(*since)


def test_a_window_is_open_fifteen_to_thirty_days():
    begins = datetime(2026, 3, 1, tzinfo=UTC)
    said = [bool(course.window_fault(begins, begins + timedelta(days=days))) for days in (14, 15, 30, 31)]
    assert said == [True, False, False, True]
