"""Making a topic, or a proposal that has reached its share, an item of a draft vote (VO-65, DL-10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.domains.deliberation.errors import AlreadyConverted, NotReached
from linli.domains.deliberation.events import ConvertedToItem, News
from linli.domains.deliberation.models import Proposal, Topic
from linli.domains.deliberation.operations import noting
from linli.domains.deliberation.queries import conversions, proposals
from linli.domains.deliberation.queries.conversions import Origin
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState
from linli.domains.deliberation.rules.topics import Happens, State, step
from linli.domains.voting.operations import drafting, electing
from linli.domains.voting.queries import votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import Meeting
from linli.domains.voting.rules.kinds import VoteKind
from linli.domains.voting.rules.matters import Matter
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, start_of
from linli.platform import audit
from linli.platform.bus import publish

_OPENS, _CLOSES = timedelta(hours=9), timedelta(hours=18)
_VOTING = timedelta(days=14)
_SPARE = timedelta(days=7)  # for the legality review, before the days of notice can begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How the item reads on the ballot."""

    title: str
    words: str
    matter: Matter
    changes: str
    costs: str
    otherwise: str


def convert(
    *, actor: Actor, origin: Origin, wording: Wording, vote_id: uuid.UUID | None, now: datetime
) -> uuid.UUID:
    """Put it on a draft, or on a new one; both point to each other. Returns the vote's id.

    A proposal of recall becomes the recall of its member, with its counted signatures as the request.
    Raises AlreadyConverted, NotReached, WrongStep, and what drafting refuses.
    """
    noting.lock(origin)
    if conversions.stands(origin):
        raise AlreadyConverted
    if isinstance(origin, Proposal) and origin.state != ProposalState.REACHED:
        raise NotReached
    vote = votes.vote(estate_id=origin.estate_id, vote_id=vote_id or _new_draft(actor, origin, wording, now))
    if isinstance(origin, Proposal) and origin.kind == ProposalKind.RECALL:
        item_id = _recall(origin, vote.id)
    else:
        item_id = drafting.add_item(
            vote=vote,
            title=wording.title,
            words=wording.words,
            matter=wording.matter,
            changes=wording.changes,
            costs=wording.costs,
            otherwise=wording.otherwise,
        ).id
    origin.vote_id, origin.item_id = vote.id, item_id
    _note(actor, origin, vote.id, now)
    return vote.id


def _new_draft(actor: Actor, origin: Origin, wording: Wording, now: datetime) -> uuid.UUID:
    """A draft for this item alone; its days can be moved until the notice."""
    rules = votes.estate_rules(origin.estate_id, now=now)
    meeting = Meeting.EXTRAORDINARY if isinstance(origin, Proposal) else Meeting.REGULAR
    recall = isinstance(origin, Proposal) and origin.kind == ProposalKind.RECALL
    first = course.earliest_opening(day_of(now), meeting, rules, votes.calendar()) + _SPARE
    made = drafting.draft(
        actor=actor,
        estate_id=origin.estate_id,
        title=wording.title,
        meeting=meeting,
        opens_at=start_of(first) + _OPENS,
        closes_at=start_of(first + _VOTING) + _CLOSES,
        kind=VoteKind.RECALL if recall else VoteKind.JOINT_DECISION,
        now=now,
    )
    return made.id


def _recall(origin: Proposal, vote_id: uuid.UUID) -> uuid.UUID:
    reached = proposals.reached(origin)
    assert reached is not None
    assert reached.member_id is not None
    vote = votes.vote(estate_id=origin.estate_id, vote_id=vote_id)
    recall = electing.add_recall(vote=vote, owner_id=reached.member_id, reason=origin.words)
    electing.record_request(
        recall=recall,
        asked_by="owners",
        requested_on=reached.on,
        document=f"业主联名提议《{origin.title}》",
        signed=(reached.signed.heads, reached.signed.area),
        whole=(reached.whole.heads, reached.whole.area),
        proposal_id=origin.id,
    )
    return recall.id


def _note(actor: Actor, origin: Origin, vote_id: uuid.UUID, now: datetime) -> None:
    if isinstance(origin, Topic):
        kind = noting.TOPIC
        if origin.state != State.CONVERTED:
            origin.state = step(State(origin.state), State.CONVERTED)
    else:
        kind = noting.PROPOSAL
        origin.state, origin.settled_at = ProposalState.SETTLED, now
    noting.happen(
        estate_id=origin.estate_id, object_kind=kind, object_id=origin.id, kind=Happens.CONVERTED,
        source_id=origin.id, by=actor.account_id, now=now,
    )  # fmt: skip
    audit.record(
        f"deliberation:{kind}:convert",
        object_kind=kind,
        object_id=origin.id,
        estate_id=origin.estate_id,
        vote=str(vote_id),
    )
    publish(ConvertedToItem(at=now, estate_id=origin.estate_id, vote_id=vote_id, origin_id=origin.id))
    noting.tell(
        estate_id=origin.estate_id, account_id=origin.author_id, news=News.CONVERTED_TO_ITEM, object_id=vote_id,
        source_id=origin.id, now=now,
    )  # fmt: skip
