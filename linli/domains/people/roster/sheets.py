"""A file's sheets as read: cells with their text and how they came by it, before anything is understood."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What stood in the cell."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"
    ERROR = "error"  # #N/A, #REF! …, or a formula whose value was never worked out
    UNUSABLE = "unusable"  # control characters and the like (kernel.text)


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell as people see it, without outer spaces.

    `formula`: the text is the value a formula had when the file was saved. `merged`: the text belongs to
    a merged cell that began further up or to the left; `merged_from` is the row where it began.
    """

    text: str = ""
    kind: CellKind = CellKind.BLANK
    formula: bool = False
    merged: bool = False
    merged_from: int = 0

    @property
    def filled(self) -> bool:
        """Whether something of its own stands here."""
        return bool(self.text) and not self.merged

    @property
    def broken(self) -> bool:
        """Whether the cell holds nothing that may be used: an error, a formula without value, bad characters."""
        return self.kind in {CellKind.ERROR, CellKind.UNUSABLE}


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet. `rows` runs from row 1 to the last row with anything in it; all are equally long."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class HiddenSheet:
    """A sheet its owner hid: it is named and left out. `rows` counts its non-blank rows."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file. `digest` is the SHA-256 of its bytes, in hex."""

    filename: str
    digest: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[HiddenSheet, ...] = ()
