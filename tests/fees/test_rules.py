"""How amounts come about, by hand-worked tables and by properties."""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.fees import rules
from linli.domains.fees.errors import NotARate
from linli.domains.fees.rules import BillState, Formula, Period, Piece, Version, pieces

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


def version(since_on=date(2020, 1, 1), rate_mfen=100_000, until_on=None, formula=Formula.AREA):
    return Version(uuid4(), since_on, until_on, formula, rate_mfen)


def amount(period, *versions, area=10_000):
    return sum(rules.line_fen(piece, area) for piece in pieces(period, versions))


@pytest.mark.feature("FE-01")
@pytest.mark.feature("FE-07")
@pytest.mark.parametrize(
    ("since_on", "until_on", "rate", "area", "fen"),
    [
        # worked by hand: area × price × months, part months by days, halves up
        (date(2026, 3, 1), date(2026, 3, 31), "1.20", 8957, 10748),  # 107.484
        (date(2026, 1, 1), date(2026, 3, 31), "1.35", 8957, 36276),  # 362.7585
        (date(2026, 1, 1), date(2026, 12, 31), "0.455", 10000, 54600),  # twelve months at once
        (date(2026, 3, 17), date(2026, 3, 31), "1.00", 10000, 4839),  # 15/31 of 100.00 = 48.387
        (date(2026, 2, 15), date(2026, 2, 28), "1.00", 10000, 5000),  # 14/28
        (date(2028, 2, 15), date(2028, 2, 29), "1.00", 10000, 5172),  # leap year: 15/29 = 51.724
        (date(2028, 2, 1), date(2028, 2, 29), "1.00", 10000, 10000),  # a whole February is one month
        (date(2026, 3, 17), date(2026, 5, 16), "1.00", 10000, 4839 + 10000 + 5161),  # 15/31 + 1 + 16/31
        (date(2026, 3, 1), date(2026, 3, 31), "0.005", 100, 1),  # 0.5 fen is rounded up, once
        (date(2026, 3, 1), date(2026, 3, 31), "0.00499", 100, 0),  # 0.499 fen is rounded down
    ],
)
def test_amounts_match_the_table_worked_by_hand(since_on, until_on, rate, area, fen):
    assert amount(Period(since_on, until_on), version(rate_mfen=rules.parse_rate(rate)), area=area) == fen


@pytest.mark.feature("FE-03")
def test_a_price_change_in_mid_month_changes_only_the_days_after_it():
    old, new = version(rate_mfen=100_000), version(date(2026, 3, 11), 200_000)
    parts = pieces(Period(date(2026, 3, 1), date(2026, 3, 31)), [new, old])
    assert [(one.since_on.day, one.until_on.day, one.numerator, one.denominator) for one in parts] == [
        (1, 10, 10, 31),
        (11, 31, 21, 31),
    ]
    assert [rules.line_fen(one, 10_000) for one in parts] == [3226, 13548]


def test_days_without_a_price_are_not_charged():
    ended = version(until_on=date(2026, 3, 10))
    assert amount(Period(date(2026, 3, 1), date(2026, 3, 31)), ended) == 3226
    assert pieces(Period(date(2026, 4, 1), date(2026, 4, 30)), [ended]) == ()


@given(since_on=DAYS, days=st.integers(0, 800), changes=st.lists(DAYS, max_size=5, unique=True))
def test_pieces_cover_every_day_of_the_period_once(since_on, days, changes):
    period = Period(since_on, since_on + timedelta(days=days))
    parts = pieces(period, [version(date(2020, 1, 1)), *(version(day) for day in changes)])
    covered = [
        one.since_on + timedelta(days=n)
        for one in parts
        for n in range((one.until_on - one.since_on).days + 1)
    ]
    assert covered == [since_on + timedelta(days=n) for n in range(days + 1)]


@given(since_on=DAYS, days=st.integers(0, 800), changes=st.lists(DAYS, max_size=5, unique=True))
def test_months_of_the_pieces_add_up_to_the_days_of_each_month(since_on, days, changes):
    until_on = since_on + timedelta(days=days)
    parts = pieces(Period(since_on, until_on), [version(), *(version(day) for day in changes)])
    exact = sum(
        Fraction(1, calendar.monthrange(day.year, day.month)[1])
        for day in (since_on + timedelta(days=n) for n in range(days + 1))
    )
    assert sum(Fraction(one.numerator, one.denominator) for one in parts) == exact


@pytest.mark.feature("FE-31")
@given(
    rate=st.integers(0, 10**7),
    area=st.integers(1, 10**9),
    days=st.integers(1, 31),
    formula=st.sampled_from(Formula),
)
def test_a_line_is_the_exact_amount_rounded_once_halves_up(rate, area, days, formula):
    piece = Piece(uuid4(), date(2026, 3, 1), date(2026, 3, 1), formula, rate, days, 31)
    exact = Fraction(rate * days, 1000 * 31) * (Fraction(area, 100) if formula is Formula.AREA else 1)
    assert Fraction(-1, 2) < exact - rules.line_fen(piece, area) < Fraction(1, 2) or (
        rules.line_fen(piece, area) - exact == Fraction(1, 2)
    )


@pytest.mark.parametrize("text", ["", "1e3", "-1", "1.234567", "１.2", "1,2", ".5", "1.", "100000", "NaN"])
def test_a_price_that_is_no_canonical_decimal_is_refused(text):
    with pytest.raises(NotARate):
        rules.parse_rate(text)


@given(st.integers(0, 10**9 - 1))
def test_a_price_is_read_as_it_is_written(rate):
    assert rules.parse_rate(rules.format_rate(rate)) == rate


@pytest.mark.parametrize(
    ("since_on", "months", "until_on"),
    [
        (date(2026, 1, 1), 3, date(2026, 3, 31)),
        (date(2026, 3, 17), 1, date(2026, 4, 16)),
        (date(2026, 11, 1), 2, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
    ],
)
def test_a_period_ends_the_day_before_the_same_day_months_later(since_on, months, until_on):
    assert rules.period_of(since_on, months) == Period(since_on, until_on)


def test_fees_are_collected_at_most_twelve_months_ahead():
    today = date(2026, 3, 2)
    assert not rules.too_far_ahead(Period(date(2026, 3, 2), date(2027, 3, 1)), today=today)
    assert rules.too_far_ahead(Period(date(2026, 4, 1), date(2027, 3, 31)), today=today)


@pytest.mark.parametrize(
    ("settled", "voided", "today", "state"),
    [
        (0, False, date(2026, 4, 15), BillState.ISSUED),
        (0, False, date(2026, 4, 16), BillState.OVERDUE),
        (1, False, date(2026, 4, 1), BillState.PARTLY_PAID),
        (100, False, date(2026, 5, 1), BillState.PAID),
        (100, True, date(2026, 5, 1), BillState.VOID),
    ],
)
def test_the_state_of_a_bill_follows_from_what_was_paid_and_the_day(settled, voided, today, state):
    said = rules.state_of(
        amount_fen=100, settled_fen=settled, voided=voided, due_on=date(2026, 4, 15), today=today
    )
    assert said is state
