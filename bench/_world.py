"""A running application on PostgreSQL (or SQLite without one) for the benchmarks, and a small city in it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from config import Settings
from linli.app import create_app
from linli.cli.demo.command import make
from linli.platform import schema
from linli.platform.db import db
from tests.support import postgres

TEST_KEY = b"0" * 32


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database: PostgreSQL with its usual durability where it is installed."""
    if postgres.find_programs() is None or postgres.why_missing():
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite3"
        return
    with postgres.temporary() as cluster:
        yield cluster.create_database("bench")


@contextmanager
def application() -> Iterator[Any]:
    """The application at the newest schema, inside its context."""
    with database() as url, running(url) as app:
        yield app


@contextmanager
def running(url: str) -> Iterator[Any]:
    """The application on a database that stands empty already."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                env="test", database_url=url, data_dir=Path(folder), secret_key="bench" * 8,
                sealing_keys=((1, TEST_KEY),), digest_key=TEST_KEY, audit_key=TEST_KEY, backup_key=TEST_KEY,
                sms=f"file:{folder}/sms.jsonl",
            )
        )  # fmt: skip
        with app.app_context():
            schema.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def small_city(*, estates: int = 3, units: int = 300) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """An application with a small demo city, and the accounts of the city."""
    with application() as app:
        yield app, make(count=estates, units=units, seed=1).accounts
