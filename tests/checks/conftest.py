"""The city, made once a run for each kind of database and copied for whoever asks."""

import fcntl
import pickle
import shutil
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient

from linli.platform import clock, papers, schema
from tests.checks import city
from tests.checks.city import Town
from tests.conftest import NOON, running, settings_for


class Buffered(FlaskClient):
    """A client that reads each answer to its end, as nobody here closes them."""

    def open(self, *said, **more):
        return super().open(*said, buffered=True, **more)


@dataclass
class Place:
    """A running application on a city of its own."""

    app: object
    town: Town

    @property
    def client(self):
        return Buffered(self.app, self.app.response_class, use_cookies=False)


@pytest.fixture(scope="session")
def city_template(tmp_path_factory):
    """A folder with the city for each kind of database; all processes of a run share it."""
    shared = tmp_path_factory.getbasetemp()
    if "popen-gw" in shared.name:
        shared = shared.parent
    shared = shared / "city"
    shared.mkdir(exist_ok=True)

    def template(kind):
        with (shared / f"{kind}.turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            folder = shared / kind
            if not (folder / "town").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                _make(kind, folder)
        return folder

    return template


def _make(kind, folder):
    url, name = f"sqlite:///{folder}/linli.sqlite3", None
    if kind == "postgresql":
        from tests.support import postgres

        name = f"city_{uuid.uuid4().hex[:8]}"
        url = postgres.cluster().create_database(name)
    with running(settings_for(url, folder)), clock.freeze(NOON):
        schema.upgrade()
        town = city.build()
    (folder / "town").write_bytes(pickle.dumps((town, name)))


@contextmanager
def copied(template, kind, folder, **more):
    """An application on a copy of the city, its clock stopped at noon."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    town, name = pickle.loads((template / "town").read_bytes())
    url, copy = f"sqlite:///{folder}/linli.sqlite3", f"t_{uuid.uuid4().hex}"
    if kind == "postgresql":
        from tests.support import postgres

        url = postgres.cluster().create_database(copy, template=name)
    # A paper comes as the page that it is made from: that is quick, and its words can be looked through.
    with (
        patch.object(papers, "pdf", str.encode),
        running(settings_for(url, folder, **more)) as app,
        clock.freeze(NOON),
    ):
        yield Place(app, town)
    if kind == "postgresql":
        postgres.cluster().drop_database(copy)


@pytest.fixture(scope="module")
def sqlite_place(city_template, tmp_path_factory):
    """The city on SQLite, one for all tests of a module."""
    with copied(city_template("sqlite"), "sqlite", tmp_path_factory.mktemp("city")) as place:
        yield place


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, city_template, tmp_path_factory):
    """The city on either database, one for all tests of a module."""
    if request.param == "postgresql":
        from tests.support import postgres
        from tests.support.required import need

        if postgres.cluster() is None:
            need("postgres")
    kind = request.param
    with copied(city_template(kind), kind, tmp_path_factory.mktemp("city")) as place:
        yield place


@pytest.fixture
def nothing_stays(monkeypatch):
    """Requests run to their end, but nothing they did is kept: every request meets the same city."""
    from flask_sqlalchemy.session import Session

    monkeypatch.setattr(Session, "commit", lambda self: self.flush())
