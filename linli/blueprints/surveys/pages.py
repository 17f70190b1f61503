"""Opinion polls for residents: what is asked, answering all at once or one by one, reading it over, the results."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.surveys import schemas, shown, typed
from linli.domains.surveys.errors import WrongAnswers
from linli.domains.surveys.models import Survey
from linli.domains.surveys.operations import answering
from linli.domains.surveys.permissions import GRANTS, Act
from linli.domains.surveys.queries import surveys, taking_part
from linli.domains.surveys.rules import answering as rules
from linli.domains.surveys.rules.course import WITHOUT_EFFECT, Mode, Per, State
from linli.domains.surveys.rules.questions import Question
from linli.kernel.actors import RESIDENTS, Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, takes
from linli.platform.web.show import look

bp = Pages("surveys_pages", __name__)
SURVEY = "/e/<uuid:estate_id>/surveys/<uuid:survey_id>"


@bp.get("/e/<uuid:estate_id>/surveys")
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_surveys(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = surveys.surveys_page(estate_id, window=Window(**query))
    return render_template(
        "surveys/list.html",
        tab="votes",
        place=f"/e/{estate_id}/surveys",
        back={"href": f"/e/{estate_id}/votes", "label": "返回议事"},
        surveys=[shown.listed(one, now=clock.now()) for one in found.items],
        next=f"/e/{estate_id}/surveys?cursor={found.next}" if found.next else None,
    )


@bp.get(SURVEY)
@allow(Act.READ, GRANTS, on=surveys.survey)
def show_survey(actor: Actor, survey: Survey) -> ResponseReturnValue:
    return _survey(actor, survey, Form())


def _survey(actor: Actor, survey: Survey, form: Form) -> str:
    """The survey with its questionnaire, where this actor has still something to answer or to change."""
    now = clock.now()
    state = surveys.state(survey, now=now)
    mine = taking_part.tickets(survey, actor) if actor.role in RESIDENTS else []
    asked = surveys.asked(survey)
    changing = survey.changeable and any(_own(actor, one.taken) for one in mine)
    waiting = [one for one in mine if one.taken is None or (changing and _own(actor, one.taken))]
    if state is State.OPEN and waiting and _one_by_one() and not form.values:
        return _first_step(actor, survey, asked)
    return render_template(
        "surveys/survey.html",
        **_frame(survey),
        form=form if form.values else Form(_standing(actor, survey, asked), form.errors, form.message),
        state=state,
        tone=shown.TONES[state],
        pairs=shown.pairs(survey),
        questions=[(one, shown.condition(one, asked)) for one in asked],
        mine=mine,
        waiting=waiting if state is State.OPEN else [],
        changing=changing,
        drafted=taking_part.drafted(survey, actor.account_id),
        reach=taking_part.reach(survey, on=clock.now().date()) if state is not State.SCHEDULED else None,
        told=surveys.outcomes(survey),
    )


def _first_step(actor: Actor, survey: Survey, asked: tuple[Question, ...]) -> str:
    """Where to go on, one by one: the first question without an answer."""
    fields = _standing(actor, survey, asked)
    answers = typed.answers_of(asked, fields)
    open_ = [one for one in rules.visible(asked, answers) if one.key not in answers]
    return _step(survey, fields | {"text_hash": survey.text_hash}, (open_ or asked)[0], Form())


def _own(actor: Actor, taken: Any) -> bool:
    return taken is not None and taken.account_id == actor.account_id


def _one_by_one() -> bool:
    return request.args.get("one") == "1" or (look()["mode"] == "elder" and request.args.get("one") != "0")


def _standing(actor: Actor, survey: Survey, asked: tuple[Question, ...]) -> dict[str, Any]:
    """What the form begins with: the half-filled answers, else the ones to be changed."""
    drafted = taking_part.drafted(survey, actor.account_id)
    if drafted:
        return dict(typed.fields_of(asked, drafted[0]))
    if survey.changeable:
        for one in taking_part.tickets(survey, actor):
            given = taking_part.own_answer(one.taken) if one.taken and _own(actor, one.taken) else None
            if given is not None:
                return dict(typed.fields_of(asked, taking_part.own_answers(given)))
    return {}


def _frame(survey: Survey, *, back: str = "", label: str = "返回问卷列表") -> dict[str, Any]:
    place = f"/e/{survey.estate_id}/surveys"
    return {
        "tab": "votes",
        "back": {"href": f"{place}{back}", "label": label},
        "heading": "问卷调查",
        "survey": survey,
        "here": f"{place}/{survey.id}",
        "effect": WITHOUT_EFFECT,
        "anonymous": survey.mode == Mode.ANONYMOUS,
        "household": survey.per == Per.HOUSEHOLD,
    }


def _again(actor: Actor, survey: Survey, form: Form) -> str:
    """The form as it was typed: all at once, or the very question that was being answered."""
    at = form.value("at")
    if at:
        return _step(survey, form.values, surveys.question(survey, at), form)
    return _survey(actor, survey, form)


@bp.post(f"{SURVEY}/step")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.AnswerForm)
@form_page(_again)
def step(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    asked, fields = surveys.asked(survey), _fields(body)
    answers = typed.answers_of(asked, fields)
    at = surveys.question(survey, body["at"])
    if body["go"] == "next" and (wrong := rules.fault(at, answers.get(at.key))):
        raise WrongAnswers(field_errors={at.key: [wrong]})
    _keep(actor, survey, answers)
    to = rules.beside(asked, answers, at, back=body["go"] == "back")
    return _check(survey, fields, answers) if to is None else _step(survey, fields, to, Form())


def _step(survey: Survey, fields: Mapping[str, Any], at: Question, form: Form) -> str:
    asked = surveys.asked(survey)
    path = rules.visible(asked, typed.answers_of(asked, fields))
    own = {name for name in fields if name == at.key or name.startswith(f"{at.key}.")}
    return render_template(
        "surveys/step.html",
        **_frame(survey, back=f"/{survey.id}?one=0", label="看整份问卷"),
        form=Form(fields, form.errors, form.message),
        at=at,
        number=path.index(at) + 1 if at in path else 1,
        of=len(path),
        hidden={
            name: value for name, value in fields.items() if name not in own and name not in {"at", "go"}
        },
    )


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    """The typed fields with what travels along with them."""
    more = {"unit_id": str(body["unit_id"]) if body["unit_id"] else "", "text_hash": body["text_hash"] or ""}
    return {**body["fields_"], **{name: value for name, value in more.items() if value}}


def _keep(actor: Actor, survey: Survey, answers: dict[str, Any]) -> None:
    """Named answers are kept along the way; anonymous ones nowhere but in the page."""
    if survey.mode == Mode.NAMED and answers:
        answering.keep_draft(actor=actor, survey=survey, answers=answers, now=clock.database_now())


@bp.post(f"{SURVEY}/check")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.AnswerForm)
@form_page(_again)
def check(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    asked, fields = surveys.asked(survey), _fields(body)
    answers = typed.answers_of(asked, fields)
    settled = rules.settle(asked, answers)
    if settled.faults:
        raise WrongAnswers(field_errors={key: [said] for key, said in settled.faults.items()})
    answering.check_open(survey, clock.database_now())
    answering.ticket_of(actor, survey, body["unit_id"])
    _keep(actor, survey, settled.kept)
    return _check(survey, fields, answers)


def _check(survey: Survey, fields: Mapping[str, Any], answers: dict[str, Any]) -> str:
    asked = surveys.asked(survey)
    kept = rules.settle(asked, answers).kept
    return render_template(
        "surveys/check.html",
        **_frame(survey, back=f"/{survey.id}", label="返回问卷"),
        said=shown.read_over(asked, kept),
        hidden={name: value for name, value in fields.items() if name not in {"at", "go"}},
    )


@bp.post(f"{SURVEY}/again")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.AnswerForm)
def again(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    return _survey(actor, survey, Form(_fields(body)))


@bp.post(f"{SURVEY}/draft")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.AnswerForm)
@form_page(_again)
def keep_draft(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    answers = typed.answers_of(surveys.asked(survey), body["fields_"])
    answering.keep_draft(actor=actor, survey=survey, answers=answers, now=clock.database_now())
    return redirect(f"/e/{survey.estate_id}/surveys/{survey.id}", 303)


# Not idempotent by key: the token is used up once anyway, and the key's row would join person and answer.
@bp.post(f"{SURVEY}/answers")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
@takes(schemas.AnswerForm)
@form_page(_again)
def answer(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    answers = typed.answers_of(surveys.asked(survey), body["fields_"])
    answering.answer(
        actor=actor, survey=survey, answers=answers, unit_id=body["unit_id"], text_hash=body["text_hash"]
    )
    return redirect(f"/e/{survey.estate_id}/surveys/{survey.id}/thanks", 303)


@bp.get(f"{SURVEY}/thanks")
@allow(Act.ANSWER, GRANTS, on=surveys.survey)
def thanks(actor: Actor, survey: Survey) -> ResponseReturnValue:
    mine = taking_part.tickets(survey, actor)
    return render_template(
        "surveys/thanks.html",
        **_frame(survey),
        taken=any(one.taken for one in mine),
        more=[one for one in mine if one.taken is None],
        state=surveys.state(survey, now=clock.now()),
    )


@bp.get(f"{SURVEY}/results")
@allow(Act.READ_RESULT, GRANTS, on=surveys.survey)
@takes(schemas.SplitIn, where="query")
def show_results(actor: Actor, survey: Survey, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "surveys/results.html",
        **_frame(survey, back=f"/{survey.id}", label="返回问卷"),
        outcome=shown.outcome(survey, now=clock.now(), **query),
        splits=shown.splits(survey),
        split=query["split"],
        told=surveys.outcomes(survey),
    )
