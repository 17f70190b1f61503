"""The cells of one row by their meaning, and what has been found about them so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from linli.domains.people.roster.headings import Heading
from linli.domains.people.roster.layouts import Column, Layout
from linli.domains.people.roster.lines import CORRECTABLE, Field, Reason, Weight
from linli.domains.people.roster.reasons import reason
from linli.domains.people.roster.sheets import Cell, CellKind

_LONGEST = 300
_LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell under its column. Broken and overlong cells come as blank, with their reason already found."""

    column: Column
    cell: Cell

    @property
    def text(self) -> str:
        return self.cell.text


@dataclass(slots=True)
class Findings:
    """The reasons found for a row, in order."""

    reasons: list[Reason] = field(default_factory=list)

    def add(
        self,
        code: str,
        *,
        of: Field | None = None,
        entry: Entry | None = None,
        text: str = "",
        reading: str = "",
    ) -> None:
        """Note a reason about a cell, or about a field that has none."""
        column = entry.column.title if entry else ""
        shown = text or (entry.text if entry else "")
        self.reasons.append(reason(code, column=column, text=shown, reading=reading, field=of))

    @property
    def refused(self) -> bool:
        return any(one.weight is Weight.REFUSAL for one in self.reasons)


class RowFields:
    """A row's cells by field, with the officer's corrections in place of what stood there."""

    def __init__(
        self, layout: Layout, cells: Sequence[Cell], corrections: Mapping[Field, str], findings: Findings
    ) -> None:
        self._entries: dict[Field, list[Entry]] = {}
        self.texts: dict[Field, str] = {}
        for one in layout.columns:
            if one.index < len(cells) and one.heading.field is not Field.OTHER:
                self._entries.setdefault(one.heading.field, []).append(Entry(one, cells[one.index]))
        for entries in self._entries.values():
            entries.sort(key=lambda entry: (entry.column.heading.group, entry.column.index))
        for where, text in corrections.items():
            self._correct(where, text)
        for where in CORRECTABLE:
            self.texts[where] = "、".join(entry.text for entry in self._entries.get(where, ()) if entry.text)
        for where, entries in self._entries.items():
            self._entries[where] = [_usable(where, entry, findings) for entry in entries]

    def _correct(self, where: Field, text: str) -> None:
        here = self._entries.get(where)
        column = here[0].column if here else Column(0, where.heading, Heading(where))
        kind = CellKind.TEXT if text.strip() else CellKind.BLANK
        self._entries[where] = [Entry(column, Cell(text.strip(), kind))]

    def entries(self, where: Field) -> list[Entry]:
        """The field's cells that have something in them."""
        return [entry for entry in self._entries.get(where, ()) if entry.text]

    def first(self, where: Field) -> Entry | None:
        """The field's first cell with something in it."""
        return next(iter(self.entries(where)), None)

    def text(self, where: Field) -> str:
        """The text of `first`, or ""."""
        found = self.first(where)
        return found.text if found else ""

    def column(self, where: Field) -> Entry | None:
        """The field's column, for a sentence about a blank cell."""
        here = self._entries.get(where)
        return here[0] if here else None


_KEPT_AS_TEXT = frozenset({Field.NOTE, Field.SERIAL, Field.TREATMENT})
_NEVER_DATES = frozenset(
    {Field.BUILDING, Field.ENTRANCE, Field.AREA, Field.INNER_AREA, Field.OWNERS, Field.PHONES, Field.SHARES}
)


def _usable(where: Field, entry: Entry, findings: Findings) -> Entry:
    """The entry, or a blank one with the reason why its cell cannot be used."""
    code = _fault(where, entry.cell)
    if not code or where in _KEPT_AS_TEXT:
        return entry
    findings.add(code, of=where, entry=entry, text=where.heading if code == "cell.too_long" else "")
    return Entry(entry.column, Cell())


def _fault(where: Field, cell: Cell) -> str:
    if cell.kind is CellKind.ERROR:
        return "cell.error"
    if cell.kind is CellKind.UNUSABLE:
        return "cell.unusable"
    if len(cell.text) > (_LONGEST_NOTE if where is Field.NOTE else _LONGEST):
        return "cell.too_long"
    if cell.kind is CellKind.DATE and where in _NEVER_DATES:
        return "cell.date"
    if cell.kind is CellKind.DATE and where in {Field.ROOM, Field.PARKING_NO}:
        return "room.date"
    return ""
