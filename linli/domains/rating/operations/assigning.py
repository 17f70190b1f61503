"""Who assesses which estate: the draw, a replacement, a second try, a third on a gap (NN-36)."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linli.domains.rating.errors import NobodyToDraw, NotReady, VisitNotSent, VisitSent, WrongStage
from linli.domains.rating.models import AssessorDraw, RatingCourse, RatingPlan, Visit
from linli.domains.rating.operations.planning import record
from linli.domains.rating.queries import courses, plans, ties, visits
from linli.domains.rating.rules import drawing
from linli.domains.rating.rules.course import ORDER, Stage
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.platform import audit
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_BEFORE_ASSESSMENT = ORDER[: ORDER.index(Stage.AREA_CHECK)]
THIRD = 3


def draw(*, actor: Actor, plan: RatingPlan, seed: str, now: datetime) -> AssessorDraw:
    """Draw two assessors for each estate that has none yet, and write down all that the draw hung on.

    The seed is agreed in public (a lottery number, dice); with the published inputs anybody gets the same result.
    Raises NobodyToDraw, and NotReady where every estate has its assessors.
    """
    with seeing_every_estate():
        open_ones = {one.estate_id: one for one in plans.courses(plan) if one.standing in _BEFORE_ASSESSMENT}
        taken = visits.of_courses(list(open_ones.values()))
        waiting = {key: one for key, one in open_ones.items() if one.id not in taken}
        if not waiting:
            raise NotReady("计划里的小区都已经抽过测评员了。")
        pool = [one.account_id for one in plans.assessors(plan)]
        tied = ties.barred(pool, now=now)
        barred = {key: kind for key, kind in tied.items() if key[0] in waiting}
        drawn = drawing.draw(seed=seed, estates=waiting, pool=pool, barred=barred)
        made = AssessorDraw(
            plan_id=plan.id,
            seed=seed,
            inputs={
                "estates": sorted(map(str, waiting)),
                "pool": sorted(map(str, pool)),
                "barred": sorted(f"{estate}:{person}" for estate, person in barred),
            },
            inputs_hash=drawing.inputs_hash(seed=seed, estates=waiting, pool=pool, barred=barred),
            result_hash=drawing.result_hash(drawn),
            drawn_by=actor.account_id,
            drawn_at=now,
        )
        db.session.add(made)
        db.session.flush()
        for one in drawn:
            for place, account_id in enumerate(one.assessors, 1):
                db.session.add(_visit(waiting[one.estate_id], account_id, place, made.id, actor, now))
        db.session.flush()
    record("draw", plan, seed=seed, result=made.result_hash, estates=len(drawn))
    return made


def replace(*, actor: Actor, visit: Visit, reason: str, now: datetime) -> Visit:
    """Let somebody else assess in this one's place, the next by the same seed; with its reason.

    Raises VisitSent where it was sent already, WrongStage after the assessment, NobodyToDraw.
    """
    of = visits.course_of(visit)
    if of.standing not in _BEFORE_ASSESSMENT or visit.ended_at is not None:
        raise WrongStage
    if visit.sent_at is not None:
        raise VisitSent
    account_id = _next(of, now)
    visit.ended_at, visit.ended_why = now, reason
    made = _visit(of, account_id, visit.place, visit.draw_id, actor, now)
    made.reason, made.codes = reason, visit.codes
    db.session.add(made)
    db.session.flush()
    _record("replace", made, before=str(visit.account_id), after=str(account_id), reason=reason)
    return made


def reopen(*, actor: Actor, visit: Visit, reason: str, now: datetime) -> Visit:
    """Give a sent assessment back to whoever sent it, with the reason; what was sent is kept beside the new one.

    Raises WrongStage unless the estate is being assessed (again), VisitNotSent.
    """
    of = visits.course_of(visit)
    if of.standing is not Stage.ASSESSMENT or visit.ended_at is not None:
        raise WrongStage
    if visit.sent_at is None:
        raise VisitNotSent
    visit.ended_at, visit.ended_why = now, reason
    made = _visit(of, visit.account_id, visit.place, visit.draw_id, actor, now)
    made.reason, made.codes = reason, visit.codes
    db.session.add(made)
    db.session.flush()
    _record("reopen", made, before=str(visit.id), reason=reason)
    return made


def call_third(*, of: RatingCourse, codes: Sequence[str], now: datetime) -> Visit | None:
    """A third looks at what two are far apart in; None where nobody free of ties is left."""
    try:
        account_id = _next(of, now)
    except NobodyToDraw:
        return None
    first = visits.of_course(of)[0]
    made = _visit(of, account_id, THIRD, first.draw_id, None, now)
    made.codes, made.reason = list(codes), "两名测评员相差超过满分的 20%"
    db.session.add(made)
    db.session.flush()
    _record("call_third", made, codes=list(codes))
    return made


def _next(of: RatingCourse, now: datetime) -> uuid.UUID:
    """The person whose turn it is: nothing ties them, and they had nothing to do with this estate's year."""
    plan = courses.plan_of(of)
    pool = [one.account_id for one in plans.assessors(plan)]
    gone = visits.ever(of)
    barred = dict(ties.barred(pool, now=now))
    barred |= {(of.estate_id, one.account_id): drawing.TieKind.OFFICE for one in gone}
    draws = plans.draws(plan)
    seed = f"{draws[-1].seed if draws else plan.id}:{len(gone)}"
    found = drawing.candidates(
        seed=seed, estate_id=of.estate_id, pool=pool, barred=barred, load=visits.load(plan.id)
    )
    if not found:
        raise NobodyToDraw
    return found[0]


def _visit(
    of: RatingCourse,
    account_id: uuid.UUID,
    place: int,
    draw_id: uuid.UUID | None,
    actor: Actor | None,
    now: datetime,
) -> Visit:
    return Visit(
        id=new_id(),
        estate_id=of.estate_id,
        course_id=of.id,
        account_id=account_id,
        place=place,
        codes=[],
        draw_id=draw_id,
        made_by=actor.account_id if actor else None,
        made_at=now,
    )


def _record(verb: str, visit: Visit, **details: Any) -> None:
    audit.record(
        f"rating:visit:{verb}",
        object_kind="rating_visit",
        object_id=visit.id,
        estate_id=visit.estate_id,
        **details,
    )
