"""Kill -9 at every crash point of money: bills, notifications, refunds, the desk's day and the channels' statements.

A point is before and after each statement, around each commit, and before the answer leaves (check E-13). Estates that
are all alike live one month each: bills are issued in pieces, paid by two channels, one of them twice, one without any
notification; money is given back with two people's word; the desk and the channels' days are closed. The first estate
lives undisturbed and shows where the points are. In each other one, every deed's process dies by SIGKILL at another of
its points; then it is started again, the channel repeats its notification, the worker goes on. After each death the
books must hold; in the end the estate's books must be those of the first row by row, and the channels' books ours.

LINLI_DRILL_POINTS (12) sets at how many points of each deed it dies, the commits and the answer first; 0 is all.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from drills import _money as money
from drills._box import run_linli, verdict
from drills._house import house, say
from drills._money_books import Books, differences
from drills._money_deeds import DEEDS, Month
from drills._web import Nursery
from linli.kernel.times import shanghai
from linli.platform import clock

POINTS = min(400, int(os.environ.get("LINLI_DRILL_POINTS") or 12))
NEVER = 10_000  # a point that no deed has
BEFORE_MIDNIGHT, AFTER_MIDNIGHT = timedelta(minutes=25), timedelta(minutes=12)


def main():
    wait_for_one_day()
    with house(residents=1, start=False) as made, fallible(made) as drill:
        drill.live_undisturbed()
        for number in range(POINTS or max(map(len, drill.points.values()))):
            drill.live_and_die(number)
            if number % 4 == 3:
                drill.tell()
        return drill.report()


def wait_for_one_day():
    """A channel's day ends at midnight in Shanghai: what is paid before belongs on another statement."""
    now = shanghai(clock.now())
    passed = timedelta(hours=now.hour, minutes=now.minute)
    left = timedelta(days=1) - passed
    if passed < AFTER_MIDNIGHT or left < BEFORE_MIDNIGHT:
        rest = AFTER_MIDNIGHT - passed if passed < AFTER_MIDNIGHT else left + AFTER_MIDNIGHT
        say(f"it is about midnight in Shanghai: the drill waits {rest.seconds // 60} minutes for its day")
        time.sleep(rest.total_seconds())


@contextmanager
def fallible(made, *, deeds=DEEDS, points=POINTS, nursery=Nursery):
    """A house with a payment simulator beside it, where one estate after the other may live its month."""
    with (
        tempfile.TemporaryDirectory() as folder,
        made.inside(),
        money.simulator(folder, money.company()) as far,
    ):
        made.environment |= {
            "LINLI_MERCHANTS": f"{folder}/merchants",
            "LINLI_PAYMENT_CHANNELS": "wechat,alipay",
        }
        nursery, books = nursery(made), Books(made.conninfo)
        try:
            yield Drill(made, far, nursery, books, Path(folder, "points"), deeds, points)
        finally:
            books.close()
            nursery.close()


class Drill:
    """Lets estates live, dies in between, and counts what it finds."""

    def __init__(self, made, far, nursery, books, file, deeds, most):
        self.made, self.far, self.nursery, self.books = made, far, nursery, books
        self.file, self.deeds, self.most = file, deeds, most
        self.points, self.example, self.months = {}, {}, 0
        self.deaths, self.half, self.whole, self.faults = Counter(), Counter(), Counter(), Counter()

    def live_undisturbed(self):
        """Warm up with one estate; another shows where the points are, and how the books end."""
        warm = self._month()
        self.nursery.start(self.made.port)
        issued = warm.issue_run()
        self.nursery.warm(warm.people[issued.who], issued.address, issued.body)
        month = self._month()
        for name in self.deeds:
            deed = getattr(month, name)()
            deed.by_mortal(die_at=0, points=str(self.file))
            self.points[name] = json.loads(self.file.read_text(encoding="utf-8"))
            self.file.unlink()
            self._finish(name, deed)
            self._hold(name)
        self.example = self._end(month)
        say(f"{sum(map(len, self.points.values()))} crash points in {len(self.points)} deeds")

    def live_and_die(self, number):
        """One estate's month, each deed dying at the n-th of its chosen points."""
        self.months += 1
        month = self._month()
        for name in self.deeds:
            deed = getattr(month, name)()
            chosen = choose(self.points[name], self.most)
            if number < len(chosen):
                self._die(name, deed, month, chosen[number])
            else:
                deed.by_mortal(die_at=NEVER)
            self._finish(name, deed)
            self._hold(f"{name} after the retry")
        for what in differences(self.example, self._end(month)):
            self._fault(f"month {number + 1} differs: {what}")

    def tell(self):
        say(f"{sum(self.deaths.values())} deaths so far, faults: {dict(self.faults) or 'none'}")

    def _die(self, name, deed, month, point):
        before = self.books.of(month.place.id)
        deed.by_mortal(die_at=point, points=str(self.file))
        if not self.file.exists():  # this month's way was shorter
            return
        self.file.unlink()
        self.deaths[name] += 1
        self._hold(f"{name} at point {point}")
        changed = self.books.of(month.place.id) != before
        (self.whole if changed else self.half)[name] += 1

    def _finish(self, name, deed):
        if not deed.again():
            self._fault(f"{name} is refused when it is tried again")

    def _hold(self, when):
        for what in self.books.wrong():
            self._fault(f"{what} ({when})")

    def _fault(self, what):
        self.faults[what] += 1

    def _month(self):
        return Month(self.made, self.far, money.found(), self.nursery)

    def _end(self, month):
        """The month is over, the worker has told everybody; the books as they stand."""
        self.nursery.run_errand("outbox")
        month.hang_up()
        return self.books.of(month.place.id)

    def report(self, *, doctor=True):
        """The channels' books beside ours, the product's own auditor, and what every deed went through."""
        self.nursery.kill()
        trades = self.far.ask("/book")
        for what in self.books.beside(trades):
            self._fault(what)
        if doctor and (said := run_linli(self.made, "doctor")).returncode:
            self._fault(f"linli doctor: {said.stdout[-300:]}")
        say("deed              points  deaths  of them before the commit / after it")
        for name in self.deeds:
            say(
                f"{name:16} {len(self.points[name]):7} {self.deaths[name]:7} {self.half[name]:9} / {self.whole[name]}"
            )
        say(
            f"{sum(self.deaths.values())} deaths in {self.months} months; {len(trades)} trades at the channels,"
            f" {sum(len(one['refunds']) for one in trades)} refunds"
        )
        missed = [name for name in self.deeds if not self.half[name] or not self.whole[name]]
        why = f"not interrupted on both sides of the commit: {', '.join(missed)}"
        return verdict([f"{what}, {n} times" for what, n in self.faults.items()], proves=not missed, why=why)


def choose(names, most):
    """The points to die at: all, or those nearest to the last commit and the answer first, then others evenly."""
    every = list(range(1, len(names) + 1))
    if not most or most >= len(names):
        return every
    telling = [at for at in every if "commit" in names[at - 1] or "answer" in names[at - 1]][::-1]
    last = [at for at in telling if names[at - 1] == "before the commit"][:1]
    chosen = list(dict.fromkeys([*last, *telling]))[: (most + 1) // 2]
    rest = [at for at in every if at not in chosen]
    left = most - len(chosen)
    return sorted([*chosen, *(rest[at * (len(rest) - 1) // max(1, left - 1)] for at in range(left))])


if __name__ == "__main__":
    sys.exit(main())
