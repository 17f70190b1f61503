"""Reminding those who have not voted, never naming a choice; whom it reaches is worked out as it goes out."""

import uuid
from datetime import datetime

from linli.domains.voting.errors import AlreadyClosed, NotOpen
from linli.domains.voting.events import VoteClosingSoon, VoteReminded
from linli.domains.voting.models import Vote, VoteReminder
from linli.domains.voting.operations.locking import lock
from linli.domains.voting.queries import votes, waiting
from linli.domains.voting.rules.course import State
from linli.domains.voting.rules.reminding import check_again, due_soon
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def remind(*, actor: Actor, vote: Vote, now: datetime) -> VoteReminder:
    """Remind those who have not voted (VO-36). Raises NotOpen, AlreadyClosed, RemindedToday."""
    lock(vote)
    if now >= vote.closes_at:
        raise AlreadyClosed
    if vote.state != State.OPEN:
        raise NotOpen
    earlier = waiting.reminders(vote)
    check_again(earlier[0].sent_at if earlier else None, now=now)
    made = _note(vote, actor.account_id, now)
    audit.record(
        "voting:reminder:send",
        object_kind="vote_reminder",
        object_id=made.id,
        estate_id=vote.estate_id,
        vote_id=str(vote.id),
    )
    publish(VoteReminded(at=now, estate_id=vote.estate_id, vote_id=vote.id, reminder_id=made.id))
    return made


def tell_closing_soon(*, vote: Vote, now: datetime) -> bool:
    """A day before the close tell those whom the estate's rules name (VO-37); False where it is not to be told."""
    lock(vote)
    last = next((one.sent_at for one in waiting.reminders(vote) if one.sent_by is None), None)
    to = votes.rules_of(vote, now=now).closing_soon_to
    if vote.state != State.OPEN or not due_soon(to=to, closes_at=vote.closes_at, last_soon_at=last, now=now):
        return False
    _note(vote, None, now)
    publish(VoteClosingSoon(at=now, estate_id=vote.estate_id, vote_id=vote.id))
    return True


def _note(vote: Vote, sent_by: uuid.UUID | None, now: datetime) -> VoteReminder:
    made = VoteReminder(id=new_id(), estate_id=vote.estate_id, vote_id=vote.id, sent_by=sent_by, sent_at=now)
    db.session.add(made)
    db.session.flush()
    return made
