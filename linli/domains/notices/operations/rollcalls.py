"""Asking homes whether everybody is safe, hearing them, sending help, and closing with a report."""

import uuid
from datetime import datetime

from sqlalchemy import insert, literal, select

from linli.domains.notices.errors import NobodyThere, NoNeed, RollCallOver
from linli.domains.notices.events import RollCallOpened
from linli.domains.notices.models import RollCall, RollCallHome, RollCallWord
from linli.domains.notices.operations.writing import write
from linli.domains.notices.queries import reach, rollcalls
from linli.domains.notices.rules.aims import Aim
from linli.domains.notices.rules.rollcalls import Standing, counts, said_when
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.making_ids import IdHere

_NAMES = ("id", "estate_id", "roll_call_id", "unit_id", "building_id", "state", "need", "helper")


def open_call(
    *, actor: Actor, estate_id: uuid.UUID, title: str, words: str, aim: Aim, now: datetime
) -> RollCall:
    """Put every home of these places on a list and ask its people. Raises NobodyThere where there is no home."""
    reach.check_places(estate_id, aim)
    made = RollCall(
        id=new_id(),
        estate_id=estate_id,
        title=title,
        words=words,
        audience=aim.as_json(),
        opened_by=actor.account_id,
        opened_at=now,
    )
    db.session.add(made)
    db.session.flush()
    found = reach.homes(estate_id, aim).subquery()
    rows = select(
        *(IdHere(now), literal(estate_id), literal(made.id), found.c.id, found.c.building_id),
        *(literal(Standing.SILENT.value), literal(""), literal("")),
    )
    if not write(insert(RollCallHome).from_select(_NAMES, rows, include_defaults=False)):
        raise NobodyThere(field_errors={"places": ["这个范围里没有住宅，请重新选择。"]})
    _note("open", made)
    publish(RollCallOpened(at=now, estate_id=estate_id, roll_call_id=made.id))
    return made


def answer(
    *,
    actor: Actor,
    roll_call: RollCall,
    unit_id: uuid.UUID,
    state: Standing,
    need: str = "",
    said_at: datetime | None = None,
    now: datetime,
) -> RollCallHome:
    """Say of a home that it is safe or needs help: its people, or staff who asked at the door or on the phone.

    A device without a network keeps the word and its moment, and sends it later, even after the close: the
    newest word by when it was said counts, and every word is kept. Unknown: not the resident's own home.
    """
    if actor.role in RESIDENTS and unit_id not in actor.units:
        raise Unknown
    home = rollcalls.home(roll_call, unit_id)
    db.session.flush()
    db.session.refresh(home, with_for_update=True)
    said = said_when(said_at, opened_at=roll_call.opened_at, came_at=now)
    db.session.add(
        RollCallWord(
            id=new_id(),
            estate_id=roll_call.estate_id,
            roll_call_id=roll_call.id,
            unit_id=unit_id,
            state=state,
            need=need,
            account_id=actor.account_id,
            role=actor.role,
            said_at=said,
            came_at=now,
        )
    )
    if counts(said, known=home.said_at):
        again = state is Standing.HELP and home.state != Standing.HELP
        home.state, home.need, home.said_at = state, need, said
        if again:
            home.helper, home.sent_at, home.helped_at = "", None, None
    db.session.flush()
    return home


def send_help(*, roll_call: RollCall, home: RollCallHome, helper: str, now: datetime) -> None:
    """Somebody goes to a home that needs help. Raises NoNeed where it has not asked for any."""
    _check_need(home)
    home.helper, home.sent_at, home.helped_at = helper, now, None
    _note("send_help", roll_call)


def note_helped(*, roll_call: RollCall, home: RollCallHome, now: datetime) -> None:
    """The home has been helped. Raises NoNeed."""
    _check_need(home)
    home.helped_at = home.helped_at or now
    _note("note_helped", roll_call)


def close(*, actor: Actor, roll_call: RollCall, summary: str, now: datetime) -> RollCall:
    """End a roll call with a report: the counts of this moment by building. Raises RollCallOver."""
    db.session.flush()
    db.session.refresh(roll_call, with_for_update=True)
    if roll_call.closed_at is not None:
        raise RollCallOver
    tallies = rollcalls.tallies(roll_call)
    roll_call.report = {"buildings": [dict(one.as_json()) for one in tallies]}
    roll_call.closed_by, roll_call.closed_at, roll_call.summary = actor.account_id, now, summary
    _note("close", roll_call)
    return roll_call


def _check_need(home: RollCallHome) -> None:
    if home.state != Standing.HELP:
        raise NoNeed


def _note(verb: str, roll_call: RollCall) -> None:
    audit.record(
        f"notices:roll_call:{verb}",
        object_kind="roll_call",
        object_id=roll_call.id,
        estate_id=roll_call.estate_id,
    )
