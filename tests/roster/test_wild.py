"""Rosters in the wild: what each row of the samples and of rosters of other makes is read as."""

from collections import Counter
from pathlib import Path

import pytest

from linli.domains.estates.rules import AreaSource, Delivery, UnitKind
from linli.domains.people.roster.errors import NoTable
from linli.domains.people.roster.judging import judge
from linli.domains.people.roster.lines import Field, Treatment, Verdict
from linli.domains.people.roster.reading import read_roster
from tests.factories import rosters

SAMPLES = Path(__file__).parent / "samples"


def codes(row):
    return [one.code for one in row.reasons]


def by_label(reading):
    return {unit.label: unit for unit in reading.units}


class TestSamples:
    def test_the_tidy_one_is_understood_row_by_row(self):
        reading = judge(read_roster((SAMPLES / "荷花苑-业主名册.xlsx").read_bytes(), "荷花苑-业主名册.xlsx"))

        assert reading.counts == {
            Verdict.UNDERSTOOD: 264, Verdict.DOUBTFUL: 0, Verdict.REFUSED: 0, Verdict.LEFT_OUT: 1,
        }  # fmt: skip
        assert by_label(reading)["6幢2单元1102室"].area == 13070
        assert reading.importable

    @pytest.mark.feature("EI-04")
    def test_the_real_life_one_accounts_for_every_row(self):
        reading = judge(
            read_roster((SAMPLES / "斗潭新村-业主台账.xlsx").read_bytes(), "斗潭新村-业主台账.xlsx")
        )

        assert reading.row_count == 477 == sum(reading.counts.values())
        assert reading.counts[Verdict.UNDERSTOOD] == 464
        assert {row.row: codes(row)[0] for row in reading.open_rows} == {
            125: "area.missing", 152: "phone.malformed", 316: "area.missing", 396: "phone.malformed",
        }  # fmt: skip
        left = Counter(codes(row)[0] for row in reading.rows if row.verdict is Verdict.LEFT_OUT)
        assert left == {
            "left.title": 2, "left.header": 1, "left.no_table": 1, "left.duplicate": 2, "left.blank": 1,
            "left.total": 1, "left.note": 1,
        }  # fmt: skip
        assert [(sheet.name, sheet.rows) for sheet in reading.hidden] == [("旧数据", 1)]
        assert not reading.importable

    def test_the_real_life_one_tells_kinds_owners_and_the_developer_apart(self):
        units = by_label(judge(read_roster((SAMPLES / "斗潭新村-业主台账.xlsx").read_bytes(), "x.xlsx")))

        assert Counter(unit.kind for unit in units.values()) == {
            UnitKind.RESIDENTIAL: 428, UnitKind.SHOP: 6, UnitKind.PARKING: 30,
        }  # fmt: skip
        assert [owner.name for owner in units["1幢1单元602室"].owners] == ["丁静翰", "许静栋"]
        assert units["2幢3单元301室"].developer == "衢州斗潭房地产开发有限公司"
        assert units["3幢2单元602室"].owners[0].phones == ("0570-0000000",)
        assert units["2幢2单元201室"].delivery is Delivery.SOLD_UNDELIVERED
        assert units["1幢1单元101室"].area_source is AreaSource.REGISTER
        assert [owner.phones for owner in units["10幢2单元602室"].owners] == [
            ("14104598155",),
            ("14104080739",),
        ]


