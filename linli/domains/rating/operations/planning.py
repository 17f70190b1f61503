"""A city's plan for a year: its estates, the days of each stage, the assessors and what ties them (§4.2)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries as estates
from linli.domains.people.queries import identity
from linli.domains.rating.errors import BadPlan, PlanExists, WrongStage
from linli.domains.rating.models import AssessorTie, PlanAssessor, RatingCourse, RatingPlan, ScoreSheet
from linli.domains.rating.queries import plans, sheets, ties
from linli.domains.rating.rules import course
from linli.domains.rating.rules.course import Stage, Window
from linli.domains.rating.rules.drawing import TieKind
from linli.domains.rating.rules.states import State
from linli.kernel.actors import Actor, Role, ScopeKind
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def make(
    *, actor: Actor, year: int, organisation: str, windows: Mapping[Stage, Window], now: datetime
) -> RatingPlan:
    """The city plans a year with all its estates, by the catalogue in force for it.

    Raises NoCatalogue, PlanExists, and BadPlan where the days of the stages are not in order.
    """
    _check_days(windows)
    name = sheets.catalogue_for(year)
    made = RatingPlan(
        city_id=actor.scope.id,
        year=year,
        catalogue=name,
        version=sheets.catalogue(name).version,
        organisation=organisation,
        windows=_written(windows),
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise PlanExists from None
    taken = take_in(actor=actor, plan=made, now=now)
    record("make", made, estates=taken)
    return made


def set_days(*, plan: RatingPlan, organisation: str, windows: Mapping[Stage, Window]) -> None:
    """Move the days of stages that are to come, or name another organisation. Raises BadPlan."""
    _check_days(windows)
    before, plan.windows = plan.windows, _written(windows)
    plan.organisation = organisation
    record("set_days", plan, before=before, after=plan.windows)


def take_in(*, actor: Actor, plan: RatingPlan, now: datetime) -> int:
    """Take the city's estates into the plan that are not in it yet; returns how many came.

    An estate whose year was confirmed by hand already stays out; a draft of the year goes over to the plan.
    """
    with seeing_every_estate():
        known = {one.estate_id for one in plans.courses(plan)}
        drafts = sheets.of_year(plan.year)
        reached = db.session.scalars(estates.reached_ids(actor.scope, on=day_of(now))).all()
        fresh = [
            one
            for one in reached
            if one not in known and (one not in drafts or drafts[one].state == State.DRAFT)
        ]
        ours = [drafts.get(estate_id) or _sheet(actor, plan, estate_id, now) for estate_id in fresh]
        for sheet in ours:
            sheet.plan_id = plan.id
        db.session.add_all(ours)
        db.session.flush()
        db.session.add_all([_course(plan, sheet, now) for sheet in ours])
        db.session.flush()
    return len(fresh)


def leave_out(*, of: RatingCourse, reason: str) -> None:
    """Take an estate out of a plan before anything has begun. Raises WrongStage."""
    if of.standing is not Stage.PLAN:
        raise WrongStage
    sheet = db.session.get_one(ScoreSheet, (of.estate_id, of.sheet_id))
    sheet.plan_id = None
    audit.record(
        "rating:course:leave_out",
        object_kind="rating_course",
        object_id=of.id,
        estate_id=of.estate_id,
        year=of.year,
        reason=reason,
    )
    db.session.delete(of)
    db.session.flush()


def add_assessor(*, actor: Actor, plan: RatingPlan, username: str, now: datetime) -> PlanAssessor:
    """Put somebody who acts as assessor on the plan's list. Raises BadPlan for any other person."""
    account = identity.account_by_username(username)
    roles = {one.role for one in identity.grants_of(account.id, now=now)} if account else set()
    if account is None or Role.ASSESSOR not in roles:
        raise BadPlan(
            field_errors={"username": ["没有这个测评员账号，请先在“工作人员与身份”里给他测评员身份。"]}
        )
    standing = {one.account_id: one for one in plans.assessors(plan)}
    if account.id in standing:
        return standing[account.id]
    found = db.session.query(PlanAssessor).filter_by(plan_id=plan.id, account_id=account.id).one_or_none()
    if found is None:
        found = PlanAssessor(plan_id=plan.id, account_id=account.id, added_by=actor.account_id, added_at=now)
        db.session.add(found)
    found.left_at = None
    db.session.flush()
    record("add_assessor", plan, account=str(account.id))
    return found


