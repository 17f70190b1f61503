"""The verdict on every row of a file: rows on their own first, then against each other."""

from collections.abc import Mapping
from dataclasses import replace

from linli.domains.estates.rules import Delivery
from linli.domains.people.roster.errors import NoTable
from linli.domains.people.roster.joining import join_rows
from linli.domains.people.roster.lines import Corrections, Field, RosterReading, RowReading, SheetReading
from linli.domains.people.roster.placing import Above
from linli.domains.people.roster.rows import Judged, judge_row
from linli.domains.people.roster.sheets import Workbook
from linli.domains.people.roster.sorting import Sorted, SortedSheet, sort_rows
from linli.domains.people.roster.spellings.rooms import parse_building, parse_room


def judge(
    workbook: Workbook, corrections: Corrections | None = None, *, developer: str = ""
) -> RosterReading:
    """What every row means. Pure: the same file and corrections give the same reading.

    Rows are those of the visible sheets from row 1 to the last with content; each gets one verdict, so
    the verdicts add up to the rows. Blank rows are left out; hidden sheets are named and not read.
    `developer` is the company that holds unsold units where the file does not name it.
    Raises NoTable where no sheet has a header.
    """
    corrections = corrections or {}
    sorted_sheets = [sort_rows(sheet, corrections) for sheet in workbook.sheets]
    if all(sheet.layout is None for sheet in sorted_sheets):
        raise NoTable
    sorted_sheets = _informed(sorted_sheets)
    judged = _judged(sorted_sheets, corrections, developer)
    named = _developers(judged)
    if not developer and len(named) == 1:
        judged = _judged(sorted_sheets, corrections, named[0])
    readings = iter(join_rows(judged, _merged_into(sorted_sheets)))
    sheets = tuple(_sheet(sheet, [next(readings) for _ in sheet.rows]) for sheet in sorted_sheets)
    return RosterReading(workbook.filename, workbook.digest, sheets, workbook.hidden, named)


def _sheet(sheet: SortedSheet, rows: list[RowReading]) -> SheetReading:
    layout = sheet.layout
    if layout is None:
        return SheetReading(sheet.name, None, (), tuple(rows))
    return SheetReading(sheet.name, layout.row, layout.uses(), tuple(rows))


def _judged(sheets: list[SortedSheet], corrections: Corrections, developer: str) -> list[Judged]:
    return [
        judge_row(sheet.name, one, _corrected(sheet.name, one, corrections), developer)
        for sheet in sheets
        for one in sheet.rows
    ]


def _corrected(sheet: str, one: Sorted, corrections: Corrections) -> Mapping[Field, str]:
    """The row's own corrections, and the sheet's (row 0) for fields in which the row says nothing."""
    own = corrections.get((sheet, one.row), {})
    general = corrections.get((sheet, 0))
    if not general or one.layout is None:
        return own
    silent = {
        field: text
        for field, text in general.items()
        if not any(one.cells[column.index].text for column in one.layout.of(field))
    }
    return {**silent, **own}


def _developers(judged: list[Judged]) -> tuple[str, ...]:
    names = (one.reading.unit.developer for one in judged if one.reading.unit is not None)
    held = (one.reading.unit for one in judged if one.reading.unit is not None)
    assert all(unit.delivery is Delivery.UNSOLD for unit in held if unit.developer)
    return tuple(dict.fromkeys(name for name in names if name))


def _merged_into(sheets: list[SortedSheet]) -> dict[tuple[str, int], int]:
    return {
        (sheet.name, one.row): one.merged_into for sheet in sheets for one in sheet.rows if one.merged_into
    }


def _informed(sheets: list[SortedSheet]) -> list[SortedSheet]:
    """Every row told what only all rows together show: empty prefixes, and what pairs like 2-501 mean."""
    prefixes = _empty_prefixes(sheets)
    informed: list[SortedSheet] = []
    for sheet in sheets:
        entrances = _leads_are_entrances(sheet)
        rows = tuple(
            replace(one, above=replace(one.above, prefixes=prefixes, leads_are_entrances=entrances))
            for one in sheet.rows
        )
        informed.append(replace(sheet, rows=rows))
    return informed


def _room_and_building(one: Sorted) -> tuple[str, str]:
    assert one.layout is not None
    found = []
    for field in (Field.ROOM, Field.BUILDING):
        columns = one.layout.of(field)
        found.append(one.cells[columns[0].index].text if columns else "")
    return found[0], found[1]


def _empty_prefixes(sheets: list[SortedSheet]) -> frozenset[str]:
    """A word before the building that all rooms with a building carry is the estate's name or address."""
    seen: set[str] = set()
    for sheet in sheets:
        for one in sheet.rows:
            if one.code:
                continue
            read = parse_room(_room_and_building(one)[0])
            if read is not None and read.building:
                seen.add(read.prefix)
    titles = {one.above.section.prefix for sheet in sheets for one in sheet.rows if one.above.section}
    only = seen if len(seen) == 1 else frozenset()
    return frozenset({*only, *(titles if len(titles) == 1 else ())})


def _leads_are_entrances(sheet: SortedSheet) -> bool:
    for one in sheet.rows:
        if one.code:
            continue
        room, building = _room_and_building(one)
        read = parse_room(room)
        name = _building_name(building or one.above.building_text, one.above)
        if read is not None and read.lead and name and read.lead != name:
            return True
    return False


def _building_name(text: str, above: Above) -> str:
    said = parse_building(text) if text else above.section
    return said.building if said is not None else ""
