"""The smallest votes: drafted, announced, opened, closed, with the clock moved where the law asks for days."""

from datetime import timedelta

from sqlalchemy import select

from linli.domains.estates import operations as estate_operations
from linli.domains.estates import queries as estate_queries
from linli.domains.estates.rules import AreaSource
from linli.domains.people.models import Owner
from linli.domains.people.operations import rosters as people_rosters
from linli.domains.voting.models import RollEntry, RollOwner
from linli.domains.voting.operations import casting, closing, drafting, opening
from linli.domains.voting.queries import votes
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.times import day_of, start_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, rosters

NOTICE, VOTING = timedelta(days=18), timedelta(days=10)  # 18: the last day of 15 may fall on a day off


def actor(account, role=Role.COMMUNITY_OFFICER, place=None):
    """An account acting in a role."""
    scope = Scope(ScopeKind.ESTATE, place.id) if place is not None else Scope(ScopeKind.NONE)
    return Actor(account_id=account.id, role=role, scope=scope, name=account.name)


def draft(estate, officer, *, title="2026 年业主大会", matters=(Matter.USE_FUND,), **more):
    """A draft with one item a matter, announced at the earliest moment that is allowed."""
    opens_at = start_of(day_of(clock.now()) + NOTICE) + timedelta(hours=9)
    vote = drafting.draft(
        actor=officer,
        estate_id=estate.id,
        title=title,
        meeting=Meeting.REGULAR,
        opens_at=opens_at,
        closes_at=opens_at + VOTING,
        now=clock.now(),
        **more,
    )
    for matter in matters:
        item(vote, matter)
    return vote


def item(vote, matter=Matter.USE_FUND, **more):
    return drafting.add_item(
        vote=vote,
        matter=matter,
        **{
            "title": f"关于{matter.title}",
            "words": "同意使用维修资金 186,000 元更换 3 幢电梯。",
            "changes": "电梯换成新的。",
            "costs": "每户从维修资金里出约 800 元，不用另外交钱。",
            "otherwise": "电梯继续维修使用，故障可能增多。",
        }
        | more,
    )


def announce(vote, officer):
    return drafting.announce(actor=officer, vote=vote, now=clock.now())


def confirm(vote, second):
    return opening.confirm_opening(actor=second, vote=vote, now=clock.database_now())


def doutan(community):
    """斗潭新村 from its property company's real-life roster, the two missing areas filled in by the officer.

    Returns the estate and the labels of the units that were in doubt; every owner has an account.
    """
    estate = places.estate("斗潭新村", community=community)
    roster = rosters.taken_in(estate, rosters.sample(rosters.MESSY))
    for code in ("area.missing", "phone.malformed"):
        people_rosters.accept_alike(roster=roster, code=code)
    rosters.handed_in(roster)
    lacking = estate_queries.units_without_area(estate.id)
    for unit in lacking:
        estate_operations.set_area(unit=unit, floor_area=8957, area_source=AreaSource.CONTRACT)
    for owner in db.session.scalars(select(Owner).filter_by(estate_id=estate.id).order_by(Owner.name)):
        owner.account_id = people.account(owner.name).id
    db.session.flush()
    return estate, [unit.label for unit in lacking]


def neighbours_vote(estate_id, vote_id, choice, *, times, but=()):
    """That many voters of the roll cast, each by an owner of theirs; those with an owner in `but`, alone or with others, do not."""
    with transaction(writes=False):
        vote = votes.vote(estate_id=estate_id, vote_id=vote_id)
        left_out = (
            select(RollOwner.entry_id)
            .join(Owner, Owner.id == RollOwner.owner_id)
            .where(Owner.account_id.in_(but))
        )
        part = db.session.execute(
            select(RollEntry.voter_no, Owner.account_id)
            .join(RollOwner, RollOwner.entry_id == RollEntry.id)
            .join(Owner, Owner.id == RollOwner.owner_id)
            .where(RollEntry.roll_id == vote.roll_id, RollEntry.id.not_in(left_out))
            .order_by(RollEntry.voter_no)
        )
        rows = list(dict(part.all()).items())[:times]
    for voter_no, account_id in rows:
        with transaction():
            vote = votes.vote(estate_id=estate_id, vote_id=vote_id)
            casting.cast(
                actor=Actor(account_id=account_id, role=Role.OWNER),
                vote=vote,
                choices={str(one.number): choice for one in votes.items(vote)},
                voter_no=voter_no,
            )
    return len(rows)


class Assembly:
    """An estate with owners, two officers and a vote; each step in a transaction of its own.

    `owners` is how many units of 100.00 ㎡ with an owner of their own there are.
    """

    def __init__(self, *, owners=3, matters=(Matter.USE_FUND,), prepare=None):
        with transaction():
            self.region = places.region()
            self.estate = places.estate("斗潭新村", community=self.region)
            self.id = self.estate.id
            self.accounts = [people.account(f"业主{n}") for n in range(owners)]
            self.account_ids = [one.id for one in self.accounts]
            self.units = [places.unit(self.estate, f"1幢{n + 1}室") for n in range(owners)]
            self.unit_ids = [one.id for one in self.units]
            self.owners = [
                people.owner(self.estate, unit, account=account, name=account.name)
                for unit, account in zip(self.units, self.accounts, strict=True)
            ]
            self.owner_ids = [one.id for one in self.owners]
            self.officer_account = people.staff(Role.COMMUNITY_OFFICER, self.region, name="周社区")
            self.second_account = people.staff(Role.COMMUNITY_OFFICER, self.region, name="钱社区")
            self.officer, self.second = actor(self.officer_account), actor(self.second_account)
            if prepare:
                prepare(self)
        with transaction():
            self.vote_id = draft(self.estate_now(), self.officer, matters=matters).id

    def estate_now(self):
        return estate_queries.estate(estate_id=self.id)

    @property
    def vote(self):
        """The vote, as it is in the running transaction."""
        return votes.vote(estate_id=self.id, vote_id=self.vote_id)

    def owner_actor(self, n):
        return Actor(
            account_id=self.account_ids[n], role=Role.OWNER, scope=Scope(ScopeKind.ESTATE, self.id), name=""
        )

    def announce(self):
        with transaction():
            announce(self.vote, self.officer)
        return self

    def open(self):
        """Announced, and opened at its hour by the second officer."""
        self.announce()
        with transaction(writes=False):
            opens_at = self.vote.opens_at
        clock.advance(opens_at - clock.now())
        with transaction():
            confirm(self.vote, self.second)
        return self

    def cast(self, n, choice="for", **more):
        with transaction():
            items = votes.items(self.vote)
            choices = more.pop("choices", {str(one.number): choice for one in items})
            return casting.cast(actor=self.owner_actor(n), vote=self.vote, choices=choices, **more)

    def close(self):
        with transaction(writes=False):
            closes_at = self.vote.closes_at
        clock.advance(closes_at - clock.now())
        with transaction():
            closing.close(vote=self.vote, now=clock.now())
        return self

    def publish(self):
        with transaction():
            closing.publish_result(actor=self.second, vote=self.vote, now=clock.now())
        return self

    def result(self):
        with transaction(writes=False):
            return votes.result(self.vote).result
