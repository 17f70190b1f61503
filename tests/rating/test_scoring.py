"""From findings to a star: sums, roundings, what does not apply, vetoes, and what the next star asks for."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.rating.queries import sheets
from linli.domains.rating.rules import scoring
from linli.domains.rating.rules.grading import Checklist, Choice, Deduction, Linear, Steps, YesNo
from linli.domains.rating.rules.scoring import Finding

STAR = sheets.catalogue("star_2024")


def values(grade):
    """Findings from bad to good."""
    match grade:
        case Linear():
            rising = range(10001)
            return st.integers(0, 10000) if grade.full_at > grade.zero_at else st.sampled_from(rising[::-1])
        case Steps():
            return st.integers(0, 10000)
        case Choice():
            return st.sampled_from([text for text, _ in grade.options[::-1]])
        case YesNo():
            return st.booleans()
        case Checklist():
            return st.integers(0, grade.items)
        case Deduction():
            return st.integers(0, 12)


@st.composite
def findings(draw):
    made = {}
    for one in STAR.indicators:
        found = {part.key: draw(values(part.grade)) for part in one.parts}
        made[one.code] = Finding(found, applies=draw(st.integers(0, 9)) > 0)
    return made


def better(grade, found):
    """The same or the next better finding."""
    match grade:
        case Linear():
            return found + 100 if grade.full_at > grade.zero_at else max(0, found - 100)
        case Steps():
            return found + 100
        case Choice():
            return grade.options[max(0, [text for text, _ in grade.options].index(found) - 1)][0]
        case YesNo():
            return True
        case Checklist():
            return min(grade.items, found + 1)
        case Deduction():
            return max(0, found - 1)


def even(percent):
    """A sheet whose every indicator has so many percent of its best, as near as can be: only for totals."""
    return scoring.half_up(Fraction(percent) * 100)


@settings(max_examples=40)
@given(findings(), st.sampled_from(STAR.indicators))
def test_more_of_a_good_thing_never_lowers_a_score(found, one):
    before = scoring.score(STAR, found)
    was = found[one.code]
    more = {part.key: better(part.grade, was.values[part.key]) for part in one.parts}
    after = scoring.score(STAR, found | {one.code: Finding(more, applies=was.applies)})
    assert after.total >= before.total
    assert after.stars >= before.stars


@settings(max_examples=40)
@given(findings())
def test_sums_are_exact_and_within_bounds(found):
    result = scoring.score(STAR, found)
    exact = Fraction(0)
    for area in STAR.areas:
        there = [one for one in area.indicators if found[one.code].applies]
        if there:
            gained = sum(scoring.points_of(one, found[one.code]) for one in there)
            exact += Fraction(gained * area.max, sum(one.max for one in there))
    assert result.total == scoring.half_up(exact)
    assert 0 <= result.total <= 10_000
    assert result.open == ()


@pytest.mark.feature("RA-12")
@pytest.mark.parametrize(
    ("exact", "stars"),
    [("89.99", 4), ("89.994", 4), ("89.995", 5), ("90", 5), ("79.99", 3), ("79.995", 4), ("80", 4), ("70", 3),
     ("69.9949", 2), ("69.995", 3), ("60", 2), ("59.995", 2), ("59.99", 1), ("59.9949", 1), ("0", 1), ("100", 5)],
)  # fmt: skip
def test_bands_fall_on_the_rounded_total(exact, stars):
    assert scoring.star(STAR, even(exact), satisfaction=8500, vetoed=False)[0] == stars


@pytest.mark.parametrize(("rate", "stars"), [(8500, 5), (8499, 4), (None, 4)])
def test_five_stars_need_satisfied_residents(rate, stars):
    assert scoring.star(STAR, 9500, satisfaction=rate, vetoed=False)[0] == stars


@pytest.mark.feature("RA-11")
@pytest.mark.parametrize(("total", "stars"), [(10_000, 2), (9000, 2), (6000, 2), (5999, 1)])
def test_a_veto_caps_the_star_whatever_the_score(total, stars):
    assert scoring.star(STAR, total, satisfaction=10_000, vetoed=True)[0] == stars


@pytest.mark.feature("RA-08")
def test_what_does_not_apply_leaves_both_sums_of_its_area():
    area = STAR.area("A")
    full = {one.code: Finding({part.key: _best(part.grade) for part in one.parts}) for one in area.indicators}
    found = full | {"A01": Finding({}, applies=False), "A02": Finding({"value": 0})}
    result = scoring.score(STAR, found)
    # 20 − 2 − 2 of 20 − 2 points, of 20: 16 ÷ 18 × 20 = 17.78
    assert result.areas[0].score == 1778
    assert result.areas[0].not_applicable == ("A01",)


@pytest.mark.feature("RA-08")
@pytest.mark.parametrize(
    ("codes", "too_many"),
    [(("A01", "A02", "A04", "A07"), False), (("A01", "A02", "A04", "A07", "A11"), True)],
)
def test_more_than_two_fifths_not_applicable_is_for_a_person_to_decide(codes, too_many):
    result = scoring.score(STAR, {code: Finding({}, applies=False) for code in codes})
    assert result.areas[0].too_many_not_applicable is too_many


def test_an_area_where_nothing_applies_gives_nothing():
    found = {one.code: Finding({}, applies=False) for one in STAR.area("D").indicators}
    assert scoring.score(STAR, found).areas[3].score == 0


def test_a_deduction_stops_at_zero_and_an_expired_lift_takes_all():
    fire, lift = STAR.indicator("B11"), STAR.indicator("B10")
    assert scoring.points_of(fire, Finding({"findings": 1, "lanes": 1})) == 150
    assert scoring.points_of(fire, Finding({"findings": 9, "lanes": 9})) == 0
    assert scoring.points_of(lift, Finding({"value": 0}, zeroed=True)) == 0


def test_parts_add_up():
    online = STAR.indicator("B05")
    assert scoring.points_of(online, Finding({"opened": True, "share": 3500})) == 100


def test_what_is_missing_for_the_next_star_names_the_greatest_losses_first():
    found = {
        one.code: Finding({part.key: _best(part.grade) for part in one.parts}) for one in STAR.indicators
    } | {"B04": Finding({"value": 0}), "B07": Finding({"value": 0}), "C05": Finding({"value": 0}), "D01": Finding({"value": 0}),
         "B01": Finding({"value": "没有"})}  # fmt: skip
    result = scoring.score(STAR, found)
    missing = scoring.missing(STAR, result)
    assert (result.total, result.stars, missing.stars, missing.points) == (8850, 4, 5, 150)
    assert [one.code for one, _ in missing.losses] == ["B04", "B07", "C05", "D01", "B01"]


def test_nothing_is_missing_at_the_top_and_a_veto_is_named():
    best = {one.code: Finding({part.key: _best(part.grade) for part in one.parts}) for one in STAR.indicators}
    assert scoring.missing(STAR, scoring.score(STAR, best)) is None
    vetoed = scoring.score(STAR, best, vetoes=["funds"])
    assert (vetoed.stars, scoring.missing(STAR, vetoed).vetoed) == (2, True)


def _best(grade):
    return {Linear: lambda: grade.full_at, Steps: lambda: grade.steps[0][0], Choice: lambda: grade.options[0][0],
            YesNo: lambda: True, Checklist: lambda: grade.items, Deduction: lambda: 0}[type(grade)]()  # fmt: skip
