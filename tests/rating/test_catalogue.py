"""The catalogue in use adds up, and one that does not is refused with its line."""

import pytest

from config import indicators
from linli.domains.rating.errors import NoCatalogue, WrongCatalogue
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules import catalogue, scoring
from linli.domains.rating.rules.grading import Checklist, Choice, Deduction, Linear, Steps, YesNo

THIS_LINE = object()
TEXT = (indicators.FOLDER / "star_2024.yml").read_text("utf-8")


def refused(before, after):
    assert TEXT.count(before) >= 1
    with pytest.raises(WrongCatalogue) as no:
        catalogue.parse(indicators.parse(TEXT.replace(before, after, 1)))
    return str(no.value)


def best(grade):
    match grade:
        case Linear():
            return grade.full_at
        case Steps():
            return grade.steps[0][0]
        case Choice():
            return grade.options[0][0]
        case YesNo():
            return True
        case Checklist():
            return grade.items
        case Deduction():
            return 0


@pytest.mark.feature("RA-01")
def test_the_years_file_gives_4_areas_54_indicators_and_100_points():
    made = catalogue.parse(indicators.parse(TEXT))
    assert [(area.code, len(area.indicators), area.max) for area in made.areas] == [
        ("A", 12, 2000), ("B", 18, 3500), ("C", 13, 2500), ("D", 11, 2000),
    ]  # fmt: skip
    assert (
        sum(one.automatic for one in made.indicators) == 41
    )  # the forty of the draft, and the ledgers of B16
    assert "草案" in made.version


@pytest.mark.feature("RA-07")
def test_the_best_of_everything_gives_exactly_100():
    made = catalogue.parse(indicators.parse(TEXT))
    found = {
        one.code: scoring.Finding({part.key: best(part.grade) for part in one.parts})
        for one in made.indicators
    }
    result = scoring.score(made, found)
    assert (result.total, result.stars) == (10_000, 5)
    assert [area.score for area in result.areas] == [2000, 3500, 2500, 2000]


@pytest.mark.feature("RA-01")
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("code: A02", "code: A01", "代码重复"),
        ("name: 党员业主纳管率, max: 2,", "name: 党员业主纳管率, max: 1,", THIS_LINE),
        ("LIN(50→0, 95→2)", "LIN(95→0, 95→2)", "两点不能相同"),
        ("DED(0.4)", "DED(minus)", THIS_LINE),
        ("source: doc,", "source: rumour,", "rumour"),
        ("from: 90", "from: 79", "从高到低"),
        ("satisfaction: B17", "satisfaction: B99", "B99"),
        ("fact: party.enrolled_share, ", "", "fact"),
        ("name: 小区党支部组建, ", "", "缺少 name"),
        ("max: 20\n", "max: 20.001\n", "两位小数"),
    ],
)
def test_a_catalogue_that_does_not_add_up_is_refused_with_its_line(before, after, said):
    line = TEXT[: TEXT.index(before)].count("\n") + 1
    message = refused(before, after)
    assert "行：" in message
    assert (f"第 {line} 行" if said is THIS_LINE else said) in message


@pytest.mark.parametrize("text", ["[", "- a", "", "a: 1\na: 2", "\tx"])
def test_a_file_that_is_no_mapping_is_refused(text):
    with pytest.raises(ValueError, match="line"):
        indicators.parse(text)


def test_no_number_of_a_catalogue_is_ever_a_float():
    assert indicators.parse("a: 1.5\nb: [0.1]") == {"a": "1.5", "b": ["0.1"], "__line__": 1}


def test_a_year_before_the_first_catalogue_has_none(app):
    assert sheets.catalogue_for(2026) == "star_2024"
    with pytest.raises(NoCatalogue):
        sheets.catalogue_for(2020)