class TestOtherMakes:
    def test_merged_buildings_co_owners_and_pairs_of_areas(self):
        reading = rosters.reading(rosters.merged_with_co_owners())
        units = by_label(reading)

        assert set(units) == {
            "1幢1单元101室", "1幢1单元102室", "1幢2单元101室", "1幢2单元102室", "2幢1单元101室",
        }  # fmt: skip
        first = units["1幢1单元101室"]
        assert (first.area, first.inner_area) == (8957, 7210)
        assert [owner.name for owner in first.owners] == ["王芳", "李强"]
        assert units["1幢1单元102室"].owners[0].name == "张伟"
        assert units["1幢2单元101室"].owners[0].phones == ("14100000003", "14100000004")
        assert [(row.row, codes(row)[0]) for row in reading.open_rows] == [(9, "delivery.developer")]
        assert sum(reading.counts.values()) == reading.row_count == 10

    def test_a_sheet_for_each_building_named_by_sheet_or_title(self):
        reading = rosters.reading(rosters.sheet_per_building())

        assert set(by_label(reading)) == {"1幢101室", "1幢102室", "2幢2单元101室", "2幢1单元102室"}
        assert [sheet.name for sheet in reading.hidden] == ["旧"]

    def test_columns_in_reverse_order_and_other_words(self):
        rows = [
            ["备注", "房屋状态", "联系方式", "权利人", "产权证面积", "房屋坐落"],
            ["", "入住", "14100000001", "王芳", "89.57平方米", "柯城区斗潭路12号和谐家园3幢2单元501室"],
            ["", "待售", "", "开发商", "90.00", "柯城区斗潭路12号和谐家园3幢2单元502室"],
        ]
        reading = rosters.reading_of(rows, developer="衢州和谐置业有限公司")

        assert set(by_label(reading)) == {"3幢2单元501室", "3幢2单元502室"}
        assert by_label(reading)["3幢2单元502室"].developer == "衢州和谐置业有限公司"

    def test_phases_stay_part_of_the_address(self):
        rows = [rosters.HEADER, *[[f"{p}期1幢101室", "王芳", "", "89", ""] for p in "一二"]]

        assert set(by_label(rosters.reading_of(rows))) == {"一期1幢101室", "二期1幢101室"}

    def test_a_building_named_between_the_rows_holds_for_those_below(self):
        rows = [
            rosters.HEADER,
            ["3幢"],
            ["101", "王芳", "", "89", ""],
            ["四号楼"],
            ["101", "李强", "", "89", ""],
        ]
        reading = rosters.reading_of(rows)

        assert set(by_label(reading)) == {"3幢101室", "4幢101室"}
        assert [codes(row)[0] for row in reading.rows][1] == "left.section"

    def test_a_second_table_below_with_other_columns(self):
        rows = [
            ["幢", "室", "业主", "面积"],
            ["3", "501", "王芳", "89.57"],
            ["本页小计", "", "", "89.57"],
            ["车位号", "业主", "电话", "面积"],
            ["B1-023", "李强", "14100000002", "12.72"],
        ]
        units = by_label(rosters.reading_of(rows))

        assert units["车位B1-023"].kind is UnitKind.PARKING
        assert units["车位B1-023"].area == 1272

    def test_co_owners_on_rows_of_their_own_under_a_merged_room(self):
        rows = [
            ["房号", "产权人", "电话", "建筑面积"],
            ["3-2-501", "王芳", "14100000001", "89.57"],
            [None, "李强", "14100000002", None],
        ]
        reading = rosters.reading_of(rows, merges=["A2:A3", "D2:D3"])

        assert [owner.name for owner in reading.units[0].owners] == ["王芳", "李强"]
        assert [row.continues for row in reading.rows] == [None, None, 2]
        assert reading.importable

    @pytest.mark.parametrize(
        ("text", "use", "label"),
        [
            ("S1-03", "", "S1-03"),
            ("商铺12号", "", "商铺12"),
            ("3幢商铺2", "", "3幢商铺2"),
            ("储藏室12", "", "储藏室12"),
            ("负一层车位12", "", "车位B1-12"),
            ("B1-023", "车位", "车位B1-023"),
            ("A-12", "储藏间", "储藏室A-12"),
            ("5幢", "别墅", "5幢"),
            ("5-1", "排屋", "5幢1室"),
            ("12", "商业", "商铺12"),
        ],
    )
    def test_places_that_are_no_flats(self, text, use, label):
        reading = rosters.reading_of([["房号", "用途", "业主", "面积"], [text, use, "王芳", "20"]])

        assert [unit.label for unit in reading.units] == [label], [r.reasons for r in reading.open_rows]

    def test_a_sheet_without_header_refuses_rows_that_look_like_units(self):
        content = rosters.workbook(
            {"甲": [rosters.HEADER, ["3-2-501", "王芳", "", "89", ""]], "乙": [["3-2-502", "李强", "90"]]}
        )

        assert [codes(row)[0] for row in rosters.reading(content).open_rows] == ["sheet.no_header"]

    def test_a_file_without_any_header_is_no_roster(self):
        with pytest.raises(NoTable):
            rosters.reading_of([["你好", "世界"], ["3-2-501", "王芳"]])

    @pytest.mark.feature("EI-06")
    def test_the_same_rows_as_gbk_utf8_and_xlsx_are_the_same_records(self):
        rows = [
            rosters.HEADER,
            *[
                [f"{n % 9 + 1}-{n % 4 + 1}-{n + 101}", "王䶮", f"141{n:08}", "89.57", "已交付"]
                for n in range(1000)
            ],
        ]
        text = rosters.csv_text(rows)
        readings = [
            rosters.reading(text.encode("gb18030"), "a.csv"),
            rosters.reading(text.encode("utf-8-sig"), "a.csv"),
            rosters.reading(rosters.csv_text(rows, "\t").encode("utf-16"), "a.txt"),
            rosters.reading(rosters.csv_text(rows, ";").encode(), "a.csv"),
            rosters.reading(rosters.workbook({"a": rows})),
        ]

        assert len(readings[0].units) == 1000
        assert all(one.units == readings[0].units for one in readings)


