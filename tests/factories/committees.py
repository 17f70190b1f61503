"""The smallest committees: elected by twelve owners, or written down by hand."""

from datetime import timedelta

from linli.domains.committees.operations import seats
from linli.domains.committees.queries import terms
from linli.domains.committees.rules import Post
from linli.jobs import voting as jobs
from linli.kernel.times import day_of, end_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories.elections import Contest


class Chosen(Contest):
    """Seven stand for five seats; whom how many name decides. `settle` lets the result stand."""

    def run(self, marks, *, candidates=7):
        """Nominations, notice, voting by twelve owners, publication and the last day for objections.

        `marks`: how many owners name c1, c2, …; nobody names more than there are seats.
        """
        self.listed(*range(candidates))
        self.open()
        named = {n: [] for n in range(12)}
        for number, mark in enumerate(marks, 1):
            for n in sorted(named, key=lambda n: len(named[n]))[:mark]:
                named[n].append(f"c{number}")
        for n, names in named.items():
            self.choose(n, *names)
        self.close().publish()
        return self.settle()

    def settle(self):
        """The days for objections pass, and the nightly job settles."""
        with transaction(writes=False):
            last = self.vote.objections_until
        clock.advance(end_of(last) + timedelta(hours=1) - clock.now())
        jobs.settle_due(now=clock.now())
        return self

    def term(self):
        """The newest term, in the running transaction."""
        return next(iter(terms.terms(self.id)), None)

    def names(self, *, post=None):
        """Who sits today (or in one post), by name."""
        with transaction(writes=False):
            term = self.term()
            held = terms.holding(term, on=day_of(clock.now())) if term else []
            return [one.name for one in held if (one.post == post if post else one.post != Post.SUBSTITUTE)]

    def tasks(self):
        """What is open, by kind."""
        with transaction(writes=False):
            return {one.kind: one.due_on for one in terms.open_tasks(self.id)}

    def leave(self, name, **more):
        """Somebody leaves yesterday."""
        with transaction():
            on = day_of(clock.now())
            one = next(m for m in terms.holding(self.term(), on=on) if m.name == name)
            seats.leave(member=one, until_on=on, now=clock.now(), **more)
        clock.advance(timedelta(days=1))
        return self
