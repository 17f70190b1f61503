"""Web processes that stand in a moment: the application is loaded once, and every process is forked from it.

`Nursery` is the drill's side, `python -m drills._web` the process that forks. A child answers at one port until it
is killed; it may be told to think it is another time, or to die by SIGKILL at its n-th crash point of a cast (or of
another deed, by its path). A child may also send to the governance platform, as the worker does: all the time, or
one round that dies; or run one of the worker's other errands once. The whole of gunicorn is killed in the drills
`kill` and `postmaster`.
"""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Settings
from drills._house import LOOPBACK, PATIENCE, ROOT, Person
from linli.app import create_app
from linli.jobs import governance as sending
from linli.jobs import payments, refunds, statements
from linli.platform import clock, outbox, readonly
from linli.platform.db import db

ERRANDS = {
    "outbox": outbox.deliver,
    "ask_channels": lambda: payments.ask_channels(now=clock.now()),
    "send_refunds": lambda: refunds.send_refunds(now=clock.now()),
    "fetch_statements": lambda: statements.fetch_statements(now=clock.now()),
}


class Nursery:
    """Starts web processes of a house and kills them; each is known by its port."""

    def __init__(self, made, *, forker=None):
        self.running = {}
        self._forker = forker or subprocess.Popen(
            [sys.executable, "-m", "drills._web"], cwd=ROOT, env=made.environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip

    def warm(self, person, path, body):
        """Let the forker itself answer once, so that its children are warm; its answer."""
        return self._tell(warm=path, token=person.token, body=body)

    def start(self, port, **wish):
        """A process at this port, up when this returns. `wish`: `skew` in seconds, `die_at`, `points` (a file),
        `path` (how the deed's address ends that dies).
        """
        self.running[port] = self._tell(port=port, **wish)
        ends, visitor = time.monotonic() + PATIENCE, Person(port, "", None)
        while visitor.ask("GET", "/healthz")[0] != 200:
            if time.monotonic() > ends:
                raise RuntimeError("a web process did not start")
            time.sleep(0.005)
        visitor.hang_up()

    def start_sending(self, name, **wish):
        """A process that sends what is due to the governance platform, known by this name; with `die_at`, one round."""
        self.running[name] = self._tell(sending=True, **wish)

    def run_errand(self, name, **wish):
        """A process that does one round of the worker's errand of this name; returns when it has ended or died."""
        self.running[name] = self._tell(errand=name, **wish)
        self.wait(name)

    def wait(self, name):
        """Until a process has ended by itself."""
        _wait_for_end(self.running.pop(name))

    def _tell(self, **wish):
        self._forker.stdin.write(json.dumps(wish) + "\n")
        self._forker.stdin.flush()
        return json.loads(self._forker.stdout.readline())

    def kill(self, *ports):
        """Kill -9 of the processes at these ports, or of all, at the same instant."""
        dying = [self.running.pop(port) for port in ports or list(self.running)]
        for pid in dying:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in dying:
            _wait_for_end(pid)

    def close(self):
        with suppress(ProcessLookupError):
            os.killpg(self._forker.pid, signal.SIGKILL)
        self._forker.wait()
        for pipe in (self._forker.stdin, self._forker.stdout):
            pipe.close()


def _wait_for_end(pid):
    """Until the process is gone or only its name is left."""
    with suppress(OSError):
        while " Z " not in Path(f"/proc/{pid}/stat").read_text():
            time.sleep(0.001)


class Quiet(WSGIRequestHandler):
    """Keeps connections open, and logs nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


class Fuse:
    """Counts the crash points of a deed (of casts, where no path is named), and ends the process at one of them.

    A point is before and after every statement, before and after every commit, and before the answer leaves.
    With `die_at` 0 it only counts, and writes the points down when the deed is done.
    """

    def __init__(self, app, *, die_at=0, points=None, path="/ballots"):
        self.app, self.die_at, self.points, self.path = app, die_at, points, path
        self.passed, self.lit, self.names = 0, False, []
        engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *a: self.pass_by(f"before {_gist(a[2])}"))
        event.listen(engine, "after_cursor_execute", lambda *a: self.pass_by(f"after {_gist(a[2])}"))
        event.listen(Session, "before_commit", lambda _: self.pass_by("before the commit"))
        event.listen(engine, "commit", lambda _: self.pass_by("at the commit"))
        event.listen(Session, "after_commit", lambda _: self.pass_by("after the commit"))

    def __call__(self, environ, start_response):
        self.lit = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith(self.path)
        answer = list(self.app(environ, start_response))
        self.pass_by("before the answer")
        self.survive()
        return answer

    def survive(self):
        """The deed is done: nothing dies any more."""
        if self.lit and not self.die_at:
            self._write()
        self.lit = False

    def pass_by(self, name):
        if not self.lit:
            return
        self.passed += 1
        self.names.append(name)
        if self.passed == self.die_at:
            self._write()
            os.kill(os.getpid(), signal.SIGKILL)

    def _write(self):
        if self.points:
            Path(self.points).write_text(json.dumps(self.names), encoding="utf-8")


def _gist(statement):
    words = statement.replace("\n", " ").split()
    table = next((words[at + 1] for at, word in enumerate(words) if word in {"FROM", "INTO", "UPDATE"}), "")
    kind = {"INSERT": "INSERT INTO", "SELECT": "SELECT FROM" if table else "SELECT"}.get(words[0], words[0])
    return f"{kind} {table or words[1].partition('(')[0]}"


def _think_it_is_later(seconds):
    """From here on this process's own clock is wrong by so much."""

    class Skewed(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=seconds)

    clock.datetime = Skewed
    if abs((clock.now() - datetime.now(UTC)).total_seconds() - seconds) > 1:
        raise RuntimeError("this process's clock does not go through linli.platform.clock")


def serve(app, wish, door):
    """Answer at the door until killed."""
    if wish.get("skew"):
        _think_it_is_later(wish["skew"])
    served = app
    if "die_at" in wish:
        with app.app_context():
            served = Fuse(app, **{name: wish[name] for name in ("die_at", "points", "path") if name in wish})
    make_server(
        LOOPBACK, wish["port"], served, threaded=True, request_handler=Quiet, fd=door.fileno()
    ).serve_forever()


def send(app, wish):
    """Send to the governance platform until killed, or one round with a fuse."""
    with app.app_context():
        if "die_at" in wish:
            Fuse(app, die_at=wish["die_at"], points=wish.get("points")).lit = True
            sending.send_due()
            return
        while True:
            if not sending.send_due():
                time.sleep(0.02)


def do_errand(app, wish):
    """One round of an errand of the worker, killed at a point where one is named."""
    if wish.get("skew"):
        _think_it_is_later(wish["skew"])
    with app.app_context():
        fuse = Fuse(app, die_at=wish.get("die_at", 0), points=wish.get("points"))
        fuse.lit = True
        ERRANDS[wish["errand"]]()
        fuse.survive()


def _answer_once(app, wish):
    headers = {"Authorization": f"Bearer {wish['token']}", "Idempotency-Key": "warm-once-0001"}
    answer = app.test_client().post(wish["warm"], json=wish["body"], headers=headers)
    with app.app_context():
        db.engine.dispose()
    app.extensions.pop(
        readonly.KEPT, None
    )  # known for two seconds: the first children's ways would be shorter
    return [answer.status_code, answer.json]


def _be_born(app, wish, doors):
    if "errand" in wish:
        do_errand(app, wish)
    elif "sending" in wish:
        send(app, wish)
    else:
        serve(app, wish, doors[wish["port"]])


def _door(port):
    door = socket.create_server((LOOPBACK, port), backlog=128)
    door.set_inheritable(True)
    return door


def tend(app, wishes, answers):
    """Fork a web process, or one that does an errand, for every line that comes in, and say its number."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    logging.disable()
    app.test_client().get("/healthz")
    with app.app_context():
        db.engine.dispose()
    doors = {}  # kept open between two processes, or a caller's own socket might take the port
    for line in wishes:
        wish = json.loads(line)
        if "warm" in wish:
            print(json.dumps(_answer_once(app, wish)), file=answers, flush=True)
            continue
        if "port" in wish and wish["port"] not in doors:
            doors[wish["port"]] = _door(wish["port"])
        pid = os.fork()
        if pid == 0:
            try:
                _be_born(app, wish, doors)
            finally:
                os._exit(1)
        print(pid, file=answers, flush=True)
    os.killpg(0, signal.SIGKILL)  # whoever wished is gone, perhaps killed: nothing of this stays behind


def main():
    """Load the application once, then fork whatever is wished for."""
    tend(create_app(Settings.from_env(os.environ)), sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
