"""Where a table begins on a sheet, and what each of its columns means."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.domains.people.roster.grids import column_letter
from linli.domains.people.roster.headings import Heading, heading_of, heading_under
from linli.domains.people.roster.lines import ColumnUse, Field
from linli.domains.people.roster.sheets import Cell, CellKind

_PLACES = frozenset({Field.ROOM, Field.BUILDING, Field.PARKING_NO})
_WEAK = frozenset({Field.SERIAL, Field.NOTE, Field.OTHER, Field.TREATMENT})
# Of these a second column is a second value; of all others the better word wins.
_SEVERAL = frozenset(
    {Field.OWNERS, Field.PHONES, Field.ID_NOS, Field.SHARES, Field.AREA, Field.DELIVERY, Field.NOTE}
)
_FEWEST_FIELDS = 2
_LONGEST_HEADING = 30


@dataclass(frozen=True, slots=True)
class Column:
    """A column in force: its place from 0, its words, its meaning."""

    index: int
    title: str
    heading: Heading

    @property
    def letter(self) -> str:
        """A, B, … as spreadsheet programs show it."""
        return column_letter(self.index + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """A header in force from its row on until the next one. `height` is its number of rows."""

    row: int
    height: int
    columns: tuple[Column, ...]

    def of(self, field: Field) -> tuple[Column, ...]:
        """The columns with that meaning, by group and from left to right."""
        found = [column for column in self.columns if column.heading.field is field]
        return tuple(sorted(found, key=lambda column: (column.heading.group, column.index)))

    def uses(self) -> tuple[ColumnUse, ...]:
        """For people: what each column was taken for."""
        return tuple(ColumnUse(one.letter, one.title, one.heading.field) for one in self.columns)


Rows = Sequence[Sequence[Cell]]


def layout_at(rows: Rows, index: int) -> Layout | None:
    """The header that begins at this row (from 0), of one row or two, or None.

    A header names a place (房号, 幢 …) and at least one more thing, in short words without numbers.
    """
    two = _two_storeys(rows, index)
    if two is not None:
        return two
    row = rows[index]
    if not _could_be_header(row):
        return None
    parent = rows[index - 1] if index and _is_group_row(rows[index - 1]) else None
    headings = [
        heading_under(parent[place].text, cell.text)
        if parent and parent[place].text
        else heading_of(cell.text)
        for place, cell in enumerate(row)
    ]
    return _layout(index, 1, [cell.text for cell in row], headings)


def _two_storeys(rows: Rows, index: int) -> Layout | None:
    """A header whose second row splits some of its columns (面积 over 建筑 and 套内)."""
    if index + 1 >= len(rows) or not _could_be_header(rows[index]) or not _could_be_header(rows[index + 1]):
        return None
    upper, lower = rows[index], rows[index + 1]
    own = [place for place, cell in enumerate(lower) if cell.filled]
    split = [
        place for place in own if upper[place].text and heading_under(upper[place].text, lower[place].text)
    ]
    groups = sum(1 for cell in upper if cell.filled)
    if groups < _FEWEST_FIELDS or not own or len(split) * 2 < len(own):
        return None
    if _knows(lower) and not any(cell.merged for cell in upper):
        return None
    if not any(heading_of(lower[place].text) or upper[place].merged for place in own):
        return None
    texts = [_both(above.text, below.text) for above, below in zip(upper, lower, strict=True)]
    headings = [heading_under(above.text, below.text) for above, below in zip(upper, lower, strict=True)]
    return _layout(index, 2, texts, headings)


def _knows(row: Sequence[Cell]) -> bool:
    """Whether the row would be a header by itself."""
    return _layout(0, 1, [cell.text for cell in row], [heading_of(cell.text) for cell in row]) is not None


def _both(above: str, below: str) -> str:
    return f"{above}·{below}" if above and below and above != below else above or below


def _could_be_header(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell.text]
    return bool(filled) and all(
        cell.kind is CellKind.TEXT and len(cell.text) <= _LONGEST_HEADING for cell in filled
    )


def _is_group_row(row: Sequence[Cell]) -> bool:
    """A row of group words over a header: at least two, merged across."""
    anchors = [cell for cell in row if cell.filled]
    return len(anchors) > 1 and any(cell.merged for cell in row) and _could_be_header(row)


def _layout(index: int, height: int, texts: list[str], headings: Sequence[Heading | None]) -> Layout | None:
    known = {one.field for one in headings if one is not None} - _WEAK
    filled = sum(1 for text in texts if text)
    recognised = sum(1 for one in headings if one is not None)
    if not known & _PLACES or len(known) < _FEWEST_FIELDS or recognised * 5 < filled * 2:
        return None
    best = _best(headings)
    columns = [
        Column(place, text, heading if place in best and heading is not None else Heading(Field.OTHER))
        for place, (text, heading) in enumerate(zip(texts, headings, strict=True))
        if text
    ]
    return Layout(index + 1, height, tuple(columns))


def _best(headings: Sequence[Heading | None]) -> set[int]:
    """The columns that count: of two that mean the same single thing, the one with the better word."""
    chosen: dict[Field, int] = {}
    several: set[int] = set()
    for place, heading in enumerate(headings):
        if heading is None:
            continue
        if heading.field in _SEVERAL:
            several.add(place)
        elif heading.field not in chosen or heading.rank < _rank(headings[chosen[heading.field]]):
            chosen[heading.field] = place
    return several | set(chosen.values())


def _rank(heading: Heading | None) -> int:
    return heading.rank if heading is not None else 0
