"""Reading a table that people bring, for rooms above: the same careful reader as for rosters."""

from dataclasses import dataclass

from linli.domains.people.roster.reading import read_roster


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet of a file as text, row by row; `digest` is the SHA-256 of its bytes, in hex."""

    filename: str
    digest: str
    rows: tuple[tuple[str, ...], ...]


def read_table(content: bytes, filename: str) -> Table:
    """The cells of an .xlsx or .csv as people see them; broken ones are empty. Raises a RosterRefused."""
    book = read_roster(content, filename)
    rows = book.sheets[0].rows if book.sheets else ()
    return Table(
        book.filename,
        book.digest,
        tuple(tuple("" if cell.broken else cell.text for cell in row) for row in rows),
    )
