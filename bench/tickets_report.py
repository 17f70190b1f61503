"""Filing a report over HTTP, with outbox row, event and audit, beside pgbench on the SQL of one."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from bench import Pairs, benchmark
from bench._replay import pgbench, recorded, script
from config import Settings
from drills._house import Person, house
from linli.app import create_app
from linli.platform import clock, webhooks
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.support import postgres

PEOPLE, REPORTS, CLIENTS, RUNS = 32, 160, 8, 3


@benchmark(
    name="ticket_report",
    unit="1/s",
    limit_is="pgbench on the SQL of one report, same number of clients, same run",
)
def ticket_report() -> Pairs:
    """Eight residents at a time file reports of one estate, with session, dispatch, outbox, event, audit, commit.

    The outbox is the queue of another program that hears of each report. Sending them is the worker's, which rests.
    """
    if postgres.why_missing():
        return
    with house(residents=PEOPLE + 1) as made, TemporaryDirectory() as folder:
        let_a_program_hear(made)
        said = _said_by_one(made, made.people.pop())
        report_all(made, REPORTS)
        for _ in range(RUNS):
            value = report_all(made, REPORTS)
            yield value, pgbench(said, made.conninfo, Path(folder), clients=CLIENTS)


def report_all(made: Any, count: int, *, clients: int = CLIENTS) -> float:
    """So many reports by people who take turns; reports a second."""
    path, callers = f"/api/v1/estates/{made.estate_id}/tickets", threading.local()

    def report(person: Any) -> int:
        """Each of the clients keeps its connection, as a browser does."""
        caller = vars(callers).setdefault("one", Person(made.port, "", made.estate_id))
        caller.token, body, key, status = person.token, _body(), uuid4().hex, 0
        while not status:  # a busy machine may let a connection wait too long; the same report is asked again
            status = caller.ask("POST", path, body, key=key)[0]
        return int(status)

    turns = [person for person, _ in zip(cycle(made.people), range(count), strict=False)]
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(report, turns))
    assert set(answers) == {201}, set(answers)
    return count / (time.perf_counter() - started)


def let_a_program_hear(made: Any) -> None:
    """From now on each report goes into the outbox too; the worker, which would send it nowhere, is ended."""
    with made.inside(), transaction():
        webhooks.subscribe(
            webhooks.Whose(estate_id=made.estate_id), url="https://example.com/linli", wanted=["ticket.reported"],
            by=None, now=clock.now(),
        )  # fmt: skip
    worker = made.children["worker"]
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def _body() -> dict[str, str]:
    return {"category": "common.gate", "place": "3幢门口", "words": f"门禁刷不开 {uuid4()}"}


def _said_by_one(made: Any, person: Any) -> str:
    """The script of one real report, taken from the application itself on the same database."""
    with create_app(Settings.from_env(made.environment)).app_context() as context:
        client = context.app.test_client()
        path = f"/api/v1/estates/{made.estate_id}/tickets"
        for _ in range(2):  # the first fills what a process remembers
            headers = {"Authorization": f"Bearer {person.token}", "Idempotency-Key": uuid4().hex}
            with recorded() as said:
                answer = client.post(path, json=_body(), headers=headers)
            assert answer.status_code == 201, answer.text
        made_script = script(said, made.conninfo)
        db.session.remove()
        db.engine.dispose()
        return made_script
