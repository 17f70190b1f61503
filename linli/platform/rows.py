"""Writing a new row at once: for the few deeds that everybody waits for, past the session's unit of work."""

from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from linli.platform.db import Model, db


def write(row: Model) -> None:
    """Insert a row that is complete, its key too, and that nobody changes any more in this transaction.

    The session does not know it: whoever asks for it later gets it from the database.
    """
    table = cast("Table", type(row).__table__)
    db.session.execute(_into(table), {column.key: getattr(row, column.key) for column in table.columns})


def put(row: Model) -> None:
    """Insert a new row that belongs to the session from then on, as though it had been added and flushed.

    What it refers to must stand in the database already. Its columns that have a default get it; empty ones are left
    out, because the driver remembers only statements of fewer than 50 values.
    """
    table, given = cast("Table", type(row).__table__), vars(row)
    for column in table.columns:
        if given.get(column.key) is None and column.default is not None:
            setattr(row, column.key, _default(column.default))
        elif column.key not in given:
            set_committed_value(row, column.key, None)
    values = {column.key: value for column in table.columns if (value := given[column.key]) is not None}
    db.session.execute(_into(table), values)
    make_transient_to_detached(row)
    db.session.add(row)


def _default(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg


@cache
def _into(table: Table) -> Insert:
    return insert(table)
