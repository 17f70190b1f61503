"""Billing a month: linli's run beside django-ledger, which makes one invoice after another through its ORM.

    python -m bench.peers.beside_ledger /path/to/its/environment

Same machine, same PostgreSQL, taking turns, one process on each side. linli writes each bill with the line that says
how it was reckoned and its entries in the books; the peer drafts, reviews and approves each invoice, which books it.
LINLI_BENCH_UNITS says how many units linli bills (2,000).
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench import seconds
from bench._world import running
from bench.fees import estate_of, issue_one, months
from drills._house import say
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.support import postgres

HERE = Path(__file__).resolve().parent
UNITS = int(os.environ.get("LINLI_BENCH_UNITS", "2000"))
RUNS, INVOICES = 3, 20


@contextmanager
def books(environment: Path, cluster: object) -> Iterator[Callable[[int], float]]:
    """The peer on a database of the same server: so many invoices, how many a second."""
    cluster.create_database("ledger")  # type: ignore[attr-defined]
    known = os.environ | {"PEER_DATABASE": f"{cluster.folder},ledger,linli"}  # type: ignore[attr-defined]
    command = [environment / "bin/python", "ledger_site.py", str(INVOICES)]
    with subprocess.Popen(
        command, cwd=HERE, env=known, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018 - both are pipes
        assert process.stdout.readline() == "ready\n"

        def bill(count: int) -> float:
            process.stdin.write(f"{count}\n")  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            return count / float(process.stdout.readline())  # type: ignore[union-attr]

        try:
            yield bill
        finally:
            process.stdin.close()


def main(environment: Path) -> None:
    """Print both, and how many times the one is the other."""
    with postgres.temporary() as cluster, running(cluster.create_database("bench")):
        estate_id, (item_id, _) = estate_of(UNITS)
        with transaction():
            db.session.execute(text("ANALYZE"))
        month, pairs = months(), []
        with books(environment, cluster) as bill:
            for turn in range(RUNS + 1):
                ours = UNITS / seconds(lambda: issue_one(estate_id, item_id, next(month)))
                pairs.append((ours, bill(INVOICES)))
                say(f"turn {turn}: linli {ours:.0f} bills/s, django-ledger {pairs[-1][1]:.1f} invoices/s")
        ours, theirs = (median(pair[side] for pair in pairs[1:]) for side in (0, 1))
        say(f"linli {ours:.0f}/s, django-ledger {theirs:.1f}/s: {ours / theirs:.0f} times")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
