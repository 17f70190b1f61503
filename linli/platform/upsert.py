"""Making a row unless it is there: two who want the same first row at the same moment both go on."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite

from linli.platform.db import Model, db


def add_if_absent(model: type[Model], **values: Any) -> None:
    """Insert the row; where one with its key is there, or is being made elsewhere, leave it as it is."""
    add_those_absent(model, [values])


def claimed(model: type[Model], **values: Any) -> bool:
    """As `add_if_absent`, and whether it was added by this very call; one in the making elsewhere is waited for."""
    adding = _adding(cast("Table", model.__table__), db.engine.dialect.name)
    return cast("CursorResult[Any]", db.session.execute(adding, values)).rowcount == 1


def add_those_absent(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """`add_if_absent` for several rows at once."""
    adding = _insert(db.engine.dialect.name)(model).values([dict(row) for row in rows])
    db.session.execute(adding.on_conflict_do_nothing())


def _insert(dialect: str) -> Any:
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


@cache
def _adding(table: Table, dialect: str) -> Any:
    return _insert(dialect)(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
