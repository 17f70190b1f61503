"""Giving, taking in, approving, revoking and using written proxies (民法典第165条; domain rules 1.4).

Precedence: until a ballot is in, the owner may vote himself, and that revokes the proxy. Once the agent's ballot
is in, it is the voter's one ballot, and whether it can be followed by another is the vote's rule on changing.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from linli.domains.people.queries import identity, register
from linli.domains.voting.errors import (
    AlreadyClosed,
    AlreadyVoted,
    InstructionsInSecret,
    NoSuchAgent,
    NotOnRoll,
    NotRepresentative,
    PastEnd,
    PhotoMissing,
    ProxyChain,
    ProxyOver,
    ProxySpent,
    ProxyStands,
    SameHand,
)
from linli.domains.voting.events import ProxyGiven, ProxyRevoked, ProxyUsed
from linli.domains.voting.models import Ballot, BallotByProxy, RollEntry, SecretBallot, Vote, VoteProxy
from linli.domains.voting.operations.locking import lock, lock_box
from linli.domains.voting.queries import proxies, rolls, votes
from linli.domains.voting.rules.casting import check_choices
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Mode
from linli.domains.voting.rules.plans import check_plans
from linli.domains.voting.rules.proxies import Powers, Standing, check_agent, check_within
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of, end_of
from linli.platform import attachments, audit
from linli.platform.bus import publish
from linli.platform.db import db

PRINCIPAL_VOTED = "业主本人已经投票"


def give(
    *,
    actor: Actor,
    vote: Vote,
    voter_no: str,
    phone: str,
    powers: Powers,
    choices: Mapping[str, Any] | None = None,
    until_on: date | None = None,
    now: datetime,
) -> VoteProxy:
    """An owner signs a proxy on the phone, with the account he signed in with; it counts at once.

    `until_on` is its last day; without one it lasts as long as the vote. Raises NotOnRoll, NotRepresentative,
    what rules.proxies.check_agent says of the agent, ProxyStands, ProxyChain, AlreadyVoted, AlreadyClosed, PastEnd.
    """
    lock(vote)
    entry = _own_entry(actor, vote, voter_no, now)
    if proxies.is_agent(vote, actor.account_id):
        raise ProxyChain("您正在代别人投票，不能再把自己的票委托出去。")
    made = _make(actor, vote, entry, phone, powers, choices, until_on, now)
    made.approved_by, made.approved_at = actor.account_id, now
    db.session.flush()
    _record("voting:proxy:give", made)
    publish(ProxyGiven(at=now, estate_id=vote.estate_id, vote_id=vote.id, proxy_id=made.id))
    return made


def take_in(
    *,
    actor: Actor,
    vote: Vote,
    voter_no: str,
    phone: str,
    powers: Powers,
    photos: Sequence[Any],
    choices: Mapping[str, Any] | None = None,
    until_on: date | None = None,
    now: datetime,
) -> VoteProxy:
    """An officer takes in a proxy on paper with a photo of it; it counts once a second officer approved it.

    Raises PhotoMissing, Unknown for a voter who is not on the roll, and all that `give` raises.
    """
    if not photos:
        raise PhotoMissing
    lock(vote)
    entry = proxies.voter(vote, voter_no)
    made = _make(actor, vote, entry, phone, powers, choices, until_on, now)
    made.on_paper = True
    db.session.flush()
    for photo in photos:
        attachments.store_image(
            estate_id=vote.estate_id,
            stream=photo,
            object_kind=proxies.PAPER_OF,
            object_id=made.id,
            made_by=actor.account_id,
            now=now,
        )
    _record("voting:proxy:take_in", made)
    return made


def approve(*, actor: Actor, vote: Vote, proxy: VoteProxy, now: datetime) -> VoteProxy:
    """A second officer compared paper and record. Raises SameHand, ProxySpent, AlreadyVoted, AlreadyClosed."""
    lock(vote)
    _check_before_close(vote, now)
    if proxies.stands(proxy, now=now) is not Standing.WAITING:
        raise ProxySpent
    if proxy.given_by == actor.account_id:
        raise SameHand("委托书须由另一位工作人员复核。")
    _check_not_cast(vote, proxies.voter(vote, proxy.voter_no))
    proxy.approved_by, proxy.approved_at = actor.account_id, now
    db.session.flush()
    _record("voting:proxy:approve", proxy)
    publish(ProxyGiven(at=now, estate_id=vote.estate_id, vote_id=vote.id, proxy_id=proxy.id))
    return proxy


def revoke(*, actor: Actor, vote: Vote, proxy: VoteProxy, reason: str = "", now: datetime) -> VoteProxy:
    """Take a proxy back, as long as no ballot is in; the box is held meanwhile. Raises ProxySpent, AlreadyVoted."""
    lock(vote)
    lock_box(vote)
    db.session.refresh(proxy)
    if proxy.revoked_at is not None:
        raise ProxySpent
    _check_not_cast(vote, proxies.voter(vote, proxy.voter_no))
    return _end(proxy, actor.account_id, reason or "委托人撤回", now)


def end_by_own_vote(*, actor: Actor, vote: Vote, entry: RollEntry, now: datetime) -> None:
    """The owner votes himself: the proxy that stood for his voter is revoked in the same breath."""
    standing = proxies.unrevoked(vote, entry.voter_no, now=now)
    if standing is not None:
        _end(standing, actor.account_id, PRINCIPAL_VOTED, now)


def check_use(*, vote: Vote, proxy: VoteProxy, choices: Mapping[str, Any], now: datetime) -> None:
    """While the box is held: whether a proxy still stands, and the ballot is as the owner wrote.

    Raises ProxyOver, AgentIsStaff for somebody who joined the property company since, BeyondInstructions.
    """
    db.session.refresh(proxy)
    if proxies.stands(proxy, now=now) is not Standing.STANDS:
        raise ProxyOver
    entry = proxies.voter(vote, proxy.voter_no)
    agent = proxies.agent_for(vote, entry, proxy.agent_id, now=now)
    check_agent(agent, powers=Powers(proxy.powers), most=agent.held + 1)
    check_within(Powers(proxy.powers), proxy.told, choices)


def note_use(*, vote: Vote, proxy: VoteProxy, ballot: Ballot | SecretBallot) -> None:
    """Write down that a ballot went in by a proxy; both are told."""
    db.session.add(
        BallotByProxy(
            id=new_id(),
            estate_id=vote.estate_id,
            vote_id=vote.id,
            proxy_id=proxy.id,
            ballot_id=ballot.id,
            voter_no=proxy.voter_no,
            agent_id=proxy.agent_id,
            cast_at=ballot.cast_at,
        )
    )
    db.session.flush()
    _record("voting:proxy:use", proxy)
    publish(ProxyUsed(at=ballot.cast_at, estate_id=vote.estate_id, vote_id=vote.id, proxy_id=proxy.id))


def _make(
    actor: Actor,
    vote: Vote,
    entry: RollEntry,
    phone: str,
    powers: Powers,
    choices: Mapping[str, Any] | None,
    until_on: date | None,
    now: datetime,
) -> VoteProxy:
    _check_before_close(vote, now)
    _check_not_cast(vote, entry)
    if proxies.unrevoked(vote, entry.voter_no, now=now) is not None:
        raise ProxyStands
    if until_on is not None and until_on < day_of(now):
        raise PastEnd(field_errors={"until_on": ["最后一天不能早于今天。"]})
    agent = identity.account_by_phone(phone)
    if agent is None:
        raise NoSuchAgent(field_errors={"phone": [NoSuchAgent.sentence]})
    known = proxies.agent_for(vote, entry, agent.id, now=now)
    check_agent(known, powers=powers, most=votes.rules_of(vote, now=now).max_proxies)
    made = VoteProxy(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        voter_no=entry.voter_no,
        agent_id=agent.id,
        powers=powers,
        told=_told(vote, powers, choices),
        until=end_of(until_on) if until_on else None,
        given_by=actor.account_id,
        given_at=now,
    )
    db.session.add(made)
    return made


def _told(vote: Vote, powers: Powers, choices: Mapping[str, Any] | None) -> dict[str, Any]:
    if powers is Powers.FREE:
        return {}
    if vote.mode == Mode.SECRET:
        raise InstructionsInSecret
    told = check_choices([votes.as_item(one) for one in votes.items(vote)], choices or {})
    check_plans(votes.plans(vote), told)
    return told


def _own_entry(actor: Actor, vote: Vote, voter_no: str, now: datetime) -> RollEntry:
    mine = {one.voter_no: one for one in rolls.my_entries(vote, actor.account_id)}
    entry = mine.get(voter_no)
    if entry is None:
        raise NotOnRoll
    chosen = rolls.representatives(entry, on=day_of(now))
    if chosen and not chosen & set(register.owners_of_account(vote.estate_id, actor.account_id)):
        raise NotRepresentative
    return entry


def _check_before_close(vote: Vote, now: datetime) -> None:
    if vote.state not in {State.ANNOUNCED, State.OPEN} or now >= vote.closes_at:
        raise AlreadyClosed("只有公告以后、截止以前可以办委托。")


def _check_not_cast(vote: Vote, entry: RollEntry) -> None:
    earlier = rolls.standing(vote, entry)
    if earlier is not None:
        raise AlreadyVoted("这一户的票已经投出，委托不能再改。", cast_at=earlier.cast_at.isoformat())


def _end(proxy: VoteProxy, by: uuid.UUID, why: str, now: datetime) -> VoteProxy:
    proxy.revoked_by, proxy.revoked_at, proxy.revoked_why = by, now, why
    db.session.flush()
    _record("voting:proxy:revoke", proxy)
    publish(ProxyRevoked(at=now, estate_id=proxy.estate_id, vote_id=proxy.vote_id, proxy_id=proxy.id))
    return proxy


def _record(act: str, proxy: VoteProxy) -> None:
    audit.record(
        act,
        object_kind="vote_proxy",
        object_id=proxy.id,
        estate_id=proxy.estate_id,
        vote_id=str(proxy.vote_id),
        voter_no=proxy.voter_no,
        powers=proxy.powers,
    )
