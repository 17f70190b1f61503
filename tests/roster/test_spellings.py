"""Spellings: whatever way a room, an area, a name or a number is written, it reads back as the same."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.domains.people.roster.errors import RosterRefused
from linli.domains.people.roster.judging import judge
from linli.domains.people.roster.sheets import Cell, CellKind, Sheet, Workbook
from linli.domains.people.roster.spellings.areas import parse_area_text
from linli.domains.people.roster.spellings.names import parse_names
from linli.domains.people.roster.spellings.numerals import han_number
from linli.domains.people.roster.spellings.phones import parse_phones
from linli.domains.people.roster.spellings.rooms import parse_building, parse_room, parse_section
from linli.domains.people.roster.spellings.states import is_id_number
from linli.kernel.area import format_area
from tests.factories.rosters import HEADER

HAN = "零一二三四五六七八九"


def in_han(number):
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else ("" if tens == 1 else HAN[tens]) + "十") + (
        HAN[ones] if ones or not tens else ""
    )


SPELLINGS = [
    "{b}-{e}-{r}", "{b}－{e}－{r}", "{b}—{e}—{r}", "{b}/{e}/{r}", "{b} - {e} - {r}", "{b}幢{e}单元{r}室", "{b}幢{e}单元{r}",
    "{b}栋{e}单元{r}号", "{b}号楼{e}单元{r}室", "{b}#{e}-{r}", "{b}#楼{e}单元{r}室", "{b}＃{e}单元{r}", "{b}座{e}单元{r}房",
    "{hb}幢{he}单元{r}室", "第{b}幢第{e}单元{r}室", "{b:02}幢{e:02}单元{r:04}室", "{b}幢{e}-{r}", "{b}号楼-{e}-{r}",
    "{e}单元{r}室{b}幢", " {b}幢 {e}单元 {r}室 ", "{b}幢{e}梯{r}室",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.integers(1, 99), st.integers(1, 9), st.integers(1, 33), st.integers(1, 20), st.sampled_from(SPELLINGS)
)
def test_any_spelling_of_a_room_reads_back(building, entrance, floor, door, spelling):
    room = f"{floor}{door:02}"
    text = spelling.format(b=building, e=entrance, r=int(room), hb=in_han(building), he=in_han(entrance))
    read = parse_room(text)

    assert read is not None, text
    assert (read.building, read.entrance, read.room, read.doubt) == (
        str(building),
        str(entrance),
        room,
        "",
    ), text


@given(
    st.integers(1, 999_999),
    st.sampled_from(["{}", " {} ", "{}㎡", "{}平方米", "{} 平", "{}m2", "{}M²", "{}00"]),
)
def test_any_spelling_of_an_area_reads_back(area, spelling):
    read = parse_area_text(spelling.format(format_area(area)))

    assert (read.area, read.doubt) == (area, "")


@given(st.integers(1, 99))
def test_chinese_numbers_read_back(number):
    assert han_number(in_han(number)) == number


@given(st.text(max_size=40))
@settings(max_examples=300)
def test_an_area_is_never_guessed_from_other_words(text):
    read = parse_area_text(text)

    assert read.area is None or read.area > 0


@given(
    st.lists(
        st.sampled_from(["王芳", "李强", "欧阳静怡", "丁静翰", "买买提·艾力", "衢州和谐物业服务有限公司"]),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    st.sampled_from(["、", ",", "，", ";", "；", "/", "\n", " / ", "&", "|", "，"]),
)
def test_owners_in_one_cell_are_told_apart(names, separator):
    assert [owner.name for owner in parse_names(separator.join(names))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王 芳", ["王芳"]), ("欧阳 静怡", ["欧阳静怡"]), ("丁静翰 许静栋", ["丁静翰", "许静栋"]), ("王小 明", ["王小明"]),
        ("张三和李四", ["张三", "李四"]), ("苏强和", ["苏强和"]), ("卢和心", ["卢和心"]), ("熊和壮", ["熊和壮"]),
        ("张三50% 李四50%", ["张三", "李四"]), ("张三(1/2)/李四(1/2)", ["张三", "李四"]), ("JOHN SMITH", ["JOHN SMITH"]),
        ("张三（已故）", ["张三"]), ("无", []), ("张三、张三", ["张三"]), ("衢州（浙江）有限公司", ["衢州（浙江）有限公司"]),
    ],
)  # fmt: skip
def test_names_as_written(text, names):
    assert [owner.name for owner in parse_names(text)] == names


@pytest.mark.parametrize(
    ("text", "phones", "bad"),
    [
        ("141-0489-5505", ["14104895505"], []), ("14107401826 / 14103027020", ["14107401826", "14103027020"], []),
        ("057-0-00-00000", ["0570-0000000"], []), ("+86 138 1234 5678", ["13812345678"], []),
        ("13812345678 13912345678", ["13812345678", "13912345678"], []), ("0570-3012345-801", ["0570-3012345-801"], []),
        ("(0571)88888888", ["0571-88888888"], []), ("02188888888", ["021-88888888"], []),
        ("手机：13812345678（王芳）", ["13812345678"], []), ("1410666143", [], ["1410666143"]), ("无", [], []),
        ("13812345678、1381234567", ["13812345678"], ["1381234567"]), ("abc", [], ["abc"]),
    ],
)  # fmt: skip
def test_phones_as_written(text, phones, bad):
    read = parse_phones(text)

    assert (list(read.phones), list(read.bad)) == (phones, bad)


def test_a_title_names_one_building_or_none():
    assert parse_section("和谐家园3#楼业主名册", whole=False).building == "3"
    assert parse_section("1-6幢业主名册", whole=False) is None
    assert parse_section("1幢、2幢业主名册", whole=False) is None
    assert parse_section("业主名册2026年9月", whole=False) is None
    assert parse_building("3幢2单元").entrance == "2"


def test_an_identity_number_needs_its_right_last_digit():
    assert is_id_number("11010519491231002X")
    assert not is_id_number("110105194912310021")
    assert is_id_number("91330800MA28F0TY6A")


WORDS = st.sampled_from(
    ["", "房号", "业主", "面积", "3-2-501", "3幢", "合计", "王芳", "89.57", "0", "注：作废", "14100000001", "未售", "\u4e00" * 50, "101", "幢", "车位12", "共有人", "处理", "不导入"]
)  # fmt: skip
CELLS = st.one_of(WORDS, st.text(max_size=12)).map(
    lambda text: Cell(text.strip(), CellKind.TEXT if text.strip() else CellKind.BLANK)
)


@settings(max_examples=250, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5).map(tuple), min_size=1, max_size=14), st.booleans())
def test_every_row_of_any_sheet_gets_exactly_one_verdict(rows, headed):
    head = [tuple(Cell(text, CellKind.TEXT) for text in HEADER)] if headed else []
    workbook = Workbook("a.xlsx", "0", (Sheet("名册", (*head, *rows)),))
    try:
        reading = judge(workbook)
    except RosterRefused:
        assert not headed
        return

    assert sum(reading.counts.values()) == reading.row_count == len(head) + len(rows)
    assert [row.row for row in reading.rows] == list(range(1, reading.row_count + 1))
    assert all(row.reasons for row in reading.rows if row.verdict.value != "understood")
    assert len({unit.key for unit in reading.units}) == len(reading.units)
    assert judge(workbook) == reading


@pytest.mark.parametrize(
    "letter", ["1", "一", "-", " ", "（", "王", "和", "幢", "1/", "#1-", "1单元", "\ue000", "a,", "_x"]
)
def test_no_spelling_takes_long_to_refuse(letter):
    text = (letter * 100_000)[:100_000]
    start = time.perf_counter()
    for parse in (parse_room, parse_building, parse_area_text, parse_phones, parse_names):
        parse(text[:300])
    judge(
        Workbook(
            "a",
            "0",
            (
                Sheet(
                    "名册", (tuple(Cell(t, CellKind.TEXT) for t in HEADER), (Cell(text, CellKind.TEXT),) * 5)
                ),
            ),
        )
    )

    assert time.perf_counter() - start < 2
