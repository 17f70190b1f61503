"""Proposals: starting one, signing with one's own name, taking it back, and what begins when enough have signed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from config import holidays
from linli.domains.deliberation.errors import (
    AlreadySigned,
    MemberMissing,
    MemberNotAsked,
    NotAnOwnerToday,
    NotSigned,
    SigningOver,
    WrongStep,
)
from linli.domains.deliberation.events import News, ProposalReached
from linli.domains.deliberation.models import Proposal, ProposalSignature
from linli.domains.deliberation.operations import noting, speaking
from linli.domains.deliberation.queries import proposals, settings
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState
from linli.domains.deliberation.rules.topics import Happens
from linli.domains.voting.rules.course import last_day
from linli.kernel.actors import Actor, Role
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a proposal asks for, and of whom where it is a recall."""

    kind: ProposalKind
    title: str
    words: str
    member_id: uuid.UUID | None = None


def start(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    asked: Asked,
    sitting: Mapping[uuid.UUID, str] = MappingProxyType({}),
    now: datetime,
) -> Proposal:
    """Begin to collect names; the author's is the first. `sitting` are today's members of the committee by owner.

    Raises NotAnOwnerToday, MemberMissing, MemberNotAsked.
    """
    name = _member_name(asked, sitting)
    rules = settings.rules(estate_id, now=now)
    speaking.introduce(actor=actor, estate_id=estate_id)
    made = Proposal(
        estate_id=estate_id, id=new_id(), kind=asked.kind, title=asked.title, words=asked.words,
        member_id=asked.member_id, member_name=name,
        state=ProposalState.SIGNING, count_by=proposals.count_by(estate_id, now=now), author_id=actor.account_id,
        author_role=actor.role, made_at=now, signing_until=day_of(now) + timedelta(days=rules.signing_days),
        counted_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    sign(actor=actor, proposal=made, now=now)
    return made


def sign(*, actor: Actor, proposal: Proposal, now: datetime) -> Proposal:
    """Put one's name under a proposal, for every voter that one is or speaks for. Nobody signs for another.

    Raises SigningOver, NotAnOwnerToday, AlreadySigned.
    """
    _check_signing(noting.lock(proposal), now)
    hand = proposals.hand(proposal, actor.account_id, now=now)
    if actor.role is not Role.OWNER or not hand.heads:
        raise NotAnOwnerToday
    if not hand.open_heads:
        raise AlreadySigned
    known = {
        one.owner_id: one for one in proposals.all_signatures(proposal) if one.owner_id in hand.owner_ids
    }
    for owner_id in hand.owner_ids:
        name = known.get(owner_id) or ProposalSignature(
            estate_id=proposal.estate_id, id=new_id(), proposal_id=proposal.id, owner_id=owner_id
        )
        name.account_id, name.signed_at, name.withdrawn_at = actor.account_id, now, None
        db.session.add(name)
    db.session.flush()
    noting.begin_following(
        estate_id=proposal.estate_id, object_kind=noting.PROPOSAL, object_id=proposal.id,
        account_id=actor.account_id, now=now,
    )  # fmt: skip
    audit.record(
        "deliberation:proposal:sign",
        object_kind="proposal",
        object_id=proposal.id,
        estate_id=proposal.estate_id,
    )
    recount(proposal=proposal, now=now)
    return proposal


def take_name_back(*, actor: Actor, proposal: Proposal, now: datetime) -> Proposal:
    """Take one's name back while names are collected; the count goes down. Raises SigningOver, NotSigned."""
    _check_signing(noting.lock(proposal), now)
    mine = [one for one in proposals.signatures(proposal) if one.account_id == actor.account_id]
    if not mine:
        raise NotSigned
    for one in mine:
        one.withdrawn_at = now
    db.session.flush()
    audit.record(
        "deliberation:proposal:take_name_back",
        object_kind="proposal",
        object_id=proposal.id,
        estate_id=proposal.estate_id,
    )
    recount(proposal=proposal, now=now)
    return proposal


def withdraw(*, proposal: Proposal, now: datetime) -> Proposal:
    """The author asks for it no more, while names are collected. Raises SigningOver."""
    _check_signing(noting.lock(proposal), now)
    proposal.state, proposal.settled_at = ProposalState.WITHDRAWN, now
    audit.record(
        "deliberation:proposal:withdraw",
        object_kind="proposal",
        object_id=proposal.id,
        estate_id=proposal.estate_id,
    )
    return proposal


def recount(*, proposal: Proposal, now: datetime) -> Proposal:
    """Weigh the names by the roll of today; where they are enough, the figures stay and the days begin (NN-13)."""
    if proposal.state != ProposalState.SIGNING:
        return proposal
    tally, fingerprint = proposals.count(proposal, now=now)
    proposal.signed_heads, proposal.signed_area = tally.signed.heads, tally.signed.area
    proposal.whole_heads, proposal.whole_area = tally.whole.heads, tally.whole.area
    proposal.doubtful, proposal.counted_at, proposal.roll_fingerprint = tally.doubtful, now, fingerprint
    if proposals.enough(proposal, tally):
        _reach(proposal, now)
    db.session.flush()
    return proposal


def expire(*, proposal: Proposal, now: datetime) -> Proposal:
    """Write down that the days for signing are over, or what sales since have changed."""
    noting.lock(proposal)
    if proposals.state(proposal, today=day_of(now)) is ProposalState.EXPIRED:
        proposal.state = ProposalState.EXPIRED
        return proposal
    return recount(proposal=proposal, now=now)


def settle(*, actor: Actor, proposal: Proposal, now: datetime) -> Proposal:
    """Community or street write down that a proposal is dealt with; an answer says how. Raises WrongStep."""
    noting.lock(proposal)
    if proposal.state != ProposalState.REACHED or not proposals.answered_by_office(proposal):
        raise WrongStep("请先写一份答复，说明怎样办理的，再办结。")
    proposal.state, proposal.settled_at = ProposalState.SETTLED, now
    audit.record(
        "deliberation:proposal:settle",
        object_kind="proposal",
        object_id=proposal.id,
        estate_id=proposal.estate_id,
        by=actor.role,
    )
    return proposal


def _reach(proposal: Proposal, now: datetime) -> None:
    rules, calendar = settings.rules(proposal.estate_id, now=now), holidays.calendar()
    proposal.state, proposal.reached_at = ProposalState.REACHED, now
    proposal.committee_due_on = last_day(day_of(now), rules.committee_days, calendar)
    proposal.street_due_on = last_day(proposal.committee_due_on, rules.street_days, calendar)
    noting.happen(
        estate_id=proposal.estate_id, object_kind=noting.PROPOSAL, object_id=proposal.id, kind=Happens.REACHED,
        source_id=proposal.id, by=None, now=now,
    )  # fmt: skip
    publish(ProposalReached(at=now, estate_id=proposal.estate_id, proposal_id=proposal.id))
    noting.tell(
        estate_id=proposal.estate_id, account_id=proposal.author_id, news=News.PROPOSAL_REACHED,
        object_id=proposal.id, now=now,
    )  # fmt: skip


def _check_signing(proposal: Proposal, now: datetime) -> None:
    if proposals.state(proposal, today=day_of(now)) is not ProposalState.SIGNING:
        raise SigningOver


def _member_name(asked: Asked, sitting: Mapping[uuid.UUID, str]) -> str:
    if asked.kind is not ProposalKind.RECALL:
        if asked.member_id is not None:
            raise MemberNotAsked(field_errors={"member_id": [MemberNotAsked.sentence]})
        return ""
    if asked.member_id is None or asked.member_id not in sitting:
        raise MemberMissing(field_errors={"member_id": [MemberMissing.sentence]})
    return sitting[asked.member_id]
