"""A rated year for programs: the city's plan, an estate's course, self-reports, appeals, files."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.rating import course_answers as answers
from linli.blueprints.rating import course_schemas as schemas
from linli.blueprints.rating.course_shown import (
    FILE_KINDS,
    course_detail,
    course_page,
    plan_detail,
    plan_head,
    plan_here,
    public_result,
)
from linli.blueprints.rating.course_verbs import COURSE_VERBS, PLAN_VERBS, CourseVerb, PlanVerb, days
from linli.domains.rating.models import RatingCourse, RatingPlan, VisitPhoto
from linli.domains.rating.operations import appealing, planning, self_reporting
from linli.domains.rating.operations.self_reporting import Said
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import courses, plans, visits
from linli.domains.rating.rules.course import Stage
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import attachments, clock
from linli.platform.attachments import Attachment
from linli.platform.paging import Page, Window
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, allow, gives, idempotent, page_of, public, summary, takes
from linli.platform.web.files import send

bp = Api("rating_course_api", __name__, tag="rating")
PLAN = "/rating-plans/<uuid:rating_plan_id>"
COURSE = "/estates/<uuid:estate_id>/ratings/<int:year>/course"


@bp.get("/rating-plans")
@allow(Act.READ_PLAN, GRANTS)
@gives(answers.PlansOut)
@summary("本市各年度的测评计划")
def list_plans(actor: Actor) -> dict[str, Any]:
    return {"items": [plan_head(one) for one in plans.plans(actor)]}


@bp.post("/rating-plans")
@allow(Act.PLAN, GRANTS)
@takes(schemas.PlanIn)
@gives(answers.PlanDetailOut, 201)
@idempotent()
@summary("新建一个年度的测评计划，本市小区都在里面")
def make_plan(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return plan_detail(planned(actor, body))


def planned(actor: Actor, body: dict[str, Any]) -> RatingPlan:
    """The plan that a form or a program sent, made."""
    return planning.make(
        actor=actor,
        year=body["year"],
        organisation=body["organisation"],
        windows=days(body),
        now=clock.now(),
    )


@bp.get(PLAN)
@allow(Act.READ_PLAN, GRANTS, on=plan_here)
@gives(answers.PlanDetailOut)
@summary("一个年度的计划：日期、进度、测评员、抽签记录")
def show_plan(actor: Actor, plan: RatingPlan) -> dict[str, Any]:  # noqa: ARG001
    return plan_detail(plan)


@bp.get(f"{PLAN}/estates")
@allow(Act.READ_PLAN, GRANTS, on=plan_here)
@takes(schemas.CoursesIn, where="query")
@gives(page_of(answers.CourseOut))
@summary("计划里的小区各到了哪个环节")
def list_courses(actor: Actor, plan: RatingPlan, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    return listed(plan, query)


def listed(plan: RatingPlan, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """One page of a plan's estates."""
    stage = Stage(query["stage"]) if query["stage"] else None
    with seeing_every_estate():
        some = plans.courses_page(plan, stage=stage, window=Window(query["limit"], query["cursor"]))
    return course_page(some)


def _plan_verb(verb: PlanVerb) -> None:
    """Register one deed as POST …/rating-plans/<id>/<word>."""

    def take(actor: Actor, plan: RatingPlan, body: dict[str, Any]) -> dict[str, Any]:
        return plan_detail(plan, verb.do(actor, plan, body, clock.now()))

    take.__name__ = f"{verb.word}_of_plan"
    view = summary(verb.summary)(gives(answers.PlanDetailOut)(idempotent()(takes(verb.brings)(take))))
    bp.post(f"{PLAN}/{verb.word}")(allow(Act.PLAN, GRANTS, on=plan_here)(view))


@bp.get(COURSE)
@allow(Act.READ_COURSE, GRANTS, on=courses.course)
@gives(answers.CourseDetailOut)
@summary("小区这一年的测评经过")
def show_course(actor: Actor, of: RatingCourse) -> dict[str, Any]:
    return course_detail(actor, of)


