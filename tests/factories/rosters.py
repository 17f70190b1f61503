"""Rosters as property companies keep them, made by code: a workbook from rows, merges and sheet states."""

import io
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from linli.domains.people.operations import rosters as operations
from linli.domains.people.queries import rosters as queries
from linli.domains.people.roster.judging import judge
from linli.domains.people.roster.reading import read_roster
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.spreadsheets import SheetOut, write_xlsx

HEADER = ["房号", "产权人", "联系电话", "建筑面积", "交付状态"]


def workbook(sheets, *, merges=(), hidden=(), formats=()) -> bytes:
    """An .xlsx of {sheet name: rows}. `merges` are (sheet, "A1:B2"), `formats` (sheet, "A1", number format)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for name, area in merges:
        book[name].merge_cells(area)
    for name, cell, number_format in formats:
        book[name][cell].number_format = number_format
    for name in hidden:
        book[name].sheet_state = "hidden"
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def csv_text(rows, delimiter=",") -> str:
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows) + "\r\n"


def reading(content: bytes, filename="名册.xlsx", corrections=None, developer=""):
    return judge(read_roster(content, filename), corrections, developer=developer)


def reading_of(rows, *, name="名册", merges=(), corrections=None, developer="", formats=()):
    """The reading of one sheet."""
    content = workbook(
        {name: rows}, merges=[(name, area) for area in merges], formats=[(name, *f) for f in formats]
    )
    return reading(content, corrections=corrections, developer=developer)


def one_row(**cells):
    """The reading of a single row under the usual header, each cell by its heading's key."""
    usual = {"room": "3-2-501", "owner": "王芳", "phone": "14100000001", "area": "89.57", "state": "已交付"}
    values = {**usual, **cells}
    rows = [HEADER, [values[key] for key in usual]]
    return list(reading_of(rows).rows)[1]


def merged_with_co_owners() -> bytes:
    """Merged building and entrance cells, a heading of two storeys, 套内/建面 pairs and a co-owner's column."""
    rows = [
        ["和谐家园业主清册", *[None] * 9],
        ["序号", "房屋", None, None, "面积（㎡）", None, "业主", None, "共有人", "备注"],
        [None, "幢", "单元", "室", "建筑", "套内", "姓名", "电话", "姓名", None],
        [1, "1幢", "1单元", 101, 89.57, 72.1, "王芳", 14100000001, "李强", None],
        [2, None, None, 102, 118.3, 95.02, "张 伟", 14100000002, None, None],
        [3, None, "2单元", 101, 89.57, 72.1, "赵敏", "14100000003、14100000004", "钱进", "出租"],
        [4, None, None, 102, 118.3, 95.02, "孙丽", 14100000005, None, None],
        [5, "2幢", "1单元", "0101", 89.57, 72.1, "周杰", 14100000006, None, None],
        [6, None, None, "0102", 118.3, 95.02, "衢州和谐置业有限公司", None, None, None],
        ["合计", None, None, None, 623.61, 501.36, None, None, None, None],
    ]
    merges = [
        "A1:J1",
        "A2:A3",
        "B2:D2",
        "E2:F2",
        "G2:H2",
        "J2:J3",
        "B4:B7",
        "C4:C5",
        "C6:C7",
        "B8:B9",
        "C8:C9",
    ]
    return workbook({"清册": rows}, merges=[("清册", area) for area in merges])


def sheet_per_building() -> bytes:
    """A sheet for each building, which only the sheet's name or the title says; a hidden old one."""
    header = ["室号", "户主", "手机", "建面"]
    return workbook(
        {
            "1幢": [header, ["101", "王芳", "14100000001", "89.57"], ["102", "李强", "14100000002", "90"]],
            "第二页": [
                ["2号楼业主名册"],
                header,
                ["2-101", "张伟", "14100000003", "89.57"],
                ["1-102", "赵敏", "14100000004", "90"],
            ],
            "旧": [header, ["101", "旧人", "14100000009", "1"]],
        },
        hidden=["旧"],
    )


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts, as a hand would forge an .xlsx."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stored.getvalue()


_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def forged(sheet_xml: bytes, **more: bytes) -> bytes:
    """An .xlsx with this XML as its only sheet."""
    parts = {
        "xl/workbook.xml": (
            f'<workbook {_NS} xmlns:r="{_RELS}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    return archive(parts | {name.replace("__", "/") + ".xml": content for name, content in more.items()})


def sheet_xml(cells: str) -> bytes:
    return f"<worksheet {_NS}><sheetData>{cells}</sheetData></worksheet>".encode()


def many_columns(count: int) -> bytes:
    """One row with that many filled cells."""
    cells = "".join(
        f'<c r="{get_column_letter(min(n, 16384))}1" t="str"><v>x</v></c>' for n in range(1, count + 1)
    )
    return sheet_xml(f'<row r="1">{cells}</row>')


SAMPLES = Path(__file__).parents[1] / "roster" / "samples"
MESSY, TIDY = "斗潭新村-业主台账.xlsx", "荷花苑-业主名册.xlsx"


def sample(name=TIDY) -> bytes:
    return (SAMPLES / name).read_bytes()


def many(units: int, *, bad=()) -> bytes:
    """A roster of that many units in buildings of 100; the sheet rows named in `bad` have no room number."""
    rows = [["幢", "单元", "房号", "建筑面积", "面积来源", "产权人", "联系电话", "交付状态"]]
    for index in range(units):
        floor, door = divmod(index % 50, 2)
        name = "王" + chr(0x4E00 + index % 3000) + chr(0x5000 + index % 2999)
        room = "" if len(rows) + 1 in bad else f"{floor + 1}0{door + 1}"
        place = [str(index // 100 + 1), str(index // 50 % 2 + 1), room]
        rows.append([*place, "89.57", "产权证", name, f"1410{index:07d}", "已交付"])
    return write_xlsx([SheetOut("名册", rows)])


def taken_in(estate, content, *, actor=None, filename="名册.xlsx"):
    """The roster's draft."""
    return operations.take_in(
        actor=actor, estate_id=estate.id, content=content, filename=filename, now=clock.now()
    )


def handed_in(roster, *, actor=None):
    """Confirm what the roster would do as it stands."""
    seen = queries.outlook(roster, on=day_of(clock.now())).seen
    return operations.hand_in(actor=actor, roster=roster, seen=seen, now=clock.now())


def imported(estate, content, *, actor=None):
    """A first roster, in the register."""
    return handed_in(taken_in(estate, content, actor=actor), actor=actor)
