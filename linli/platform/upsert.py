"""Making a row unless it is there: two who want the same first row at the same moment both go on."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from linli.platform.db import Model, db


def add_if_absent(model: type[Model], **values: Any) -> None:
    """Insert the row; where one with its key is there, or is being made elsewhere, leave it as it is."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(model).values(**values).on_conflict_do_nothing())
