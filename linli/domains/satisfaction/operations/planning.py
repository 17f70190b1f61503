"""Making a city's round, publishing it, and reminding those who have not answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from linli.domains.satisfaction.errors import NotOpen, RemindedLately, WrongStep, WrongWindow, YearTaken
from linli.domains.satisfaction.events import SatisfactionAsked, SatisfactionReminded
from linli.domains.satisfaction.models import SatisfactionRound
from linli.domains.satisfaction.queries import households, rounds
from linli.domains.satisfaction.rules.course import REMIND_AFTER, State, window_fault
from linli.domains.satisfaction.rules.questions import TEN
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish as tell
from linli.platform.db import db


def plan(
    *, actor: Actor, year: int, opens_at: datetime, closes_at: datetime, replaces: bool, now: datetime
) -> SatisfactionRound:
    """Make the round of a year for the officer's city, with the ten questions. Raises YearTaken, WrongWindow."""
    _check_window(opens_at, closes_at, now)
    city_id = rounds.city_of(actor)
    assert city_id is not None
    made = SatisfactionRound(
        city_id=city_id,
        year=year,
        questions=[one.plain() for one in TEN],
        replaces=replaces,
        opens_at=opens_at,
        closes_at=closes_at,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise YearTaken from None
    noted("plan", made, year=year)
    return made


def publish(*, actor: Actor, found: SatisfactionRound, now: datetime) -> SatisfactionRound:  # noqa: ARG001
    """Freeze the questions and the window, and invite every household. Raises WrongStep, WrongWindow."""
    lock(found)
    if found.published_at is not None:
        raise WrongStep
    _check_window(found.opens_at, found.closes_at, now)
    found.published_at = now
    noted("publish", found)
    for estate_id in households.counts(found.city_id, on=day_of(now)):
        tell(SatisfactionAsked(at=now, estate_id=estate_id, round_id=found.id))
    return found


def remind(*, actor: Actor, found: SatisfactionRound, now: datetime) -> SatisfactionRound:  # noqa: ARG001
    """Tell those whose household has not answered once more, three days apart.

    Raises NotOpen, RemindedLately.
    """
    lock(found)
    if rounds.state(found, now=now) is not State.OPEN:
        raise NotOpen
    if found.reminded_at is not None and now - found.reminded_at < REMIND_AFTER:
        raise RemindedLately
    found.reminded_at, found.reminders = now, found.reminders + 1
    noted("remind", found, number=found.reminders)
    for estate_id in households.counts(found.city_id, on=day_of(now)):
        tell(SatisfactionReminded(at=now, estate_id=estate_id, round_id=found.id, number=found.reminders))
    return found


def lock(found: SatisfactionRound, *, shared: bool = False) -> None:
    """Hold the round until the transaction ends, and see it as it now is; `shared` lets others answer meanwhile."""
    db.session.flush()
    db.session.execute(
        select(SatisfactionRound)
        .filter_by(id=found.id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    )


def noted(verb: str, found: SatisfactionRound, **more: Any) -> None:
    """An act of administration is written down."""
    audit.record(f"satisfaction:round:{verb}", object_kind="satisfaction_round", object_id=found.id, **more)


def _check_window(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    if fault := window_fault(opens_at, closes_at):
        raise WrongWindow(fault, field_errors={"closes_on": [fault]})
    if opens_at < now and day_of(opens_at) < day_of(now):
        raise WrongWindow(field_errors={"opens_on": ["开始的日子已经过了，请改到今天或以后。"]})
