"""What each grading word gives, at its ends and between."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.rating.errors import WrongCatalogue
from linli.domains.rating.rules import grading


def points(words, found):
    grade = grading.parse(words)
    return grade.points(grade.read(found))


@pytest.mark.parametrize(
    ("words", "found", "expected"),
    [
        ("LIN(50→0, 95→2)", "50", 0),
        ("LIN(50→0, 95→2)", "49.99", 0),
        ("LIN(50→0, 95→2)", "95", 200),
        ("LIN(50→0, 95→2)", "100", 200),
        ("LIN(50→0, 95→2)", "72.5", 100),
        ("LIN(50→0, 95→2)", "50.11", 0),
        ("LIN(50→0, 95→2)", "50.12", 1),  # 200 × 12 ÷ 4500 = 0.53
        ("LIN(0→0, 100→0.05)", "10", 1),  # 0.5 rounds up
        ("LIN(0→0, 100→0.05)", "9.99", 0),
        ("LIN(10→0, 2→1)", "10", 0),
        ("LIN(10→0, 2→1)", "6", 50),
        ("LIN(10→0, 2→1)", "0", 100),
        ("LIN(10→0, 2→1)", "40", 0),
        ("STEP(12→1.5, 8→1, 4→0.5)", "12", 150),
        ("STEP(12→1.5, 8→1, 4→0.5)", "11", 100),
        ("STEP(12→1.5, 8→1, 4→0.5)", "4", 50),
        ("STEP(12→1.5, 8→1, 4→0.5)", "3", 0),
        ("STEP(50→1.5, 30→1, 0.01→0.5)", "0.01", 50),
        ("STEP(50→1.5, 30→1, 0.01→0.5)", "0", 0),
        ("STEP(有→1, 没有→0)", "有", 100),
        ("STEP(有→1, 没有→0)", "没有", 0),
        ("BOOL(0.5)", "yes", 50),
        ("BOOL(0.5)", "no", 0),
        ("CHK(5→1.5)", "5", 150),
        ("CHK(5→1.5)", "3", 90),
        ("CHK(3→1)", "1", 33),
        ("CHK(3→1)", "2", 67),
        ("DED(0.4)", "0", 0),
        ("DED(0.4)", "3", -120),
    ],
)
def test_a_word_gives_its_points(words, found, expected):
    assert points(words, found) == expected


def cents(exact):
    """Hundredths of a point, half up, reckoned apart from the rules' own arithmetic."""
    exact = Fraction(exact)
    return int(
        (Decimal(exact.numerator) * 100 / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    )


def falling(found):
    """LIN(10→0, 2→1) as it is said: all at 2 and below, nothing from 10 on, in proportion between."""
    return cents(min(Fraction(1), max(Fraction(0), (10 - found) / 8)))


def rising(found):
    """LIN(60→0, 95→3)."""
    return cents(3 * min(Fraction(1), max(Fraction(0), (found - 60) / 35)))


def stepped(found):
    """STEP(12→2, 6→1.2, 4→0.8)."""
    return 200 if found >= 12 else 120 if found >= 6 else 80 if found >= 4 else 0


HALVES = [Fraction(number, 2) for number in range(200)]
TABLES = {
    "LIN(60→0, 95→3)": [(str(float(at)), rising(at)) for at in HALVES],
    "LIN(10→0, 2→1)": [(f"{at / 10:.2f}", falling(Fraction(at, 10))) for at in range(200)],
    "STEP(12→2, 6→1.2, 4→0.8)": [(f"{at / 10:.1f}", stepped(at / 10)) for at in range(200)],
    "STEP(业委会→2.5, 物管会→1.5, 居委会代行→0.5, 没有→0)": 50
    * [("业委会", 250), ("物管会", 150), ("居委会代行", 50), ("没有", 0)],
    "BOOL(0.5)": 100 * [("yes", 50), ("no", 0)],
    "CHK(199→1.5)": [(str(at), cents(Fraction(3 * at, 2 * 199))) for at in range(200)],
    "DED(0.3)": [(str(at), -30 * at) for at in range(200)],
}


@pytest.mark.feature("RA-06")
@pytest.mark.parametrize("words", TABLES)
def test_two_hundred_values_agree_for_each_rule(words):
    table = TABLES[words]
    assert len(table) == 200
    assert [points(words, found) for found, _ in table] == [expected for _, expected in table]


@st.composite
def grades(draw):
    """Any grading word, with two findings of which the second is no worse."""
    best = draw(st.integers(1, 1000))
    low, high = sorted(draw(st.tuples(st.integers(0, 200), st.integers(0, 200))))
    steps = sorted(draw(st.sets(st.integers(0, 200), min_size=1, max_size=4)), reverse=True)
    stairs = tuple((at, (len(steps) - place) * best) for place, at in enumerate(steps))
    choices = (("好", best + 2), ("中", best + 1), ("差", 0))
    worse, better = sorted(draw(st.tuples(st.integers(0, 2), st.integers(0, 2))), reverse=True)
    return draw(
        st.sampled_from(
            [
                (grading.Steps(stairs), low, high),
                (grading.Choice(choices), choices[worse][0], choices[better][0]),
                (grading.YesNo(best), False, draw(st.booleans())),
                (grading.Checklist(200, best), low, high),
                (grading.Deduction(best), high, low),
            ]
        )
    )


@pytest.mark.feature("RA-06")
@given(grades())
def test_every_word_gives_the_better_finding_no_less_and_stays_within_its_best(drawn):
    grade, worse, better = drawn
    assert grade.points(worse) <= grade.points(better) <= grade.best
    for found in (worse, better):
        text = grade.write(found)
        assert grade.points(grade.read(text)) == grade.points(found)


@pytest.mark.feature("RA-06")
@given(
    st.integers(0, 20000),
    st.integers(0, 20000),
    st.integers(1, 1000),
    st.integers(0, 20000),
    st.integers(0, 500),
)
def test_more_of_a_good_thing_never_gives_less(zero_at, full_at, best, found, more):
    if zero_at == full_at:
        return
    grade = grading.Linear(zero_at, full_at, best)
    better = found + more if full_at > zero_at else found - more
    assert grade.points(found) <= grade.points(better)
    assert 0 <= grade.points(found) <= best


@given(st.integers(0, 10**9))
def test_a_number_is_written_as_it_is_read(amount):
    assert grading.hundredths(grading.plain(amount)) == amount


@pytest.mark.parametrize("text", ["", "1e3", "-1", "1.234", "１", "1,000", ".5", "01", "nan", " 1"])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(ValueError):
        grading.hundredths(text)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("BOOL(1)", "ja"),
        ("CHK(5→1)", "6"),
        ("CHK(5→1)", "1.5"),
        ("DED(1)", "-1"),
        ("STEP(有→1, 没有→0)", "也许"),
    ],
)
def test_a_finding_that_does_not_fit_its_word_is_refused(words, found):
    with pytest.raises(ValueError):
        points(words, found)


@pytest.mark.parametrize(
    "words",
    ["", "LIN", "LIN()", "LIN(1→0)", "LIN(1→0, 1→2)", "LIN(1→1, 2→2)", "LIN(1→0, 2→0)", "STEP(1→1, 2→2)", "STEP(2→1, 1→1)",
     "STEP(1→0)", "STEP(有→1, 有→0)", "STEP(有→1, 没有→0.5)", "BOOL(0)", "CHK(0→1)", "CHK(2→1, 3→2)", "DED(-1)", "DED(0)", "MAX(3)"],
)  # fmt: skip
def test_a_word_that_grades_nothing_sensible_is_refused(words):
    with pytest.raises(WrongCatalogue):
        grading.parse(words)
