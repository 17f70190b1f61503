"""What each grading word gives, at its ends and between."""

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
