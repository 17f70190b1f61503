"""Which rows of a sheet are units, and which are titles, headers, totals, notes and blanks."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from linli.domains.people.roster.layouts import Layout, layout_at
from linli.domains.people.roster.lines import Field
from linli.domains.people.roster.placing import Above
from linli.domains.people.roster.sheets import Cell, Sheet
from linli.domains.people.roster.spellings.numerals import bare
from linli.domains.people.roster.spellings.rooms import parse_building, parse_room, parse_section

_TOTAL = re.compile(
    r"(?:本[页幢栋楼单元]{0,3}|以上|全[部区]|总)?(?:合计|小计|共计|总计|累计)[:0-9.户套间M2㎡]*|总[户面]\w{0,6}[:0-9.]*|共[0-9]+[户套间].*|合|计"
)
_NOTE = re.compile(
    r"(?:备?注|说明|制表|填表|审[核批]|编制|经办|负责人|统计|打印|单位|日期|联系人|物业|盖章|签[字名章])\w{0,8}[:(]|注\d|\*"
)
_LONG = 40
_MAIN = (Field.ROOM, Field.BUILDING, Field.PARKING_NO, Field.AREA, Field.OWNERS, Field.INNER_AREA)


@dataclass(frozen=True, slots=True)
class Sorted:
    """A row and what it is: a unit's row (`code` ""), or the code of why it is left out or refused.

    `merged_into` is the row in which this row's merged room cell began (a co-owner's row), else 0.
    """

    row: int
    cells: tuple[Cell, ...]
    code: str
    layout: Layout | None
    above: Above
    merged_into: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class SortedSheet:
    """A sheet with every row sorted. `layout` is its first header, None where it has no table."""

    name: str
    layout: Layout | None
    rows: tuple[Sorted, ...]


def sort_rows(sheet: Sheet, corrected: Container[tuple[str, int]]) -> SortedSheet:
    """Every row of the sheet. A row the officer corrected is a unit's row, whatever it looked like."""
    return _Sorter(sheet, corrected).run()


class _Sorter:
    """Walks down a sheet with the header and the titles in force."""

    def __init__(self, sheet: Sheet, corrected: Container[tuple[str, int]]) -> None:
        self._sheet, self._corrected = sheet, corrected
        self._layout: Layout | None = None
        self._first: Layout | None = None
        section = parse_section(sheet.name, whole=False)
        self._above = Above(section, sheet.name if section else "")
        self._header_until = 0

    def run(self) -> SortedSheet:
        rows = [self._row(index) for index in range(len(self._sheet.rows))]
        if self._first is None:
            rows = [_tableless(one) for one in rows]
        return SortedSheet(self._sheet.name, self._first, tuple(rows))

    def _row(self, index: int) -> Sorted:
        cells = self._sheet.rows[index]
        number = index + 1
        if (self._sheet.name, number) in self._corrected and self._layout is not None:
            return self._unit(number, cells)
        code = self._code(index, cells)
        if code:
            text = next((cell.text for cell in cells if cell.filled), "")
            return Sorted(number, cells, code, self._layout, self._above, text=text)
        return self._unit(number, cells)

    def _unit(self, number: int, cells: tuple[Cell, ...]) -> Sorted:
        assert self._layout is not None
        for field in (Field.BUILDING, Field.ENTRANCE):
            text = _text(self._layout, cells, field)
            if text and field is Field.BUILDING and text != self._above.building_text:
                self._above = replace(self._above, building_text=text, entrance_text="")
            elif text and field is Field.ENTRANCE:
                self._above = replace(self._above, entrance_text=text)
        return Sorted(number, cells, "", self._layout, self._above, _merged_into(self._layout, cells, number))

    def _code(self, index: int, cells: tuple[Cell, ...]) -> str:
        if index < self._header_until:
            return "left.header"
        anchors = [cell for cell in cells if cell.filled]
        if not anchors and not self._continues(cells):
            return "left.blank"
        layout = layout_at(self._sheet.rows, index)
        if layout is not None:
            return self._take_header(layout)
        if len(anchors) == 1 and (code := self._lonely(cells, anchors[0])):
            return code
        if self._layout is None:
            return "left.title"
        return self._in_table(cells, anchors)

    def _continues(self, cells: tuple[Cell, ...]) -> bool:
        return self._layout is not None and any(_text(self._layout, cells, field) for field in (Field.ROOM,))

    def _take_header(self, layout: Layout) -> str:
        repeated = self._layout is not None
        self._layout = layout
        self._first = self._first or layout
        self._header_until = layout.row - 1 + layout.height
        return "left.repeated_header" if repeated else "left.header"

    def _lonely(self, cells: tuple[Cell, ...], only: Cell) -> str:
        """A single cell in a row: the title of a section, a total, a note, or a unit with nothing else."""
        section = parse_section(only.text, whole=self._layout is not None)
        in_room = self._layout is not None and _text(self._layout, cells, Field.ROOM) == only.text
        if section is not None:
            self._above = replace(
                self._above, section=section, section_text=only.text, building_text="", entrance_text=""
            )
            return "left.section" if self._layout is not None else "left.title"
        if self._layout is None:
            return ""
        if _TOTAL.fullmatch(bare(only.text)):
            return "left.total"
        if _text(self._layout, cells, Field.SERIAL) == only.text and len(only.text) < 6:  # noqa: PLR2004
            return "left.serial_only"
        return "" if in_room and parse_room(only.text) else "left.note"

    def _in_table(self, cells: tuple[Cell, ...], anchors: Sequence[Cell]) -> str:
        assert self._layout is not None
        if any(_TOTAL.fullmatch(bare(cell.text)) for cell in anchors[:2]):
            return "left.total"
        said = [field for field in _MAIN if _text(self._layout, cells, field)]
        no_room = not {Field.ROOM, Field.PARKING_NO} & set(said)
        if _NOTE.match(bare(anchors[0].text)) and (no_room or len(anchors[0].text) > _LONG):
            return "left.note"
        only_building = said == [Field.BUILDING] and _text(self._layout, cells, Field.KIND) == ""
        if only_building and parse_building(_text(self._layout, cells, Field.BUILDING)) and len(anchors) == 1:
            return "left.section"
        return "" if said else "left.note"


def _text(layout: Layout, cells: Sequence[Cell], field: Field) -> str:
    for column in layout.columns:
        if column.heading.field is field and column.index < len(cells) and cells[column.index].text:
            return cells[column.index].text
    return ""


def _merged_into(layout: Layout, cells: Sequence[Cell], number: int) -> int:
    """The row in which the room cell began, where it is merged downwards over this row."""
    for column in layout.of(Field.ROOM):
        cell = cells[column.index]
        if cell.merged and layout.row + layout.height - 1 < cell.merged_from < number:
            return cell.merged_from
    return 0


def _tableless(one: Sorted) -> Sorted:
    """A row of a sheet without header: refused where it looks like a unit, so that nothing is lost unseen."""
    if one.code == "left.blank":
        return one
    filled = [cell.text for cell in one.cells if cell.filled]
    rooms = [parse_room(text) for text in filled]
    named = any(room and (room.building or room.lead) and room.room for room in rooms)
    looks = named and len(filled) > 2  # noqa: PLR2004 - a room, a name and something more
    return replace(one, code="sheet.no_header" if looks else "left.no_table")
