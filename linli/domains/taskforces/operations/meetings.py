"""Meetings of a task force: called with a time and a place, and everybody in it hears of them."""

from datetime import datetime

from linli.domains.taskforces import queries
from linli.domains.taskforces.errors import MeetingOver
from linli.domains.taskforces.models import ForceMeeting, TaskForce
from linli.domains.taskforces.operations.admitting import expect, noted
from linli.domains.taskforces.ports import Letters
from linli.domains.taskforces.rules import State
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, shanghai
from linli.platform.db import db
from linli.platform.ports import use


def call(
    *, actor: Actor, force: TaskForce, at: datetime, place: str, agenda: str, now: datetime
) -> TaskForce:
    """Call the members together (例会、调度会). Raises WrongStep, MeetingOver."""
    expect(force, State.AT_WORK)
    if at <= now:
        raise MeetingOver(field_errors={"at": [MeetingOver.sentence]})
    made = ForceMeeting(
        force_id=force.id, at=at, place=place, agenda=agenda, called_by=actor.account_id, called_at=now
    )
    db.session.add(made)
    db.session.flush()
    noted("call_meeting", force)
    blanks = {"force_id": str(force.id), "title": force.title, "place": place, "at": _spoken(at)}
    everybody = queries.accounts_of(force, on=day_of(now))
    use(Letters).write(
        account_ids=everybody, letter="meeting", about=f"force_meeting:{made.id}", blanks=blanks, now=now
    )
    return force


def _spoken(at: datetime) -> str:
    moment = shanghai(at)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
