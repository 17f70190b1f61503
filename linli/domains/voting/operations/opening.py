"""Opening the vote: two persons agree to it, and from its hour on the roll is frozen (checks B-13, D-22)."""

from datetime import datetime

from linli.domains.voting.errors import SameHand
from linli.domains.voting.events import VoteOpened
from linli.domains.voting.models import BallotBox, Vote
from linli.domains.voting.operations import enrolling, holding
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import rolls, votes
from linli.domains.voting.rules import course
from linli.domains.voting.rules.chain import START
from linli.domains.voting.rules.course import Period, State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def confirm_opening(*, actor: Actor, vote: Vote, now: datetime) -> Vote:
    """The second person's yes. The vote opens at its hour, or at once where that has come.

    Raises WrongStep, SameHand, RollInDoubt, HoldersMissing in a secret vote, and WrongPeriod where fewer days are
    left than voting must take.
    """
    lock(vote)
    course.step(State(vote.state), State.OPEN)
    if actor.account_id == vote.announced_by:
        raise SameHand
    rules = votes.rules_of(vote, now=now)
    course.check_length(Period(max(now, vote.opens_at), vote.closes_at), rules)
    enrolling.check_certain(rolls.preview(vote, rules, on=day_of(now)).doubts)
    holding.make_key(vote=vote, now=now)
    vote.confirmed_by, vote.confirmed_at = actor.account_id, now
    audit.record(
        "voting:vote:confirm_opening", object_kind="vote", object_id=vote.id, estate_id=vote.estate_id
    )
    open_if_due(vote=vote, now=now)
    return vote


def open_if_due(*, vote: Vote, now: datetime) -> bool:
    """Freeze the roll and take ballots, where two persons agreed and the hour has come; whether it did.

    Casting asks for this too, so that a vote opens at its second even when no job runs. Raises RollInDoubt.
    """
    if (
        vote.state != State.ANNOUNCED
        or vote.confirmed_at is None
        or not vote.opens_at <= now < vote.closes_at
    ):
        return False
    lock(vote)
    if vote.state != State.ANNOUNCED:
        return False
    rules = votes.rules_of(vote, now=now)
    roll = enrolling.enroll(vote=vote, rules=rules, reason="投票开始时定稿", now=now)
    vote.state, vote.opened_at = course.step(State(vote.state), State.OPEN), now
    db.session.add(BallotBox(estate_id=vote.estate_id, id=vote.id, seq=0, hash=START))
    db.session.flush()
    audit.record(
        "voting:vote:open",
        object_kind="vote",
        object_id=vote.id,
        estate_id=vote.estate_id,
        roll=roll.fingerprint,
    )
    publish(VoteOpened(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return True
