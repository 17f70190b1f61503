"""What is held for a household: its balance, paying ahead, and the choice between refund and keeping (PA-15)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import balance_schemas as schemas
from linli.blueprints.payments import refund_schemas
from linli.blueprints.payments.pages import here_scene, ways
from linli.blueprints.payments.schemas import OrderOut
from linli.blueprints.payments.showing import order_shown
from linli.domains.estates import queries as estates
from linli.domains.fees.queries import bills
from linli.domains.payments.errors import NothingToPay
from linli.domains.payments.operations import held as holding
from linli.domains.payments.operations import orders as paying
from linli.domains.payments.operations import refunds as returning
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import ahead, held, orders, refunds
from linli.domains.payments.queries.held import Movement
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.refunds import RefundState
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

bp = Pages("payments_balance", __name__)
api = Api("payments_balance_api", __name__, tag="payments")
HERE = "/e/<uuid:estate_id>/balance"
THERE = "/estates/<uuid:estate_id>"


@api.get(f"{THERE}/balance")
@allow(Act.USE_HELD, GRANTS)
@gives(schemas.BalanceOut)
@summary("我的多付款、各房屋的预存和来龙去脉，还能预存多少、能退多少")
def read_balance(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return _balance(actor, estate_id)


@api.post(f"{THERE}/prepayments")
@allow(Act.PAY, GRANTS)
@takes(schemas.PrepayingIn)
@gives(OrderOut, 201)
@idempotent(required=True)
@summary("为房屋预存：金额自选，不超过 12 个月和合同到期日")
def prepay_online(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return order_shown(paying.start_prepaying(actor=actor, estate_id=estate_id, now=clock.now(), **body))


def _balance(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    mine = held.movements(estate_id, AccountKind.SURPLUS, actor.account_id)
    return {
        "surplus_fen": orders.surplus_fen(estate_id, actor.account_id),
        "movements": _moved(mine),
        "units": [
            {
                "unit_id": one.id,
                "unit_label": one.label,
                "prepaid_fen": held.balance_fen(estate_id, AccountKind.PREPAID, one.id),
                "most_fen": ahead.most_fen(estate_id, one.id, on=day_of(clock.now())),
                "movements": _moved(held.movements(estate_id, AccountKind.PREPAID, one.id)),
            }
            for one in estates.unit_views(estate_id, ahead.own_units(actor))
        ],
        "refundable": [
            {
                "payment_id": one.id,
                "channel_title": orders.way_title(one.channel),
                "paid_at": one.paid_at,
                "amount_fen": one.amount_fen,
                "most_fen": most,
            }
            for one, most in refunds.refundable(actor.account_id, estate_id)
        ],
        "items": held.allocations(estate_id, actor.account_id),
    }


def _moved(found: Iterable[Movement]) -> list[dict[str, Any]]:
    return [
        {
            "at": one.at,
            "posting": one.posting,
            "title": one.posting.title,
            "amount_fen": one.amount_fen,
            "balance_fen": one.balance_fen,
        }
        for one in found
    ]


@bp.get(HERE)
@allow(Act.USE_HELD, GRANTS)
def show(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form())


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:
    mine = refunds.refunds_page(actor, estate_id, window=Window(20)).items
    owing = bills.own_bills(actor, estate_id, open_only=True)
    found = _balance(actor, estate_id)
    return render_template(
        "payments/balance.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        form=form,
        balance=found,
        unit_options=[(one["unit_id"], one["unit_label"]) for one in found["units"]],
        owed_fen=sum(one.open_fen for one in owing),
        refunds=[(one, RefundState(one.state)) for one in mine],
    )


@bp.post(f"{HERE}/uses")
@allow(Act.USE_HELD, GRANTS)
@idempotent()
@form_page(_page)
def use(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    owing = [one.bill.id for one in bills.own_bills(actor, estate_id, open_only=True)]
    if not owing:
        raise NothingToPay
    holding.use_surplus(actor=actor, estate_id=estate_id, bill_ids=[], now=clock.now())
    return redirect(f"/e/{estate_id}/balance", 303)


@bp.post(f"{HERE}/kept")
@allow(Act.USE_HELD, GRANTS)
@takes(schemas.KeepForm)
@idempotent()
@form_page(_page)
def keep(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    holding.prepay(
        actor=actor,
        estate_id=estate_id,
        unit_id=body["unit_id"],
        amount_fen=body["amount"],
        now=clock.now(),
    )
    return redirect(f"/e/{estate_id}/balance", 303)


@bp.get(f"{HERE}/refund")
@allow(Act.ASK_REFUND, GRANTS)
def refund_form(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _refund(actor, estate_id, Form())


def _refund(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "payments/refund_ask.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/balance", "label": "返回余额"},
        form=form,
        balance=_balance(actor, estate_id),
    )


@bp.post(f"{HERE}/refund")
@allow(Act.ASK_REFUND, GRANTS)
@takes(refund_schemas.RefundForm)
@idempotent()
@form_page(_refund)
def ask_refund(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    returning.ask(
        actor=actor,
        estate_id=estate_id,
        payment_id=body["payment_id"],
        amount_fen=body["amount"],
        reason=body["reason"],
        now=clock.now(),
    )
    return redirect(f"/e/{estate_id}/balance", 303)


@bp.get(f"{HERE}/prepay")
@allow(Act.PAY, GRANTS)
def prepay_form(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _prepay(actor, estate_id, Form())


def _prepay(actor: Actor, estate_id: UUID, form: Form) -> str:
    return render_template(
        "payments/prepay.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/balance", "label": "返回余额"},
        form=form,
        units=_balance(actor, estate_id)["units"],
        channels=ways(estate_id),
    )


@bp.post(f"{HERE}/prepay")
@allow(Act.PAY, GRANTS)
@takes(schemas.PrepayingForm)
@idempotent()
@form_page(_prepay)
def prepay(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    order = paying.start_prepaying(
        actor=actor,
        estate_id=estate_id,
        unit_id=body["unit_id"],
        amount_fen=body["amount"],
        channel=body["channel"],
        now=clock.now(),
        scene=here_scene(),
    )
    return redirect(f"/e/{estate_id}/payments/{order.id}/cashier", 303)
