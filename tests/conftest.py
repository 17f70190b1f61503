"""What every test can ask for: the application on either database, a client, and a stopped clock."""

import gc
import os
import shutil
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import Settings
from linli.platform import clock, schema
from linli.platform.db import db
from tests.support.warm import create_app

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.browser",
    "tests.support.required",
    "tests.support.features",
]

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in Shanghai
TEMPLATE = "linli_template"
MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 2 * 1024**3


def pytest_configure():
    """Databases of tests lie in memory where there is room: a commit waits for no disk that nobody will read."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish():
    """What was read by now stays until the end: nobody need look through it again for garbage."""
    gc.collect()
    gc.freeze()


def settings_for(database_url, folder, **more):
    """Settings of a test: made-up keys, its own folder."""
    given = {
        "env": "test",
        "database_url": database_url,
        "data_dir": folder,
        "secret_key": "test-secret-key-that-is-long-enough",
        "sealing_keys": ((1, b"s" * 32),),
        "digest_key": b"d" * 32,
        "audit_key": b"a" * 32,
        "backup_key": b"b" * 32,
        "sms": f"file:{folder}/sms.jsonl",
    }
    return Settings(**given | more)


@contextmanager
def running(settings):
    """An application inside its context; its connections are closed at the end."""
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A SQLite file at the newest schema, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    with running(settings_for(f"sqlite:///{folder}/linli.sqlite3", folder)):
        schema.upgrade()
    return folder / "linli.sqlite3"


@pytest.fixture(scope="session")
def postgres_spares(tmp_path_factory):
    """PostgreSQL databases at the newest schema to lend to tests; None where there is no PostgreSQL."""
    from tests.support import postgres
    from tests.support.spares import Spares

    cluster = postgres.cluster()
    if cluster is None:
        yield None
        return
    name = f"{TEMPLATE}_{uuid.uuid4().hex[:8]}"
    url = cluster.create_database(name)
    with running(settings_for(url, tmp_path_factory.mktemp("template"))):
        schema.upgrade()
    spares = Spares(cluster, name)
    yield spares
    spares.close()


@contextmanager
def lent(kind, request, folder):
    """The address of an empty database of this kind at the newest schema, for the length of a block."""
    if kind == "sqlite":
        copy = folder / "linli.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
        return
    from tests.support import postgres
    from tests.support.required import need

    spares = request.getfixturevalue("postgres_spares")
    if spares is None:
        need("postgres")
    name = spares.lend()
    yield postgres.cluster().url(name)
    spares.take_back(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """The address of an empty database at the newest schema: each test runs on both kinds."""
    with lent(request.param, request, tmp_path) as url:
        yield url


@pytest.fixture
def settings(database, tmp_path):
    return settings_for(database, tmp_path)


@pytest.fixture
def app(settings):
    """The application on a database of its own, inside its context, with the clock stopped at NOON."""
    with running(settings) as app, clock.freeze(NOON):
        yield app


@pytest.fixture
def client(app):
    """A browser without pages: it keeps cookies."""
    return app.test_client()


@pytest.fixture
def now():
    return NOON
