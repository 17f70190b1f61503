"""Writing a whole set of rows in one statement, and knowing how many they were."""

from sqlalchemy import Insert

from linli.platform.db import db


def write(statement: Insert) -> int:
    """Run an INSERT … SELECT; how many rows it made, on either database."""
    done = db.session.execute(statement, execution_options={"preserve_rowcount": True})
    return int(done.rowcount)  # type: ignore[attr-defined]
