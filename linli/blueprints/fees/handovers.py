"""Change of owner: the desk makes out what seller and buyer settle, both open it by its address (FE-32)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields

from linli.blueprints.fees.shared_console import unit_named
from linli.blueprints.fees.showing import shown
from linli.domains.fees.models import Handover
from linli.domains.fees.operations import handovers as operations
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import handovers
from linli.domains.fees.queries.handovers import Settlement
from linli.domains.people.queries import register
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock, qr
from linli.platform.web import (
    Api,
    Form,
    In,
    Out,
    Pages,
    allow,
    form_page,
    gives,
    idempotent,
    public,
    summary,
    takes,
)
from linli.platform.web.schemas import Day, Text
from linli.platform.web.show import site

bp = Pages("fees_handovers", __name__)
api = Api("fees_handovers_api", __name__, tag="fees")
HERE = "/work/e/<uuid:estate_id>/fees/handovers"
THERE = "/estates/<uuid:estate_id>/handovers"


class HandoverForm(In):
    """Which unit, and the first day of its buyer."""

    unit_label = Text(most=60, required=True)
    on = Day(required=True)


class HandoverIn(In):
    """The same, by id."""

    unit_id = fields.UUID(required=True)
    on = Day(required=True)


class LineOut(Out):
    """One bill, cut at the day."""

    bill_id = fields.UUID(attribute="view.bill.id", required=True)
    amount_fen = fields.Integer(attribute="view.bill.amount_fen", required=True)
    settled_fen = fields.Integer(attribute="view.settled_fen", required=True)
    seller_fen = fields.Integer(required=True)
    buyer_fen = fields.Integer(required=True)


class SettlementOut(Out):
    """What seller and buyer settle."""

    id = fields.UUID(attribute="handover.id", required=True)
    unit_id = fields.UUID(attribute="handover.unit_id", required=True)
    on = Day(attribute="handover.on", required=True)
    code = fields.String(attribute="handover.code", required=True)
    seller_open_fen = fields.Integer(required=True)
    buyer_open_fen = fields.Integer(required=True)
    ahead_fen = fields.Integer(required=True)
    lines = fields.List(fields.Nested(LineOut), required=True)


@bp.get(HERE)
@allow(Act.READ_BOOKS, GRANTS)
def list_handovers(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _list(actor, estate_id, Form())


def _list(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "fees/handovers.html",
        place=estate_id,
        form=form,
        handovers=handovers.newest(estate_id),
        may_settle=permits(GRANTS, actor, Act.SETTLE_HANDOVER),
    )


@bp.post(HERE)
@allow(Act.SETTLE_HANDOVER, GRANTS)
@takes(HandoverForm)
@idempotent()
@form_page(_list)
def settle(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    unit_id = unit_named(estate_id, body["unit_label"])
    made = operations.settle(
        actor=actor, estate_id=estate_id, unit_id=unit_id, on=body["on"], now=clock.now()
    )
    return redirect(f"/work/e/{estate_id}/fees/handovers/{made.id}", 303)


@bp.get(f"{HERE}/<uuid:settlement_id>")
@allow(Act.READ_BOOKS, GRANTS, on=handovers.handover)
def show_one(actor: Actor, handover: Handover) -> ResponseReturnValue:  # noqa: ARG001
    address = f"{site()}/p/handovers/{handover.code}"
    names = register.owner_views(handover.estate_id, [handover.seller_id, handover.buyer_id])
    return render_template(
        "fees/handover.html",
        place=handover.estate_id,
        address=address,
        qr=qr.svg(address),
        seller=names[handover.seller_id].shown,
        buyer=names[handover.buyer_id].shown,
        **_shown(handovers.settlement(handover)),
    )


def _shown(found: Settlement) -> dict[str, Any]:
    return {"settlement": found, "lines": [(shown(one.view), one) for one in found.lines]}


@bp.get("/p/handovers/<string(maxlength=40):settlement_code>")
@public
def open_by_code(actor: Actor | None, settlement_code: str) -> ResponseReturnValue:
    found = handovers.by_code(settlement_code)
    return render_template("fees/handover_public.html", person=actor and actor.name, **_shown(found))


@api.post(THERE)
@allow(Act.SETTLE_HANDOVER, GRANTS)
@takes(HandoverIn)
@gives(SettlementOut, 201)
@idempotent()
@summary("过户结算：按交接日把账单分给买卖双方")
def settle_handover(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Settlement:
    made = operations.settle(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return handovers.settlement(made)


@api.get(f"{THERE}/<uuid:settlement_id>")
@allow(Act.READ_BOOKS, GRANTS, on=handovers.handover)
@gives(SettlementOut)
@summary("一份过户结算")
def show_handover(actor: Actor, handover: Handover) -> Settlement:  # noqa: ARG001
    return handovers.settlement(handover)
