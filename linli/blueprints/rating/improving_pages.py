"""What is missing for the next star, at the desk of those who can do it: ways, what-if, measures with owner and day."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import improving_schemas as schemas
from linli.domains.estates import operations as estate_deeds
from linli.domains.estates import queries as estates
from linli.domains.rating.models import Measure, ScoreSheet
from linli.domains.rating.operations import measures
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import improving, sheets
from linli.domains.rating.rules import improving as rules
from linli.domains.rating.rules import scoring
from linli.domains.rating.rules.grading import plain
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("rating_improving", __name__)
HERE = "/work/e/<uuid:estate_id>/rating/improving"
YEAR = "/work/e/<uuid:estate_id>/rating/<int:year>/improving"


@bp.get(HERE)
@allow(Act.READ_WAYS, GRANTS)
def to_newest(actor: Actor, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    newest = improving.newest(estate_id)
    if newest is None:
        return render_template("rating/improving_none.html")
    return redirect(_address(newest), 303)


@bp.get(YEAR)
@allow(Act.READ_WAYS, GRANTS, on=improving.confirmed)
@takes(schemas.WhatIfIn, where="query")
def show(actor: Actor, sheet: ScoreSheet, query: dict[str, Any]) -> str:
    return _page(actor, sheet, Form(), query["done"])


def _address(sheet: ScoreSheet) -> str:
    return f"/work/e/{sheet.estate_id}/rating/{sheet.year}/improving"


def _again(actor: Actor, sheet: ScoreSheet, form: Form) -> str:
    return _page(actor, sheet, form, [])


def _page(actor: Actor, sheet: ScoreSheet, form: Form, done: list[str]) -> str:
    place, today = estates.estate(estate_id=sheet.estate_id), day_of(clock.now())
    ways = improving.ways(sheet)
    return render_template(
        "rating/improving.html",
        form=form,
        here=_address(sheet),
        place=place,
        sheet=sheet,
        plan=improving.plan(sheet),
        ways=ways,
        done=done,
        thought=_thought(sheet, ways, done) if done else None,
        lost=[line for line in improving.lines(sheet) if line.points is not None and line.points < line.max],
        followed=improving.followed(sheet),
        alike=improving.alike(sheet.estate_id, sheet.year, on=today),
        may_plan=permits(GRANTS, actor, Act.PLAN_MEASURES),
        today=today,
        plain=plain,
    )


def _thought(sheet: ScoreSheet, ways: list[rules.Way], done: list[str]) -> tuple[int, int, str]:
    """The total, stars and class if the ticked ways were gone."""
    assert sheet.result is not None
    catalogue = sheets.catalogue(sheet.catalogue)
    total = rules.with_done(catalogue, improving.points(sheet), ways, done)
    stars, kind = scoring.star(
        catalogue,
        total,
        satisfaction=sheet.result["satisfaction"],
        vetoed=sheet.result["vetoed"] or sheet.result.get("kept_up", False),
    )
    return total, stars, kind


@bp.post(f"{YEAR}/measures")
@allow(Act.PLAN_MEASURES, GRANTS, on=improving.confirmed)
@takes(schemas.MeasureIn)
@form_page(_again)
@idempotent()
def plan_measure(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ResponseReturnValue:
    measures.plan_measure(actor=actor, sheet=sheet, now=clock.now(), **body)
    return redirect(f"{_address(sheet)}#measures", 303)


def _of_measure(actor: Actor, measure: Measure, form: Form) -> str:
    return _page(actor, improving.confirmed(estate_id=measure.estate_id, year=measure.year), form, [])


@bp.post("/work/e/<uuid:estate_id>/measures/<uuid:measure_id>/done")
@allow(Act.PLAN_MEASURES, GRANTS, on=improving.measure)
@takes(schemas.DoneIn)
@form_page(_of_measure)
@idempotent()
def finish_measure(actor: Actor, measure: Measure, body: dict[str, Any]) -> ResponseReturnValue:
    measures.finish_measure(actor=actor, measure=measure, now=clock.now(), **body)
    return redirect(f"/work/e/{measure.estate_id}/rating/{measure.year}/improving#measures", 303)


@bp.post(f"{YEAR}/built-year")
@allow(Act.PLAN_MEASURES, GRANTS, on=improving.confirmed)
@takes(schemas.BuiltIn)
@form_page(_again)
def note_built_year(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    estate_deeds.note_built_year(estate=estates.estate(estate_id=sheet.estate_id), year=body["year"])
    return redirect(_address(sheet), 303)
