"""Questions about a city's plan of a year: who assesses, how they were drawn, how far its estates are."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, true

from linli.domains.estates.queries import regions
from linli.domains.rating.models import AssessorDraw, PlanAssessor, RatingCourse, RatingPlan
from linli.domains.rating.rules.course import ORDER, Stage
from linli.kernel.actors import Actor, ScopeKind
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, page
from linli.platform.transactions import seeing_every_estate


def plan(actor: Actor, plan_id: uuid.UUID) -> RatingPlan:
    """The plan, if it is of the actor's city; otherwise Unknown."""
    found = db.session.scalar(select(RatingPlan).where(RatingPlan.id == plan_id, _within(actor)))
    if found is None:
        raise Unknown
    return found


def by_id(plan_id: uuid.UUID) -> RatingPlan:
    """The plan, whoever asks; for what is public. Or Unknown."""
    found = db.session.get(RatingPlan, plan_id)
    if found is None:
        raise Unknown
    return found


def plans(actor: Actor) -> Sequence[RatingPlan]:
    """The plans of the actor's city, the newest year first."""
    return db.session.scalars(select(RatingPlan).where(_within(actor)).order_by(RatingPlan.year.desc())).all()


def _within(actor: Actor) -> ColumnElement[bool]:
    if actor.scope.kind is ScopeKind.PLATFORM:
        return true()
    return RatingPlan.city_id.in_(regions.above(actor.scope.id))


def assessors(of: RatingPlan) -> Sequence[PlanAssessor]:
    """Who assesses this year, in the order they were added; those who left are left out."""
    query = select(PlanAssessor).filter_by(plan_id=of.id, left_at=None).order_by(PlanAssessor.id)
    return db.session.scalars(query).all()


def assessor(of: RatingPlan, account_id: uuid.UUID) -> PlanAssessor:
    """One of them, or Unknown."""
    found = db.session.scalar(
        select(PlanAssessor).filter_by(plan_id=of.id, account_id=account_id, left_at=None)
    )
    if found is None:
        raise Unknown
    return found


def draws(of: RatingPlan) -> Sequence[AssessorDraw]:
    """The draws of a plan, oldest first."""
    return db.session.scalars(select(AssessorDraw).filter_by(plan_id=of.id).order_by(AssessorDraw.id)).all()


def counts(of: RatingPlan) -> dict[Stage, int]:
    """How many of its estates stand at each stage, in the order of the stages."""
    with seeing_every_estate():
        rows = db.session.execute(
            select(RatingCourse.stage, func.count()).filter_by(plan_id=of.id).group_by(RatingCourse.stage)
        )
        found = {Stage(stage): count for stage, count in rows}
    return {stage: found.get(stage, 0) for stage in ORDER}


def courses(of: RatingPlan, stage: Stage | None = None) -> list[RatingCourse]:
    """All the estates of a plan, or those at one stage. The caller sees every estate."""
    query = select(RatingCourse).filter_by(plan_id=of.id)
    if stage is not None:
        query = query.filter_by(stage=stage)
    return list(db.session.scalars(query.order_by(RatingCourse.estate_id)))


def courses_page(of: RatingPlan, *, stage: Stage | None, window: Window) -> Page[RatingCourse]:
    """The estates of a plan a page at a time. The caller sees every estate."""
    query = select(RatingCourse).where(RatingCourse.plan_id == of.id)
    if stage is not None:
        query = query.where(RatingCourse.stage == stage)
    return page(query, by=((RatingCourse.estate_id, uuid.UUID),), window=window)
