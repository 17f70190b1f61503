"""The ledger of equipment for programs."""

from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.equipment import schemas, shown
from linli.blueprints.equipment.shown import found
from linli.domains.equipment import operations, queries
from linli.domains.equipment.models import Equipment
from linli.domains.equipment.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes
from linli.platform.web.files import send

bp = Api("equipment_api", __name__, tag="tickets")
ALL = "/estates/<uuid:estate_id>/equipment"
ONE = f"{ALL}/<uuid:equipment_id>"


@bp.get(ALL)
@allow(Act.READ, GRANTS)
@takes(schemas.LedgerIn, where="query")
@gives(page_of(schemas.PieceOut))
@summary("设施设备台账，过期的在前")
def list_equipment(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    window = Window(query["limit"], query["cursor"])
    some = queries.ledger_page(estate_id, kind=query["kind"], retired=query["retired"], window=window)
    return shown.page(some)


@bp.post(ALL)
@allow(Act.KEEP, GRANTS)
@takes(schemas.EntryIn)
@gives(schemas.PieceOut, 201)
@idempotent()
@summary("登记一台设备，同时生成报事二维码")
def enter_equipment(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    entry = shown.entry(body)
    return shown.piece(operations.enter(actor=actor, estate_id=estate_id, entry=entry, now=clock.now()))


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=found)
@gives(schemas.PieceOut)
@summary("一台设备和它的检验、保养期限")
def show_equipment(actor: Actor, piece: Equipment) -> dict[str, Any]:  # noqa: ARG001
    return shown.piece(piece)


@bp.put(ONE)
@allow(Act.KEEP, GRANTS, on=found)
@takes(schemas.EntryIn)
@gives(schemas.PieceOut)
@summary("更正台账，类别和二维码不变")
def change_equipment(actor: Actor, piece: Equipment, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return shown.piece(operations.change(piece=piece, entry=shown.entry(body)))


@bp.post(f"{ONE}/retirement")
@allow(Act.KEEP, GRANTS, on=found)
@takes(schemas.WhyIn)
@gives(schemas.PieceOut)
@summary("停用一台设备，要写原因")
def retire_equipment(actor: Actor, piece: Equipment, body: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return shown.piece(operations.retire(piece=piece, now=clock.now(), **body))


@bp.get(f"{ONE}/records")
@allow(Act.READ, GRANTS, on=found)
@takes(WindowIn, where="query")
@gives(page_of(schemas.RecordOut))
@summary("一台设备的检验和保养记录，新的在前")
def list_records(actor: Actor, piece: Equipment, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    return shown.records(piece, queries.records(piece, window=Window(**query)))


@bp.post(f"{ONE}/records")
@allow(Act.RECORD, GRANTS, on=found)
@takes(schemas.RecordForm, files=True)
@gives(schemas.PieceOut, 201)
@idempotent()
@summary("登记一次检验或保养，可以带照片和报告；不合格的自动开工单")
def record_upkeep(actor: Actor, piece: Equipment, body: dict[str, Any]) -> dict[str, Any]:
    operations.record(actor=actor, piece=piece, done=shown.done(body), now=clock.now())
    return shown.piece(piece)


@bp.get(f"{ONE}/files/<uuid:file_id>")
@allow(Act.READ, GRANTS, on=found)
@gives(None, media_type="image/jpeg, application/pdf")
@summary("检验或保养记录的照片或报告")
def show_file(actor: Actor, piece: Equipment, file_id: UUID) -> Response:  # noqa: ARG001
    return send(queries.proof(piece, file_id))
