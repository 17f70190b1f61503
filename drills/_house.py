"""What the drills drive: web and worker as real processes on a PostgreSQL of their own, and people in an estate.

Everything listens on this machine's loopback address only and is gone when the drill ends.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import psycopg

from config import Settings
from linli.app import create_app
from linli.cli.serve import commands
from linli.domains.people.queries import identity
from linli.platform import clock, schema
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories.voting import Assembly
from tests.support import postgres

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.0.1"
PATIENCE = 240.0  # a busy machine takes its time


class Person:
    """Somebody with a token, and one connection that is kept open as a browser would."""

    def __init__(self, port, token, estate_id):
        self.port, self.token, self.estate_id = port, token, estate_id
        self.cuts = 0  # how often an answer stayed away that was already being waited for
        self._connection = None

    def ask(self, method, path, body=None, *, key=None):
        """The status and the JSON of the answer, or (0, None) where there was none."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key or uuid.uuid4().hex}
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
            self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            self.cuts += not isinstance(fault, ConnectionRefusedError)
            self.hang_up()
            return 0, None
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, json.loads(content) if is_json else None

    def hang_up(self):
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class House:
    """The processes, the people, and the database seen from beside."""

    def __init__(self, environment, cluster, port, *, database="drill"):
        self.environment, self.cluster, self.port = environment, cluster, port
        self.conninfo = cluster.conninfo(database, role=postgres.ADMIN)
        self.children, self.people, self.vote_id, self.estate_id = {}, [], None, None
        self.officer_id, self.second_id = None, None
        self._log = Path(environment["LINLI_DATA_DIR"], "house.log")

    def start(self):
        """Web and worker; returns when the web answers. What ends at once is started again: under load a caller's
        own socket may hold the port for a moment.
        """
        ends = time.monotonic() + PATIENCE
        while not self._started(ends):
            self.kill()
            if time.monotonic() > ends:
                raise RuntimeError(
                    f"the house did not start: {self._log.read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.5)

    def _started(self, ends):
        with self._log.open("wb") as log:
            for name, command in commands().items():
                self.children[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=log, start_new_session=True,
                )  # fmt: skip
        visitor = Person(self.port, "", None)
        try:
            while visitor.ask("GET", "/healthz")[0] != 200:
                if time.monotonic() > ends or any(
                    child.poll() is not None for child in self.children.values()
                ):
                    return False
                time.sleep(0.1)
        finally:
            visitor.hang_up()
        return True

    def kill(self):
        """Kill -9: every process of both, at once; only processes that this drill started."""
        for child in self.children.values():
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        for child in self.children.values():
            child.wait()

    @contextmanager
    def inside(self):
        """The application of the same database in this process, to prepare and to settle."""
        with create_app(Settings.from_env(self.environment)).app_context():
            try:
                yield
            finally:
                db.session.remove()
                db.engine.dispose()

    def query(self, text):
        """Rows straight from the database, beside the application and its row-level security."""
        with psycopg.connect(self.conninfo) as connection:
            return connection.execute(text).fetchall()

    def change(self, text):
        """Change something straight in the database, as only time or an accident would."""
        with psycopg.connect(self.conninfo) as connection:
            connection.execute(text)


@contextmanager
def house(*, residents, workers=2, start=True) -> Iterator[House]:
    """A house in which `residents` owners have an open vote and a token each; running, unless told otherwise."""
    if why := postgres.why_missing():
        raise SystemExit(f"this drill needs PostgreSQL: {why}")
    with postgres.temporary() as cluster, tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = os.environ | {
            "LINLI_ENV": "development", "LINLI_DATABASE_URL": cluster.create_database("drill"), "LINLI_DATA_DIR": folder,
            "LINLI_SMS": f"file:{folder}/sms.jsonl", "LINLI_PORT": str(port), "LINLI_WEB_WORKERS": str(workers),
            "PATH": os.environ["PATH"],
        }  # fmt: skip
        made = House(environment, cluster, port)
        _people(made, residents)
        try:
            if start:
                made.start()
            yield made
        finally:
            made.kill()


def _people(made, residents):
    with made.inside():
        schema.upgrade()
        with clock.freeze(clock.now() - timedelta(days=20)):
            assembly = Assembly(owners=residents)
            assembly.open()
        with transaction():
            company = places.company()
            places.contract(assembly.estate_now(), company)
        made.vote_id, made.estate_id = assembly.vote_id, assembly.id
        made.officer_id, made.second_id = assembly.officer.account_id, assembly.second.account_id
        with transaction():
            made.people = [
                Person(made.port, people.token(identity.account(one)), assembly.id)
                for one in assembly.account_ids
            ]
    with psycopg.connect(made.conninfo, autocommit=True) as connection:
        connection.execute("ANALYZE")  # the database does so by itself in the days between notice and vote


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as door:
        door.bind((LOOPBACK, 0))
        return door.getsockname()[1]


def say(line):
    """One line at once, also where nobody watches a terminal."""
    print(line, flush=True)
    sys.stdout.flush()
