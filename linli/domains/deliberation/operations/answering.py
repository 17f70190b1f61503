"""Official answers to topics and proposals: under review, accepted, refused, each signed (DL-04)."""

from datetime import datetime
from uuid import UUID

from linli.domains.deliberation.errors import NotReached
from linli.domains.deliberation.events import News
from linli.domains.deliberation.models import OfficialAnswer, Proposal, Topic
from linli.domains.deliberation.operations import noting
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState
from linli.domains.deliberation.rules.topics import Happens, State, Verdict, check_open, step
from linli.domains.estates import queries as estates
from linli.kernel.actors import Actor, Role
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db

_COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_SUPERVISOR})


def answer_topic(
    *, actor: Actor, topic: Topic, verdict: Verdict, words: str, now: datetime
) -> OfficialAnswer:
    """Answer a topic; what settles it makes it answered, and more may follow. Raises DebateClosed."""
    noting.lock(topic)
    check_open(State(topic.state))
    made = _written(actor, noting.TOPIC, topic, verdict, words, now)
    if verdict.settles and topic.state != State.CONVERTED:
        topic.state = step(State(topic.state), State.ANSWERED)
    noting.tell(
        estate_id=topic.estate_id, account_id=topic.author_id, news=News.TOPIC_ANSWERED, object_id=topic.id,
        source_id=made.id, now=now,
    )  # fmt: skip
    return made


def answer_proposal(
    *, actor: Actor, proposal: Proposal, verdict: Verdict, words: str, now: datetime
) -> OfficialAnswer:
    """Answer a proposal that has reached its share.

    A refusal by the committee starts the street's days at once; a proposal that asks for no vote is settled by any
    answer in the matter. The others are settled by becoming an item, or by the street. Raises NotReached.
    """
    noting.lock(proposal)
    if proposal.state != ProposalState.REACHED:
        raise NotReached
    made = _written(actor, noting.PROPOSAL, proposal, verdict, words, now)
    if verdict is Verdict.REFUSED and actor.role in _COMMITTEE:
        proposal.refused_on = proposal.refused_on or day_of(now)
    if verdict.settles and proposal.kind == ProposalKind.OTHER:
        proposal.state, proposal.settled_at = ProposalState.SETTLED, now
    noting.tell(
        estate_id=proposal.estate_id, account_id=proposal.author_id, news=News.PROPOSAL_ANSWERED,
        object_id=proposal.id, source_id=made.id, now=now,
    )  # fmt: skip
    return made


def _written(
    actor: Actor, kind: str, subject: Topic | Proposal, verdict: Verdict, words: str, now: datetime
) -> OfficialAnswer:
    made = OfficialAnswer(
        estate_id=subject.estate_id, id=new_id(), object_kind=kind, object_id=subject.id, verdict=verdict,
        words=words, signed_name=actor.name, signed_post=actor.role.title,
        signed_for=_body(actor, subject.estate_id, now), made_by=actor.account_id, made_role=actor.role, made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    noting.happen(
        estate_id=subject.estate_id, object_kind=kind, object_id=subject.id, kind=Happens.ANSWER,
        source_id=made.id, by=actor.account_id, now=now,
    )  # fmt: skip
    audit.record(
        f"deliberation:{kind}:answer",
        object_kind=kind,
        object_id=subject.id,
        estate_id=subject.estate_id,
        verdict=verdict,
    )
    return made


def _body(actor: Actor, estate_id: UUID, now: datetime) -> str:
    """In whose name somebody answers: the committee, the company in charge that day, the community or the street."""
    place = estates.estate(estate_id=estate_id)
    if actor.role in _COMMITTEE:
        return f"{place.name}业主委员会"
    if actor.role is Role.COMMUNITY_OFFICER:
        return estates.region(place.community_id).name
    if actor.role is Role.STREET_OFFICER:
        return estates.region(place.street_id).name
    company = estates.company_serving(estate_id, on=day_of(now))
    return company.name if company else place.name
