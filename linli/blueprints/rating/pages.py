"""An estate's star for everybody, and the score sheet for those who fill it in and confirm it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.rating import schemas, shown
from linli.blueprints.work import home, today
from linli.domains.estates.rules import Feature
from linli.domains.rating.models import ScoreSheet
from linli.domains.rating.operations import filling_in
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import datasets, sheets
from linli.domains.rating.rules.catalogue import Area
from linli.domains.rating.rules.grading import plain
from linli.domains.rating.rules.states import State
from linli.kernel.actors import Actor, Role
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("rating_pages", __name__)
CONFIRM_WITHIN = timedelta(days=7)
NOT_FROZEN = "这一年的数据还没有冻结，平台数据的指标要等市里冻结以后才有分。"


@bp.get("/work/e/<uuid:estate_id>/rating")
@allow(Act.READ_SHEET, GRANTS)
def list_sheets(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _list(actor, estate_id, Form())


def _list(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "rating/sheets.html",
        form=form,
        place=estate_id,
        sheets=sheets.sheets(estate_id),
        states={state.value: state.title for state in State},
        year=day_of(clock.now()).year,
        may_begin=permits(GRANTS, actor, Act.ENTER),
        plain=plain,
    )


@bp.post("/work/e/<uuid:estate_id>/rating")
@allow(Act.ENTER, GRANTS)
@takes(schemas.YearIn)
@idempotent()
@form_page(_list)
def begin(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    sheet = filling_in.begin(actor=actor, estate_id=estate_id, year=body["year"], now=clock.now())
    return redirect(_address(sheet), 303)


def _address(sheet: ScoreSheet) -> str:
    return f"/work/e/{sheet.estate_id}/rating/{sheet.year}"


@bp.get("/work/e/<uuid:estate_id>/rating/<int:year>")
@allow(Act.READ_SHEET, GRANTS, on=sheets.sheet)
def show_sheet(actor: Actor, sheet: ScoreSheet) -> ResponseReturnValue:
    return _sheet(actor, sheet, Form())


def _sheet(actor: Actor, sheet: ScoreSheet, form: Form) -> str:
    catalogue, entries, result = (
        sheets.catalogue(sheet.catalogue),
        sheets.entries(sheet),
        sheets.preview(sheet),
    )
    held = datasets.values(sheet.estate_id, sheet.year)
    return render_template(
        "rating/sheet.html",
        form=form,
        sheet=sheet,
        address=_address(sheet),
        catalogue=catalogue,
        result=result,
        areas=[(area, shown.rows(area, entries, result, held)) for area in catalogue.areas],
        state=State(sheet.state),
        state_of_data="" if datasets.frozen(sheet.year) else NOT_FROZEN,
        jumps=sum(not one.comment for one in datasets.jumps(sheet.estate_id, sheet.year, catalogue)),
        may={act.name: permits(GRANTS, actor, act, sheet) for act in Act},
        mine=sheet.submitted_by == actor.account_id,
        plain=plain,
    )


def _area_of(sheet: ScoreSheet, code: str) -> Area:
    found = sheets.catalogue(sheet.catalogue).area(code)
    if found is None:
        raise Unknown
    return found


@bp.get("/work/e/<uuid:estate_id>/rating/<int:year>/<area>")
@allow(Act.ENTER, GRANTS, on=sheets.sheet)
def show_area(actor: Actor, sheet: ScoreSheet, area: str) -> ResponseReturnValue:
    if sheet.state != State.DRAFT:
        return redirect(_address(sheet), 303)
    return _area(actor, sheet, area, Form())


def _area(actor: Actor, sheet: ScoreSheet, area: str, form: Form) -> str:  # noqa: ARG001
    found, result = _area_of(sheet, area), sheets.preview(sheet)
    catalogue = sheets.catalogue(sheet.catalogue)
    return render_template(
        "rating/area.html",
        form=form,
        sheet=sheet,
        address=_address(sheet),
        area=found,
        areas=catalogue.areas,
        rows=shown.rows(found, sheets.entries(sheet), result, datasets.values(sheet.estate_id, sheet.year)),
        result=result,
        score=next(one for one in result.areas if one.code == found.code),
        count=len(catalogue.indicators),
        saved="saved" in request.args,
        plain=plain,
    )


@bp.post("/work/e/<uuid:estate_id>/rating/<int:year>/<area>")
@allow(Act.ENTER, GRANTS, on=sheets.sheet)
@takes(schemas.AreaForm)
@form_page(_area)
def enter(actor: Actor, sheet: ScoreSheet, area: str, body: dict[str, Any]) -> ResponseReturnValue:
    typed = shown.typed_in(_area_of(sheet, area), body)
    filling_in.enter(actor=actor, sheet=sheet, typed=typed, now=clock.now())
    return redirect(f"{_address(sheet)}/{area}?saved=1", 303)


@bp.post("/work/e/<uuid:estate_id>/rating/<int:year>/vetoes")
@allow(Act.VETO, GRANTS, on=sheets.sheet)
@takes(schemas.VetoesIn)
@form_page(_sheet)
def set_vetoes(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    filling_in.set_vetoes(sheet=sheet, codes=body["codes"])
    return redirect(_address(sheet), 303)


@bp.post("/work/e/<uuid:estate_id>/rating/<int:year>/submission")
@allow(Act.SUBMIT, GRANTS, on=sheets.sheet)
@takes(schemas.DecisionIn)
@form_page(_sheet)
def submit(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ResponseReturnValue:
    filling_in.submit(actor=actor, sheet=sheet, decision=body["decision"], now=clock.now())
    return redirect(_address(sheet), 303)


@bp.post("/work/e/<uuid:estate_id>/rating/<int:year>/return")
@allow(Act.CONFIRM, GRANTS, on=sheets.sheet)
@takes(schemas.ReasonIn)
@form_page(_sheet)
def send_back(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    filling_in.send_back(sheet=sheet, reason=body["reason"])
    return redirect(_address(sheet), 303)


@bp.post("/work/e/<uuid:estate_id>/rating/<int:year>/confirmation")
@allow(Act.CONFIRM, GRANTS, on=sheets.sheet)
@form_page(_sheet)
def confirm(actor: Actor, sheet: ScoreSheet) -> ResponseReturnValue:
    filling_in.confirm(actor=actor, sheet=sheet, now=clock.now())
    return redirect(_address(sheet), 303)


def _waiting(actor: Actor, estate_id: UUID, now: datetime) -> list[today.Item]:
    """The sheets that wait for the actor's confirmation."""
    return [
        today.Item(
            title=f"{sheet.year} 年星级待确认",
            action="去核对",
            href=_address(sheet),
            due_at=(sheet.submitted_at or now) + CONFIRM_WITHIN,
        )
        for sheet in sheets.sheets(estate_id)
        if sheet.state == State.PRELIMINARY and sheet.submitted_by != actor.account_id
    ]


def _badge(actor: Actor, estate_id: UUID, now: datetime, extras: home.Extras) -> None:  # noqa: ARG001
    star = sheets.star(estate_id)
    if star is not None:
        extras.star = {"level": star.stars, "text": star.title, "href": f"/p/estates/{estate_id}"}


_CONFIRMERS = (Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
today.contribute("rating", _CONFIRMERS, _waiting, feature=Feature.RATING)
home.contribute(
    "rating",
    feature=Feature.RATING,
    enrich=_badge,
    module=home.Module(label="小区星级", icon="award", way="star", position=40),
)
