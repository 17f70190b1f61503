"""Closing the box, counting once and for all, publishing, and what follows when nobody objects."""

from datetime import datetime

from config import holidays
from linli.domains.voting.errors import WrongStep
from linli.domains.voting.events import ResultPublished, VoteClosed
from linli.domains.voting.models import Vote, VoteResult
from linli.domains.voting.operations.locking import lock, lock_box
from linli.domains.voting.queries import ballots, rolls, votes
from linli.domains.voting.rules import bundle, course
from linli.domains.voting.rules.bundle import Signature
from linli.domains.voting.rules.chain import canonical, sha256
from linli.domains.voting.rules.counting import count_votes
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit, clock
from linli.platform.bus import publish
from linli.platform.db import db


def close(*, vote: Vote, now: datetime) -> Vote:
    """Seal the box and fix the count. Closing twice changes nothing. Raises WrongStep before the close.

    The database's clock decides; the box is locked, so that a ballot is either counted or refused.
    """
    lock(vote)
    if vote.state == State.CLOSED:
        return vote
    course.step(State(vote.state), State.CLOSED)
    if clock.database_now() < vote.closes_at:
        raise WrongStep("还没有到截止时间，不能提前截止。")
    box = lock_box(vote)
    if box is None:
        raise TypeError("a vote that is open has a box")
    box.sealed_at = now
    vote.state, vote.closed_at = State.CLOSED, now
    counted = _count(vote, last_hash=box.hash, now=now)
    audit.record(
        "voting:vote:close",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        ballots=box.seq,
        last_hash=box.hash,
        result=counted.result_hash,
    )
    publish(VoteClosed(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return vote


def publish_result(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """Let everybody read the result; objections can be made for the days of the rules. Raises WrongStep."""
    lock(vote)
    vote.state = course.step(State(vote.state), State.PUBLISHED)
    rules = votes.rules_of(vote, now=now)
    vote.published_by, vote.published_at = actor.account_id, now
    vote.objections_until = course.objections_until(day_of(now), rules, holidays.calendar())
    db.session.flush()
    audit.record("voting:result:publish", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    publish(ResultPublished(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return vote


def settle(*, vote: Vote, now: datetime) -> Vote:
    """The days for objections are over: the decision stands. Settling twice changes nothing."""
    lock(vote)
    if vote.state == State.PUBLISHED and votes.state(vote, now=now) is State.FINAL:
        vote.state, vote.final_at = State.FINAL, now
        db.session.flush()
        audit.record("voting:vote:settle", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    return vote


def export(*, vote: Vote, signature: Signature | None, now: datetime) -> bytes:
    """The bundle that anyone can recount with `linli verify`. Raises WrongStep before the publication."""
    counted = votes.result(vote)
    if counted is None or vote.state not in course.WITH_RESULT:
        raise WrongStep("结果公布以后才能导出核验包。")
    return bundle.pack(
        vote=votes.published(vote, votes.rules_of(vote, now=now)),
        roll=rolls.voters(vote),
        lines=ballots.lines(vote),
        result=counted.result,
        signature=signature,
    )


def _count(vote: Vote, *, last_hash: str, now: datetime) -> VoteResult:
    result = count_votes(
        votes.question(vote, now=now), rolls.voters(vote), ballots.cast_ballots(vote), last_hash=last_hash
    )
    if vote.roll_id is None:
        raise TypeError("a vote that is open has a roll")
    earlier = votes.result(vote)
    counted = VoteResult(
        estate_id=vote.estate_id,
        vote_id=vote.id,
        version=earlier.version + 1 if earlier else 1,
        roll_id=vote.roll_id,
        result=result,
        result_hash=sha256(canonical(result)),
        last_hash=last_hash,
        root=ballots.root(vote),
        counted_at=now,
    )
    db.session.add(counted)
    db.session.flush()
    return counted
