"""Beside each other and beside the year before: ranks, comparison by indicator, likeness, what to do next."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.rating.rules import improving, scoring
from linli.domains.rating.rules.grading import YesNo
from linli.domains.rating.rules.standing import Traits, alike, compared, ranks
from tests.rating.test_scoring import STAR, findings


@pytest.mark.feature("RA-21")
def test_ties_share_a_rank_and_the_next_rank_is_skipped():
    assert ranks([8000, 9000, 8000, 7000, 9000]) == [3, 1, 3, 5, 1]
    assert ranks([]) == []


@given(st.lists(st.integers(0, 10_000), max_size=50))
@settings(max_examples=60, deadline=None)
def test_a_rank_says_how_many_have_more(totals):
    assert ranks(totals) == [1 + sum(other > one for other in totals) for one in totals]


def with_area(change):
    """The catalogue with its first indicator changed."""
    area = STAR.areas[0]
    first = change(area.indicators[0])
    return replace(STAR, areas=(replace(area, indicators=(first, *area.indicators[1:])), *STAR.areas[1:]))


@pytest.mark.feature("RA-17")
@pytest.mark.parametrize(
    ("last_year", "why_not"),
    [
        (STAR, ""),
        (with_area(lambda one: replace(one, name="换了名称")), ""),
        (with_area(lambda one: replace(one, code="A99")), "上一年没有这一项"),
        (with_area(lambda one: replace(one, max=150)), "评分办法改了，不作比较"),
        (
            with_area(lambda one: replace(one, parts=(replace(one.parts[0], grade=YesNo(200)),))),
            "评分办法改了，不作比较",
        ),
        (None, "上一年没有公布"),
    ],
)
def test_two_years_are_compared_only_where_code_and_rule_are_the_same(last_year, why_not):
    line = compared(STAR, {"A01": 200, "A02": 100}, last_year, {"A01": 50, "A99": 50})[0]
    assert (line.code, line.why_not) == ("A01", why_not)
    assert line.difference == (None if why_not else 150)
    assert compared(STAR, {"A01": 200}, STAR, {"A02": 50})[1].why_not == "有一年不适用"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Traits(500), True),
        (Traits(1001), False),
        (Traits(249), False),
        (Traits(600, 2005), True),
        (Traits(600, 2004), False),
        (Traits(600, 2010, 70_000), True),
        (Traits(600, 2010, 69_999), False),
    ],
)
def test_likeness_goes_by_size_age_and_fee(other, expected):
    mine = Traits(500, 2010, 100_000)
    assert alike(mine, other) is alike(other, mine) is expected


@given(findings(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_first_ways_that_are_named_enough_reach_the_next_star(found, vetoed):
    result = scoring.score(STAR, found, vetoes=["funds"] if vetoed else [])
    assert improving.total(STAR, result.points) == result.total
    plan = improving.plan(STAR, result.points, found, satisfaction=result.satisfaction, vetoed=result.vetoed)
    if plan is None:
        assert result.stars == 5
        return
    assert [way.effort for way in plan.ways] == sorted(way.effort for way in plan.ways)
    band = next(band for band in STAR.bands if band.stars == plan.stars)
    reached = improving.with_done(STAR, result.points, plan.ways, [w.indicator.code for w in plan.chosen])
    assert plan.short == max(0, band.least - result.total)
    assert (reached >= band.least) is (plan.enough is not None)
    if plan.enough:
        fewer = [way.indicator.code for way in plan.chosen[:-1]]
        assert improving.with_done(STAR, result.points, plan.ways, fewer) < band.least
    assert all(way.gain > 0 and way.words for way in plan.ways)
