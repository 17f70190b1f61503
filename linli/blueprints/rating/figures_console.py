"""Facts behind a rating, on pages: an estate's figures, how each came about, and the runs over all estates."""

from typing import Any

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import data_schemas as schemas
from linli.domains.rating.models import DataSet
from linli.domains.rating.operations import datasets as running
from linli.domains.rating.operations import recording
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import datasets, tracing
from linli.domains.rating.queries.tracing import Asked, Year
from linli.domains.rating.rules import figures, wording
from linli.domains.rating.rules.figures import RunState
from linli.domains.rating.rules.grading import plain
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.schemas import WindowIn

bp = Pages("rating_figures_console", __name__)
FIGURES = "/work/e/<uuid:estate_id>/rating/<int:year>/figures"
ONE = f"{FIGURES}/<fact>"
RUNS = "/work/rating/data"
RUN = f"{RUNS}/<uuid:data_set_id>"


@bp.get(FIGURES)
@allow(Act.READ_FIGURES, GRANTS, on=tracing.year)
def show_figures(actor: Actor, of: Year) -> str:  # noqa: ARG001
    items = tracing.traced(of)
    return render_template(
        "rating/figures.html",
        of=of,
        here=f"/work/e/{of.estate_id}/rating/{of.year}/figures",
        areas=[
            (area, [one for one in items if one.code in {each.code for each in area.indicators}])
            for area in of.catalogue.areas
        ],
        missing=sum(one.source is None for one in items),
        count=len(items),
        odd=[one for one in items if one.jump],
        plain=plain,
    )


@bp.get(ONE)
@allow(Act.READ_FIGURES, GRANTS, on=tracing.asked)
@takes(WindowIn, where="query")
def show_figure(actor: Actor, one: Asked, query: dict[str, Any]) -> str:
    return _figure(actor, one, Form(), cursor=query["cursor"])


def _figure(actor: Actor, one: Asked, form: Form, *, cursor: str | None = None) -> str:
    found = tracing.rows(actor, one, window=Window(30, cursor))
    here = f"/work/e/{one.of.estate_id}/rating/{one.of.year}/figures"
    may_record = recording.may_record(one.of.estate_id, one.of.year, one.fact)
    return render_template(
        "rating/figure.html",
        form=form,
        of=one.of,
        up=here,
        here=f"{here}/{one.fact}",
        figure=tracing.explained_figure(one),
        said=lambda value: figures.said(one.part, value),
        rows=found.items,
        next=found.next and f"{here}/{one.fact}?cursor={found.next}",
        indicator=one.indicator,
        is_share=figures.is_share(one.part),
        options=wording.options(one.part),
        choice=wording.kind_of_input(one.part) == "choice",
        yes_no=wording.kind_of_input(one.part) == "yes_no",
        may_record=may_record and permits(GRANTS, actor, Act.RECORD_FACT),
        may_correct=one.of.frozen and permits(GRANTS, actor, Act.CORRECT_FIGURE),
        may_comment=permits(GRANTS, actor, Act.EXPLAIN_JUMP),
    )


def _back(one: Asked) -> ResponseReturnValue:
    return redirect(f"/work/e/{one.of.estate_id}/rating/{one.of.year}/figures/{one.fact}", 303)


@bp.post(f"{ONE}/records")
@allow(Act.RECORD_FACT, GRANTS, on=tracing.asked)
@takes(schemas.ValueIn)
@idempotent()
@form_page(_figure)
def record(actor: Actor, one: Asked, body: dict[str, Any]) -> ResponseReturnValue:
    recording.record(
        actor=actor,
        estate_id=one.of.estate_id,
        year=one.of.year,
        fact=one.fact,
        typed=schemas.typed(body),
        evidence=body["evidence"],
        now=clock.now(),
    )
    return _back(one)


@bp.post(f"{ONE}/corrections")
@allow(Act.CORRECT_FIGURE, GRANTS, on=tracing.asked)
@takes(schemas.CorrectionIn)
@idempotent()
@form_page(_figure)
def correct(actor: Actor, one: Asked, body: dict[str, Any]) -> ResponseReturnValue:
    recording.correct(
        actor=actor,
        estate_id=one.of.estate_id,
        year=one.of.year,
        fact=one.fact,
        typed=schemas.typed(body),
        reason=body["reason"],
        evidence=body["evidence"],
        now=clock.now(),
    )
    return _back(one)


@bp.post(f"{ONE}/comments")
@allow(Act.EXPLAIN_JUMP, GRANTS, on=tracing.asked)
@takes(schemas.CommentIn)
@form_page(_figure)
def comment(actor: Actor, one: Asked, body: dict[str, Any]) -> ResponseReturnValue:
    recording.comment(
        actor=actor,
        estate_id=one.of.estate_id,
        year=one.of.year,
        fact=one.fact,
        words=body["words"],
        now=clock.now(),
    )
    return _back(one)


@bp.get(RUNS)
@allow(Act.READ_DATA, GRANTS)
def list_runs(actor: Actor, form: Form | None = None) -> str:
    return render_template(
        "rating/runs.html",
        form=form or Form(),
        here=RUNS,
        runs=datasets.runs(),
        states={state.value: state.title for state in RunState},
        year=day_of(clock.now()).year - 1,
        may_run=permits(GRANTS, actor, Act.RUN_DATA),
    )


@bp.post(RUNS)
@allow(Act.RUN_DATA, GRANTS)
@takes(schemas.YearOfDataIn)
@form_page(list_runs)
@idempotent()
def start(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    made = running.start(actor=actor, year=body["year"], now=clock.now())
    return redirect(f"{RUNS}/{made.id}", 303)


@bp.get(RUN)
@allow(Act.READ_DATA, GRANTS, on=datasets.run)
def show_run(actor: Actor, of: DataSet) -> str:
    return _run(actor, of, Form())


def _run(actor: Actor, of: DataSet, form: Form) -> str:
    return render_template(
        "rating/run.html",
        form=form,
        here=f"{RUNS}/{of.id}",
        up=RUNS,
        of=of,
        state=RunState(of.state),
        may_run=permits(GRANTS, actor, Act.RUN_DATA),
        progress=tracing.progress(of),
    )


@bp.post(f"{RUN}/freeze")
@allow(Act.RUN_DATA, GRANTS, on=datasets.run)
@form_page(_run)
def freeze(actor: Actor, of: DataSet) -> ResponseReturnValue:
    running.freeze(actor=actor, of=of, now=clock.now())
    return redirect(f"{RUNS}/{of.id}", 303)
