"""Declaring a vote void: one person asks with a reason, another agrees. Nothing is erased."""

from datetime import datetime

from linli.domains.voting.errors import SameHand, WrongStep
from linli.domains.voting.events import VoteAnnulled
from linli.domains.voting.models import Vote
from linli.domains.voting.operations.locking import lock, lock_box
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def ask_annulment(*, actor: Actor, vote: Vote, reason: str, now: datetime) -> Vote:  # noqa: ARG001
    """Ask that a vote be declared void, and say why. Raises WrongStep for a draft or a final one."""
    lock(vote)
    course.step(State(vote.state), State.VOID)
    vote.annulment_by, vote.annulment_reason = actor.account_id, reason
    db.session.flush()
    audit.record("voting:vote:annul", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    return vote


def confirm_annulment(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """The second person's yes: the vote is void, its ballots stay in the record. Raises SameHand, WrongStep."""
    lock(vote)
    course.step(State(vote.state), State.VOID)
    if vote.annulment_by is None:
        raise WrongStep("还没有人提出作废，请先写明理由提出。")
    if vote.annulment_by == actor.account_id:
        raise SameHand
    box = lock_box(vote)
    if box is not None and box.sealed_at is None:
        box.sealed_at = now
    vote.state, vote.annulled_by, vote.annulled_at = State.VOID, actor.account_id, now
    db.session.flush()
    audit.record(
        "voting:vote:confirm_annulment", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id
    )
    publish(VoteAnnulled(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return vote
