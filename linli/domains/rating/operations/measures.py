"""What is done about points that were lost: planned with owner and day, and finished (RA-24)."""

from datetime import date, datetime

from linli.domains.rating.errors import MeasureDone, NothingLost
from linli.domains.rating.models import Measure, ScoreSheet
from linli.domains.rating.queries import improving, sheets
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def plan_measure(
    *, actor: Actor, sheet: ScoreSheet, code: str, words: str, owner: str, due_on: date, now: datetime
) -> Measure:
    """Plan what is done about an indicator that lost points in a confirmed year. Raises NothingLost."""
    indicator = sheets.catalogue(sheet.catalogue).indicator(code)
    gained = improving.points(sheet).get(code)
    if indicator is None or gained is None or gained >= indicator.max:
        raise NothingLost(field_errors={"code": [NothingLost.sentence]})
    made = Measure(
        estate_id=sheet.estate_id,
        year=sheet.year,
        code=code,
        words=words,
        owner=owner,
        due_on=due_on,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("plan", made)
    return made


def finish_measure(*, actor: Actor, measure: Measure, done_on: date, outcome: str, now: datetime) -> Measure:
    """Say when it was done and what came of it. Raises MeasureDone."""
    if measure.done_on is not None or not day_of(measure.made_at) <= done_on <= day_of(now):
        raise MeasureDone(field_errors={"done_on": [MeasureDone.sentence]})
    measure.done_on, measure.outcome, measure.done_by = done_on, outcome, actor.account_id
    db.session.flush()
    _record("finish", measure)
    return measure


def _record(verb: str, measure: Measure) -> None:
    audit.record(
        f"rating:measure:{verb}",
        object_kind="measure",
        object_id=measure.id,
        estate_id=measure.estate_id,
        year=measure.year,
        code=measure.code,
    )
