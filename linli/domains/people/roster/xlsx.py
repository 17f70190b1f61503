"""Reading an .xlsx as a stream: only cells with something in them, and how each came by its text.

Read here and not with a general library, because a roster must not lose what those drop: a formula that
was never worked out is an error and not a blank, a phone number keeps all its digits, and a cell in the
last column of the last row costs one cell and not seventeen billion.
"""

import posixpath
import re
from dataclasses import dataclass

from linli.domains.people.roster.archive import Archive
from linli.domains.people.roster.errors import Bomb, Damaged, TooManyColumns, TooManyRows
from linli.domains.people.roster.grids import MOST_CELLS, Grid, column_number, squared
from linli.domains.people.roster.sheets import HiddenSheet, Sheet
from linli.domains.people.roster.values import DateStyles, RawCell, cell_of

MOST_COLUMNS = 256
MOST_ROWS = 30_000
MOST_SHEETS = 200
MOST_STRINGS = 400_000
LONGEST_TEXT = 40_000
MOST_MERGES = 20_000
_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})", re.ASCII)
_RANGE = re.compile(r"\$?([A-Z]{1,4})\$?([0-9]{1,9}):\$?([A-Z]{1,4})\$?([0-9]{1,9})", re.ASCII)


@dataclass(slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool


class _Pieces:
    """A text as it comes, piece by piece, refused when it grows beyond what a cell can hold."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        self._length += len(piece)
        if self._length > LONGEST_TEXT:
            raise Bomb
        self._pieces.append(piece)

    def taken(self) -> str:
        """The whole text; what comes next begins a new one."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return text


def read_xlsx(content: bytes) -> tuple[tuple[Sheet, ...], tuple[HiddenSheet, ...]]:
    """The visible sheets with merged cells filled, and the names of the hidden ones."""
    archive = Archive(content)
    listed, since_1904 = _sheets(archive)
    targets = _targets(archive)
    strings = _strings(archive)
    styles = _styles(archive, since_1904=since_1904)
    visible: list[Sheet] = []
    hidden: list[HiddenSheet] = []
    for one in listed:
        part = targets.get(one.relation, "")
        if "worksheets/" not in part:  # a chart or a dialogue on a sheet of its own
            hidden.append(HiddenSheet(one.name, 0))
            continue
        grid = _SheetReader(strings, styles).read(archive, part)
        if one.hidden:
            hidden.append(HiddenSheet(one.name, len(grid.cells)))
        else:
            visible.append(squared(one.name, grid))
    return tuple(visible), tuple(hidden)


def _sheets(archive: Archive) -> tuple[list[_Listed], bool]:
    found: list[_Listed] = []
    since_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        if name == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in {"1", "true"}
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            state = attributes.get("state", "visible")
            found.append(_Listed(attributes.get("name", "")[:31], relation, state != "visible"))

    archive.parse("xl/workbook.xml", start=start)
    if not found:
        raise Damaged
    if len(found) > MOST_SHEETS:
        raise Bomb
    return found, since_1904


def _targets(archive: Archive) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[attributes.get("Id", "")] = path

    archive.parse("xl/_rels/workbook.xml.rels", start=start)
    return found


def _strings(archive: Archive) -> list[str]:
    """The shared strings, without the pronunciation marks some of them carry."""
    found: list[str] = []
    if "xl/sharedStrings.xml" not in archive.names:
        return found
    pieces = _Pieces()
    depth = {"t": 0, "rPh": 0}

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name in depth:
            depth[name] += 1

    def end(name: str) -> None:
        if name in depth:
            depth[name] -= 1
        elif name == "si":
            found.append(pieces.taken())
            if len(found) > MOST_STRINGS:
                raise Bomb

    def text(piece: str) -> None:
        if depth["t"] and not depth["rPh"]:
            pieces.add(piece)

    archive.parse("xl/sharedStrings.xml", start=start, end=end, text=text)
    return found


def _styles(archive: Archive, *, since_1904: bool) -> DateStyles:
    formats: dict[int, str] = {}
    of_style: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = True
        elif name == "numFmt":
            formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside:
            of_style.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    if "xl/styles.xml" in archive.names:
        archive.parse("xl/styles.xml", start=start, end=end)
    return DateStyles.of(of_style, formats, since_1904=since_1904)


class _SheetReader:
    """Turns the elements of one sheet into a grid; cells with nothing in them are passed over."""

    def __init__(self, strings: list[str], styles: DateStyles) -> None:
        self._strings, self._styles = strings, styles
        self._grid = Grid()
        self._row = self._column = self._count = 0
        self._raw = RawCell()
        self._pieces = _Pieces()
        self._collecting = False
        self._phonetic = False

    def read(self, archive: Archive, part: str) -> Grid:
        archive.parse(part, start=self._start, end=self._end, text=self._text)
        return self._grid

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name == "v" or (name == "t" and not self._phonetic):
            self._collecting = True
        elif name == "f":
            self._raw.formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column += 1
        if reference is not None:
            found = _REFERENCE.fullmatch(reference)
            if found is None:
                raise Damaged
            self._column, self._row = column_number(found[1]), int(found[2])
        self._raw = RawCell(attributes.get("t", "n"), int(attributes.get("s", "0")))

    def _text(self, piece: str) -> None:
        if self._collecting:
            self._pieces.add(piece)

    def _end(self, name: str) -> None:
        if name in {"v", "t"} and self._collecting:
            self._raw.value = (self._raw.value or "") + self._pieces.taken()
            self._collecting = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        if self._raw.value is None and not self._raw.formula:
            return
        cell = cell_of(self._raw, self._strings, self._styles)
        if not cell.text:
            return
        if self._column > MOST_COLUMNS:
            raise TooManyColumns
        if self._row > MOST_ROWS or self._row < 1:
            raise TooManyRows
        self._count += 1
        if self._count > MOST_CELLS:
            raise Bomb
        self._grid.cells.setdefault(self._row, {})[self._column] = cell

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if found is None:
            return
        if len(self._grid.merges) >= MOST_MERGES:
            raise Bomb
        self._grid.merges.append(
            (int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))
        )
