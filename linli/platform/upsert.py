"""Making a row unless it is there: two who want the same first row at the same moment both go on."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from linli.platform.db import Model, db


def add_if_absent(model: type[Model], **values: Any) -> None:
    """Insert the row; where one with its key is there, or is being made elsewhere, leave it as it is."""
    add_those_absent(model, [values])


def add_those_absent(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """`add_if_absent` for several rows at once."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(model).values([dict(row) for row in rows]).on_conflict_do_nothing())
