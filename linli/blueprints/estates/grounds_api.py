"""What an estate consists of: buildings, stairwells, units, codes of other systems, for programs."""

from typing import Any
from uuid import UUID

from linli.blueprints.estates import schemas, shown
from linli.domains.estates import operations, queries
from linli.domains.estates.models import Building, Unit
from linli.domains.estates.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform.paging import Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("estates_grounds_api", __name__, tag="estates")


@bp.get("/estates/<uuid:estate_id>/buildings")
@allow(Act.READ_UNITS, GRANTS)
@gives(schemas.BuildingsOut)
@summary("小区的楼幢和单元")
def list_buildings(actor: Actor, estate_id: UUID) -> Any:  # noqa: ARG001
    return {"items": shown.buildings(estate_id)}


@bp.post("/estates/<uuid:estate_id>/buildings")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(schemas.BuildingIn)
@gives(schemas.BuildingOut, 201)
@idempotent()
@summary("新增楼幢")
def add_building(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    made = operations.add_building(estate_id=estate_id, **body)
    return {"id": made.id, "name": made.name, "phase": made.phase, "position": made.position, "entrances": []}


@bp.put("/estates/<uuid:estate_id>/buildings/<uuid:building_id>/phase")
@allow(Act.SHAPE_ESTATE, GRANTS, on=queries.building)
@takes(schemas.PhaseIn)
@gives(None, 204)
@summary("把楼幢移到另一期；房屋、业主和在办的事都不变")
def move_building(actor: Actor, building: Building, body: dict[str, Any]) -> None:  # noqa: ARG001
    operations.move_building(building=building, phase=body["phase"])


@bp.post("/estates/<uuid:estate_id>/buildings/<uuid:building_id>/entrances")
@allow(Act.SHAPE_ESTATE, GRANTS, on=queries.building)
@takes(schemas.EntranceIn)
@gives(schemas.EntranceOut, 201)
@idempotent()
@summary("新增单元")
def add_entrance(actor: Actor, building: Building, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.add_entrance(estate_id=building.estate_id, building_id=building.id, name=body["name"])


@bp.get("/estates/<uuid:estate_id>/units")
@allow(Act.READ_UNITS, GRANTS)
@takes(schemas.UnitsIn, where="query")
@gives(page_of(schemas.UnitOut))
@summary("小区的房屋；ready=false 是面积或来源不全、还进不了名册的")
def list_units(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    window = Window(query.pop("limit"), query.pop("cursor"))
    return queries.units_page(estate_id, window=window, **query)


@bp.post("/estates/<uuid:estate_id>/units")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(schemas.UnitIn)
@gives(schemas.UnitOut, 201)
@idempotent()
@summary("新增房屋")
def add_unit(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.add_unit(estate_id=estate_id, **body)


@bp.get("/estates/<uuid:estate_id>/units/<uuid:unit_id>")
@allow(Act.READ_UNITS, GRANTS, on=queries.unit)
@gives(schemas.UnitOut)
@summary("一套房屋")
def show_unit(actor: Actor, unit: Unit) -> Any:  # noqa: ARG001
    return unit


@bp.put("/estates/<uuid:estate_id>/units/<uuid:unit_id>/area")
@allow(Act.SET_AREA, GRANTS, on=queries.unit)
@takes(schemas.AreaIn)
@gives(schemas.UnitOut)
@summary("更正房屋面积和来源")
def set_area(actor: Actor, unit: Unit, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.set_area(unit=unit, **body)


@bp.get("/estates/<uuid:estate_id>/outside-codes")
@allow(Act.READ_UNITS, GRANTS)
@takes(schemas.CodesIn, where="query")
@gives(schemas.CodesOut)
@summary("其他系统给小区、楼幢、房屋的编号；也可以按编号反查")
def list_codes(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:  # noqa: ARG001
    return {"items": queries.outside_codes(estate_id, **query)}


@bp.post("/estates/<uuid:estate_id>/outside-codes")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(schemas.CodeIn)
@gives(schemas.CodeOut, 201)
@idempotent()
@summary("记下其他系统的编号")
def add_code(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:  # noqa: ARG001
    return operations.add_outside_code(estate_id=estate_id, kind=body.pop("object_kind"), **body)
