"""Paying for programs, and the ear for channels' notifications."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request

from linli.blueprints.payments import schemas
from linli.blueprints.payments.showing import order_shown, public_shown, receipt_shown, till_shown
from linli.domains.payments.errors import NotOurs
from linli.domains.payments.operations import desk, notifications, refunds
from linli.domains.payments.operations import orders as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.ports import Channels, RefundSaid
from linli.domains.payments.queries import orders
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.ports import use
from linli.platform.web import Api, allow, gives, idempotent, prompt, public, summary, takes
from linli.platform.web.problems import answer_refusal
from linli.platform.web.show import site

bp = Api("payments_api", __name__, tag="payments")
ORDERS = "/estates/<uuid:estate_id>/payments"
WITHIN = 1.0  # seconds; a channel waits five, and repeats what was not answered well (check E-10)


@bp.post(ORDERS)
@allow(Act.PAY, GRANTS)
@takes(schemas.PayIn)
@gives(schemas.OrderOut, 201)
@idempotent(required=True)
@summary("发起一笔付款：几张账单合并，金额由系统计算")
def pay(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return order_shown(operations.start(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.get(f"{ORDERS}/<uuid:order_id>")
@allow(Act.READ_OWN, GRANTS)
@gives(schemas.OrderOut)
@summary("我的一笔付款")
def show_order(actor: Actor, estate_id: UUID, order_id: UUID) -> dict[str, Any]:
    return order_shown(orders.own_order(actor, estate_id=estate_id, order_id=order_id))


@bp.get(f"{ORDERS}/<uuid:order_id>/cashier")
@allow(Act.READ_OWN, GRANTS)
@gives(schemas.CashierOut)
@summary("到哪里付款")
def cashier(actor: Actor, estate_id: UUID, order_id: UUID) -> dict[str, Any]:
    order = orders.own_order(actor, estate_id=estate_id, order_id=order_id)
    ip = request.remote_addr or ""
    return till_shown(operations.cashier_page(order=order, site=site(), now=clock.now(), payer_ip=ip))


@bp.get("/estates/<uuid:estate_id>/receipts/<uuid:receipt_id>")
@allow(Act.READ_RECEIPT, GRANTS)
@gives(schemas.ReceiptOut)
@summary("一张收据")
def show_receipt(actor: Actor, estate_id: UUID, receipt_id: UUID) -> dict[str, Any]:
    return receipt_shown(orders.receipt_for(actor, estate_id=estate_id, receipt_id=receipt_id))


@bp.get("/receipts/<string(maxlength=40):code>")
@public
@gives(schemas.PublicReceiptOut)
@summary("凭收据上的编码核对真伪，不含姓名和房号")
def verify_receipt(actor: Actor | None, code: str) -> dict[str, Any]:  # noqa: ARG001
    return public_shown(orders.receipt_by_code(code))


@bp.post("/estates/<uuid:estate_id>/desk-payments")
@allow(Act.ENTER, GRANTS)
@takes(schemas.DeskIn)
@gives(schemas.ReceiptOut, 201)
@idempotent(required=True)
@summary("登记柜台收款：现金、刷卡或转账")
def enter(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    payment = desk.enter(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return receipt_shown(orders.receipt_of_payment(payment))


@bp.get("/estates/<uuid:estate_id>/takings")
@allow(Act.READ_TAKINGS, GRANTS)
@takes(schemas.DayQueryIn, where="query")
@gives(schemas.TakingsOut)
@summary("一天的收款，按方式合计")
def takings(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    on = query["on"] or day_of(clock.now())
    return {"on": on, "items": orders.takings(estate_id, on=on)}


@bp.post("/payments/notifications/<string(maxlength=20):channel>/<string(maxlength=40):merchant>")
@public
@gives(None, 204)
@prompt(WITHIN)
@summary("支付渠道的通知：验签后与订单核对，不符不入账")
def hear(actor: Actor | None, channel: str, merchant: str) -> Any:  # noqa: ARG001
    offered = use(Channels).of(channel, merchant)
    if offered is None:
        raise Unknown
    said = offered.read_notification(body=_body(), headers=dict(request.headers), now=clock.now())
    if isinstance(said, RefundSaid):
        known = refunds.hear(said=said, channel=channel, merchant=offered.merchant, now=clock.now())
        return _thanks(offered.thanks) if known else answer_refusal(NotOurs())
    no = notifications.hear(channel=offered, said=said, now=clock.now())
    return answer_refusal(no) if no else _thanks(offered.thanks)


def _body() -> bytes:
    """What was sent, also where the frame has read it as a form before: Alipay's notifications are forms."""
    return request.get_data() or urlencode(list(request.form.items(multi=True))).encode()


def _thanks(word: str) -> Response | None:
    """Alipay wants exactly its word, WeChat no word at all (check E-6)."""
    return Response(word, 200, content_type="text/plain") if word else None
