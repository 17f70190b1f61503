"""The cells of a sheet by row and column, and how they become rows of equal length with merged cells filled."""

from dataclasses import dataclass, field

from linli.domains.people.roster.errors import Bomb, TooManyRows
from linli.domains.people.roster.sheets import NOTHING, Cell, Sheet

MOST_CELLS = 1_000_000
MOST_MERGED = 500_000

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, all from 1


@dataclass(slots=True)
class Grid:
    """What one sheet holds, by row and column from 1."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def squared(name: str, grid: Grid) -> Sheet:
    """The grid as rows of equal length up to the last row and column with content, merged cells filled."""
    height = max(grid.cells, default=0)
    width = max((max(row) for row in grid.cells.values() if row), default=0)
    if height * width > MOST_CELLS * 2:
        raise TooManyRows
    merges = [(top, left, min(bottom, height), min(right, width)) for top, left, bottom, right in grid.merges]
    covered = sum(max(0, bottom - top + 1) * max(0, right - left + 1) for top, left, bottom, right in merges)
    if covered > MOST_MERGED:
        raise Bomb
    for merge in merges:
        _fill(grid, merge)
    blank: dict[int, Cell] = {}
    rows = (
        tuple(grid.cells.get(row, blank).get(column, NOTHING) for column in range(1, width + 1))
        for row in range(1, height + 1)
    )
    return Sheet(name, tuple(rows))


def _fill(grid: Grid, merge: Merge) -> None:
    top, left, bottom, right = merge
    first = grid.cells.get(top, {}).get(left)
    if first is None or first.merged or bottom < top or right < left:
        return
    filled = Cell(first.text, first.kind, formula=first.formula, merged=True, merged_from=top)
    for row in range(top, bottom + 1):
        cells = grid.cells.setdefault(row, {})
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                cells.setdefault(column, filled)
