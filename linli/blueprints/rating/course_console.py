"""A rated year at the desks: the city's plan, an estate's course with its checks and appeals, the public result."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import course_schemas as schemas
from linli.blueprints.rating.course_api import listed, planned
from linli.blueprints.rating.course_shown import (
    course_detail,
    plan_detail,
    plan_head,
    plan_here,
    public_result,
    tie_objects,
)
from linli.blueprints.rating.course_verbs import COURSE_VERBS, PLAN_VERBS, CourseVerb, PlanVerb
from linli.domains.estates import queries as estates
from linli.domains.rating.models import RatingCourse, RatingPlan
from linli.domains.rating.operations import planning
from linli.domains.rating.operations.advancing import Moved
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import courses, plans
from linli.domains.rating.rules.course import ORDER, PLANNED, Stage, follows, precedes
from linli.domains.rating.rules.drawing import TieKind
from linli.domains.rating.rules.grading import plain
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Form, Pages, allow, form_page, idempotent, public, takes

bp = Pages("rating_course_console", __name__)
HERE = "/work/ratings"
PLAN = f"{HERE}/<uuid:rating_plan_id>"
COURSE = "/work/e/<uuid:estate_id>/rating/<int:year>/course"
TONES = {Stage.CONFIRMED: "good", Stage.PAID: "good", Stage.PRELIMINARY: "wait", Stage.APPEAL: "wait"}


@bp.get(HERE)
@allow(Act.READ_PLAN, GRANTS)
def list_plans(actor: Actor, form: Form | None = None) -> str:
    return render_template(
        "rating/plans.html",
        form=form or Form(),
        plans=[plan_head(one) for one in plans.plans(actor)],
        stages=PLANNED,
        titles={stage.value: stage.title for stage in ORDER},
        year=day_of(clock.now()).year,
        may_plan=permits(GRANTS, actor, Act.PLAN),
    )


@bp.post(HERE)
@allow(Act.PLAN, GRANTS)
@takes(schemas.PlanIn)
@form_page(list_plans)
@idempotent()
def make_plan(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    return redirect(url_for(".show_plan", rating_plan_id=planned(actor, body).id), 303)


@bp.get(PLAN)
@allow(Act.READ_PLAN, GRANTS, on=plan_here)
def show_plan(actor: Actor, plan: RatingPlan) -> str:
    return _plan(actor, plan, Form())


def _plan(actor: Actor, plan: RatingPlan, form: Form, moved: Moved | None = None) -> str:
    detail = plan_detail(plan, moved)
    return render_template(
        "rating/plan.html",
        form=form,
        plan=detail,
        here=url_for(".show_plan", rating_plan_id=plan.id),
        stages=PLANNED,
        days=plan.days,
        progress=[(stage, detail["counts"][stage.value], follows(stage)) for stage in ORDER],
        titles={stage.value: stage.title for stage in ORDER},
        kinds=[(kind.value, kind.title) for kind in TieKind],
        objects=tie_objects(),
        may_plan=permits(GRANTS, actor, Act.PLAN),
    )


@bp.get(f"{PLAN}/estates")
@allow(Act.READ_PLAN, GRANTS, on=plan_here)
@takes(schemas.CoursesIn, where="query")
def list_courses(actor: Actor, plan: RatingPlan, query: dict[str, Any]) -> str:  # noqa: ARG001
    page, here = listed(plan, query), url_for(".list_courses", rating_plan_id=plan.id)
    stage = query["stage"] or ""
    named = (("", "全部"), *((one.value, one.title) for one in ORDER))
    chosen = {"stage": stage} if stage else {}
    return render_template(
        "rating/plan_estates.html",
        plan=plan_head(plan),
        courses=page.items,
        filters=[
            {"label": label, "href": f"{here}?stage={value}" if value else here, "current": value == stage}
            for value, label in named
        ],
        next=page.next and f"{here}?{urlencode(chosen | {'cursor': page.next})}",
    )


def _plan_verb(verb: PlanVerb) -> None:
    """Register one deed as POST /work/ratings/<id>/<word>."""

    def take(actor: Actor, plan: RatingPlan, body: dict[str, Any]) -> ResponseReturnValue:
        moved = verb.do(actor, plan, body, clock.now())
        if moved is not None and moved.left:
            return _plan(actor, plan, Form(), moved)
        return redirect(url_for(".show_plan", rating_plan_id=plan.id), 303)

    take.__name__ = f"{verb.word}_of_plan"
    view = form_page(_plan)(takes(verb.brings)(take))
    bp.post(f"{PLAN}/{verb.word}")(allow(Act.PLAN, GRANTS, on=plan_here)(view))


@bp.get(COURSE)
@allow(Act.READ_COURSE, GRANTS, on=courses.course)
def show_course(actor: Actor, of: RatingCourse) -> str:
    return _course(actor, of, Form())


def _course(actor: Actor, of: RatingCourse, form: Form) -> str:
    catalogue, sheet, here = courses.catalogue_of(of), courses.sheet_of(of), of.standing
    return render_template(
        "rating/course.html",
        form=form,
        course=course_detail(actor, of),
        stage=here,
        stages=ORDER,
        tone=TONES.get(here, "info"),
        onward=follows(here),
        before=precedes(here),
        address=url_for(".show_course", estate_id=of.estate_id, year=of.year),
        result=sheet.result,
        decision=sheet.decision,
        areas=catalogue.areas,
        names={one.code: one.name for one in catalogue.indicators},
        titles={stage.value: stage.title for stage in ORDER},
        indicators=[("", "请选择"), *((one.code, f"{one.code} {one.name}") for one in catalogue.indicators)],
        may={act.name: permits(GRANTS, actor, act, of) for act in Act},
        mine=of.published_by == actor.account_id,
        plain=plain,
    )


def _course_verb(verb: CourseVerb) -> None:
    """Register one deed as POST …/course/<word>."""

    def take(actor: Actor, of: RatingCourse, body: dict[str, Any]) -> ResponseReturnValue:
        verb.do(actor, of, body, clock.now())
        return redirect(url_for(".show_course", estate_id=of.estate_id, year=of.year), 303)

    take.__name__ = f"{verb.word}_of_course"
    view = form_page(_course)(idempotent()(takes(verb.brings)(take)))
    bp.post(f"{COURSE}/{verb.word}")(allow(verb.act, GRANTS, on=courses.course)(view))


@bp.post(f"{COURSE}/leave")
@allow(Act.MOVE_COURSE, GRANTS, on=courses.course)
@takes(schemas.ReasonIn)
@form_page(_course)
def leave_plan(actor: Actor, of: RatingCourse, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    plan_id = of.plan_id
    planning.leave_out(of=of, reason=body["reason"])
    return redirect(url_for(".show_plan", rating_plan_id=plan_id), 303)


@bp.get("/p/estates/<uuid:estate_id>/ratings/<int:year>")
@public
def show_preliminary(actor: Actor | None, estate_id: UUID, year: int) -> str:
    with seeing_every_estate():
        shown = public_result(courses.published(estate_id=estate_id, year=year))
        place = estates.estate(estate_id=estate_id)
    return render_template(
        "rating/preliminary.html",
        estate={"id": str(place.id), "name": place.name},
        result=shown,
        stage=Stage(shown["stage"]),
        plain=plain,
        person=(actor.name or "我") if actor else None,
    )


for _one in PLAN_VERBS:
    _plan_verb(_one)
for _each in COURSE_VERBS:
    _course_verb(_each)
