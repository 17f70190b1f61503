"""The smallest elections: a draft with one, nominations open, candidates who stand and pass, a list that is up."""

from datetime import timedelta

from linli.domains.estates import queries as estate_queries
from linli.domains.voting.models import CandidateObjection, VoteItem
from linli.domains.voting.operations import electing, nominating, reviewing
from linli.domains.voting.operations.nominating import Profile
from linli.domains.voting.queries import elections
from linli.domains.voting.rules.candidacy import Condition, ElectionKind
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.voting import Assembly, draft

WORDS = Profile(statement="我住在小区十年，愿意为大家把账目公开好。")
AHEAD = timedelta(days=45)  # nominations, review, the list's days and the notice have to fit before the vote


class Contest(Assembly):
    """An assembly whose draft has one election; each step in a transaction of its own."""

    def __init__(
        self, *, owners=12, seats=5, alternates=2, contested=True, kind=ElectionKind.GENERAL, **more
    ):
        super().__init__(owners=owners, matters=(), prepare=more.pop("prepare", None))
        with transaction():
            vote = self.vote
            vote.opens_at, vote.closes_at = vote.opens_at + AHEAD, vote.closes_at + AHEAD
            self.election_id = electing.add_election(
                vote=vote, title="选举业主委员会委员", kind=kind, seats=seats, alternates=alternates,
                contested=contested, term_years=5, now=clock.now(), **more,
            ).id  # fmt: skip

    @property
    def election(self):
        """The election, as it is in the running transaction."""
        return elections.election(estate_id=self.id, election_id=self.election_id)

    def candidacy(self, n):
        """The candidacy of the n-th owner."""
        return elections.own(self.election, self.account_ids[n])

    def open_nominations(self, days=7):
        with transaction():
            today = day_of(clock.now())
            nominating.open_nominations(
                election=self.election,
                since_on=today,
                until_on=today + timedelta(days=days - 1),
                now=clock.now(),
            )
        return self

    def stand(self, n):
        with transaction():
            return nominating.stand(
                actor=self.owner_actor(n), election=self.election, profile=WORDS, now=clock.now()
            ).id

    def check(self, n, *, but=(), holds=True):
        """Every condition looked at, but for some."""
        with transaction():
            for condition in set(Condition) - set(but):
                reviewing.check(
                    actor=self.officer, candidacy=self.candidacy(n), condition=condition, holds=holds,
                    evidence="看了书面材料", now=clock.now(),
                )  # fmt: skip
        return self

    def approve(self, n):
        with transaction():
            reviewing.approve(actor=self.officer, candidacy=self.candidacy(n), now=clock.now())
        return self

    def nominations_over(self):
        with transaction(writes=False):
            last = self.election.nominations_until
        clock.advance(timedelta(days=(last - day_of(clock.now())).days + 1))
        return self

    def put_up_list(self):
        with transaction():
            return reviewing.put_up_list(actor=self.officer, election=self.election, now=clock.now()).version

    def list_over(self):
        with transaction(writes=False):
            last = elections.lists(self.election)[0].shown_until
        clock.advance(timedelta(days=(last - day_of(clock.now())).days + 1))
        return self

    def listed(self, *who):
        """These owners stand, pass and are on a list whose days are over."""
        self.open_nominations()
        for n in who:
            self.stand(n)
            self.check(n).approve(n)
        self.nominations_over().put_up_list()
        return self.list_over()

    def choose(self, n, *names):
        """The n-th owner votes for these candidates of the only item, by their ids."""
        return self.cast(n, choices={"1": list(names)})

    def item(self):
        """The election's item."""
        return db.session.get_one(VoteItem, (self.id, self.election_id))


def some(estate_id, officer, *, owner_id, account_id):
    """An election that takes names with a candidate and an objection, and a recall, each on a draft; ids by table."""
    now = clock.now()
    today = day_of(now)
    vote = draft(estate_queries.estate(estate_id=estate_id), officer, title="换届选举", matters=())
    election = electing.add_election(
        vote=vote, title="选举业主委员会委员", kind=ElectionKind.GENERAL, seats=5, alternates=2, contested=True,
        term_years=5, now=now,
    )  # fmt: skip
    nominating.open_nominations(
        election=election, since_on=today, until_on=today + timedelta(days=9), now=now
    )
    who = Actor(account_id=account_id, role=Role.OWNER, scope=Scope(ScopeKind.ESTATE, estate_id))
    candidacy = nominating.stand(actor=who, election=election, profile=WORDS, now=now)
    complaint = CandidateObjection(
        estate_id=estate_id, election_id=election.id, account_id=account_id, words="名单有误", made_at=now
    )
    db.session.add(complaint)
    recall = electing.add_recall(vote=vote, owner_id=owner_id, reason="半年不参加会议")
    db.session.flush()
    return {
        "election": election.id,
        "candidacy": candidacy.id,
        "complaint": complaint.id,
        "recall": recall.id,
    }
