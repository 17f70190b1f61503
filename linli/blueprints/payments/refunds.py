"""Giving money back and using what is held: the desk's page, and the API for payers and the desk."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import refund_schemas as schemas
from linli.domains.payments.operations import held as holding
from linli.domains.payments.operations import refunds as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import held, orders, refunds
from linli.domains.payments.rules import Desk
from linli.domains.payments.rules.refunds import RefundState
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, Form, Pages, WindowIn, allow, form_page, gives, idempotent, summary, takes

bp = Pages("payments_refunds", __name__)
api = Api("payments_refunds_api", __name__, tag="payments")
HERE = "/work/e/<uuid:estate_id>/fees/refunds"
THERE = "/estates/<uuid:estate_id>"


@api.get(f"{THERE}/refunds")
@allow(Act.READ_REFUNDS, GRANTS)
@takes(WindowIn, where="query")
@gives(schemas.RefundsOut)
@summary("退款，从新到旧；住户只看到自己的")
def list_refunds(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Any:
    return refunds.refunds_page(actor, estate_id, window=Window(query["limit"], query["cursor"]))


@api.post(f"{THERE}/refunds")
@allow(Act.ASK_REFUND, GRANTS)
@takes(schemas.RefundIn)
@gives(schemas.RefundOut, 201)
@idempotent(required=True)
@summary("申请退回多付的款：不超过实付减已退")
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return operations.ask(actor=actor, estate_id=estate_id, now=clock.now(), **body)


@api.post(f"{THERE}/refunds/decisions")
@allow(Act.DECIDE_REFUND, GRANTS)
@takes(schemas.DecisionIn)
@gives(schemas.RefundOut)
@summary("审批退款：申请人不能审批，大额要两个不同岗位的人")
def decide(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    found = refunds.refund(estate_id=estate_id, refund_id=body["refund_id"])
    return operations.decide(actor=actor, refund=found, agree=body["agree"], now=clock.now())


@api.post(f"{THERE}/refunds/handouts")
@allow(Act.HAND_OUT, GRANTS)
@takes(schemas.HandOutIn)
@gives(schemas.RefundOut)
@summary("柜台收的款已当面退还")
def hand_out(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    found = refunds.refund(estate_id=estate_id, refund_id=body["refund_id"])
    return operations.hand_out(actor=actor, refund=found, voucher_no=body["voucher_no"], now=clock.now())


@api.get(f"{THERE}/surplus")
@allow(Act.USE_HELD, GRANTS)
@gives(schemas.HeldOut)
@summary("我的多付款余额和使用记录")
def show_held(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return _held(actor, estate_id)


@api.post(f"{THERE}/surplus/uses")
@allow(Act.USE_HELD, GRANTS)
@takes(schemas.UseIn)
@gives(schemas.AllocationOut, 201)
@idempotent(required=True)
@summary("用多付款缴账单：先缴指定的，其余按到期先后")
def use_surplus(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Any:
    return holding.use_surplus(actor=actor, estate_id=estate_id, bill_ids=body["bill_ids"], now=clock.now())


@api.post(f"{THERE}/surplus/prepayments")
@allow(Act.USE_HELD, GRANTS)
@takes(schemas.PrepayIn)
@gives(schemas.HeldOut, 201)
@idempotent(required=True)
@summary("把多付款转为房屋的预存，以后出账自动抵扣")
def prepay(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    holding.prepay(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _held(actor, estate_id)


def _held(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return {
        "surplus_fen": orders.surplus_fen(estate_id, actor.account_id),
        "items": held.allocations(estate_id, actor.account_id),
    }


@bp.get(HERE)
@allow(Act.DECIDE_REFUND, GRANTS)
def list_work(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form({}))


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:
    found = refunds.refunds_page(actor, estate_id, window=Window(50))
    came = refunds.ways(found.items)
    return render_template(
        "payments/refunds.html",
        place=estate_id,
        form=form,
        refunds=[
            (RefundState(one.state), one, one.asked_by == actor.account_id, came[one.id] in set(Desk))
            for one in found.items
        ],
        payments=[(orders.way_title(one.channel), one) for one in refunds.with_surplus(estate_id)],
    )


@bp.post(HERE)
@allow(Act.ASK_REFUND, GRANTS)
@takes(schemas.RefundForm)
@idempotent()
@form_page(_page)
def ask_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    operations.ask(
        actor=actor,
        estate_id=estate_id,
        payment_id=body["payment_id"],
        amount_fen=body["amount"],
        reason=body["reason"],
        now=clock.now(),
    )
    return redirect(f"/work/e/{estate_id}/fees/refunds", 303)


@bp.post(f"{HERE}/decisions")
@allow(Act.DECIDE_REFUND, GRANTS)
@takes(schemas.DecisionIn)
@form_page(_page)
def decide_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    found = refunds.refund(estate_id=estate_id, refund_id=body["refund_id"])
    operations.decide(actor=actor, refund=found, agree=body["agree"], now=clock.now())
    return redirect(f"/work/e/{estate_id}/fees/refunds", 303)


@bp.post(f"{HERE}/handouts")
@allow(Act.HAND_OUT, GRANTS)
@takes(schemas.HandOutIn)
@idempotent()
@form_page(_page)
def hand_out_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    found = refunds.refund(estate_id=estate_id, refund_id=body["refund_id"])
    operations.hand_out(actor=actor, refund=found, voucher_no=body["voucher_no"], now=clock.now())
    return redirect(f"/work/e/{estate_id}/fees/refunds", 303)
