"""The smallest committees: elected by twelve owners, or written down by hand."""

from datetime import timedelta

from linli.domains.committees.models import CommitteeFiling
from linli.domains.committees.operations import disclosing, meetings, papers, seats
from linli.domains.committees.queries import terms
from linli.domains.committees.queries.meetings import attendance
from linli.domains.committees.rules import Account, Post, Side
from linli.jobs import voting as jobs
from linli.kernel.times import day_of, end_of
from linli.platform import clock
from linli.platform.db import db
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


def some(estate_id, officer, *, owner_id):
    """A called meeting, published minutes, a use of the seal, an account in writing and one that is up; ids by table."""
    now = clock.now()
    today = day_of(now)
    term = terms.in_office(estate_id, on=today)
    if not terms.holding(term, on=today):
        seats.seat(term=term, owner_id=owner_id, post=Post.MEMBER, since_on=today, now=now)
    if terms.filing(term) is None:
        db.session.add(CommitteeFiling(estate_id=estate_id, id=term.id, due_on=today, papers={}))
    called, held = (
        meetings.call(
            actor=officer, estate_id=estate_id, title=title, agenda="公共收益怎么用", place="社区会议室",
            meets_at=now + timedelta(days=10), now=now,
        )
        for title in ("要开的会", "开过的会")
    )  # fmt: skip
    held.meets_at = now
    everybody = {one.member_id: True for one, _ in attendance(held)}
    meetings.attend(meeting=held, present=everybody, now=now)
    meetings.write_minutes(meeting=held, minutes="同意把电梯广告收入用于补种绿化。")
    meetings.publish_minutes(actor=officer, meeting=held, now=now)
    papers.use_seal(
        actor=officer, estate_id=estate_id, used_on=today, purpose="签合同", document="维保合同", copies=2,
        approved_by="第 1 次会议", now=now,
    )  # fmt: skip
    made = {"meeting": called.id, "minutes": held.id, "term": term.id}
    for name in ("account", "accounts"):
        one = disclosing.begin(
            actor=officer, estate_id=estate_id, account=Account.INCOME, title="上半年公共收益", since_on=today,
            until_on=today, now=now,
        )  # fmt: skip
        disclosing.add_line(
            actor=officer, disclosure=one, side=Side.SOURCE, title="电梯广告", amount_fen=1200000,
            document="合同 3 号", now=now,
        )  # fmt: skip
        made[name] = one.id
    disclosing.put_up(disclosure=one, now=now)
    return made
