"""Whom a roll call asks: everybody of the homes on its list, by every channel, at any hour."""

from sqlalchemy import select

from linli.domains.notices.events import RollCallOpened
from linli.domains.notices.operations import spreading
from linli.domains.notices.queries import reach, rollcalls
from linli.domains.notices.rules import Kind, aims


def ask_homes(event: RollCallOpened) -> None:
    """The people of the homes hear that they are asked."""
    assert event.estate_id is not None
    found = rollcalls.roll_call(estate_id=event.estate_id, roll_call_id=event.roll_call_id)
    people = reach.recipients(found.estate_id, aims.read(found.audience), now=event.at).subquery()
    spreading.tell_all(
        to=select(people.c.account_id),
        kind=Kind.EMERGENCY,
        template="roll_call",
        about=f"roll_call:{found.id}",
        params={"title": found.title, "estate_id": str(found.estate_id), "roll_call_id": str(found.id)},
        estate_id=found.estate_id,
        now=event.at,
    )