@bp.post(f"{COURSE}/leave")
@allow(Act.MOVE_COURSE, GRANTS, on=courses.course)
@takes(schemas.ReasonIn)
@gives(None)
@summary("把小区移出还没开始的计划，写明原因")
def leave_plan(actor: Actor, of: RatingCourse, body: dict[str, Any]) -> None:  # noqa: ARG001
    planning.leave_out(of=of, reason=body["reason"])


def _course_verb(verb: CourseVerb) -> None:
    """Register one deed as POST …/course/<word>."""

    def take(actor: Actor, of: RatingCourse, body: dict[str, Any]) -> dict[str, Any]:
        verb.do(actor, of, body, clock.now())
        return course_detail(actor, of)

    take.__name__ = f"{verb.word}_of_course"
    view = summary(verb.summary)(gives(answers.CourseDetailOut)(idempotent()(takes(verb.brings)(take))))
    bp.post(f"{COURSE}/{verb.word}")(allow(verb.act, GRANTS, on=courses.course)(view))


@bp.post(f"{COURSE}/self-reports/<code>")
@allow(Act.SAY, GRANTS, on=courses.course)
@takes(schemas.SayIn, files=True)
@gives(answers.CourseDetailOut, 201)
@idempotent()
@summary("对一项指标自评，可附材料和有效期")
def say(actor: Actor, of: RatingCourse, code: str, body: dict[str, Any]) -> dict[str, Any]:
    self_reporting.say(actor=actor, of=of, code=code, said=said_of(body), now=clock.now())
    return course_detail(actor, of)


def said_of(body: dict[str, Any]) -> Said:
    """A self-report as it was sent: the known fields, and the values under the names of the parts."""
    known = {name: body[name] for name in ("words", "valid_from", "valid_until", "documents", "photos")}
    values = {name: str(text) for name, text in body.items() if name not in known and isinstance(text, str)}
    return Said(values=values, **known)


@bp.post(f"{COURSE}/appeals")
@allow(Act.APPEAL, GRANTS, on=courses.course)
@takes(schemas.AppealIn, files=True)
@gives(answers.CourseDetailOut, 201)
@idempotent()
@summary("对一项指标申诉，附佐证材料")
def appeal(actor: Actor, of: RatingCourse, body: dict[str, Any]) -> dict[str, Any]:
    appealing.appeal(actor=actor, of=of, now=clock.now(), **body)
    return course_detail(actor, of)


def file_here(*, estate_id: UUID, rating_file_id: UUID, **_: object) -> Attachment:
    """What a door finds: a file of a self-report or an appeal of the estate."""
    found = attachments.attachment(estate_id=estate_id, attachment_id=rating_file_id)
    if found.object_kind not in FILE_KINDS:
        raise Unknown
    return found


@bp.get("/estates/<uuid:estate_id>/rating-files/<uuid:rating_file_id>")
@allow(Act.READ_COURSE, GRANTS, on=file_here)
@gives(None, media_type="image/jpeg, application/pdf")
@summary("自评或申诉的一份材料")
def show_file(actor: Actor, file: Attachment) -> Response:  # noqa: ARG001
    return send(file)


@bp.get("/estates/<uuid:estate_id>/rating-photos/<uuid:visit_photo_id>")
@allow(Act.READ_COURSE, GRANTS, on=visits.photo)
@gives(None, media_type="image/jpeg")
@summary("测评的一张现场照片")
def show_photo(actor: Actor, photo: VisitPhoto) -> Response:  # noqa: ARG001
    return send(attachments.attachment(estate_id=photo.estate_id, attachment_id=photo.attachment_id))


@bp.get("/public/estates/<uuid:estate_id>/ratings/<int:year>/preliminary")
@public
@gives(answers.PublicOut)
@summary("公示中的初评结果")
def show_preliminary(actor: Actor | None, estate_id: UUID, year: int) -> dict[str, Any]:  # noqa: ARG001
    with seeing_every_estate():
        return public_result(courses.published(estate_id=estate_id, year=year))


for _one in PLAN_VERBS:
    _plan_verb(_one)
for _each in COURSE_VERBS:
    _course_verb(_each)
