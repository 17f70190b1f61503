"""Measures for weak points, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.rating import improving_schemas as schemas
from linli.domains.estates import operations as estate_deeds
from linli.domains.estates import queries as estates
from linli.domains.rating.models import Measure, ScoreSheet
from linli.domains.rating.operations import measures
from linli.domains.rating.permissions import GRANTS, Act
from linli.domains.rating.queries import improving
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, allow, gives, idempotent, summary, takes

bp = Api("rating_improving_api", __name__, tag="rating")
YEAR = "/estates/<uuid:estate_id>/ratings/<int:year>/measures"
ONE = "/estates/<uuid:estate_id>/measures/<uuid:measure_id>/done"


@bp.get(YEAR)
@allow(Act.READ_WAYS, GRANTS, on=improving.confirmed)
@gives(schemas.MeasuresOut)
@summary("针对丢分项的整改措施，下一年的得分显示效果")
def list_measures(actor: Actor, sheet: ScoreSheet) -> dict[str, Any]:  # noqa: ARG001
    return {"items": improving.followed(sheet)}


@bp.post(YEAR)
@allow(Act.PLAN_MEASURES, GRANTS, on=improving.confirmed)
@takes(schemas.MeasureIn)
@gives(schemas.MeasuresOut, 201)
@idempotent()
@summary("定一条整改措施：做什么、谁负责、什么时候完成")
def plan_measure(actor: Actor, sheet: ScoreSheet, body: dict[str, Any]) -> dict[str, Any]:
    measures.plan_measure(actor=actor, sheet=sheet, now=clock.now(), **body)
    return {"items": improving.followed(sheet)}


@bp.post(ONE)
@allow(Act.PLAN_MEASURES, GRANTS, on=improving.measure)
@takes(schemas.DoneIn)
@gives(schemas.MeasuresOut)
@idempotent()
@summary("登记一条措施已经办结和效果")
def finish_measure(actor: Actor, measure: Measure, body: dict[str, Any]) -> dict[str, Any]:
    measures.finish_measure(actor=actor, measure=measure, now=clock.now(), **body)
    of = improving.confirmed(estate_id=measure.estate_id, year=measure.year)
    return {"items": improving.followed(of)}


@bp.put("/estates/<uuid:estate_id>/built-year")
@allow(Act.PLAN_MEASURES, GRANTS)
@takes(schemas.BuiltIn)
@gives(None, 204)
@summary("登记小区建成年份，用来找同类小区")
def note_built_year(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> None:  # noqa: ARG001
    estate_deeds.note_built_year(estate=estates.estate(estate_id=estate_id), year=body["year"])
