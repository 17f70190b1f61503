"""Opinion polls for those who ask: settings, publishing, closing, results, moderation, what comes of it."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from config.surveys import templates
from linli.blueprints.surveys import exporting, schemas, shown
from linli.domains.estates import queries as estates
from linli.domains.surveys.models import Survey
from linli.domains.surveys.operations import closing, drafting, moderating
from linli.domains.surveys.permissions import GRANTS, Act
from linli.domains.surveys.queries import results, surveys, taking_part, texts
from linli.domains.surveys.rules import questions
from linli.domains.surveys.rules.course import TIES, WITHOUT_EFFECT, Mode, Per, Showing, State
from linli.domains.surveys.rules.moderation import TextState
from linli.kernel.actors import Actor, Tie
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock, exports
from linli.platform.paging import Window
from linli.platform.spreadsheets import XLSX
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("surveys_console", __name__)
SURVEYS = "/work/e/<uuid:estate_id>/surveys"
SURVEY = f"{SURVEYS}/<uuid:survey_id>"


@bp.get(SURVEYS)
@allow(Act.READ, GRANTS)
@takes(WindowIn, where="query")
def list_surveys(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    drafts = permits(GRANTS, actor, Act.DRAFT)
    found = surveys.surveys_page(estate_id, window=Window(**query), drafts=drafts)
    return render_template(
        "surveys/console/list.html",
        place=f"/work/e/{estate_id}/surveys",
        surveys=[shown.listed(one, now=clock.now()) for one in found.items],
        may_draft=drafts,
        next=f"/work/e/{estate_id}/surveys?cursor={found.next}" if found.next else None,
    )


@bp.get(f"{SURVEYS}/new")
@allow(Act.DRAFT, GRANTS)
@takes(schemas.TemplateIn, where="query")
def new_survey(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    chosen = next((one for one in templates() if one.name == query["template"]), None)
    values = (
        {"title": chosen.title, "intro": chosen.intro, "mode": chosen.mode, "per": chosen.per}
        if chosen
        else {}
    )
    return _new(actor, estate_id, Form(values | {"template": query["template"]}))


def _new(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    place = f"/work/e/{estate_id}/surveys"
    return render_template(
        "surveys/console/new.html", place=place, form=form, templates=templates(), **_choices(estate_id)
    )


def _choices(estate_id: UUID) -> dict[str, Any]:
    def rows(kind: Any) -> list[dict[str, str]]:
        return [{"value": one.value, "label": one.title, "hint": getattr(one, "hint", "")} for one in kind]

    return {
        "modes": rows(Mode),
        "pers": rows(Per),
        "showings": rows(Showing),
        "ties": [{"value": tie.value, "label": TIES[tie]} for tie in Tie],
        "buildings": [{"value": str(one.id), "label": one.name} for one in estates.buildings(estate_id)],
        "today": day_of(clock.now()),
    }


@bp.post(SURVEYS)
@allow(Act.DRAFT, GRANTS)
@takes(schemas.NewForm)
@idempotent()
@form_page(_new)
def draft_survey(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    template = body.pop("template")
    chosen = next((one.questions for one in templates() if one.name == template), ())
    made = drafting.draft(
        actor=actor, estate_id=estate_id, asked=questions.read_all(chosen), now=clock.now(), **body
    )
    return redirect(f"/work/e/{estate_id}/surveys/{made.id}", 303)


@bp.get(SURVEY)
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
def show_survey(actor: Actor, survey: Survey) -> ResponseReturnValue:
    return console(actor, survey, Form())


def console(actor: Actor, survey: Survey, form: Form) -> str:
    """The survey's own page, with what may be done now."""
    now = clock.now()
    state = surveys.state(survey, now=now)
    asked = surveys.asked(survey)
    return render_template(
        "surveys/console/survey.html",
        **frame(survey),
        form=form,
        state=state,
        tone=shown.TONES[state],
        pairs=shown.pairs(survey),
        questions=[(one, shown.condition(one, asked)) for one in asked],
        lacks=surveys.lacks(survey, now=now) if state is State.DRAFT else [],
        reach=taking_part.reach(survey, on=day_of(now)) if state is not State.DRAFT else None,
        waiting=texts.counts(survey)["pending"] if state is not State.DRAFT else 0,
        told=surveys.outcomes(survey),
        named=survey.mode == Mode.NAMED,
        me=actor.account_id,
    )


def frame(survey: Survey) -> dict[str, Any]:
    """What every console page of a survey has."""
    place = f"/work/e/{survey.estate_id}/surveys"
    return {"survey": survey, "list": place, "place": f"{place}/{survey.id}", "effect": WITHOUT_EFFECT}


def back(survey: Survey, at: str = "") -> ResponseReturnValue:
    """On to the survey's own page."""
    return redirect(f"/work/e/{survey.estate_id}/surveys/{survey.id}{at}", 303)


@bp.get(f"{SURVEY}/edit")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
def edit_survey(actor: Actor, survey: Survey) -> ResponseReturnValue:
    names = ("title", "intro", "mode", "per", "showing", "ties", "building_ids")
    days = {
        "opens_on": day_of(survey.opens_at).isoformat(),
        "closes_on": day_of(survey.closes_at).isoformat(),
    }
    quotas = {f"quota_{name}": str(most) for name, most in survey.quotas.items()}
    changeable = {"changeable": "yes"} if survey.changeable else {}
    return _edit(
        actor, survey, Form({name: getattr(survey, name) for name in names} | days | quotas | changeable)
    )


