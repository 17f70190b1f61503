"""1,000 casts one after another, each acknowledged: the disk was asked to keep each (check D-5), on both databases.

PostgreSQL counts its own fsyncs of the log. SQLite's are counted by a library of a few lines that stands between it
and the system, built here with the C compiler. LINLI_DRILL_CASTS (1000) sets how many.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from config import Settings
from drills._box import Slips, ballots_path, insist, verdict
from drills._house import ROOT, House, house, say
from linli.app import create_app
from linli.domains.people.queries import identity
from linli.platform import clock, schema
from linli.platform.transactions import transaction
from tests.factories import people
from tests.factories.voting import Assembly

CASTS = min(10_000, int(os.environ.get("LINLI_DRILL_CASTS") or 1000))
COUNTED, REST = "LINLI_DRILL_FSYNCS", 2.0
LIBRARY = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
static void count(void) {
  int file = open(getenv("LINLI_DRILL_FSYNCS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file >= 0) { (void) !write(file, ".", 1); close(file); }
}
int fsync(int fd) { count(); return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { count(); return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(fd); }
"""


def main():
    if len(sys.argv) > 1:
        return _cast_on_sqlite(Path(sys.argv[1]))
    return report(dict(_measured()))


def report(counted):
    """A database that acknowledged more casts than it asked the disk to keep has relaxed its promise."""
    for name, (casts, fsyncs) in counted.items():
        say(f"{name}: {casts} casts acknowledged one after another, {fsyncs} fsyncs")
    faults = [
        f"{name} kept {fsyncs} of {casts}" for name, (casts, fsyncs) in counted.items() if fsyncs < casts
    ]
    return verdict(
        faults, proves=all(casts == CASTS for casts, _ in counted.values()), why="casts were refused"
    )


def _measured():
    with house(residents=CASTS) as made:
        before = _log_fsyncs(made)
        slips = _cast_all(made, made.people)
        made.kill()
        yield "PostgreSQL", (slips, _log_fsyncs(made) - before)
    if (compiler := shutil.which("cc") or shutil.which("gcc")) is None:
        say("SQLite: not counted, there is no C compiler")
        return
    with tempfile.TemporaryDirectory() as folder:
        library, counted = Path(folder, "count.so"), Path(folder, "counted")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-x", "c", "-o", library, "-", "-ldl"],
            input=LIBRARY,
            text=True,
            check=True,
        )
        ran = subprocess.run(
            [sys.executable, "-m", "drills.fsyncs", folder], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
            env=os.environ | {"LD_PRELOAD": str(library), COUNTED: str(counted)},
        )  # fmt: skip
        casts, fsyncs = map(int, ran.stdout.splitlines()[-1].split())
        yield "SQLite", (casts, fsyncs)


def _log_fsyncs(made: House):
    """What the server says of its own log, once it says no more: its processes tell after a moment's rest."""
    counted, earlier = None, -1
    while counted != earlier:
        earlier = counted
        time.sleep(REST)
        counted = int(made.query("SELECT wal_sync FROM pg_stat_wal")[0][0])
    return counted


def _cast_all(made, some):
    slips = Slips()
    for person in some:
        insist(slips, person, ballots_path(made), "for")
        person.hang_up()
    return len(slips.receipts)


def _cast_on_sqlite(folder):
    """In a process of its own, under the counting library: prints how many were acknowledged, and the fsyncs meanwhile."""
    counted = Path(os.environ[COUNTED])
    environment = {"LINLI_ENV": "development", "LINLI_DATABASE_URL": f"sqlite:///{folder}/drill.sqlite3",
                   "LINLI_DATA_DIR": str(folder), "LINLI_SMS": f"file:{folder}/sms.jsonl"}  # fmt: skip
    with create_app(Settings.from_env(environment)).app_context() as context:
        schema.upgrade()
        with clock.freeze(clock.now() - timedelta(days=20)):
            assembly = Assembly(owners=CASTS)
            assembly.open()
        with transaction():
            tokens = [people.token(identity.account(one)) for one in assembly.account_ids]
        path, client = (
            f"/api/v1/estates/{assembly.id}/votes/{assembly.vote_id}/ballots",
            context.app.test_client(),
        )
        before, acknowledged = counted.stat().st_size, 0
        for number, token in enumerate(tokens):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"drill-fsync-{number:06d}"}
            acknowledged += (
                client.post(path, json={"choices": {"1": "for"}}, headers=headers).status_code == 201
            )
        say(f"{acknowledged} {counted.stat().st_size - before}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
