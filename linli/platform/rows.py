"""Writing a finished row at once: for the few deeds that everybody waits for, past the session's unit of work."""

from functools import cache
from typing import cast

from sqlalchemy import Insert, Table, insert

from linli.platform.db import Model, db


def write(row: Model) -> None:
    """Insert a row that is complete, its key too, and that nobody changes any more in this transaction.

    The session does not know it: whoever asks for it later gets it from the database.
    """
    table = cast("Table", type(row).__table__)
    db.session.execute(_into(table), {column.key: getattr(row, column.key) for column in table.columns})


@cache
def _into(table: Table) -> Insert:
    return insert(table)
