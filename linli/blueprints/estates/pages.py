"""Estates at the staff's desk: the list of mine, and one with its company, parts and rules."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from linli.blueprints.estates import schemas, shown
from linli.domains.estates import operations, queries
from linli.domains.estates.permissions import GRANTS, Act
from linli.domains.estates.rules import Feature
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import In, Pages, allow, takes

bp = Pages("estates_pages", __name__)


class SwitchForm(In):
    """Whether a part of the platform is to be used."""

    on = fields.String(required=True, validate=validate.OneOf(("yes", "no"), error="请选择启用或停用。"))


@bp.get("/work/estates")
@allow(Act.READ_UNITS, GRANTS)
@takes(schemas.SearchIn, where="query")
def list_estates(actor: Actor, query: dict[str, Any]) -> str:
    search = query["search"]
    with seeing_every_estate():  # which estates a company serves is written in the estates' rows
        found = queries.estates_page(
            actor.scope,
            on=day_of(clock.now()),
            window=Window(query["limit"], query["cursor"]),
            search=search,
        )
    return render_template(
        "estates/list.html",
        search=search,
        estates=found.items,
        next=f"?{urlencode({'search': search, 'cursor': found.next})}" if found.next else None,
    )


@bp.get("/work/e/<uuid:estate_id>/")
@allow(Act.READ_UNITS, GRANTS)
def show_estate(actor: Actor, estate_id: UUID) -> str:
    return render_template(
        "estates/estate.html",
        place=f"/work/e/{estate_id}",
        shown=shown.estate(estate_id),
        buildings=len(queries.buildings(estate_id)),
        unready=len(queries.units_without_area(estate_id)),
        contracts=shown.contracts(estate_id),
        settings=queries.settings(estate_id),
        parts=shown.features(estate_id),
        may_shape=permits(GRANTS, actor, Act.SHAPE_ESTATE),
    )


@bp.post("/work/e/<uuid:estate_id>/features/<string:name>")
@allow(Act.SHAPE_ESTATE, GRANTS)
@takes(SwitchForm)
def switch_feature(
    actor: Actor,  # noqa: ARG001
    estate_id: UUID,
    name: str,
    body: dict[str, Any],
) -> ResponseReturnValue:
    if name not in set(Feature):
        raise Unknown
    operations.switch_feature(
        estate_id=estate_id, feature=Feature(name), on=body["on"] == "yes", today=day_of(clock.now())
    )
    return redirect(f"/work/e/{estate_id}/", 303)
