"""Stars and score sheets for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.rating import schemas
from linli.domains.estates import queries as estates
from linli.domains.rating.models import ScoreSheet
from linli.domains.rating.operations import filling_in
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import sheets
from linli.domains.rating.rules.states import Typed
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, public, summary, takes

bp = Api("rating_api", __name__, tag="rating")


@bp.get("/public/estates/<uuid:estate_id>/stars")
@public
@gives(schemas.StarsOut)
@summary("小区已公布的星级，新的年度在前")
def stars(actor: Actor | None, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    estates.estate(estate_id=estate_id)
    return {"items": sheets.stars(estate_id)}


@bp.get("/estates/<uuid:estate_id>/ratings")
@allow(Act.READ_SHEET, GRANTS)
@gives(schemas.SheetsOut)
@summary("小区各年度的评分表")
def list_sheets(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": sheets.sheets(estate_id)}


@bp.post("/estates/<uuid:estate_id>/ratings")
@allow(Act.ENTER, GRANTS)
@takes(schemas.YearIn)
@gives(schemas.SheetOut, 201)
@idempotent()
@summary("新建一个年度的评分表")
def begin(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ScoreSheet:
    return filling_in.begin(actor=actor, estate_id=estate_id, year=body["year"], now=clock.now())


@bp.get("/estates/<uuid:estate_id>/ratings/<int:year>")
@allow(Act.READ_SHEET, GRANTS, on=sheets.sheet)
@gives(schemas.PreviewOut)
@summary("一张评分表：填了什么、按现在填的能得几分几星")
def show_sheet(actor: Actor, sheet: ScoreSheet) -> dict[str, Any]:  # noqa: ARG001
    return _preview(sheet)


def _preview(sheet: ScoreSheet) -> dict[str, Any]:
    entries = sheets.entries(sheet)
    return {
        "sheet": sheet,
        "result": sheets.preview(sheet),
        "entries": [entries[code] for code in sorted(entries)],
    }


@bp.put("/estates/<uuid:estate_id>/ratings/<int:year>/entries")
@allow(Act.ENTER, GRANTS, on=sheets.sheet)
@takes(schemas.EntriesIn)
@gives(schemas.PreviewOut)
@summary("填写一些指标；有一项不对就都不保存")
def enter(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> dict[str, Any]:
    typed = {one.pop("code"): Typed(**one) for one in body["entries"]}
    filling_in.enter(actor=actor, sheet=sheet, typed=typed, now=clock.now())
    return _preview(sheet)


@bp.put("/estates/<uuid:estate_id>/ratings/<int:year>/vetoes")
@allow(Act.VETO, GRANTS, on=sheets.sheet)
@takes(schemas.VetoesIn)
@gives(schemas.PreviewOut)
@summary("登记本年度认定的一票否决情形")
def set_vetoes(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    filling_in.set_vetoes(sheet=sheet, codes=body["codes"])
    return _preview(sheet)


@bp.post("/estates/<uuid:estate_id>/ratings/<int:year>/submission")
@allow(Act.SUBMIT, GRANTS, on=sheets.sheet)
@takes(schemas.DecisionIn)
@gives(schemas.SheetOut)
@summary("提交评分表，等另一位工作人员确认")
def submit(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ScoreSheet:
    filling_in.submit(actor=actor, sheet=sheet, decision=body["decision"], now=clock.now())
    return sheet


@bp.post("/estates/<uuid:estate_id>/ratings/<int:year>/return")
@allow(Act.CONFIRM, GRANTS, on=sheets.sheet)
@takes(schemas.ReasonIn)
@gives(schemas.SheetOut)
@summary("退回修改")
def send_back(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> ScoreSheet:  # noqa: ARG001
    filling_in.send_back(sheet=sheet, reason=body["reason"])
    return sheet


@bp.post("/estates/<uuid:estate_id>/ratings/<int:year>/confirmation")
@allow(Act.CONFIRM, GRANTS, on=sheets.sheet)
@gives(schemas.SheetOut)
@summary("确认并公布星级；提交的人不能自己确认")
def confirm(actor: Actor, sheet: ScoreSheet) -> ScoreSheet:
    filling_in.confirm(actor=actor, sheet=sheet, now=clock.now())
    return sheet
