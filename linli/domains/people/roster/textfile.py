"""Reading a .csv: which encoding, which delimiter, and the same cells an .xlsx would give."""

import csv
import io
import re

from linli.domains.people.roster.errors import (
    Damaged,
    EmptyFile,
    OtherFormat,
    TooManyColumns,
    TooManyRows,
    UnknownEncoding,
)
from linli.domains.people.roster.grids import MOST_CELLS
from linli.domains.people.roster.sheets import NOTHING, Cell, Sheet
from linli.domains.people.roster.values import text_cell
from linli.domains.people.roster.xlsx import MOST_COLUMNS, MOST_ROWS

_SAMPLE = 20_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_QUOTED = re.compile(r'"[^"]{0,2000}"')


def read_csv(content: bytes, name: str) -> Sheet:
    """The one sheet of a text table; `name` is what it is called in verdicts."""
    text = _decode(content)
    if not text.strip():
        raise EmptyFile
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise OtherFormat("这是网页形式的表格（扩展名可能是 .xls），请用表格软件打开，另存为 .xlsx 再上传。")
    rows = [tuple(text_cell(value) for value in row) for row in _records(text)]
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise EmptyFile
    return Sheet(name, _squared(rows))


def _decode(content: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else GB18030 (which covers GBK and GB2312)."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) // 100:
            raise OtherFormat
        return text
    raise UnknownEncoding


def _records(text: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.replace("\x00", "\ufffe"), newline=""), delimiter=_delimiter(text))
    records: list[list[str]] = []
    cells = 0
    try:
        for record in reader:
            # A comma at the end of every line, or a thousand of them, is not a column.
            while record and not record[-1].strip():
                record.pop()
            cells += len(record)
            if len(record) > MOST_COLUMNS:
                raise TooManyColumns
            if len(records) >= MOST_ROWS or cells > MOST_CELLS:
                raise TooManyRows
            records.append(record)
    except csv.Error as error:
        raise Damaged("表格里有一格的引号没有配对，或者内容太长，请检查后再上传。") from error
    return records


def _delimiter(text: str) -> str:
    """The one of , ; tab and | that splits the first lines into the most columns."""
    lines = [_QUOTED.sub("", line) for line in text[:_SAMPLE].splitlines()[:30]]
    return max(",;\t|", key=lambda mark: sum(line.count(mark) for line in lines))


def _squared(rows: list[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    width = max(len(row) for row in rows)
    if width * len(rows) > MOST_CELLS * 2:
        raise TooManyRows
    return tuple(row + (NOTHING,) * (width - len(row)) for row in rows)
