"""From two whole numbers to points: exact, never lowered by more of a good thing, and asked about when they jump."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import indicators
from linli.domains.rating.errors import WrongCatalogue
from linli.domains.rating.queries import catalogues
from linli.domains.rating.rules import catalogue, figures, scoring
from linli.domains.rating.rules.figures import Value
from linli.domains.rating.rules.grading import Choice, Deduction, Linear, YesNo

STAR = catalogues.shipped("star_2024")
AUTOMATIC = [(one, part) for one in STAR.indicators for part in one.parts if part.fact]
SHARES = [pair for pair in AUTOMATIC if figures.is_share(pair[1])]


def good(part):
    """Whether more of it is better."""
    return not isinstance(part.grade, Deduction) and not (
        isinstance(part.grade, Linear) and part.grade.zero_at > part.grade.full_at
    )


def points(one, part, value):
    """What one part comes to."""
    return part.grade.points(figures.found(part, value))


@settings(max_examples=100)
@given(st.sampled_from(SHARES), st.integers(1, 10**6), st.data())
def test_one_more_counted_never_lowers_a_good_share_and_never_raises_a_bad_one(pair, denominator, data):
    one, part = pair
    few = data.draw(st.integers(0, denominator - 1))
    less, more = (points(one, part, Value(count, denominator)) for count in (few, few + 1))
    assert (more >= less) if good(part) else (more <= less)


@settings(max_examples=100)
@given(st.sampled_from([pair for pair in AUTOMATIC if not figures.is_share(pair[1])]), st.integers(0, 5000))
def test_one_more_counted_never_lowers_a_good_count_and_never_raises_findings(pair, count):
    one, part = pair
    if isinstance(part.grade, Choice):
        return
    less, more = (points(one, part, Value(number)) for number in (count, count + 1))
    assert (more >= less) if good(part) else (more <= less)


@settings(max_examples=100)
@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_is_the_exact_share_rounded_half_up_and_never_above_100(numerator, denominator):
    part = STAR.indicator("B04").parts[0]
    exact = min(Fraction(numerator * 10_000, denominator), Fraction(10_000))
    assert figures.found(part, Value(numerator, denominator)) == scoring.half_up(exact)


@settings(max_examples=30)
@given(st.permutations(range(6)), st.lists(st.integers(0, 200), min_size=6, max_size=6))
def test_in_which_order_estates_are_scored_does_not_matter(order, counted):
    def total(count):
        found = figures.findings(STAR, {part.fact: Value(count, 200) for _, part in SHARES})
        return scoring.score(STAR, found).total

    shuffled = {number: total(counted[number]) for number in order}
    assert [shuffled[number] for number in range(6)] == [total(count) for count in counted]


@pytest.mark.feature("RA-09")
def test_what_is_missing_gives_no_finding_and_a_share_of_nothing_is_missing():
    both = STAR.indicator("B05")
    assert figures.finding(both, {"payments.online_opened": Value(1)}) is None
    assert figures.finding(STAR.indicator("B04"), {"fees.collection_rate": Value(0, 0)}) is None
    assert figures.finding(STAR.indicator("B04"), {"fees.collection_rate": Value(0, 9)}).values == {
        "value": 0
    }
    assert not figures.finding(STAR.indicator("C05"), {"voting.turnout": Value(applies=False)}).applies
    assert figures.finding(STAR.indicator("B17"), {"surveys.satisfied": Value(9, 10, zeroed=True)}).zeroed


@pytest.mark.feature("RA-04")
@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("B04", Value(26, 30), "86.67%（26 ÷ 30）"),
        ("C10", Value(3, 1200), "2.5 件（3 ÷ 1200）"),
        ("A05", Value(4), "4 次"),
        ("B18", Value(said="AA"), "AA"),
        ("C05", Value(applies=False), "不适用"),
        ("B04", Value(), "没有数据"),
    ],
)
def test_both_numbers_are_said_beside_the_rate(code, value, said):
    assert figures.said(STAR.indicator(code).parts[0], value) == said


@pytest.mark.feature("RA-18")
@pytest.mark.parametrize(
    ("code", "now", "before", "odd"),
    [
        ("B04", Value(70, 100), Value(90, 100), False),
        ("B04", Value(69, 100), Value(90, 100), True),
        ("A05", Value(4), Value(2), False),
        ("A05", Value(12), Value(6), True),
        ("B18", Value(said="C"), Value(said="AAA"), False),
        ("B04", Value(applies=False), Value(90, 100), False),
    ],
)
def test_a_figure_far_from_last_years_is_found(code, now, before, odd):
    assert figures.jumped(STAR.indicator(code).parts[0], now, before) is odd


def test_a_fact_that_nobody_knows_is_refused_with_its_line():
    text = (
        (indicators.FOLDER / "star_2024.yml")
        .read_text("utf-8")
        .replace("fees.collection_rate", "fees.nobody")
    )
    with pytest.raises(WrongCatalogue, match=r"第 \d+ 行：B04：没有叫 fees.nobody 的数据"):
        catalogue.parse(indicators.parse(text), facts=indicators.facts())


def test_every_yes_or_no_and_choice_of_the_catalogue_can_be_said_by_a_value():
    for _, part in AUTOMATIC:
        if isinstance(part.grade, YesNo):
            assert (figures.found(part, Value(0)), figures.found(part, Value(7))) == (False, True)
        if isinstance(part.grade, Choice):
            assert figures.found(part, Value(said="别的")) is None
