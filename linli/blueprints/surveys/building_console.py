"""Making a questionnaire on a phone: add, change, order, copy, take off, look at it as residents will."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.surveys import schemas, shown, typed
from linli.blueprints.surveys.console import SURVEY, back, console, frame
from linli.domains.surveys.models import Survey
from linli.domains.surveys.operations import drafting
from linli.domains.surveys.permissions import GRANTS, Act
from linli.domains.surveys.queries import surveys
from linli.domains.surveys.rules import questions
from linli.domains.surveys.rules.course import Mode
from linli.domains.surveys.rules.questions import CHOOSING, SCORING, Kind
from linli.kernel.actors import Actor
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("surveys_building", __name__)
QUESTION = f"{SURVEY}/questions/<key>"


@bp.get(f"{SURVEY}/questions/new")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.KindIn, where="query")
def new_question(actor: Actor, survey: Survey, query: dict[str, Any]) -> ResponseReturnValue:
    if query["kind"] is None:
        return render_template("surveys/console/kinds.html", **frame(survey), kinds=list(Kind))
    return _new(actor, survey, Form({"kind": query["kind"], "required": "yes"}))


def _new(actor: Actor, survey: Survey, form: Form) -> str:  # noqa: ARG001
    return _form(survey, form, f"{frame(survey)['place']}/questions", len(survey.questions) + 1)


def _form(survey: Survey, form: Form, action: str, number: int) -> str:
    asked = surveys.asked(survey)
    known = {kind.value for kind in Kind}
    kind = Kind(form.value("kind") if form.value("kind") in known else Kind.SINGLE)
    conditions = [
        {"value": f"{one.key}={option.key}", "label": f"第 {at} 题答“{option.text}”"}
        for at, one in enumerate(asked[: number - 1], 1)
        for option in one.deciding()
    ]
    return render_template(
        "surveys/console/question.html",
        **frame(survey),
        form=form,
        action=action,
        number=number,
        kind=kind,
        choosing=kind in CHOOSING,
        scoring=kind in SCORING,
        conditions=conditions,
        standing=number <= len(asked),
    )


@bp.post(f"{SURVEY}/questions")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.QuestionForm)
@idempotent()
@form_page(_new)
def add_question(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    key = questions.new_key(surveys.asked(survey))
    drafting.put_question(survey=survey, question=typed.question_of(key, body))
    return back(survey)


@bp.get(QUESTION)
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
def edit_question(actor: Actor, survey: Survey, key: str) -> ResponseReturnValue:
    return _edit(actor, survey, key, Form(typed.typed_question(surveys.question(survey, key))))


def _edit(actor: Actor, survey: Survey, key: str, form: Form) -> str:  # noqa: ARG001
    asked = surveys.asked(survey)
    at = asked.index(surveys.question(survey, key))
    return _form(survey, form, f"{frame(survey)['place']}/questions/{key}", at + 1)


@bp.post(QUESTION)
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.QuestionForm)
@form_page(_edit)
def change_question(
    actor: Actor,  # noqa: ARG001
    survey: Survey,
    key: str,
    body: dict[str, Any],
) -> ResponseReturnValue:
    surveys.question(survey, key)
    drafting.put_question(survey=survey, question=typed.question_of(key, body))
    return back(survey)


@bp.post(f"{QUESTION}/move")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.MoveForm)
@form_page(console)
def move_question(actor: Actor, survey: Survey, key: str, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.move_question(survey=survey, key=key, up=body["to"] == "up")
    return back(survey, f"#question-{key}")


@bp.post(f"{QUESTION}/copy")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@form_page(console)
def copy_question(actor: Actor, survey: Survey, key: str) -> ResponseReturnValue:  # noqa: ARG001
    drafting.copy_question(survey=survey, key=key)
    return back(survey)


@bp.post(f"{QUESTION}/removal")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@form_page(console)
def remove_question(actor: Actor, survey: Survey, key: str) -> ResponseReturnValue:  # noqa: ARG001
    drafting.remove_question(survey=survey, key=key)
    return back(survey)


@bp.get(f"{SURVEY}/preview")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
def preview(actor: Actor, survey: Survey) -> ResponseReturnValue:  # noqa: ARG001
    asked = surveys.asked(survey)
    return render_template(
        "surveys/console/preview.html",
        **frame(survey),
        form=Form(),
        questions=[(one, shown.condition(one, asked)) for one in asked],
        pairs=shown.pairs(survey),
        anonymous=survey.mode == Mode.ANONYMOUS,
    )
