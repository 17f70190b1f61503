"""Written proxies as those concerned see them: whose ballots an account may cast, and whom an owner sent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from linli.domains.people.queries import identity, register, staff
from linli.domains.voting.models import (
    Ballot,
    BallotByProxy,
    Candidacy,
    Election,
    RollEntry,
    SecretBallot,
    Vote,
    VoteProxy,
)
from linli.domains.voting.queries import rolls
from linli.domains.voting.rules.proxies import Agent, Standing, standing
from linli.kernel.actors import Role
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.prepared import prepared

PAPER_OF = "vote_proxy"
_OF_COMPANY = (Role.PROPERTY_WORKER, Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)


@dataclass(frozen=True, slots=True)
class CastableVoter:
    """A voter for whom an account can cast: its own, or by a proxy that stands."""

    entry: RollEntry
    ballot: Ballot | SecretBallot | None
    proxy: VoteProxy | None = None

    @property
    def said(self) -> str:
        """Whose ballot it is, as the pages say it."""
        return f"替 {self.entry.label} 投票" if self.proxy else self.entry.label


def proxy(found: Vote, proxy_id: uuid.UUID) -> VoteProxy:
    """A proxy of this vote, or Unknown."""
    one = db.session.get(VoteProxy, (found.estate_id, proxy_id))
    if one is None or one.vote_id != found.id:
        raise Unknown
    return one


def own_proxy(found: Vote, proxy_id: uuid.UUID, account_id: uuid.UUID) -> VoteProxy:
    """A proxy that an account gave for a voter it is part of, or Unknown."""
    one = proxy(found, proxy_id)
    if one.voter_no not in {mine.voter_no for mine in rolls.my_entries(found, account_id)}:
        raise Unknown
    return one


def stands(one: VoteProxy, *, now: datetime) -> Standing:
    """Where a proxy stands now."""
    return standing(approved_at=one.approved_at, revoked_at=one.revoked_at, until=one.until, now=now)


def of_voters(found: Vote, voter_nos: Sequence[str]) -> Sequence[VoteProxy]:
    """The proxies that were given for some voters, the newest first, with those that were revoked."""
    asked = {"estate_id": found.estate_id, "vote_id": found.id, "voter_nos": list(voter_nos)}
    return db.session.scalars(*_given_for(**asked)).all()


@prepared
def _given_for(estate_id: Any, vote_id: Any, voter_nos: Any) -> Select[VoteProxy]:
    of_vote = select(VoteProxy).where(VoteProxy.estate_id == estate_id, VoteProxy.vote_id == vote_id)
    return of_vote.where(VoteProxy.voter_no.in_(voter_nos)).order_by(VoteProxy.id.desc())


def unrevoked(found: Vote, voter_no: str, *, now: datetime) -> VoteProxy | None:
    """The proxy of a voter that stands, or waits for the second officer."""
    alive = {Standing.STANDS, Standing.WAITING}
    return next((one for one in of_voters(found, [voter_no]) if stands(one, now=now) in alive), None)


def voters_for(found: Vote, account_id: uuid.UUID, *, now: datetime) -> list[CastableVoter]:
    """Every voter for whom an account may cast, its own first; those of others by proxies that stand."""
    own = [CastableVoter(one.entry, one.ballot) for one in rolls.my_voters(found, account_id)]
    return own + held(found, account_id, now=now)


def still_to_cast(found: Vote, account_id: uuid.UUID, *, now: datetime) -> list[CastableVoter]:
    """The voters for whom an account has still to vote; not where another co-owner was chosen to (EI-09)."""
    own = rolls.my_voters(found, account_id)
    spoken = rolls.spoken_for(own, account_id, on=day_of(now))
    mine = [CastableVoter(one.entry, one.ballot) for one in own if one.entry.id not in spoken]
    return [one for one in mine + held(found, account_id, now=now) if one.ballot is None]


def held(found: Vote, account_id: uuid.UUID, *, now: datetime) -> list[CastableVoter]:
    """The voters whose ballot an account may cast by proxy, with those it has cast."""
    of_vote = {"estate_id": found.estate_id, "vote_id": found.id, "roll_id": found.roll_id}
    rows = db.session.execute(*_standing_with(**of_vote, agent_id=account_id, now=now)).all()
    if not rows:
        return []
    newest = rolls.newest_ballots(found, [row.VoteProxy.voter_no for row in rows])
    return [CastableVoter(row.RollEntry, newest.get(row.VoteProxy.voter_no), row.VoteProxy) for row in rows]


@prepared
def _standing_with(
    estate_id: Any, vote_id: Any, roll_id: Any, agent_id: Any, now: Any
) -> Select[VoteProxy, RollEntry]:
    return (
        select(VoteProxy, RollEntry)
        .join(
            RollEntry,
            (RollEntry.estate_id == VoteProxy.estate_id) & (RollEntry.voter_no == VoteProxy.voter_no),
        )
        .where(
            VoteProxy.estate_id == estate_id,
            VoteProxy.vote_id == vote_id,
            VoteProxy.agent_id == agent_id,
            VoteProxy.approved_at.is_not(None),
            VoteProxy.revoked_at.is_(None),
            or_(VoteProxy.until.is_(None), VoteProxy.until > now),
            RollEntry.roll_id == roll_id,
        )
        .order_by(RollEntry.label)
    )


def agent_for(found: Vote, entry: RollEntry, account_id: uuid.UUID, *, now: datetime) -> Agent:
    """What the rules ask about somebody who is to vote for a voter."""
    mine = set(register.owners_of_account(found.estate_id, account_id))
    staff_now = staff.staff_of(found.estate_id, roles=_OF_COMPANY, on=day_of(now), now=now)
    own = [one.voter_no for one in rolls.my_entries(found, account_id)]
    return Agent(
        lives_here=found.estate_id in identity.ties(account_id, on=day_of(now)),
        part=bool(mine & set(rolls.owners_of(entry))),
        property_staff=account_id in {one.account_id for one in staff_now},
        candidate=_is_candidate(found, mine),
        held=_count_held(found, account_id),
        gave=any(unrevoked(found, number, now=now) for number in own),
    )


def is_agent(found: Vote, account_id: uuid.UUID) -> bool:
    """Whether an account holds a proxy of this vote that was not revoked."""
    return _count_held(found, account_id) > 0


def _count_held(found: Vote, account_id: uuid.UUID) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                VoteProxy.estate_id == found.estate_id,
                VoteProxy.vote_id == found.id,
                VoteProxy.agent_id == account_id,
                VoteProxy.revoked_at.is_(None),
            )
        )
        or 0
    )


def _is_candidate(found: Vote, owner_ids: set[uuid.UUID]) -> bool:
    query = (
        select(Candidacy.id)
        .join(Election, (Election.estate_id == Candidacy.estate_id) & (Election.id == Candidacy.election_id))
        .where(
            Candidacy.estate_id == found.estate_id,
            Election.vote_id == found.id,
            Candidacy.owner_id.in_(owner_ids),
        )
    )
    return db.session.scalar(query.limit(1)) is not None


def used(found: Vote, one: VoteProxy) -> BallotByProxy | None:
    """The ballot that was cast by a proxy: that it is in, not what it says."""
    return db.session.scalar(
        select(BallotByProxy).filter_by(estate_id=found.estate_id, proxy_id=one.id).limit(1)
    )


def by_proxy(found: Vote, ballot_id: uuid.UUID) -> BallotByProxy | None:
    """The record that a ballot was cast by an agent."""
    return db.session.scalar(
        select(BallotByProxy).filter_by(estate_id=found.estate_id, vote_id=found.id, ballot_id=ballot_id)
    )


def proxies_page(found: Vote, *, window: Window) -> Page[VoteProxy]:
    """The proxies of a vote for those who organise it, the newest first."""
    query = select(VoteProxy).where(VoteProxy.estate_id == found.estate_id, VoteProxy.vote_id == found.id)
    return by_id(query, VoteProxy.id, window=window)


def concerned(found: Vote, one: VoteProxy) -> set[uuid.UUID]:
    """The accounts that hear of a proxy: its agent and the owners of its voter."""
    entry = voter(found, one.voter_no)
    owners = register.owner_views(found.estate_id, rolls.owners_of(entry)).values()
    return {one.agent_id} | {owner.account_id for owner in owners if owner.account_id is not None}


def voter(found: Vote, voter_no: str) -> RollEntry:
    """A voter of the roll in force by number, or Unknown."""
    entry = db.session.scalar(
        select(RollEntry).filter_by(estate_id=found.estate_id, roll_id=found.roll_id, voter_no=voter_no)
    )
    if entry is None:
        raise Unknown
    return entry