def _edit(actor: Actor, survey: Survey, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "surveys/console/edit.html", **frame(survey), form=form, **_choices(survey.estate_id)
    )


@bp.post(f"{SURVEY}/edit")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@takes(schemas.SettingsForm)
@form_page(_edit)
def redraft_survey(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    drafting.redraft(survey=survey, **body)
    return back(survey)


@bp.post(f"{SURVEY}/copy")
@allow(Act.DRAFT, GRANTS, on=surveys.survey)
@idempotent()
@form_page(console)
def copy_survey(actor: Actor, survey: Survey) -> ResponseReturnValue:
    return back(drafting.copy(actor=actor, survey=survey, now=clock.now()))


@bp.post(f"{SURVEY}/publication")
@allow(Act.PUBLISH, GRANTS, on=surveys.survey)
@form_page(console)
def publish(actor: Actor, survey: Survey) -> ResponseReturnValue:
    drafting.publish(actor=actor, survey=survey, now=clock.database_now())
    return back(survey)


@bp.post(f"{SURVEY}/closing")
@allow(Act.CLOSE, GRANTS, on=surveys.survey)
@takes(schemas.ReasonIn)
@form_page(console)
def close(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    closing.close(actor=actor, survey=survey, now=clock.database_now(), **body)
    return back(survey)


@bp.post(f"{SURVEY}/outcome")
@allow(Act.STATE_OUTCOME, GRANTS, on=surveys.survey)
@takes(schemas.OutcomeIn)
@idempotent()
@form_page(console)
def state_outcome(actor: Actor, survey: Survey, body: dict[str, Any]) -> ResponseReturnValue:
    closing.state_outcome(actor=actor, survey=survey, now=clock.now(), **body)
    return back(survey)


@bp.get(f"{SURVEY}/results")
@allow(Act.READ_RESULT, GRANTS, on=surveys.survey)
@takes(schemas.SplitIn, where="query")
def show_results(actor: Actor, survey: Survey, query: dict[str, Any]) -> ResponseReturnValue:
    return render_template(
        "surveys/console/results.html",
        **frame(survey),
        outcome=shown.outcome(survey, now=clock.now(), **query),
        splits=shown.splits(survey),
        split=query["split"],
        may_export=permits(GRANTS, actor, Act.EXPORT, survey),
        may_read=permits(GRANTS, actor, Act.READ_ANSWERS, survey),
    )


@bp.get(f"{SURVEY}/results.xlsx")
@allow(Act.EXPORT, GRANTS, on=surveys.survey)
def export_results(actor: Actor, survey: Survey) -> Response:  # noqa: ARG001
    answer = current_app.make_response(exporting.workbook(survey, now=clock.now()))
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename=survey-{survey.id}.xlsx"
    return answer


@bp.get(f"{SURVEY}/answers")
@allow(Act.READ_ANSWERS, GRANTS, on=surveys.survey)
@takes(WindowIn, where="query")
def list_answers(actor: Actor, survey: Survey, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = results.answers_page(survey, window=Window(**query))
    asked = surveys.asked(survey)
    rows = shown.named(survey, found.items)
    return render_template(
        "surveys/console/answers.html",
        **frame(survey),
        rows=[(one, shown.read_over(asked, one["answers"])) for one in rows],
        next=f"?cursor={found.next}" if found.next else None,
    )


@bp.post(f"{SURVEY}/answers/export")
@allow(Act.READ_ANSWERS, GRANTS, on=surveys.survey)
@idempotent()
@form_page(console)
def ask_export(actor: Actor, survey: Survey) -> ResponseReturnValue:
    exports.ask(
        actor=actor, estate_id=survey.estate_id, name=exporting.ANSWERS,
        parameters={"survey_id": str(survey.id)}, now=clock.now(),
    )  # fmt: skip
    return redirect(f"/work/e/{survey.estate_id}/exports", 303)


@bp.get(f"{SURVEY}/texts")
@allow(Act.MODERATE, GRANTS, on=surveys.survey)
@takes(schemas.TextsIn, where="query")
def list_texts(actor: Actor, survey: Survey, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    state = TextState(query.pop("state"))
    found = texts.texts_page(survey, state=state, window=Window(**query))
    titles = {one.key: one.title for one in surveys.asked(survey)}
    return render_template(
        "surveys/console/texts.html",
        **frame(survey),
        state=state,
        texts=[(one, titles.get(one.question, "")) for one in found.items],
        counts=texts.counts(survey),
        states=list(TextState),
        anonymous_open=survey.mode == Mode.ANONYMOUS and survey.state != State.CLOSED,
        next=f"?state={state}&cursor={found.next}" if found.next else None,
    )


@bp.post(f"{SURVEY}/texts/<uuid:text_id>")
@allow(Act.MODERATE, GRANTS, on=surveys.survey)
@takes(schemas.DecisionIn)
def decide_text(actor: Actor, survey: Survey, text_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    moderating.decide(actor=actor, survey=survey, text_id=text_id, now=clock.now(), **body)
    return back(survey, "/texts")
