"""Writing tables that people open in spreadsheet programs, so that no cell of ours is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST = 32_000  # a cell of .xlsx holds 32,767 characters
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_LONGEST_NAME = 31
_WIDEST = 60

Value = str | int | None


def safe_cell(value: Value) -> str:
    """The text as a spreadsheet program will show it and never run it (check C-10).

    NUL and other control characters go; a text beginning with = + - @ (also full-width), a tab or a line
    end gets an apostrophe in front, the sign for text, which roster reading takes off again.
    """
    text = "" if value is None else str(value)
    kept = "".join(letter for letter in text if letter >= " " or letter in "\t\r\n")[:_LONGEST]
    inner = kept.lstrip(" \u3000\u200b\ufeff")
    return f"'{kept}" if inner.startswith(_STARTS_A_FORMULA) else kept


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet to write: its rows, of which the first `header_rows` stay in view.

    `choices` gives a column (from 0) its list to choose from, for the rows under the header; `widths` are
    in characters. Every cell is written as text, so that 0501 and 18 digits stay what they are.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    header_rows: int = 1
    widths: Mapping[int, int] = field(default_factory=dict)
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def write_xlsx(sheets: Iterable[SheetOut]) -> bytes:
    """An .xlsx of these sheets, every cell a text cell."""
    stored = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stored, options) as book:
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "num_format": "@", "bottom": 1}
        )
        body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for one in sheets:
            sheet = book.add_worksheet(one.name.translate(_FORBIDDEN_IN_NAME)[:_LONGEST_NAME] or "表格")
            sheet.freeze_panes(one.header_rows, 0)
            for column in range(max((len(row) for row in one.rows), default=0)):
                sheet.set_column(column, column, min(one.widths.get(column, 14), _WIDEST), body)
            for number, row in enumerate(one.rows):
                for column, value in enumerate(row):
                    sheet.write_string(
                        number, column, safe_cell(value), head if number < one.header_rows else body
                    )
            for column, words in one.choices.items():
                rule = {"validate": "list", "source": list(words), "ignore_blank": True}
                sheet.data_validation(one.header_rows, column, max(len(one.rows), 200), column, rule)
    return stored.getvalue()


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV in UTF-8 with mark, which Excel needs to show Chinese."""
    stored = io.StringIO(newline="")
    writer = csv.writer(stored, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return stored.getvalue().encode("utf-8-sig")
