"""Writing down a visit, a call or a video call: who, when, by which means, what came of it (VO-45)."""

from datetime import date, datetime

from linli.domains.voting.errors import AlreadyClosed
from linli.domains.voting.models import HouseholdVisit, Vote
from linli.domains.voting.queries import proxies, votes
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.visits import Means, Outcome, check_next
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def note_visit(
    *,
    actor: Actor,
    vote: Vote,
    voter_no: str,
    means: Means,
    outcome: Outcome,
    next_on: date | None = None,
    note: str = "",
    now: datetime,
) -> HouseholdVisit:
    """Keep what a visit came to. Raises Unknown for a voter who is not on the roll, AlreadyClosed, NextBeforeToday."""
    entry = proxies.voter(vote, voter_no)
    if votes.state(vote, now=now) not in {State.ANNOUNCED, State.OPEN}:
        raise AlreadyClosed("只有公告以后、截止以前可以记走访。")
    check_next(next_on, today=day_of(now))
    made = HouseholdVisit(
        id=new_id(),
        estate_id=vote.estate_id,
        vote_id=vote.id,
        voter_no=entry.voter_no,
        means=means,
        outcome=outcome,
        next_on=next_on,
        note=note,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "voting:visit:note",
        object_kind="household_visit",
        object_id=made.id,
        estate_id=vote.estate_id,
        vote_id=str(vote.id),
        voter_no=entry.voter_no,
        means=means,
        outcome=outcome,
    )
    return made
