"""Filing a report: linli beside django-helpdesk, same machine, same PostgreSQL, two workers of eight threads and eight
clients that keep their connections on each side.

    python -m bench.peers.beside_helpdesk /path/to/its/environment

Both file one report after another over HTTP, taking turns: linli by its API, the peer by its own public form.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.tickets_report import CLIENTS, PEOPLE, let_a_program_hear, report_all
from drills._house import LOOPBACK, free_port, house, say

HERE = Path(__file__).resolve().parent
RUNS, REPORTS = 3, 48


class Peer:
    """The peer's site, asked by one visitor who holds a form open."""

    def __init__(self, port: int) -> None:
        self.port = port
        ends = time.monotonic() + 60
        while True:
            try:
                seen = self._ask(self._connected(), "GET")
                break
            except OSError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.2)
        self.token = (seen.getheader("Set-Cookie") or "").split("csrftoken=")[1].split(";")[0]

    def _connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)

    def _ask(self, line: http.client.HTTPConnection, method: str, **sent: Any) -> http.client.HTTPResponse:
        line.request(method, "/tickets/submit/", **sent)
        answer = line.getresponse()
        answer.read()
        return answer

    def report_all(self, count: int) -> float:
        """So many tickets; tickets a second."""
        started, callers = time.perf_counter(), threading.local()

        def report(number: int) -> int:
            line = vars(callers).setdefault("line", self._connected())
            return self._report(line, number)

        with ThreadPoolExecutor(CLIENTS) as workers:
            answers = set(workers.map(report, range(count)))
        assert answers == {302}, answers
        return count / (time.perf_counter() - started)

    def _report(self, line: http.client.HTTPConnection, number: int) -> int:
        form = {
            "queue": "1", "title": f"gate {number}", "body": "The gate does not open with the card.",
            "priority": "3", "submitter_email": "neighbour@example.com", "csrfmiddlewaretoken": self.token,
        }  # fmt: skip
        kind = "application/x-www-form-urlencoded"
        headers = {"Cookie": f"csrftoken={self.token}", "Content-Type": kind}
        return self._ask(line, "POST", body=urlencode(form), headers=headers).status


@contextmanager
def served(environment: Path, cluster: object) -> Iterator[Peer]:
    """The peer on a database of the same server."""
    cluster.create_database("helpdesk")  # type: ignore[attr-defined]
    known = os.environ | {"PEER_DATABASE": f"{cluster.folder},helpdesk,linli"}  # type: ignore[attr-defined]
    subprocess.run(
        [environment / "bin/python", "helpdesk_site.py", "prepare"], cwd=HERE, env=known, check=True
    )
    port = free_port()
    words = (*("-w", "2", "--threads", "8", "--keep-alive", "75"), "-b", f"{LOOPBACK}:{port}")
    process = subprocess.Popen(
        [environment / "bin/gunicorn", *words, "helpdesk_site:application"],
        cwd=HERE,
        env=known,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Peer(port)
    finally:
        process.terminate()
        process.wait()


def main(environment: Path) -> None:
    """Print both, and how many times the one is the other."""
    with house(residents=PEOPLE) as made, served(environment, made.cluster) as peer:
        let_a_program_hear(made)
        pairs = []
        for turn in range(RUNS + 1):
            pair = report_all(made, REPORTS), peer.report_all(REPORTS)
            say(f"turn {turn}: linli {pair[0]:.1f}/s, django-helpdesk {pair[1]:.1f}/s")
            pairs.append(pair)
        ours, theirs = (median(pair[side] for pair in pairs[1:]) for side in (0, 1))
        say(f"linli {ours:.1f}/s, django-helpdesk {theirs:.1f}/s: {ours / theirs:.2f} times")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
