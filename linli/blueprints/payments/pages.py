"""Paying on the phone: check, pay at the channel, wait for the truth, keep the receipt."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.fees.showing import shown
from linli.blueprints.payments import schemas
from linli.blueprints.payments.showing import order_shown, public_shown, receipt_shown, scene_of, verify_url
from linli.domains.estates import queries as estates
from linli.domains.fees.queries import bills
from linli.domains.payments.errors import ChannelSilent
from linli.domains.payments.models import PaymentOrder
from linli.domains.payments.operations import orders as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.ports import Channels, Scene, Till, TillKind
from linli.domains.payments.queries import orders
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.times import day_of
from linli.platform import clock, qr
from linli.platform.ports import use
from linli.platform.web import Form, Pages, allow, form_page, idempotent, public, takes
from linli.platform.web.papers import paper
from linli.platform.web.show import site

bp = Pages("payments_pages", __name__)
HERE = "/e/<uuid:estate_id>/payments"


@bp.get(f"{HERE}/new")
@allow(Act.PAY, GRANTS)
@takes(schemas.CartQueryIn, where="query")
def check(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _check(actor, estate_id, Form({"bill": query["bill"]}))


def _check(actor: Actor, estate_id: UUID, form: Form) -> str:
    chosen = bills.own_bills_named(actor, estate_id, [UUID(str(one)) for one in form.value("bill", [])])
    owing = [shown(one) for one in chosen if one.open_fen > 0]
    return render_template(
        "payments/check.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        heading="确认付款",
        form=form,
        bills=owing,
        total_fen=sum(one["open_fen"] for one in owing),
        being_paid=orders.being_paid(estate_id, [one["id"] for one in owing], now=clock.now()),
        channels=ways(estate_id),
    )


def ways(estate_id: UUID) -> list[dict[str, str]]:
    """The ways to pay from where the payer is."""
    scene, offered = here_scene(), use(Channels).serving(estate_id, on=day_of(clock.now()))
    hint = "用手机扫码付款" if scene is Scene.COMPUTER else ""
    return [
        {"value": one.name, "label": one.title, "hint": hint if one.name != "sandbox" else ""}
        for one in offered.values()
        if one.suits(scene)
    ]


def here_scene() -> Scene:
    """Where the payer is, by what his browser calls itself."""
    return scene_of(request.user_agent.string)


@bp.post(HERE)
@allow(Act.PAY, GRANTS)
@takes(schemas.PayForm)
@idempotent()
@form_page(_check)
def pay(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    order = operations.start(
        actor=actor,
        estate_id=estate_id,
        bill_ids=body["bill"],
        channel=body["channel"],
        now=clock.now(),
        scene=here_scene(),
    )
    return redirect(f"/e/{estate_id}/payments/{order.id}/cashier", 303)


@bp.get(f"{HERE}/<uuid:order_id>/cashier")
@allow(Act.READ_OWN, GRANTS)
@takes(schemas.CashierQueryIn, where="query")
def cashier(actor: Actor, estate_id: UUID, order_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    order, now = orders.own_order(actor, estate_id=estate_id, order_id=order_id), clock.now()
    if not operations.payable(order, now=now):
        return redirect(f"/e/{estate_id}/payments/{order_id}", 303)
    ip = request.remote_addr or ""
    try:
        till = operations.cashier_page(order=order, site=site(), now=now, code=query["code"], payer_ip=ip)
    except ChannelSilent as no:
        return _till(order, None, no.sentence)
    if till.kind is TillKind.PAGE and till.address.startswith("/"):
        return redirect(till.address, 303)
    return _till(order, till)


def _till(order: PaymentOrder, till: Till | None, trouble: str = "") -> str:
    """The way to the channel: a form may not lead to a stranger's address (CSP), a page with a link may."""
    return render_template(
        "payments/cashier.html",
        tab="fees",
        back={"href": f"/e/{order.estate_id}/bills", "label": "返回缴费"},
        heading="去付款",
        order=order_shown(order),
        way=orders.way_title(order.channel),
        till=till,
        trouble=trouble,
        code=qr.svg(till.address) if till and till.kind is TillKind.CODE else None,
    )


@bp.get(f"{HERE}/<uuid:order_id>")
@allow(Act.READ_OWN, GRANTS)
def result(actor: Actor, estate_id: UUID, order_id: UUID) -> ResponseReturnValue:
    order = orders.own_order(actor, estate_id=estate_id, order_id=order_id)
    receipt = orders.receipt_of_order(order)
    return render_template(
        "payments/result.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        order=order_shown(order),
        way=orders.way_title(order.channel),
        receipt=receipt_shown(orders.view(receipt)) if receipt else None,
    )


@bp.get("/e/<uuid:estate_id>/receipts/<uuid:receipt_id>")
@allow(Act.READ_RECEIPT, GRANTS)
def receipt(actor: Actor, estate_id: UUID, receipt_id: UUID) -> ResponseReturnValue:
    found = orders.receipt_for(actor, estate_id=estate_id, receipt_id=receipt_id)
    address = verify_url(found.receipt.code)
    return render_template(
        "payments/receipt.html",
        frame="resident.html" if actor.role in RESIDENTS else "console.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills/paid", "label": "返回缴费"},
        heading="收据",
        receipt=receipt_shown(found),
        address=address,
        qr=qr.svg(address),
    )


@bp.get("/e/<uuid:estate_id>/receipts/<uuid:receipt_id>/pdf")
@allow(Act.READ_RECEIPT, GRANTS)
def receipt_on_paper(actor: Actor, estate_id: UUID, receipt_id: UUID) -> ResponseReturnValue:
    found = orders.receipt_for(actor, estate_id=estate_id, receipt_id=receipt_id)
    address = verify_url(found.receipt.code)
    return paper(
        "papers/receipt.html",
        name=f"收据 {found.number}",
        place=estates.estate(estate_id=estate_id).name,
        receipt=receipt_shown(found),
        address=address,
        qr=qr.svg(address),
    )


@bp.get("/p/receipts/<string(maxlength=40):code>")
@public
def verify(actor: Actor | None, code: str) -> ResponseReturnValue:
    return render_template(
        "payments/verify.html",
        receipt=public_shown(orders.receipt_by_code(code)),
        person=actor and actor.name,
    )
