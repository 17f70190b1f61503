"""Ending the vote, sealing the box and counting, publishing, and what follows when nobody objects."""

import uuid
from datetime import datetime

from config import holidays
from linli.domains.voting.errors import ObjectionsOpen, PaperOutstanding, SameHand, WrongStep
from linli.domains.voting.events import ResultPublished, VoteClosed, VoteCounted, VoteSettled
from linli.domains.voting.models import BallotBox, RollVersion, Vote
from linli.domains.voting.operations import enrolling, sealing
from linli.domains.voting.operations.counting import fix_count
from linli.domains.voting.operations.following_up import open_tasks
from linli.domains.voting.operations.locking import lock, lock_box
from linli.domains.voting.queries import ballots, paper, results, rolls, secrecy, votes
from linli.domains.voting.rules import bundle, course
from linli.domains.voting.rules.bundle import Signature
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, end_of
from linli.platform import audit, clock
from linli.platform.bus import publish
from linli.platform.db import db


def close(*, vote: Vote, now: datetime) -> Vote:
    """End the casting; where nobody has paper in hand, seal the box and count at once. Closing twice changes nothing.

    A secret vote's box is sealed and waits for the holders of its key.
    The database's clock decides; the box is locked, so that a ballot is either counted or refused.
    Raises WrongStep before the close.
    """
    lock(vote)
    if vote.state in course.AWAITING_RESULT:
        return vote
    course.step(State(vote.state), State.CLOSED)
    if clock.database_now() < vote.closes_at:
        raise WrongStep("还没有到截止时间，不能提前截止。")
    box = _held_box(vote)
    vote.state, vote.closed_at = State.CLOSED, now
    db.session.flush()
    enrolling.enter_deliveries(vote=vote, now=now)
    audit.record(
        "voting:vote:close",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        ballots=box.seq,
        commitment=ballots.committed_end(box),
    )
    publish(VoteClosed(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    if secrecy.is_secret(vote):
        sealing.seal_box(vote=vote, box=box, now=now)
    elif not paper.outstanding(vote):
        _seal(vote, box, now=now)
    return vote


def count(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """Seal the box once the paper is entered, and fix the count. Counting twice changes nothing.

    Raises WrongStep before the close, PaperOutstanding while paper is not settled, and HoldersMissing where too
    few holders of a secret vote's key came.
    """
    lock(vote)
    if vote.state == State.COUNTED:
        return vote
    course.step(State(vote.state), State.COUNTED)
    box = _held_box(vote)
    if lacks := paper.lacks(vote):
        raise PaperOutstanding("".join(lacks))
    _seal(vote, box, now=now, counted_by=actor.account_id)
    return vote


def _held_box(vote: Vote) -> BallotBox:
    box = lock_box(vote)
    if box is None:
        raise TypeError("a vote that is open has a box")
    return box


def _seal(vote: Vote, box: BallotBox, *, now: datetime, counted_by: uuid.UUID | None = None) -> None:
    box.sealed_at = now
    vote.state, vote.counted_at = course.step(State(vote.state), State.COUNTED), now
    vote.counted_by = counted_by
    fix_count(vote=vote, now=now)
    audit.record(
        "voting:vote:count",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        ballots=box.seq,
        commitment=ballots.committed_end(box),
    )  # no hash of chain or result: in a small vote it could be tried out before the publication
    publish(VoteCounted(at=now, estate_id=vote.estate_id, vote_id=vote.id))


def publish_result(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """Let everybody read the result; objections can be made for the days of the rules.

    Whoever announced the vote keyed its roll, and cannot alone release what it weighs (VO-59).
    Raises WrongStep, SameHand.
    """
    lock(vote)
    state = course.step(State(vote.state), State.PUBLISHED)
    if actor.account_id == vote.announced_by:
        raise SameHand("名册是您随公告公布的，结果须由另一位工作人员公布。")
    vote.state = state
    rules = votes.rules_of(vote, now=now)
    vote.published_by, vote.published_at = actor.account_id, now
    vote.objections_until = course.objections_until(day_of(now), rules, holidays.calendar())
    db.session.flush()
    audit.record("voting:result:publish", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id)
    publish(ResultPublished(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return vote


def settle(*, vote: Vote, now: datetime) -> Vote:
    """The days for objections are over: the decision stands, and what it asks for is opened (NN-19).

    Settling twice, or before the days are over, changes nothing. Raises ObjectionsOpen (VO-50).
    """
    lock(vote)
    if vote.state != State.PUBLISHED or vote.objections_until is None or now < end_of(vote.objections_until):
        return vote
    if vote.objections_open:
        raise ObjectionsOpen
    vote.state, vote.final_at = State.FINAL, now
    db.session.flush()
    opened = open_tasks(vote=vote, now=now) if votes.binds(vote) else []
    audit.record(
        "voting:vote:settle",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        tasks=len(opened),
    )
    publish(VoteSettled(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return vote


def export(*, vote: Vote, signature: Signature | None, now: datetime, version: int | None = None) -> bytes:
    """The bundle that anyone can recount with `linli verify`, of the newest result or of an older version of it.

    The ballots are the same in each; the roll is the one that was counted by. Raises WrongStep before the
    publication, Unknown for a version that there is not.
    """
    if vote.state not in course.WITH_RESULT:
        raise WrongStep("结果公布以后才能导出核验包。")
    counted = results.counted_version(vote, version=version)
    told, decryption = votes.published(vote, votes.rules_of(vote, now=now)), None
    if secrecy.is_secret(vote):
        roll = db.session.get_one(RollVersion, (vote.estate_id, counted.roll_id))
        told, decryption = secrecy.published(vote, told), secrecy.decryption(vote, roll=roll)
    return bundle.pack(
        vote=told,
        roll=rolls.voters(vote, roll_id=counted.roll_id),
        lines=ballots.lines(vote),
        result=counted.result,
        signature=signature,
        decryption=decryption,
    )
