"""The legality review of a draft: asked for, made by the street or the community's party organisation, taken back.

The law asks for none, so it holds only where an estate's rules say so (`needs_legality_review`); any draft may
have one. What was read is kept by its hash: other words need another look (domain rules 1.5).
"""

from datetime import datetime
from typing import Any

from linli.domains.voting.errors import NotReady, SameHand, WrongStep
from linli.domains.voting.models import LegalityReview, Vote
from linli.domains.voting.operations import listing
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import readiness, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.kinds import Reviewer, Verdict
from linli.kernel.actors import Actor, Role
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.db import db


def ask_review(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """Hand a complete draft in for review; its words stand still meanwhile. Raises WrongStep, NotReady."""
    lock(vote)
    to = course.step(State(vote.state), State.LEGALITY_REVIEW)
    if vote.state != State.DRAFT or vote.removed_at is not None:
        raise WrongStep
    listing.fix_candidates(vote)
    missing = [one for one in readiness.lacks(vote, now=now) if one.part != "review"]
    if missing:
        raise NotReady(
            f"还不能送审，请先补齐：{''.join(one.said for one in missing)}",
            field_errors={one.part: [one.said] for one in missing},
        )
    vote.state, vote.review_asked_by, vote.review_asked_at = to, actor.account_id, now
    _record("voting:review:ask", vote)
    return vote


def review(*, actor: Actor, vote: Vote, verdict: Verdict, advice: str, now: datetime) -> LegalityReview:
    """Pass the draft, or send it back with reasons; not by whoever wrote it. Raises WrongStep, SameHand.

    A street officer speaks for the street, a branch secretary for the community's party organisation.
    """
    lock(vote)
    if vote.state != State.LEGALITY_REVIEW:
        raise WrongStep("这份草稿没有送审。")
    if actor.account_id in {vote.drafted_by, vote.review_asked_by}:
        raise SameHand
    street = actor.role is Role.STREET_OFFICER
    made = LegalityReview(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        text_hash=votes.text_hash(vote, votes.estate_rules(vote.estate_id, now=now)),
        reviewer=Reviewer.STREET if street else Reviewer.PARTY,
        verdict=verdict,
        advice=advice,
        reviewed_by=actor.account_id,
        reviewed_at=now,
    )
    db.session.add(made)
    if verdict is Verdict.RETURNED:
        vote.state = course.step(State(vote.state), State.DRAFT)
    _record("voting:review:make", vote, verdict=verdict, text_hash=made.text_hash)
    return made


def take_back_review(*, vote: Vote) -> Vote:
    """Take a draft back to change it; it has to be handed in again. Raises WrongStep."""
    lock(vote)
    if vote.state != State.LEGALITY_REVIEW:
        raise WrongStep
    vote.state = course.step(State(vote.state), State.DRAFT)
    _record("voting:review:take_back", vote)
    return vote


def _record(act: str, vote: Vote, **more: Any) -> None:
    db.session.flush()
    audit.record(act, object_kind="vote", object_id=vote.id, estate_id=vote.estate_id, **more)
