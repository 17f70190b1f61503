"""Counting a published vote again, and correcting its roll: ballots are never edited, old versions stay (NN-08).

A recount needs a recorded objection, or the word of the supervising street. A corrected roll is the register's
as of the opening: what was entered wrongly is right now, and later sales still change nothing. One person asks
for a correction, another agrees to exactly that roll; then its days for objections run anew.
"""

from datetime import datetime

from config import holidays
from linli.domains.voting.errors import CorrectionMoved, NoGround, NothingToCorrect, SameHand, WrongStep
from linli.domains.voting.events import ResultCorrected
from linli.domains.voting.models import Objection, Recount, Vote, VoteResult
from linli.domains.voting.operations import counting, enrolling
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import corrections, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.aftermath import RecountKind
from linli.domains.voting.rules.course import State
from linli.kernel.actors import Actor, Role
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def recount(*, actor: Actor, vote: Vote, reason: str, objection: Objection | None, now: datetime) -> Recount:
    """Count the same ballots by the same roll once more; figures that differ become a new version.

    Raises WrongStep unless the result is in its days for objections, NoGround.
    """
    counted = _begin(actor, vote, objection)
    again = counting.counted_now(vote=vote, now=now)
    made = _note(actor, vote, RecountKind.RECOUNT, reason, objection, counted, now)
    made.done_by, made.done_at, made.after_version = actor.account_id, now, counted.version
    if again.result_hash != counted.result_hash:
        made.after_version = again.version
        db.session.add(again)
        _anew(vote, again, now=now)
    db.session.flush()
    _record("voting:recount:do", vote, made)
    return made


def ask_correction(
    *, actor: Actor, vote: Vote, reason: str, objection: Objection | None, now: datetime
) -> Recount:
    """Ask for the roll to be corrected to what the register now says of the day of the opening.

    Raises WrongStep, NoGround, NothingToCorrect.
    """
    counted = _begin(actor, vote, objection)
    proposed = corrections.proposed(vote, now=now)
    if not proposed.changes:
        raise NothingToCorrect
    waiting = corrections.waiting(vote)
    if waiting is not None:
        db.session.delete(waiting)  # the newer request takes the place of one that nobody agreed to
    made = _note(actor, vote, RecountKind.CORRECTION, reason, objection, counted, now)
    made.content_hash = proposed.roll.content_hash
    db.session.flush()
    _record("voting:correction:ask", vote, made)
    return made


def confirm_correction(*, actor: Actor, vote: Vote, now: datetime) -> VoteResult:
    """The second person's yes: roll N+1 and count M+1 are made and published, the old ones stay readable.

    Raises WrongStep, SameHand, CorrectionMoved where the register changed meanwhile, RollInDoubt.
    """
    lock(vote)
    asked = corrections.waiting(vote)
    if asked is None or vote.state != State.PUBLISHED:
        raise WrongStep("没有等待确认的更正。")
    if asked.asked_by == actor.account_id:
        raise SameHand
    roll = corrections.proposed(vote, now=now).roll
    enrolling.check_certain(roll.doubts)
    if roll.content_hash != asked.content_hash:
        raise CorrectionMoved
    enrolling.keep(vote=vote, roll=roll, reason="公示期内更正", now=now, made_by=actor.account_id)
    counted = counting.fix_count(vote=vote, now=now)
    asked.done_by, asked.done_at, asked.after_version = actor.account_id, now, counted.version
    _anew(vote, counted, now=now)
    _record("voting:correction:confirm", vote, asked)
    return counted


def _begin(actor: Actor, vote: Vote, objection: Objection | None) -> VoteResult:
    lock(vote)
    counted = votes.result(vote)
    if counted is None or vote.state != State.PUBLISHED:
        raise WrongStep("结果公示期内才能重新计票或更正名册。")
    if objection is None and actor.role is not Role.STREET_OFFICER:
        raise NoGround
    return counted


def _note(
    actor: Actor,
    vote: Vote,
    kind: RecountKind,
    reason: str,
    objection: Objection | None,
    counted: VoteResult,
    now: datetime,
) -> Recount:
    made = Recount(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        objection_id=objection.id if objection else None,
        kind=kind,
        reason=reason,
        before_version=counted.version,
        asked_by=actor.account_id,
        asked_at=now,
    )
    db.session.add(made)
    return made


def _anew(vote: Vote, counted: VoteResult, *, now: datetime) -> None:
    """Other figures are another preliminary result: whoever they concern has the whole time to object."""
    rules = votes.rules_of(vote, now=now)
    vote.objections_until = course.objections_until(day_of(now), rules, holidays.calendar())
    db.session.flush()
    publish(ResultCorrected(at=now, estate_id=vote.estate_id, vote_id=vote.id, version=counted.version))


def _record(act: str, vote: Vote, made: Recount) -> None:
    audit.record(
        act,
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        recount=str(made.id),
        before=made.before_version,
        after=made.after_version,
    )
