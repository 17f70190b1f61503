"""One's own exports on one page: ask, see how far each is, fetch once."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.work.exports_api import ExportIn, file_of
from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock, exports
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("exports_pages", __name__)


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:
    found = exports.own(actor, estate_id)
    return render_template(
        "work/exports.html",
        at=f"/work/e/{estate_id}/exports",
        form=form,
        found=[(one, exports.kind(one.kind).title, exports.State(one.state)) for one in found],
        kinds=[(one.name, one.title) for one in exports.kinds_for(actor)],
        waiting=any(one.state in {"queued", "running"} for one in found),
    )


@bp.get("/work/e/<uuid:estate_id>/exports")
@allow(Act.EXPORT, GRANTS)
def show(actor: Actor, estate_id: UUID) -> str:
    return _page(actor, estate_id, Form())


@bp.post("/work/e/<uuid:estate_id>/exports")
@allow(Act.EXPORT, GRANTS)
@takes(ExportIn)
@idempotent()
@form_page(_page)
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    exports.ask(actor=actor, estate_id=estate_id, name=body["kind"], form=body["form"], now=clock.now())
    return redirect(f"/work/e/{estate_id}/exports", 303)


@bp.post("/work/e/<uuid:estate_id>/exports/<uuid:export_id>/file")
@allow(Act.EXPORT, GRANTS)
def fetch(actor: Actor, estate_id: UUID, export_id: UUID) -> ResponseReturnValue:
    return file_of(exports.fetch(actor=actor, estate_id=estate_id, export_id=export_id, now=clock.now()))
