"""Bringing the database to the schema that the code expects, once, however many start at once."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from linli.platform.db import db

logging.getLogger("alembic").setLevel(logging.WARNING)  # its "Context impl" is of no use to an operator

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_LOCK = 5_170_411  # any number, the same for every process


def head() -> str:
    """The revision that the code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision() -> str | None:
    """The revision that the database is at; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(to: str = "head") -> None:
    """Run the migrations that are missing; a second process waits and then finds nothing to do."""
    _run(lambda config: command.upgrade(config, to))


def downgrade(to: str) -> None:
    """Take migrations back down to `to`."""
    _run(lambda config: command.downgrade(config, to))


def _run(step: Any) -> None:
    with db.engine.connect() as connection, _alone(connection):
        config = _config()
        config.attributes["connection"] = connection
        step(config)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold the lock for as long as the migrations run; a killed process drops it by dying."""
    if connection.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as keeper:
            keeper.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            try:
                yield
            finally:
                keeper.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
        return
    path = Path(f"{connection.engine.url.database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