def drop_assessor(*, plan: RatingPlan, account_id: uuid.UUID, now: datetime) -> None:
    """Take somebody off the list: nothing more is drawn for them. Raises Unknown."""
    plans.assessor(plan, account_id).left_at = now
    record("drop_assessor", plan, account=str(account_id))


def declare_tie(
    *,
    actor: Actor,
    plan: RatingPlan,
    account_id: uuid.UUID,
    kind: TieKind,
    object_id: uuid.UUID,
    words: str,
    now: datetime,
) -> AssessorTie:
    """Write down that an assessor has to do with a company, a street or an estate (NN-36).

    Whatever was drawn before is replaced by hand; from now on it is never drawn. Raises Unknown and BadPlan.
    """
    plans.assessor(plan, account_id)
    _check_object(kind, object_id)
    made = AssessorTie(
        account_id=account_id,
        kind=kind,
        object_id=object_id,
        words=words,
        declared_by=actor.account_id,
        declared_at=now,
    )
    db.session.add(made)
    db.session.flush()
    record("declare_tie", plan, account=str(account_id), kind=kind, object=str(object_id))
    return made


def declare_own_tie(
    *, actor: Actor, kind: TieKind, object_id: uuid.UUID, words: str, now: datetime
) -> AssessorTie:
    """An assessor says of themselves what ties them. Raises BadPlan."""
    _check_object(kind, object_id)
    same = [
        one for one in ties.declared([actor.account_id]) if (one.kind, one.object_id) == (kind, object_id)
    ]
    if same:
        return same[0]
    made = AssessorTie(
        account_id=actor.account_id,
        kind=kind,
        object_id=object_id,
        words=words,
        declared_by=actor.account_id,
        declared_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record("rating:tie:declare", object_kind="assessor_tie", object_id=made.id, kind=kind)
    return made


def record(verb: str, plan: RatingPlan, **details: Any) -> None:
    """Write an act on a plan into the audit log."""
    audit.record(
        f"rating:plan:{verb}", object_kind="rating_plan", object_id=plan.id, year=plan.year, **details
    )


def _check_object(kind: TieKind, object_id: uuid.UUID) -> None:
    """The named thing is of the kind that the tie speaks of. Raises BadPlan."""
    fits = True
    try:
        if kind is TieKind.COMPANY:
            estates.company(object_id)
        elif kind is TieKind.STREET:
            fits = estates.region(object_id).level == ScopeKind.STREET
        else:
            estates.estate(estate_id=object_id)
    except Unknown:
        fits = False
    if not fits:
        raise BadPlan(field_errors={"object_id": ["请选和关系相符的公司、街道或小区。"]})


def _check_days(windows: Mapping[Stage, Window]) -> None:
    if not course.in_order(windows):
        raise BadPlan(field_errors={"windows": ["每个环节都要有起止日期，先后不能颠倒，结束不能早于开始。"]})


def _written(windows: Mapping[Stage, Window]) -> dict[str, Any]:
    return {
        stage.value: [one.since_on.isoformat(), one.until_on.isoformat()] for stage, one in windows.items()
    }


def _sheet(actor: Actor, plan: RatingPlan, estate_id: uuid.UUID, now: datetime) -> ScoreSheet:
    return ScoreSheet(
        id=new_id(),
        estate_id=estate_id,
        year=plan.year,
        catalogue=plan.catalogue,
        version=plan.version,
        state=State.DRAFT,
        vetoes=[],
        made_by=actor.account_id,
        made_at=now,
    )


def _course(plan: RatingPlan, sheet: ScoreSheet, now: datetime) -> RatingCourse:
    return RatingCourse(
        estate_id=sheet.estate_id,
        plan_id=plan.id,
        sheet_id=sheet.id,
        year=plan.year,
        stage=Stage.PLAN,
        since_at=now,
    )
