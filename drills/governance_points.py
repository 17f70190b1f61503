"""Every crash point on the way of a report, once: web or sender die there, then everybody tries again.

A point is before and after each statement, around each commit, and before the answer leaves. The way: a resident
reports, an officer of the street accepts, the sender sends, the platform calls back (checks F-1, F-2, F-4, F-6; GI-01).
After each death no ticket stands without its outbox row, nor the reverse; after the retry everything is there once.
"""

import json
import sys
import tempfile
import uuid
from collections import Counter
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from drills._exchange import CALLBACKS, KEY, both_books, connect, pairs, platform
from drills._house import Person, house, say
from drills._web import Nursery
from linli.domains.governance.operations import sending
from linli.jobs import governance as jobs
from linli.platform import clock
from simulators.governance import signing

MOST, PEOPLE, SENDER = 400, 20, "sender"  # nobody may report without end in a day


class Way:
    """The four steps of a report, each as a deed that can be tried again."""

    def __init__(self, made, far, officer):
        self.made, self.far, self.officer, self.people = made, far, officer, cycle(made.people)
        self.resident = next(self.people)
        self.estate = f"/api/v1/estates/{made.estate_id}"

    def reported(self, key=None):
        """A report; (status, answer)."""
        body = {"category": "public.illegal", "place": "3幢楼顶", "words": "楼顶搭建"}
        return self.resident.ask("POST", f"{self.estate}/tickets", body, key=key or uuid.uuid4().hex)

    def accepted(self, ticket_id, key=None):
        """An officer's word; (status, answer)."""
        path = f"{self.estate}/tickets/{ticket_id}/accept"
        return self.officer.ask("POST", path, {}, key=key or uuid.uuid4().hex)

    def sent(self):
        """Send what is due, also what somebody had claimed who is dead now."""
        with clock.freeze(clock.now() + sending.CLAIM_LASTS):
            while jobs.send_due():
                pass

    def told(self, update):
        """The platform's callback; its status."""
        body = json.dumps(self.far.said(update), ensure_ascii=False).encode()
        return self.far.post.send(body, signing.sealed(KEY, "POST", CALLBACKS, body, clock.now()))

    def next_person(self):
        """The next report is another resident's."""
        self.hang_up()
        self.resident = next(self.people)

    def hang_up(self):
        self.resident.hang_up()
        self.officer.hang_up()


def main():
    with (
        platform() as far,
        house(residents=PEOPLE, start=False) as made,
        tempfile.TemporaryDirectory() as folder,
    ):
        way = Way(made, far, Person(made.port, connect(made, far), made.estate_id))
        nursery = Nursery(made)
        try:
            with made.inside():
                drill = Drill(made, far, way, nursery, Path(folder, "points"))
                for step in (drill.report, drill.accept, drill.send, drill.hear):
                    drill.walk(step)
                way.sent()
                return drill.verdict()
        finally:
            nursery.close()


class Drill:
    """Walks the points of each step, and counts what it finds."""

    def __init__(self, made, far, way, nursery, points):
        self.made, self.far, self.way, self.nursery, self.points = made, far, way, nursery, points
        self.died, self.faults, self.tickets = Counter(), Counter(), 0

    def walk(self, step):
        """Die at each point of a step until it survives."""
        name = step.__name__
        for die_at in range(1, MOST):
            self.points.unlink(missing_ok=True)
            step(die_at)
            self.faults.update({what: n for what, n in pairs(self.made).items() if n})
            if not self.points.exists():
                say(f"{name}: {self.died[name]} points, faults so far: {dict(self.faults) or 'none'}")
                return
            self.died[name] += 1
        self.faults[f"{name} dies for ever"] += 1

    def report(self, die_at):
        key = uuid.uuid4().hex
        self.way.next_person()
        with self._dying(die_at, "/tickets"):
            self.way.reported(key)
        self.tickets += 1
        with self._healthy():
            status, _ = self.way.reported(key)
        self._expect(status, {201}, "report")

    def accept(self, die_at):
        with self._healthy():
            ticket_id, key = self._one(), uuid.uuid4().hex
        with self._dying(die_at, "/accept"):
            self.way.accepted(ticket_id, key)
        with self._healthy():
            status, _ = self.way.accepted(ticket_id, key)
        self._expect(status, {200}, "accept")

    def send(self, die_at):
        self.way.sent()
        with self._healthy():
            self.way.accepted(self._one())
        self.nursery.start_sending(SENDER, die_at=die_at, points=str(self.points))
        self.nursery.wait(SENDER)
        self.way.sent()

    def hear(self, die_at):
        with self._healthy():
            ticket_id = self._one()
            self.way.accepted(ticket_id)
        self.way.sent()
        external_id = f"LL{uuid.UUID(ticket_id).hex}"
        update = self.far.book.move(external_id, "40", "", "", at=clock.now())
        with self._dying(die_at, CALLBACKS):
            self.way.told(update)
        with self._healthy():
            status = self.way.told(update)
        self._expect(status, {204}, "hear")

    def _one(self):
        self.tickets += 1
        self.way.next_person()
        return self.way.reported()[1]["id"]

    def _dying(self, die_at, path):
        return self._web(die_at=die_at, points=str(self.points), path=path)

    def _healthy(self):
        return self._web()

    @contextmanager
    def _web(self, **wish):
        self.nursery.start(self.made.port, **wish)
        try:
            yield
        finally:
            self.way.hang_up()
            self.nursery.kill()

    def _expect(self, status, good, what):
        if status not in good:
            self.faults[f"retry of {what} answered {status}"] += 1

    def verdict(self):
        found = both_books(self.made, self.far)
        inside = self.made.query("SELECT count(*) FROM ticket")[0][0]
        found |= {"tickets lost or twice": abs(inside - self.tickets)}
        self.faults.update({what: n for what, n in found.items() if n})
        resent = sum(one["times"] > 1 for one in self.far.book.messages())
        say(
            f"{sum(self.died.values())} crash points ({dict(self.died)}), {inside} tickets,"
            f" {len(self.far.book.messages())} messages there, {resent} sent more than once; faults:"
            f" {dict(self.faults) or 'none'}"
        )
        empty = min(self.died.values(), default=0) < 10 or len(self.died) < 4 or not resent
        if empty:
            say("it did not reach from the first statement to the answer: the drill proves nothing")
        return 1 if self.faults or empty else 0


if __name__ == "__main__":
    sys.exit(main())
