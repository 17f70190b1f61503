"""Taking the register away as a table, for staff: masked, or in full with a reason."""

from typing import Any
from uuid import UUID

from flask import Response, render_template

from linli.blueprints.people import rosters_schemas as schemas
from linli.domains.estates import queries as estates
from linli.domains.people.operations.exporting import export_register
from linli.domains.people.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, takes

bp = Pages("people_export_pages", __name__)
HERE = "/work/e/<uuid:estate_id>/owners"


@bp.get(f"{HERE}/export")
@allow(Act.READ_OWNERS, GRANTS)
def show_export(actor: Actor, estate_id: UUID) -> str:
    return _page(actor, estate_id, Form())


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:
    place = f"/work/e/{estate_id}/owners"
    full = permits(GRANTS, actor, Act.REVEAL_OWNER, None)
    return render_template("rosters/export.html", form=form, place=place, full=full)


@bp.post(f"{HERE}/export.xlsx")
@allow(Act.READ_OWNERS, GRANTS)
def export_masked(actor: Actor, estate_id: UUID) -> Response:
    return _send(actor, estate_id, None)


@bp.post(f"{HERE}/export-full.xlsx")
@allow(Act.REVEAL_OWNER, GRANTS)
@takes(schemas.ExportReasonIn)
@form_page(_page)
def export_full(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Response:
    return _send(actor, estate_id, body["reason"])


def _send(actor: Actor, estate_id: UUID, reason: str | None) -> Response:
    name = estates.estate(estate_id=estate_id).name
    made = export_register(actor=actor, estate_id=estate_id, estate=name, reason=reason, now=clock.now())
    return schemas.download(made, f"{name}-业主名册.xlsx")
