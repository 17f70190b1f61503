"""What answers add up to: every figure against a plain recount, groups so that subtracting shows nothing."""

from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.surveys.rules import answering
from linli.domains.surveys.rules.questions import Kind, Question
from linli.domains.surveys.rules.tallying import LEAST, Count, count, figure, joined, share, tenth
from tests.factories.surveys import ASKED, CAR, PLACE, options

RANK = Question("q", Kind.RANK, "先后", options=options("甲", "乙", "丙", "丁"))

ONE = st.fixed_dictionaries(
    {"q1": st.sampled_from("123"), "q3": st.integers(1, 5)},
    optional={"q2": st.lists(st.sampled_from("123"), min_size=1, max_size=2, unique=True)},
).map(lambda one: answering.settle(ASKED, one).kept)


@given(st.lists(ONE, max_size=30), st.randoms())
def test_figures_agree_with_a_plain_recount_in_any_order(answers, random):
    counts = count(ASKED, answers)
    random.shuffle(answers)
    assert count(ASKED, answers) == counts
    cars, places = figure(CAR, counts["q1"]), figure(PLACE, counts["q2"])
    assert [bar.number for bar in cars.bars] == [sum(one["q1"] == key for one in answers) for key in "123"]
    assert sum(bar.number for bar in cars.bars) == cars.answered == cars.asked == len(answers)
    assert places.asked == sum(one["q1"] in "23" for one in answers)
    assert places.answered == sum("q2" in one for one in answers)
    for bar in places.bars:
        assert bar.number == sum(bar.key in one.get("q2", ()) for one in answers)
        assert bar.tenths == share(bar.number, places.answered)


@given(st.lists(ONE, max_size=20), st.lists(ONE, max_size=20))
def test_counts_of_two_groups_add_up_to_the_count_of_both(some, others):
    both, first, second = count(ASKED, [*some, *others]), count(ASKED, some), count(ASKED, others)
    for one in ASKED:
        assert first[one.key] + second[one.key] == both[one.key]


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30))
def test_mean_and_median_are_exact_to_the_hundredth(numbers):
    question = Question("q", Kind.NUMBER, "几？")
    found = figure(question, count((question,), [{"q": number} for number in numbers])["q"])
    exact = Fraction(sum(numbers), len(numbers)) * 100
    assert abs(found.mean - exact) <= Fraction(1, 2)
    assert found.median == median(numbers) * 100


@pytest.mark.feature("VO-21")
@given(st.lists(st.permutations("1234"), max_size=25))
def test_a_rank_agrees_with_a_reference_tally_and_names_its_method(ballots):
    found = figure(RANK, count((RANK,), [{"q": list(one)} for one in ballots])["q"])
    points = dict.fromkeys("1234", 0)
    for one in ballots:  # Borda by pairs: a point for each option that is placed behind
        for better in one:
            points[better] += sum(one.index(worse) > one.index(better) for worse in one)
    assert {bar.key: bar.number for bar in found.bars} == points
    assert [bar.number for bar in found.bars] == sorted(points.values(), reverse=True)
    assert "博达" in found.method


@pytest.mark.feature("DL-18")
def test_the_best_day_is_the_one_on_which_most_can():
    days = Question("q", Kind.DATE, "哪天？", options=options("2026-03-07", "2026-03-08", "2026-03-09"))
    found = figure(days, count((days,), [{"q": ["1", "2"]}, {"q": ["2"]}, {"q": ["2", "3"]}])["q"])
    assert found.best == ("2026-03-08",)
    level = figure(days, count((days,), [{"q": ["1", "2"]}])["q"])
    assert level.best == ("2026-03-07", "2026-03-08")
    assert figure(days, Count()).best == ()


def test_a_matrix_has_a_figure_for_each_line():
    matrix = Question("q", Kind.MATRIX, "打分", rows=options("楼道", "电梯"), most=5)
    found = figure(matrix, count((matrix,), [{"q": {"1": 5, "2": 1}}, {"q": {"1": 4}}])["q"])
    assert [(row.title, row.answered, row.mean_said) for row in found.rows] == [
        ("楼道", 2, "4.50"),
        ("电梯", 1, "1.00"),
    ]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_rounded_half_up_to_a_tenth_of_a_percent(number, of):
    assert abs(share(number, of) - Fraction(number * 1000, of)) <= Fraction(1, 2)
    assert share(number, 0) == 0
    assert (tenth(125), tenth(1000), tenth(5)) == ("12.5", "100", "0.5")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 20)))
def test_every_group_that_is_shown_is_large_and_nothing_is_left_over_to_subtract(sizes):
    groups = joined(sizes)
    shown = [one for group in groups for one in group]
    assert len(shown) == len(set(shown))
    if groups:
        assert set(shown) == {group for group, size in sizes.items() if size}
        assert len(groups) > 1
    for group in groups:
        assert sum(sizes[one] for one in group) >= LEAST
