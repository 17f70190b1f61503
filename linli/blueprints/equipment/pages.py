"""What residents and everybody may read of the equipment: until when each lift is inspected (电梯·设备维保公示)."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.equipment import shown
from linli.domains.equipment import queries
from linli.domains.equipment.permissions import GRANTS, Act
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.kernel.actors import Actor
from linli.platform.transactions import narrow
from linli.platform.web import Pages, allow, public

bp = Pages("equipment_pages", __name__)


@bp.get("/e/<uuid:estate_id>/equipment")
@allow(Act.READ, GRANTS, on=estates.estate)
def list_equipment(actor: Actor, estate: Estate) -> ResponseReturnValue:  # noqa: ARG001
    return render_template("equipment/resident.html", tab="home", groups=_groups(estate.id))


@bp.get("/p/estates/<uuid:estate_id>/equipment")
@public
def show_public(actor: Actor | None, estate_id: UUID) -> ResponseReturnValue:
    narrow(estate_id)
    estate = estates.estate(estate_id=estate_id)
    return render_template(
        "equipment/public.html",
        estate={"id": str(estate.id), "name": estate.name},
        groups=_groups(estate_id),
        person=(actor.name or "我") if actor else None,
    )


def _groups(estate_id: UUID) -> list[tuple[str, list[dict[str, Any]]]]:
    """The pieces by class, in the order of the classes."""
    made: dict[str, list[dict[str, Any]]] = {}
    for one in shown.pieces(queries.public_ledger(estate_id, today=shown.today())):
        made.setdefault(one["kind_title"], []).append(one)
    return list(made.items())
