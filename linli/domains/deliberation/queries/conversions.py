"""What became of topics and proposals that are items of a vote, as one reader may know it (VO-65)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.domains.deliberation.models import Proposal, Topic
from linli.domains.deliberation.queries import proposals, topics
from linli.domains.voting.queries import rolls, votes
from linli.domains.voting.rules.course import UNANNOUNCED, WITH_RESULT, State
from linli.domains.voting.rules.kinds import VoteKind
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.paging import Window

Origin = Topic | Proposal


@dataclass(frozen=True, slots=True)
class Outcome:
    """The vote that something became part of. `title` and a way to it only once it is announced."""

    vote_id: uuid.UUID
    title: str
    announced: bool
    state_title: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that an item can be put on."""

    id: uuid.UUID
    title: str
    opens_at: datetime


def outcome(actor: Actor, origin: Origin, *, now: datetime) -> Outcome | None:
    """The vote of a topic or proposal and, where the reader may know it, how the item came out."""
    if origin.vote_id is None or not stands(origin):
        return None
    vote = votes.vote(estate_id=origin.estate_id, vote_id=origin.vote_id)
    state = votes.state(vote, now=now)
    if vote.state in UNANNOUNCED:
        return Outcome(vote.id, "", announced=False, state_title="准备表决", passed=None)
    passed = None
    if state in WITH_RESULT and rolls.may_read_result(vote, actor):
        passed = _passed(origin)
    return Outcome(vote.id, vote.title, announced=True, state_title=state.title, passed=passed)


def stands(origin: Origin) -> bool:
    """Whether the item that something became is still on its vote: a draft can be removed, and items taken off it."""
    if origin.vote_id is None or origin.item_id is None:
        return False
    vote = votes.vote(estate_id=origin.estate_id, vote_id=origin.vote_id)
    try:
        votes.item(estate_id=origin.estate_id, vote_id=vote.id, item_id=origin.item_id)
    except Unknown:
        return False
    return vote.removed_at is None and vote.state != State.VOID


def drafts(estate_id: uuid.UUID, *, recall: bool) -> list[Draft]:
    """The drafts that an item can be put on; a recall goes on a vote about recalls."""
    page = votes.votes_page(estate_id, window=Window(limit=100), drafts=True)
    return [
        Draft(one.id, one.title, one.opens_at)
        for one in page.items
        if one.state == State.DRAFT
        and (one.kind == VoteKind.RECALL if recall else one.kind == VoteKind.JOINT_DECISION)
    ]


def origins(estate_id: uuid.UUID, vote_id: uuid.UUID) -> list[Origin]:
    """The topics and proposals from which a vote came."""
    found: Sequence[Origin] = [*topics.of_vote(estate_id, vote_id), *proposals.of_vote(estate_id, vote_id)]
    return [one for one in found if stands(one)]


def _passed(origin: Origin) -> bool | None:
    assert origin.vote_id is not None
    assert origin.item_id is not None
    vote = votes.vote(estate_id=origin.estate_id, vote_id=origin.vote_id)
    item = votes.item(estate_id=origin.estate_id, vote_id=vote.id, item_id=origin.item_id)
    counted = votes.result(vote)
    decided = counted.result["items"] if counted else []
    return next((bool(one.get("passed")) for one in decided if one["item_id"] == str(item.number)), None)
