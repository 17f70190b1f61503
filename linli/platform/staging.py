"""Rows from outside, put beside the tables for the rest of a transaction, so that SQL can compare them as a set."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, MetaData, String, Table
from sqlalchemy.schema import CreateTable, DropTable

from linli.platform.db import Utc, db

_SPOKEN = {BigInteger: "int8", String: "text", Boolean: "bool", Utc: "timestamptz"}


@contextmanager
def staged(name: str, columns: Sequence[Column[Any]], rows: Iterable[Sequence[Any]]) -> Iterator[Table]:
    """A temporary table with these rows, each as long as there are columns; gone after the block or a rollback.

    PostgreSQL takes them in by COPY, which may not write past the walls between estates, but here are none; and it
    looks at them once, so that it compares them in a way that fits how many they are.
    """
    table = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"])
    connection = db.session.connection()
    connection.execute(CreateTable(table))
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT BINARY)') as copy:
            copy.set_types([_SPOKEN[type(column.type)] for column in columns])
            for row in rows:
                copy.write_row(row)
        connection.exec_driver_sql(f'ANALYZE "{name}"')
    elif values := [{column.name: one for column, one in zip(columns, row, strict=True)} for row in rows]:
        connection.execute(table.insert(), values)
    yield table
    connection.execute(DropTable(table))
