"""An assessor's round: the estates they drew, the phone page in the courtyard, and the same for programs."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import assessing_typed
from linli.blueprints.rating import course_answers as answers
from linli.blueprints.rating import course_schemas as schemas
from linli.blueprints.rating.course_shown import estate_names, own_visit, task, tie_objects, visit_detail
from linli.domains.rating.models import Visit
from linli.domains.rating.operations import planning, visiting
from linli.domains.rating.operations.visiting import Shot
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import courses, ties, visits
from linli.domains.rating.rules import wording
from linli.domains.rating.rules.catalogue import Indicator
from linli.domains.rating.rules.course import Stage
from linli.domains.rating.rules.drawing import TieKind
from linli.domains.rating.rules.grading import plain
from linli.domains.rating.rules.states import Typed
from linli.domains.rating.rules.visiting import stops
from linli.domains.tickets.queries import places
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

api = Api("rating_assessing_api", __name__, tag="rating")
pages = Pages("rating_assessing_pages", __name__)
ONE = "/estates/<uuid:estate_id>/assessments/<uuid:visit_id>"
HERE = "/work/e/<uuid:estate_id>/assessments/<uuid:visit_id>"


@api.get("/assessments")
@allow(Act.ASSESS, GRANTS)
@gives(answers.TasksOut)
@summary("抽到我测评的小区")
def list_tasks(actor: Actor) -> dict[str, Any]:
    return {"items": _tasks(actor)}


def _tasks(actor: Actor) -> list[dict[str, Any]]:
    names = estate_names()
    return [task(one, names[one.visit.estate_id]) for one in visits.tasks(actor.account_id)]


@api.post("/assessments/ties")
@allow(Act.ASSESS, GRANTS)
@takes(schemas.OwnTieIn)
@gives(None)
@idempotent()
@summary("测评员自己申报利害关系")
def declare_tie(actor: Actor, body: dict[str, Any]) -> None:
    _declare(actor, body)


def _declare(actor: Actor, body: dict[str, Any]) -> None:
    kind = TieKind(body["kind"])
    planning.declare_own_tie(actor=actor, now=clock.now(), **body | {"kind": kind})


@api.get(ONE)
@allow(Act.ASSESS, GRANTS, on=own_visit)
@gives(answers.VisitOut)
@summary("一次测评：看哪些指标、小区怎么自评")
def show_visit(actor: Actor, visit: Visit) -> dict[str, Any]:  # noqa: ARG001
    return visit_detail(visit)


@api.post(f"{ONE}/photos")
@allow(Act.ASSESS, GRANTS, on=own_visit)
@takes(schemas.PhotoIn, files=True)
@gives(answers.VisitOut, 201)
@idempotent()
@summary("上传一张现场照片，写明时间、地点和说明哪些指标")
def add_photo(actor: Actor, visit: Visit, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    photo = body.pop("photo")
    visiting.add_photo(visit=visit, shot=Shot(stream=photo, **body), now=clock.now())
    return visit_detail(visit)


@api.post(f"{ONE}/submission")
@allow(Act.ASSESS, GRANTS, on=own_visit)
@takes(schemas.VisitIn)
@gives(answers.VisitOut)
@idempotent()
@summary("提交测评，只算一次；扣分的指标要先传照片")
def submit(actor: Actor, visit: Visit, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    typed = {one.pop("code"): Typed(**one) for one in body["entries"]}
    visiting.send(visit=visit, typed=typed, now=clock.now())
    return visit_detail(visit)


@pages.get("/work/assessments")
@allow(Act.ASSESS, GRANTS)
def show_tasks(actor: Actor, form: Form | None = None) -> str:
    return render_template(
        "rating/assessments.html",
        form=form or Form(),
        tasks=_tasks(actor),
        ties=[(TieKind(one.kind).title, one.words) for one in ties.declared([actor.account_id])],
        kinds=[(kind.value, kind.title) for kind in TieKind],
        objects=tie_objects(),
        assessing=Stage.ASSESSMENT.value,
    )


@pages.post("/work/assessments/ties")
@allow(Act.ASSESS, GRANTS)
@takes(schemas.OwnTieIn)
@form_page(show_tasks)
@idempotent()
def declare(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    _declare(actor, body)
    return redirect(url_for(".show_tasks"), 303)


@pages.get(HERE)
@allow(Act.ASSESS, GRANTS, on=own_visit)
def show_round(actor: Actor, visit: Visit) -> ResponseReturnValue:
    return _round(actor, visit, Form(values=_sent_before(visit)))


def _sent_before(visit: Visit) -> dict[str, str]:
    """What the assessor sent before the round was given back, as it was typed."""
    before = visits.earlier(visit) if visit.sent_at is None else None
    if before is None:
        return {}
    catalogue, marks = courses.catalogue_of(visits.course_of(visit)), visits.marks(before)
    asked = visits.asked(visit, catalogue)
    return assessing_typed.as_typed(
        [(one, visits.finding(marks[one.code]), marks[one.code].words) for one in asked if one.code in marks]
    )


def _round(actor: Actor, visit: Visit, form: Form) -> str:  # noqa: ARG001
    course = visits.course_of(visit)
    asked = visits.asked(visit, courses.catalogue_of(course))
    detail = visit_detail(visit)
    return render_template(
        "rating/round.html",
        form=form,
        visit=detail,
        open=visit.sent_at is None and course.standing is Stage.ASSESSMENT,
        stops=[(stop.name, [_asked(one) for one in stop.indicators]) for stop in stops(asked)],
        reports={one["code"]: one["report"] for one in detail["asked"]},
        places=[
            ("", "列表里没有"),
            *((str(one.id), one.name) for one in places.common_places(visit.estate_id)),
        ],
        labels=_labels(asked),
        count=len(asked),
        plain=plain,
    )


def _asked(one: Indicator) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "max": one.max,
        "zero_if": one.zero_if,
        "not_applicable": one.not_applicable,
        "parts": [
            {
                "name": f"{one.code}.{part.key}",
                "ask": part.ask,
                "unit": part.unit,
                "kind": wording.kind_of_input(part),
                "options": [{"value": value, "label": label} for value, label in wording.options(part)],
                "how": wording.explained(part),
            }
            for part in one.parts
        ],
    }


def _labels(asked: list[Indicator]) -> dict[str, str]:
    """What the summary of mistakes calls each field."""
    found = {f"{one.code}.{part.key}": one.name for one in asked for part in one.parts}
    for one in asked:
        found |= {f"{one.code}.photo": one.name, f"{one.code}.evidence": f"{one.name} 依据"}
    ends = {"taken_at": "拍摄时间", "place": "拍摄地点", "codes": "说明哪项"}
    return found | {
        f"photo{number}.{end}": f"第 {number} 张照片 {words}"
        for number in range(1, 100)
        for end, words in ends.items()
    }


@pages.post(HERE)
@allow(Act.ASSESS, GRANTS, on=own_visit)
@takes(schemas.VisitForm, files=True)
@form_page(_round)
@idempotent()
def send_round(actor: Actor, visit: Visit, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    asked = visits.asked(visit, courses.catalogue_of(visits.course_of(visit)))
    typed, shots = assessing_typed.read(asked, body)
    visiting.send(visit=visit, typed=typed, shots=shots, now=clock.now())
    return redirect(url_for(".show_round", estate_id=visit.estate_id, visit_id=visit.id), 303)
