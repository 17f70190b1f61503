"""A storm of payment notifications on a slow database: each is answered within 5 s at p99.9, none is booked twice.

LINLI_DRILL_RATE (200) a second for LINLI_DRILL_SECONDS (10), sent when they are due whoever is still unanswered; each
commit of the database takes a tenth of a second longer than it would. They are for twenty estates: within one, receipts
are numbered one after the other. A machine that cannot book so many says so at once, and the channel tells it again
(checks E-6, E-10). How many it can book is measured first, asked by as many as it has threads: in the storm it must
book at least half as many a second. Afterwards the channel repeats what was not answered well, until all is booked.
"""

import asyncio
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg

from drills._box import many, verdict
from drills._channel import Channel
from drills._house import LOOPBACK, house, say

RATE = min(500, int(os.environ.get("LINLI_DRILL_RATE") or 200))
SECONDS = min(60, int(os.environ.get("LINLI_DRILL_SECONDS") or 10))
AT_ONCE, CALM, ESTATES, WITHIN, SLOWER_US = 16, 160, 20, 5.0, 100_000
REPEATS, PATIENCE = 20, 60.0


@dataclass
class Heard:
    """What was answered to each trade's notification, and how long after it was due."""

    answers: list[tuple[int, float]] = field(default_factory=list)
    refused: list = field(default_factory=list)
    took: float = 0.0

    def note(self, trade, status, seconds):
        self.answers.append((status, seconds))
        if status not in {200, 204}:
            self.refused.append(trade)

    @property
    def well(self):
        return sum(status in {200, 204} for status, _ in self.answers)

    @property
    def rate(self):
        """How many a second were answered well."""
        return self.well / self.took if self.took else 0.0


@dataclass(frozen=True)
class Books:
    """Payments in the books: after the calm, after the storm, after all was repeated; and orders booked twice."""

    calm: int
    storm: int
    end: int
    twice: int


def main():
    with house(residents=1, start=False) as made, TemporaryDirectory() as folder:
        channel = Channel(made, Path(folder))
        trades = _trades(channel)
        made.start()
        warm = in_turn(made, channel, trades[:AT_ONCE])
        _slow_down(made)
        calm = in_turn(made, channel, trades[AT_ONCE:CALM])
        say(
            f"asked by {AT_ONCE} at a time, it books {calm.rate:.0f} a second; each commit {SLOWER_US // 1000} ms slower"
        )
        booked = [_booked(made)]
        say(f"{RATE} notifications a second for {SECONDS} s")
        storm = asyncio.run(_storm(made.port, channel, trades[CALM:]))
        booked.append(_booked(made))
        say(f"{len(storm.refused)} were told to come again; the channel does")
        left = _repeat(made, channel, warm.refused + calm.refused + storm.refused)
        twice = made.query("SELECT order_id FROM payment GROUP BY order_id HAVING count(*) > 1")
        books = Books(booked[0], booked[1], _booked(made), len(twice))
    return report(calm, storm, books, sent=len(trades), left=left)


def _trades(channel):
    """A share of them for each estate, in turns, as an evening's payments come in."""
    each = -(-(RATE * SECONDS + CALM) // ESTATES)
    by_estate = [channel.trades(each, estate_id=one) for one in channel.more_estates(ESTATES)]
    return [one for turn in zip(*by_estate, strict=True) for one in turn]


def _booked(made):
    return made.query("SELECT count(*) FROM payment")[0][0]


def _slow_down(made):
    with psycopg.connect(made.conninfo, autocommit=True) as connection:
        for setting in (f"commit_delay = {SLOWER_US}", "commit_siblings = 0"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")


def in_turn(made, channel, trades):
    """Tell of each, so many at a time, the next when one is answered."""
    heard, waiting, lock, started = (
        Heard(),
        [(one, channel.notice(one)) for one in trades],
        threading.Lock(),
        time.monotonic(),
    )

    def ask(_):
        while True:
            with lock:
                if not waiting:
                    return
                trade, notice = waiting.pop()
            began = time.monotonic()
            status = asyncio.run(_tell(made.port, notice))
            with lock:
                heard.note(trade, status, time.monotonic() - began)

    for thread in many(ask, range(AT_ONCE)):
        thread.join()
    heard.took = time.monotonic() - started
    return heard


async def _storm(port, channel, trades):
    """Tell of each when it is due, whoever is still unanswered."""
    heard, told = Heard(), [(one, channel.notice(one)) for one in trades]
    started = time.monotonic()

    async def tell(number, trade, notice):
        due = started + number / RATE
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        status = await _tell(port, notice)
        heard.note(trade, status, time.monotonic() - due)

    await asyncio.gather(*(tell(number, *one) for number, one in enumerate(told)))
    heard.took = time.monotonic() - started
    return heard


async def _tell(port, notice):
    """The status that a notification is answered with; 0 where there is no answer."""
    path, body, headers = notice
    lines = [
        f"POST {urlsplit(path).path} HTTP/1.1",
        f"Host: {LOOPBACK}",
        "Connection: close",
        f"Content-Length: {len(body)}",
    ]
    head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""])
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(head.encode() + body)
                line = await reader.readline()
                await reader.read()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return 0
    return int(line.split()[1]) if line else 0


def _repeat(made, channel, refused):
    """The channel says again what was not answered well; how many it could not get rid of."""
    for _ in range(REPEATS):
        if not refused:
            break
        refused = in_turn(made, channel, refused).refused
    return len(refused)


def report(calm, storm, books, *, sent, left=0):
    """Nothing acknowledged and not booked, nothing booked twice or lost, all answered in time, no collapse."""
    took = sorted(seconds for _, seconds in storm.answers)
    late = took[min(len(took) - 1, len(took) * 999 // 1000)] if took else 0.0
    by_status = {}
    for status, _ in storm.answers:
        by_status[status] = by_status.get(status, 0) + 1
    say(
        f"the storm's answers by status: {by_status}; {storm.rate:.0f} a second booked; in the end {books.end} of {sent}"
    )
    if took:
        say(f"p50 {took[len(took) // 2]:.2f} s, p99.9 {late:.2f} s, slowest {took[-1]:.2f} s")
    faults = sum(count for status, count in by_status.items() if status >= 500 and status != 503)
    found = {
        "acknowledged and not booked": max(0, storm.well - (books.storm - books.calm)),
        "orders booked twice": books.twice,
        "never answered": by_status.get(0, 0),
        "answers that are faults": faults,
        "refused for ever": left,
        "paid and not in the books in the end": sent - books.end,
        f"p99.9 is over {WITHIN:.0f} s, in tenths": round(late * 10) if late > WITHIN else 0,
        "the storm halved what it can book": int(2 * storm.rate < min(calm.rate, RATE)),
    }
    wrong = [f"{name}: {count}" for name, count in found.items() if count]
    return verdict(wrong, proves=storm.well > 0 and calm.well > 0, why="nothing was answered well")


if __name__ == "__main__":
    sys.exit(main())
