"""A storm of payment notifications on a slow database: each is answered within 5 s at p99.9, none is booked twice.

LINLI_DRILL_RATE (200) a second for LINLI_DRILL_SECONDS (10); each commit of the database takes a tenth of a second
longer than it would. They are for twenty estates: within one, receipts are numbered one after the other. What could
not be processed must not be answered well, so that the channel tells it again (checks E-6, E-10). A small machine
takes fewer: the drill says how many it answered a second.
"""

import os
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import urllib3

from drills._box import many, verdict
from drills._channel import Channel
from drills._house import LOOPBACK, house, say

RATE = min(500, int(os.environ.get("LINLI_DRILL_RATE") or 200))
SECONDS = min(60, int(os.environ.get("LINLI_DRILL_SECONDS") or 10))
SENDERS, ESTATES, WITHIN, SLOWER_US = 128, 20, 5.0, 100_000


class Heard:
    """What was answered to each notification, and how long after it was due."""

    def __init__(self):
        self.lock, self.answers = threading.Lock(), []

    def note(self, status, took):
        with self.lock:
            self.answers.append((status, took))

    @property
    def well(self):
        return sum(status in {200, 204} for status, _ in self.answers)


def main():
    heard = Heard()
    with house(residents=1, start=False) as made, TemporaryDirectory() as folder:
        told = _told(Channel(made, Path(folder)))
        made.start()
        _send(made.port, told.pop(), Heard(), time.monotonic())  # the first one warms up
        _slow_down(made)
        say(f"{RATE} notifications a second for {SECONDS} s, each commit {SLOWER_US // 1000} ms slower")
        started = time.monotonic()
        queue = [(started + number / RATE, one) for number, one in enumerate(told)]
        queue.reverse()
        for thread in many(lambda _: _send_in_turn(made.port, queue, heard), range(SENDERS)):
            thread.join(SECONDS + 240)
        say(f"{len(heard.answers) / (time.monotonic() - started):.0f} answers a second")
        twice = made.query("SELECT order_id FROM payment GROUP BY order_id HAVING count(*) > 1")
        booked = made.query("SELECT count(*) FROM payment")[0][0] - 1
    return report(heard, len(told), booked, len(twice))


def _told(channel):
    """A share of them for each estate, in turns, as an evening's payments come in."""
    places = channel.more_estates(ESTATES)
    by_estate = [channel.notifications(RATE * SECONDS // ESTATES + 1, estate_id=one) for one in places]
    return [one for turn in zip(*by_estate, strict=True) for one in turn]


def _slow_down(made):
    with psycopg.connect(made.conninfo, autocommit=True) as connection:
        for setting in (f"commit_delay = {SLOWER_US}", "commit_siblings = 0"):
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")


def _send_in_turn(port, queue, heard):
    while queue:
        try:
            due, one = queue.pop()
        except IndexError:  # another was quicker
            return
        time.sleep(max(0.0, due - time.monotonic()))
        _send(port, one, heard, due)


def _send(port, one, heard, due):
    path, body, headers = one
    pool = urllib3.HTTPConnectionPool(LOOPBACK, port, retries=False, timeout=urllib3.Timeout(60))
    try:
        status = pool.request("POST", urllib3.util.parse_url(path).path, body=body, headers=headers).status
    except urllib3.exceptions.HTTPError:
        status = 0
    finally:
        pool.close()
    heard.note(status, time.monotonic() - due)


def report(heard, sent, booked, twice):
    """Nothing acknowledged and not booked, nothing booked twice, all answered in time."""
    took = sorted(seconds for _, seconds in heard.answers)
    late = took[min(len(took) - 1, len(took) * 999 // 1000)] if took else 0.0
    by_status = {}
    for status, _ in heard.answers:
        by_status[status] = by_status.get(status, 0) + 1
    say(f"answers by status: {by_status}; booked: {booked}")
    if took:
        say(f"p50 {took[len(took) // 2]:.2f} s, p99.9 {late:.2f} s, slowest {took[-1]:.2f} s")
    found = {
        "acknowledged and not booked": max(0, heard.well - booked),
        "orders booked twice": twice,
        "never answered": sent - len(heard.answers) + by_status.get(0, 0),
        "answers that are faults": sum(
            count for status, count in by_status.items() if status >= 500 and status != 503
        ),
        f"p99.9 is over {WITHIN:.0f} s, in tenths": round(late * 10) if late > WITHIN else 0,
    }
    faults = [f"{name}: {count}" for name, count in found.items() if count]
    return verdict(faults, proves=heard.well > 0, why="nothing was answered well")


if __name__ == "__main__":
    sys.exit(main())