class TestDoubts:
    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ({"area": "89.995"}, "area.decimals"),
            ({"area": ""}, "area.missing"),
            ({"area": 0}, "area.zero"),
            ({"area": "89,57"}, "area.separator"),
            ({"area": "８９.５７"}, "area.full_width"),
            ({"area": "1e3"}, "area.malformed"),
            ({"area": "-1"}, "area.malformed"),
            ({"area": "=D9*2"}, "cell.error"),
            ({"area": "#REF!"}, "cell.error"),
            ({"room": "30201501"}, "room.compact"),
            ({"room": "501"}, "room.no_building"),
            ({"room": "3幢2单元"}, "room.no_number"),
            ({"room": "3幢2单元501(阁楼)"}, "room.bracket"),
            ({"room": "5幢"}, "room.whole_building"),
            ({"room": "5-1"}, "room.pair"),
            ({"room": ""}, "room.missing"),
            ({"room": "看大门"}, "room.unreadable"),
            ({"owner": ""}, "owner.missing"),
            ({"owner": "王先生"}, "name.not_full"),
            ({"owner": "王芳等3人"}, "name.others"),
            ({"owner": "王 芳 李 强"}, "name.spaces"),
            ({"phone": "1410666143"}, "phone.malformed"),
            ({"state": "未售"}, "delivery.person_unsold"),
            ({"state": "待定呢"}, "delivery.unknown"),
            ({"state": "未售", "owner": ""}, "owner.developer_unnamed"),
        ],
    )
    def test_what_is_not_certain_is_said(self, cells, code):
        row = rosters.one_row(**cells)

        assert row.verdict in {Verdict.DOUBTFUL, Verdict.REFUSED}
        assert code in codes(row)

    @pytest.mark.feature("EI-02")
    def test_area_is_whole_hundredths_or_a_doubt(self):
        assert rosters.one_row(area="89.99㎡").unit.area == 8999
        assert rosters.one_row(area=89.99).unit.area == 8999
        assert rosters.one_row(area="89.995").unit.area is None

    def test_an_area_answered_as_unknown_is_no_doubt_but_not_ready_for_a_roll(self):
        row = rosters.one_row(area="暂缺")

        assert row.verdict is Verdict.UNDERSTOOD
        assert not row.unit.ready_for_roll

    def test_a_room_turned_into_a_date_is_refused(self):
        from datetime import date

        rows = [rosters.HEADER, [date(2001, 1, 2), "王芳", "", "89", ""]]

        assert "room.date" in codes(list(rosters.reading_of(rows).rows)[1])

    def test_contradicting_rows_are_both_doubtful_until_one_is_left_out(self):
        rows = [rosters.HEADER, ["3-2-501", "王芳", "", "89", ""], ["3幢2单元501", "李强", "", "89", ""]]
        assert [row.row for row in rosters.reading_of(rows).open_rows] == [2, 3]

        corrected = rosters.reading_of(
            rows, corrections={("名册", 2): {Field.TREATMENT: Treatment.LEAVE_OUT}}
        )
        assert [owner.name for owner in corrected.units[0].owners] == ["李强"]
        joined = rosters.reading_of(rows, corrections={("名册", 3): {Field.TREATMENT: Treatment.JOIN}})
        assert [owner.name for owner in joined.units[0].owners] == ["王芳", "李强"]
        assert joined.importable

    def test_the_building_of_a_whole_sheet_can_be_said_once(self):
        rows = [rosters.HEADER, ["501", "王芳", "", "89", ""], ["4-502", "李强", "", "89", ""]]
        reading = rosters.reading_of(rows, corrections={("名册", 0): {Field.BUILDING: "3"}})

        assert {unit.label for unit in reading.units} == {"3幢501室", "3幢4单元502室"}

    def test_an_accepted_doubt_is_imported_as_it_was_said(self):
        rows = [rosters.HEADER, ["3-2-501", "王芳", "1410666143", "", ""]]
        accepted = rosters.reading_of(rows, corrections={("名册", 2): {Field.TREATMENT: Treatment.ACCEPT}})

        assert accepted.importable
        assert (accepted.units[0].area, accepted.units[0].owners[0].phones) == (None, ())

    def test_what_cannot_be_accepted_stays_doubtful(self):
        rows = [rosters.HEADER, ["3-2-501", "王芳", "", "89.995", ""]]

        assert not rosters.reading_of(
            rows, corrections={("名册", 2): {Field.TREATMENT: Treatment.ACCEPT}}
        ).importable
