"""What is done to a plan and to an estate's year, each deed named once for the API and for the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.blueprints.rating import course_schemas as schemas
from linli.domains.rating.errors import BadEntry
from linli.domains.rating.models import RatingCourse, RatingPlan
from linli.domains.rating.operations import advancing, appealing, assigning, correcting, planning
from linli.domains.rating.operations.advancing import Moved
from linli.domains.rating.permissions import Act
from linli.domains.rating.queries import courses, visits
from linli.domains.rating.rules.course import PLANNED, Stage, Window
from linli.domains.rating.rules.drawing import TieKind
from linli.domains.rating.rules.grading import hundredths
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.web import In

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlanVerb:
    """A deed on a plan; the step for all returns what it came to."""

    word: str
    summary: str
    brings: type[In]
    do: Callable[[Actor, RatingPlan, Body, datetime], Moved | None]


@dataclass(frozen=True, slots=True)
class CourseVerb:
    """A deed on an estate's year."""

    word: str
    act: Act
    summary: str
    brings: type[In]
    do: Callable[[Actor, RatingCourse, Body, datetime], object]


def days(body: Body) -> dict[Stage, Window]:
    """The days of the stages as they were typed."""
    return {stage: Window(body[f"{stage.value}_since"], body[f"{stage.value}_until"]) for stage in PLANNED}


def _set_days(_: Actor, plan: RatingPlan, body: Body, __: datetime) -> None:
    planning.set_days(plan=plan, organisation=body["organisation"], windows=days(body))


def _take_in(actor: Actor, plan: RatingPlan, _: Body, now: datetime) -> None:
    planning.take_in(actor=actor, plan=plan, now=now)


def _add(actor: Actor, plan: RatingPlan, body: Body, now: datetime) -> None:
    planning.add_assessor(actor=actor, plan=plan, now=now, **body)


def _drop(_: Actor, plan: RatingPlan, body: Body, now: datetime) -> None:
    planning.drop_assessor(plan=plan, now=now, **body)


def _tie(actor: Actor, plan: RatingPlan, body: Body, now: datetime) -> None:
    planning.declare_tie(actor=actor, plan=plan, now=now, **body | {"kind": TieKind(body["kind"])})


def _draw(actor: Actor, plan: RatingPlan, body: Body, now: datetime) -> None:
    assigning.draw(actor=actor, plan=plan, now=now, **body)


def _advance(actor: Actor, plan: RatingPlan, body: Body, now: datetime) -> Moved:
    return advancing.forward_all(actor=actor, plan=plan, stage=Stage(body["stage"]), now=now)


def _replace(actor: Actor, of: RatingCourse, body: Body, now: datetime) -> object:
    visit = visits.visit(estate_id=of.estate_id, visit_id=body["visit_id"])
    if visit.course_id != of.id:
        raise Unknown
    return assigning.replace(actor=actor, visit=visit, reason=body["reason"], now=now)


def _reopen(actor: Actor, of: RatingCourse, body: Body, now: datetime) -> object:
    visit = visits.visit(estate_id=of.estate_id, visit_id=body["visit_id"])
    if visit.course_id != of.id:
        raise Unknown
    return assigning.reopen(actor=actor, visit=visit, reason=body["reason"], now=now)


def _decide(actor: Actor, of: RatingCourse, body: Body, now: datetime) -> object:
    appeal = courses.appeal(estate_id=of.estate_id, appeal_id=body["appeal_id"])
    if appeal.course_id != of.id:
        raise Unknown
    points = _points(body["points"]) if body["points"] else None
    return appealing.decide(actor=actor, appeal=appeal, points=points, answer=body["answer"], now=now)


def _correct(actor: Actor, of: RatingCourse, body: Body, now: datetime) -> object:
    return correcting.correct(actor=actor, of=of, now=now, **body | {"points": _points(body["points"])})


def _points(text: str) -> int:
    try:
        return hundredths(text)
    except ValueError as no:
        raise BadEntry(field_errors={"points": [str(no)]}) from None


PLAN_VERBS = (
    PlanVerb("days", "改各环节的日期和测评机构", schemas.PlanDaysIn, _set_days),
    PlanVerb("estates", "把还没有进计划的小区都加进来", schemas.NothingIn, _take_in),
    PlanVerb("assessors", "加入一名测评员", schemas.AssessorIn, _add),
    PlanVerb("departures", "测评员退出", schemas.DropIn, _drop),
    PlanVerb("ties", "登记测评员的利害关系", schemas.TieIn, _tie),
    PlanVerb("draws", "抽签：给还没有测评员的小区各抽两名", schemas.DrawIn, _draw),
    PlanVerb("steps", "把一个环节的小区都推进到下一个环节", schemas.StageIn, _advance),
)
COURSE_VERBS = (
    CourseVerb("forward", Act.MOVE_COURSE, "进入下一个环节", schemas.DecisionIn,
               lambda a, of, body, now: advancing.forward(actor=a, of=of, now=now, **body)),
    CourseVerb("undo", Act.MOVE_COURSE, "退回上一个环节，写明原因", schemas.ReasonIn,
               lambda a, of, body, now: advancing.undo(actor=a, of=of, now=now, **body)),
    CourseVerb("checks", Act.CHECK_AREA, "审核一个方面", schemas.CheckIn,
               lambda a, of, body, now: advancing.check_area(actor=a, of=of, now=now, **body)),
    CourseVerb("replacements", Act.REPLACE, "换一名测评员，写明原因", schemas.ReplaceIn, _replace),
    CourseVerb("reopenings", Act.REPLACE, "把已交的测评退给测评员重做，写明原因", schemas.ReplaceIn, _reopen),
    CourseVerb("decisions", Act.DECIDE_APPEAL, "处理一项申诉", schemas.AnswerIn, _decide),
    CourseVerb("corrections", Act.CORRECT, "确认以后更正一项，签名留痕", schemas.CorrectIn, _correct),
    CourseVerb("remarks", Act.REMARK, "对一项指标提问、说明或回答", schemas.RemarkIn,
               lambda a, of, body, now: correcting.remark(actor=a, of=of, now=now, **body)),
)  # fmt: skip
