"""Long lists as files, for programs: ask, see how far it is, fetch once."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from linli.blueprints.work import exporting
from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.kernel.times import shanghai
from linli.platform import clock, exports
from linli.platform.exports import Export
from linli.platform.web import Api, allow, gives, idempotent, summary, takes
from linli.platform.web.files import send_sealed
from linli.platform.web.schemas import In, Moment, Out, Text

__all__ = ["bp", "exporting"]

bp = Api("exports_api", __name__, tag="exports")


class ExportIn(In):
    """Which list, and as which kind of file."""

    kind = Text(most=40, required=True)
    form = fields.String(
        load_default="xlsx", validate=validate.OneOf(list(exports.MEDIA), error="只能是 xlsx 或 csv。")
    )


class ExportOut(Out):
    """One export: where it stands, and how many rows are written."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    form = fields.String(required=True)
    state = fields.String(required=True)
    done_rows = fields.Integer(required=True)
    asked_at = Moment(required=True)
    expires_at = Moment(required=True, allow_none=True)
    error = fields.String(required=True)


class KindOut(Out):
    """A list that can be asked for."""

    name = fields.String(required=True)
    title = fields.String(required=True)


class ExportsOut(Out):
    """One's own exports in the estate, and what can be asked for."""

    items = fields.List(fields.Nested(ExportOut), required=True)
    kinds = fields.List(fields.Nested(KindOut), required=True)


def file_of(found: Export) -> Response:
    """The file, under a name that says what it is."""
    name = f"{exports.kind(found.kind).title}-{shanghai(found.asked_at):%Y%m%d-%H%M}.{found.form}"
    return send_sealed(found.storage_key or "", name=name, media_type=exports.MEDIA[found.form])


@bp.get("/estates/<uuid:estate_id>/exports")
@allow(Act.EXPORT, GRANTS)
@gives(ExportsOut)
@summary("本人申请的导出，和可以导出的清单")
def list_exports(actor: Actor, estate_id: UUID) -> Any:
    return {"items": exports.own(actor, estate_id), "kinds": exports.kinds_for(actor)}


@bp.post("/estates/<uuid:estate_id>/exports")
@allow(Act.EXPORT, GRANTS)
@takes(ExportIn)
@gives(ExportOut, 202)
@idempotent()
@summary("申请一份导出，在后台生成")
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return exports.ask(
        actor=actor, estate_id=estate_id, name=body["kind"], form=body["form"], now=clock.now()
    )


@bp.get("/estates/<uuid:estate_id>/exports/<uuid:export_id>")
@allow(Act.EXPORT, GRANTS)
@gives(ExportOut)
@summary("一份导出写到哪里了")
def show(actor: Actor, estate_id: UUID, export_id: UUID) -> Any:
    return exports.own_one(actor, estate_id, export_id)


@bp.post("/estates/<uuid:estate_id>/exports/<uuid:export_id>/file")
@allow(Act.EXPORT, GRANTS)
@gives(None, 200, media_type="application/octet-stream")
@summary("取走文件：只能取一次，24 小时内有效")
def fetch(actor: Actor, estate_id: UUID, export_id: UUID) -> Any:
    return file_of(exports.fetch(actor=actor, estate_id=estate_id, export_id=export_id, now=clock.now()))
