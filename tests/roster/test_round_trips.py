"""Tables that go out and come back: error sheet, template, the register, exports."""

import csv
import io

import openpyxl
import pytest

from linli.domains.estates.rules import Delivery
from linli.domains.people.roster.differences import Change, compare
from linli.domains.people.roster.error_sheet import error_sheet, read_corrections
from linli.domains.people.roster.errors import NotAnErrorSheet, OtherFile
from linli.domains.people.roster.lines import Field, Treatment, Verdict
from linli.domains.people.roster.reading import read_roster
from linli.domains.people.roster.summary import difference_lines, summary
from linli.domains.people.roster.template import template
from linli.platform.spreadsheets import SheetOut, safe_cell, write_csv, write_xlsx
from tests.factories import rosters

ROWS = [
    rosters.HEADER,
    ["3-2-501", "王芳、李强", "14100000001", "89.57", "已交付"],
    ["3-2-502", "赵敏", "1410000", "", "已交付"],
    ["3-2-503", "钱进", "", "89.995", "已交付"],
    ["五零四", "孙丽", "", "90", "已交付"],
    ["=1+1", "周杰", "", "90", "已交付"],
]


def filled_in(content, changes):
    """The error sheet as the officer saves it: {(roster row, heading): text}."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["更正表"]
    titles = [cell.value for cell in sheet[1]]
    for cells in sheet.iter_rows(min_row=2):
        for (row, heading), text in changes.items():
            if cells[1].value == str(row):
                cells[titles.index(heading)].value = text
    stored = io.BytesIO()
    book.save(stored)
    return read_roster(stored.getvalue(), "更正表.xlsx")


class TestErrorSheet:
    def test_filled_in_and_uploaded_it_settles_the_rows(self):
        content = rosters.csv_text(ROWS).encode()
        before = rosters.reading(content, "a.csv")
        assert {row.row for row in before.open_rows} == {3, 4, 5, 6}

        answered = filled_in(
            error_sheet(before),
            {
                (3, "处理"): "按原样导入",
                (4, "建筑面积"): "89.99",
                (5, "房号"): "3-2-504",
                (6, "处理"): "不导入",
            },
        )
        corrections = read_corrections(answered, before)
        after = rosters.reading(content, "a.csv", corrections)

        assert corrections[("a", 4)] == {Field.AREA: "89.99"}
        assert corrections[("a", 6)] == {Field.TREATMENT: Treatment.LEAVE_OUT}
        assert after.importable
        assert {unit.label for unit in after.units} == {f"3幢2单元{n}室" for n in (501, 502, 503, 504)}

    def test_untouched_it_changes_nothing(self):
        before = rosters.reading_of(ROWS)
        untouched = read_roster(error_sheet(before), "更正表.xlsx")

        assert read_corrections(untouched, before) == {}

    def test_belongs_to_one_roster(self):
        before, other = rosters.reading_of(ROWS), rosters.reading_of(ROWS[:-1])

        with pytest.raises(OtherFile):
            read_corrections(read_roster(error_sheet(other), "x.xlsx"), before)
        with pytest.raises(NotAnErrorSheet):
            read_corrections(read_roster(template(), "x.xlsx"), before)


@pytest.mark.feature("EI-07")
def test_the_template_uploaded_untouched_imports_its_example():
    reading = rosters.reading(template())

    assert reading.importable
    assert [unit.label for unit in reading.units] == ["3幢2单元501室"]
    assert [(owner.name, owner.share) for owner in reading.units[0].owners] == [
        ("王示例", "50%"),
        ("李示例", "50%"),
    ]
    assert reading.units[0].ready_for_roll
    assert not [one for row in reading.rows for one in row.reasons if one.code.startswith(("phone", "share"))]


class TestDifferences:
    @pytest.mark.feature("EI-05")
    def test_the_same_file_again_is_no_difference(self):
        reading = rosters.reading(rosters.merged_with_co_owners())
        differences = compare(reading, reading.units)

        assert differences.empty
        assert differences.unchanged == len(reading.units)
        assert "完全一致" in next(difference_lines(differences))

    def test_each_change_is_named(self):
        before = rosters.reading_of(
            [rosters.HEADER, *[[f"3-2-50{n}", "王芳", "14100000001", "89.57", "已交付"] for n in range(1, 7)]]
        )
        after = rosters.reading_of([
            rosters.HEADER,
            ["3-2-501", "王芳", "14100000001", "89.57", "已交付"],
            ["3-2-502", "李强", "14100000001", "89.57", "已交付"],
            ["3-2-503", "王芳", "14100000001", "90.00", "已交付"],
            ["3-2-504", "王芳", "14100000009", "89.57", "已交付"],
            ["3-2-505", "王芳", "14100000001", "89.57", "已售未交付"],
            ["3-2-507", "王芳", "14100000001", "89.57", "已交付"],
        ])  # fmt: skip
        found = {(one.label, one.change) for one in compare(after, before.units).changes}

        assert found == {
            ("3幢2单元502室", Change.NEW_OWNERS), ("3幢2单元503室", Change.AREA), ("3幢2单元504室", Change.CONTACT),
            ("3幢2单元505室", Change.DELIVERY), ("3幢2单元507室", Change.NEW_UNIT), ("3幢2单元506室", Change.VANISHED),
        }  # fmt: skip

    def test_what_the_file_does_not_say_is_not_taken_away(self):
        before = rosters.reading_of([rosters.HEADER, ["3-2-501", "王芳", "14100000001", "89.57", "已交付"]])
        after = rosters.reading_of([rosters.HEADER, ["3-2-501", "王 芳", "", "暂缺", "已交付"]])

        assert compare(after, before.units).empty

    def test_a_sale_by_the_developer_shows_owner_and_state(self):
        header = [*rosters.HEADER]
        before = rosters.reading_of([header, ["3-2-501", "衢州和谐置业有限公司", "", "89.57", "未售"]])
        after = rosters.reading_of([header, ["3-2-501", "王芳", "", "89.57", "已交付"]])

        assert before.units[0].delivery is Delivery.UNSOLD
        assert [one.change for one in compare(after, before.units).changes] == [
            Change.NEW_OWNERS,
            Change.DELIVERY,
        ]


def test_the_summary_names_every_waiting_row_and_the_sum():
    reading = rosters.reading_of(ROWS)
    text = "\n".join(summary(reading))

    assert all(f"第 {row.row} 行" in text for row in reading.open_rows)
    assert f"合计{'':6}{reading.row_count:>7} 行" in text
    assert reading.counts[Verdict.UNDERSTOOD] == 1


class TestExports:
    DANGEROUS = (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        " =1",
        "＝1+1",
        '=HYPERLINK("http://x")',
    )

    @pytest.mark.parametrize("text", DANGEROUS)
    def test_nothing_begins_a_formula(self, text):
        written = write_xlsx([SheetOut("表", [["标题"], [text]])])
        cell = openpyxl.load_workbook(io.BytesIO(written))["表"]["A2"]
        assert cell.data_type == "s"
        assert cell.value.startswith("'")

        line = next(iter(csv.reader(io.StringIO(write_csv([[text]]).decode("utf-8-sig"), newline=""))))
        assert line[0].startswith("'")

    def test_plain_texts_and_long_numbers_stay_what_they_are(self):
        assert [safe_cell(one) for one in ("王芳", "0501", 12, None, "a=b")] == [
            "王芳",
            "0501",
            "12",
            "",
            "a=b",
        ]
        written = write_xlsx([SheetOut("表", [["证件号"], ["330802199001011234"]])])
        assert openpyxl.load_workbook(io.BytesIO(written))["表"]["A2"].value == "330802199001011234"

    def test_what_was_made_safe_is_read_back_as_it_was(self):
        sheet = read_roster(write_csv([["-1"], ["=1+1"]]), "a.csv").sheets[0]

        assert [row[0].text for row in sheet.rows] == ["-1", "=1+1"]
