"""Reconciling a large day beside reading its file, and notifications beside pgbench on the SQL of one."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import urllib3
from sqlalchemy import text

from bench import Pairs, benchmark, seconds
from bench._replay import pgbench, recorded, script
from bench._world import application
from config import Settings
from drills._channel import Channel, Notice
from drills._house import House, house
from linli.app import create_app
from linli.domains.payments.operations import reconciliation
from linli.domains.payments.rules.statements import read_statement
from linli.gateways.sandbox_channel import MERCHANT
from linli.gateways.sandbox_statement import Line, written
from linli.kernel.times import day_of, start_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import places
from tests.support import postgres

ROWS = int(os.environ.get("LINLI_BENCH_ROWS", "100000"))
FEW, RUNS = ROWS // 10, 3
NOTICES, CLIENTS = 32, 8

_ORDERS = """
    INSERT INTO payment_order (estate_id, id, number, channel, merchant, amount_fen, currency, state, made_at,
                               begun_at, expires_at, ended_at)
    SELECT :estate_id, gen_random_uuid(), :day || lpad(n::text, 7, '0'), 'sandbox', :merchant, 10000 + n % 5000,
           'CNY', 'paid', :at, :at, :at, :at
    FROM generate_series(1, :rows) n
"""
_PAYMENTS = """
    INSERT INTO payment (estate_id, id, order_id, channel, trade_no, amount_fen, surplus_fen, paid_at, booked_at)
    SELECT estate_id, gen_random_uuid(), id, channel, 'SB' || number, amount_fen, 0, :at, :at
    FROM payment_order WHERE estate_id = :estate_id AND number LIKE :day || '%'
"""


@benchmark(
    name="payments_reconcile",
    unit="s",
    limit_is="reading and parsing the same 100,000 rows, same run",
)
def payments_reconcile() -> Pairs:
    """A day's statement of 100,000 rows taken, compared with the books, its few differences noted."""
    yield from _reconciling(lambda days: (days.take(ROWS), days.read(ROWS)))


@benchmark(
    name="payments_reconcile_growth",
    unit="rows/s",
    limit_is="rows a second of a statement of a tenth of the size, same run: 1 is linear",
)
def payments_reconcile_growth() -> Pairs:
    """Ten times the rows take ten times the time."""
    yield from _reconciling(
        lambda days: (ROWS / days.take(ROWS), FEW / median(days.take(FEW) for _ in range(3)))
    )


def _reconciling(pair: Callable[["Days"], tuple[float, float]]) -> Pairs:
    if postgres.why_missing():
        return
    with application():
        days = Days()
        pair(days)
        for _ in range(RUNS):
            yield pair(days)


class Days:
    """An estate with one day of payments before another, each with its statement."""

    def __init__(self) -> None:
        with transaction():
            self.estate_id = places.estate("大小区").id
        self.at = start_of(day_of(clock.now())) - timedelta(hours=12)
        self.content = b""

    def take(self, rows: int) -> float:
        """How long the statement of a fresh day takes."""
        self.at -= timedelta(days=1)
        self._pay(rows, f"L{day_of(self.at):%y%m%d}")
        return seconds(lambda: self._take(rows))

    def read(self, rows: int) -> float:
        """How long reading the newest statement takes by itself."""
        return seconds(lambda: self._read(rows))

    def _take(self, rows: int) -> None:
        with transaction(estate_id=self.estate_id):
            made = reconciliation.take_statement(
                actor=None, estate_id=self.estate_id, channel="sandbox", on=day_of(self.at),
                content=self.content, now=clock.now(),
            )  # fmt: skip
            assert made.lines == rows

    def _read(self, rows: int) -> None:
        assert len(read_statement(self.content, day=day_of(self.at)).rows) == rows

    def _pay(self, rows: int, day: str) -> None:
        """So many paid orders, and a statement that lacks one of them and has one in a thousand wrong."""
        known = {"estate_id": self.estate_id, "day": day, "at": self.at, "rows": rows, "merchant": MERCHANT}
        with transaction():
            db.session.execute(text(_ORDERS), known)
            db.session.execute(text(_PAYMENTS), known)
        with transaction():
            db.session.execute(text("ANALYZE"))
        named = [(f"{day}{n:07}", 10_000 + n % 5_000 + (n % 1000 == 0)) for n in range(2, rows + 2)]
        self.content = written(
            [Line(self.at, f"SB{number}", number, amount, "缴费") for number, amount in named],
            merchant=MERCHANT,
        )


@benchmark(
    name="payments_notification",
    unit="1/s",
    limit_is="pgbench on the SQL of one notification, same number of clients, same run",
)
def payments_notification() -> Pairs:
    """WeChat tells of a payment: verified, decrypted, locked, booked, receipt and outbox written, committed."""
    if postgres.why_missing():
        return
    with house(residents=1, start=False) as made, TemporaryDirectory() as folder:
        channel = Channel(made, Path(folder))
        told = channel.notifications(NOTICES * (RUNS + 1) + 2)
        said = _said_by_one(made, told)
        made.start()
        _tell(made.port, [told.pop() for _ in range(NOTICES)])
        for _ in range(RUNS):
            value = _tell(made.port, [told.pop() for _ in range(NOTICES)])
            yield value, pgbench(said, made.conninfo, Path(folder), clients=CLIENTS)


def _said_by_one(made: House, told: list[Notice]) -> str:
    """The script of one notification, taken from the application itself on the same database."""
    with create_app(Settings.from_env(made.environment)).app_context() as context:
        client = context.app.test_client()
        path, body, headers = told.pop()
        assert client.post(path, data=body, headers=headers).status_code < 300  # it warms up
        path, body, headers = told.pop()
        with recorded() as said:
            answer = client.post(path, data=body, headers=headers)
        assert answer.status_code < 300, answer.text
        as_script = script(said, made.conninfo)
        db.session.remove()
        db.engine.dispose()
        return as_script


def _tell(port: int, told: list[Notice]) -> float:
    """So many notifications, eight at a time; how many a second were answered well."""
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, maxsize=CLIENTS)

    def tell(one: Notice) -> int:
        path, body, headers = one
        return pool.request("POST", urlsplit(path).path, body=body, headers=headers).status

    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as workers:
        answers = set(workers.map(tell, told))
    assert all(status < 300 for status in answers), answers
    return len(told) / (time.perf_counter() - started)
