"""Changing what was announced: the text before the opening, by a new notice; the close while voting, as foreseen."""

from datetime import datetime, timedelta

from linli.domains.voting.errors import NotForeseen, WrongPeriod, WrongStep
from linli.domains.voting.events import VoteTimingChanged
from linli.domains.voting.models import TimingChange, Vote
from linli.domains.voting.operations.locking import lock, lock_box
from linli.domains.voting.queries import ballots, timings, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.course import Period, State
from linli.domains.voting.rules.kinds import Timing
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

_INSTANT = timedelta(microseconds=1)


def take_back_notice(*, actor: Actor, vote: Vote, reason: str, now: datetime) -> Vote:
    """Take the notice back to change the text; the changed text is announced anew and all its days run anew.

    Raises WrongStep once voting has begun, by the clock as well.
    """
    lock(vote)
    if votes.state(vote, now=now) is not State.ANNOUNCED or (vote.confirmed_at and now >= vote.opens_at):
        raise WrongStep("只有还没开始投票的公告才能修改后重新公告。")
    vote.state = course.step(State(vote.state), State.DRAFT)
    vote.change_reason = reason
    vote.confirmed_by, vote.confirmed_at, vote.text_hash = None, None, None
    db.session.flush()
    audit.record(
        "voting:notice:take_back",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        edition=vote.edition,
        by=str(actor.account_id),
    )
    return vote


def extend(*, actor: Actor, vote: Vote, closes_at: datetime, reason: str, now: datetime) -> TimingChange:
    """Put off the close of an open vote, by no more in all than the notice foresaw (domain rules 1.4).

    Raises WrongStep before the opening and from the close on, NotForeseen, WrongPeriod.
    """
    lock(vote)
    lock_box(vote)
    _check_open(vote, now)
    if closes_at <= vote.closes_at:
        said = "新的截止时间要晚于现在的截止时间。"
        raise WrongPeriod(said, field_errors={"closes_at": [said]})
    latest = timings.announced_close(vote) + timedelta(days=vote.extension_days)
    if vote.extension_days == 0 or closes_at > latest:
        raise NotForeseen
    course.check_length(Period(vote.opens_at, closes_at), votes.rules_of(vote, now=now))
    return _move(Timing.EXTENSION, actor, vote, closes_at, reason, now)


def end_early(*, actor: Actor, vote: Vote, reason: str, now: datetime) -> TimingChange:
    """End an open vote now: where everybody on the roll has voted, or the notice foresaw it and its days are enough.

    No ballot that is in is lost: the close falls after the last of them. Raises WrongStep, NotForeseen, WrongPeriod.
    """
    lock(vote)
    lock_box(vote)
    _check_open(vote, now)
    turnout = ballots.turnout(vote)
    if turnout.taken_part != turnout.roll:
        if not vote.early_end:
            raise NotForeseen
        course.check_length(Period(vote.opens_at, now), votes.rules_of(vote, now=now))
    last = timings.last_cast_at(vote)
    closes_at = max(now, last + _INSTANT) if last else now
    return _move(Timing.EARLY_END, actor, vote, closes_at, reason, now)


def _check_open(vote: Vote, now: datetime) -> None:
    if votes.state(vote, now=now) is not State.OPEN:
        raise WrongStep("只有正在投票、还没到截止时间的表决才能改截止时间。")


def _move(
    kind: Timing, actor: Actor, vote: Vote, closes_at: datetime, reason: str, now: datetime
) -> TimingChange:
    made = TimingChange(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        kind=kind,
        from_at=vote.closes_at,
        to_at=closes_at,
        reason=reason,
        decided_by=actor.account_id,
        decided_at=now,
    )
    db.session.add(made)
    vote.closes_at = closes_at
    db.session.flush()
    audit.record(
        f"voting:vote:{kind}",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        closes_at=closes_at.isoformat(),
    )
    publish(
        VoteTimingChanged(at=now, estate_id=vote.estate_id, vote_id=vote.id, change_id=made.id, kind=kind)
    )
    return made
