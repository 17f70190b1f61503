"""Writing many rows quickly, past the objects but not past the constraints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from linli.platform.db import db

Row = Mapping[str, Any]


class Bulk:
    """Collects rows by table and writes them in the order in which the tables refer to each other."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self.written = 0

    def add(self, table: str, row: Row) -> None:
        """One more row; it names every column that has no default in the database."""
        self._rows.setdefault(table, []).append(row)

    def write(self) -> None:
        """Write what was collected, within the running transaction."""
        for table in db.metadata.sorted_tables:
            rows = self._rows.pop(table.name, [])
            if rows:
                _write(table, rows)
                self.written += len(rows)
        if self._rows:
            raise KeyError(f"no such tables: {sorted(self._rows)}")


def _write(table: Table, rows: Sequence[Row]) -> None:
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        connection.execute(table.insert(), list(rows))
        return
    columns = list(rows[0])
    spell = [_processor(table, column, connection.dialect) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    # COPY may not write past row-level security, so it fills a table of the session, and INSERT goes on.
    connection.exec_driver_sql(f'CREATE TEMP TABLE fresh (LIKE "{table.name}") ON COMMIT DROP')
    for column in table.columns:
        if column.name not in columns:
            connection.exec_driver_sql(f'ALTER TABLE fresh DROP COLUMN "{column.name}"')
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY fresh ({names}) FROM STDIN") as copy:
        for values in _spelled(rows, columns, spell):
            copy.write_row(values)
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM fresh')  # noqa: S608
    connection.exec_driver_sql("DROP TABLE fresh")


def _processor(table: Table, column: str, dialect: Any) -> Callable[[Any], Any]:
    made = table.columns[column].type.dialect_impl(dialect).bind_processor(dialect)
    return made or (lambda value: value)


def _spelled(
    rows: Sequence[Row], columns: list[str], spell: list[Callable[[Any], Any]]
) -> Iterable[list[Any]]:
    for row in rows:
        yield [made(row[column]) for column, made in zip(columns, spell, strict=True)]
