"""The rows that wait for the officer, as a table to correct at the desk and upload again."""

from linli.domains.people.roster.errors import NotAnErrorSheet, OtherFile
from linli.domains.people.roster.lines import (
    CORRECTABLE,
    Corrections,
    Field,
    Place,
    RosterReading,
    RowReading,
    Treatment,
    Weight,
)
from linli.domains.people.roster.sheets import Sheet, Workbook
from linli.domains.people.roster.template import CHOICES
from linli.platform.spreadsheets import SheetOut, Value, write_xlsx

SHEET = "更正表"
_ABOUT = "说明"
_FIXED = ("工作表", "行号", "结论", "原因")
_COLUMNS = (Field.TREATMENT, *CORRECTABLE)
_FINGERPRINT = "名册指纹"
_WIDTHS = {0: 14, 1: 8, 2: 10, 3: 56, 4: 14}


def error_sheet(reading: RosterReading) -> bytes:
    """An .xlsx of the doubtful and refused rows, each with its reasons and what was read from it.

    Corrections are written over what stands there; 处理 may say 按原样导入, 不导入 or 合并共有人.
    """
    heading = [*_FIXED, *(field.heading for field in _COLUMNS)]
    rows = [_row(row) for row in reading.open_rows]
    first = len(_FIXED)
    choices = {first: tuple(one.value for one in Treatment)}
    choices |= {first + _COLUMNS.index(field): words for field, words in CHOICES.items()}
    table = SheetOut(SHEET, [heading, *rows], widths=_WIDTHS, choices=choices)
    return write_xlsx([table, SheetOut(_ABOUT, _about(reading), header_rows=0, widths={0: 16, 1: 60})])


def _row(row: RowReading) -> list[Value]:
    why = "\n".join(one.sentence for one in row.reasons if one.weight is not Weight.REMARK)
    texts = [row.texts.get(field, "") for field in _COLUMNS]
    return [row.sheet, row.row, row.verdict.words, why, *texts]


def _about(reading: RosterReading) -> list[list[Value]]:
    return [
        ["名册文件", reading.filename],
        [_FINGERPRINT, reading.digest],
        ["怎么改", "在“更正表”里直接改右边各列，改好后保存，回到导入页面上传本文件。"],
        ["处理列", "按原样导入：原因里说明了会怎样导入。不导入：这一行不要。合并共有人：并入前面同一户。"],
        ["请不要改", "工作表、行号两列和本页的名册指纹，它们用来对上原来的行。"],
    ]


def read_corrections(workbook: Workbook, reading: RosterReading) -> Corrections:
    """What the officer changed on an uploaded error sheet, by row and field.

    Cells left as they were downloaded are no corrections. Raises NotAnErrorSheet, or OtherFile where the
    sheet was made for another roster.
    """
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    if SHEET not in by_name or _ABOUT not in by_name:
        raise NotAnErrorSheet
    if not any(row[0].text == _FINGERPRINT and row[1].text == reading.digest for row in by_name[_ABOUT].rows):
        raise OtherFile
    known = {(row.sheet, row.row): row for row in reading.rows}
    return dict(_changes(by_name[SHEET], known))


def _changes(sheet: Sheet, known: dict[Place, RowReading]) -> list[tuple[Place, dict[Field, str]]]:
    titles = [cell.text for cell in sheet.rows[0]]
    places = {field: titles.index(field.heading) for field in _COLUMNS if field.heading in titles}
    if titles[:2] != list(_FIXED[:2]) or Field.TREATMENT not in places:
        raise NotAnErrorSheet
    found: list[tuple[Place, dict[Field, str]]] = []
    for cells in sheet.rows[1:]:
        number = cells[1].text
        row = known.get((cells[0].text, int(number))) if number.isascii() and number.isdecimal() else None
        if row is None:
            continue
        texts = {field: cells[place].text for field, place in places.items()}
        changed = {field: text for field, text in texts.items() if text != row.texts.get(field, "").strip()}
        if changed:
            found.append(((row.sheet, row.row), changed))
    return found
