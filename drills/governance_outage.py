"""The governance platform is down for 8 hours while 5,000 tickets come in: 0 lost, 0 twice, all there within 30 minutes.

LINLI_DRILL_TICKETS (5000) sets how many. The clock is moved by hand, everything else is real: the platform is a
process of its own behind HTTP, PostgreSQL keeps the books, and its callbacks come back over the wire with every
tenth one doubled and every tenth one out of order (checks F-2, F-3, F-6; figure F).
"""

import itertools
import logging
import os
import random
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select
from werkzeug.serving import make_server

from drills._house import say
from linli.domains.governance.models import GovernanceCase, GovernanceParcel, GovernanceUpdate
from linli.domains.tickets.models import Ticket
from linli.jobs import governance as jobs
from linli.platform import clock, schema
from linli.platform.db import db
from linli.platform.transactions import transaction
from simulators.governance.server import CALLBACK, Platform, app_of
from tests.conftest import running, settings_for
from tests.factories import people
from tests.governance.world import KEY, World
from tests.support import postgres

TICKETS = max(20, min(5000, int(os.environ.get("LINLI_DRILL_TICKETS") or 5000)))
BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OUTAGE, STEP, BACK_WITHIN = timedelta(hours=8), timedelta(minutes=5), timedelta(minutes=30)
STATES = ("20", "40", "50", "60")


def main():
    if why := postgres.why_missing():
        raise SystemExit(f"this drill needs PostgreSQL: {why}")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    far = Platform(KEY, now=clock.now, threads=False, send=lambda *_: 204)
    server = make_server("127.0.0.1", 0, app_of(far), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        with postgres.temporary() as cluster, tempfile.TemporaryDirectory() as folder:
            url = cluster.create_database("drill")
            settings = settings_for(url, Path(folder), governance_url=address, governance_key=KEY)
            with running(settings) as app, clock.freeze(BEGIN):
                schema.upgrade()
                return drill(app, far)
    finally:
        server.shutdown()


def drill(app, far):
    """The outage, the return, the callbacks, the count."""
    world = World()
    reporters = itertools.cycle(neighbours(world, TICKETS // 20 + 1))
    far.switches.turn({"down": True})
    steps = int(OUTAGE / STEP)
    made = [TICKETS * (n + 1) // steps - TICKETS * n // steps for n in range(steps)]
    tries = 0
    for number, some in enumerate(made, 1):
        for _ in range(some):
            world.report(actor=next(reporters))
        tries += minute(tries_each=4)
        clock.advance(STEP)
        if number % 12 == 0:
            say(
                f"hour {number // 12} of silence: {sum(made[:number])} tickets, {tries} tries, {waiting()} wait"
            )
    far.switches.turn({"reset": True})
    back_at, busiest = clock.now(), 0
    while waiting() and clock.now() < back_at + BACK_WITHIN * 2:
        sent = minute()
        busiest = max(busiest, sent)
        clock.advance(timedelta(minutes=1))
    took = clock.now() - back_at
    say(f"the platform is back: all delivered after {took}, at most {busiest} a minute")
    said = call_back(app, far)
    return count(far, took, busiest, said)


def neighbours(world, count):
    """So many people of the estate: nobody may report without end in a day."""
    with transaction():
        return [replace(world.ground.resident(), account_id=people.account().id) for _ in range(count)]


def minute(tries_each=10**9):
    """What leaves in one minute of the clock: the rate limit is the worker's own."""
    sent = 0
    for _ in range(tries_each):
        tried = jobs.send_due()
        if not tried:
            break
        sent += tried
    return sent


def waiting():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(GovernanceParcel).filter_by(state="waiting"))


def call_back(app, far):
    """Every case goes through four states; every tenth callback comes twice and every tenth out of order."""
    client, chance, answers = app.test_client(), random.Random(5000), Counter()

    def send(body, headers):
        status = client.post(urlsplit(CALLBACK).path, data=body, headers=headers).status_code
        answers[status] += 1
        return status

    far.post.send = send
    externals = [one["external_id"] for one in iterate(far)]
    told = [[far.book.move(one, state, "办理", "", at=clock.now()) for state in STATES] for one in externals]
    queue = list(itertools.chain.from_iterable(zip(*told, strict=True)))
    for place in range(0, len(queue) - 10, 10):
        other = chance.randrange(max(0, place - 3 * TICKETS // 2), place + 10)
        queue[place], queue[other] = queue[other], queue[place]
    for number, one in enumerate(queue):
        for _ in range(2 if number % 10 == 0 else 1):
            far.tell(one)
        if number % 5000 == 4999:
            say(f"{number + 1} of {len(queue)} updates told")
    return answers


def iterate(far):
    """All cases of the platform's book."""
    after = ""
    while page := far.book.cases("", after):
        yield from page
        after = page[-1]["external_id"]


def count(far, took, busiest, said):
    db.session.rollback()
    ours = dict(db.session.execute(select(GovernanceCase.external_id, GovernanceCase.number)).all())
    theirs = {one["external_id"]: one["number"] for one in iterate(far)}
    standing = Counter(
        db.session.execute(select(GovernanceCase.state, GovernanceCase.meaning, GovernanceCase.version)).all()
    )
    order = [(one["external_id"], one["seq"]) for one in far.book.messages()]
    found = {
        "lost": len(ours.keys() - theirs.keys()),
        "twice": len(order) - len(set(order)),
        "numbers that differ": sum(ours[one] != theirs[one] for one in ours.keys() & theirs.keys()),
        "not closed at version 4": sum(
            n for key, n in standing.items() if tuple(key) != ("acknowledged", "closed", 4)
        ),
        "updates not kept once": abs(
            db.session.scalar(select(func.count()).select_from(GovernanceUpdate)) - len(STATES) * TICKETS
        ),
        "tickets without a case": db.session.scalar(select(func.count()).select_from(Ticket)) - len(ours),
        "callbacks refused": sum(n for status, n in said.items() if status != 204),
        "minutes over 30": max(0, int((took - BACK_WITHIN).total_seconds() // 60)),
        "messages over the rate": max(0, busiest - 400),
    }
    repeated = sum(said.values()) - len(STATES) * TICKETS
    say(
        f"{len(ours)} cases here, {len(theirs)} there; {sum(said.values())} callbacks, {repeated} of them repeated"
    )
    say("; ".join(f"{name}: {number}" for name, number in found.items()))
    empty = len(ours) < TICKETS or repeated < TICKETS * len(STATES) // 20
    if empty:
        say("too little was sent or repeated: the drill proves nothing")
    return 1 if any(found.values()) or empty else 0


if __name__ == "__main__":
    sys.exit(main())
