"""Databases for the tests of the platform alone."""

import uuid

import pytest

from linli.platform.db import db
from tests.platform import small
from tests.support import postgres, required


@pytest.fixture(params=["sqlite", "postgresql"])
def small_url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/small.sqlite3"
        return
    required.need("postgres")
    cluster = postgres.cluster()
    name = f"small_{uuid.uuid4().hex[:12]}"
    yield cluster.create_database(name)
    cluster.drop_database(name)


@pytest.fixture
def platform_app(small_url):
    """The platform alone, inside its application context."""
    app = small.small_app(small_url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
