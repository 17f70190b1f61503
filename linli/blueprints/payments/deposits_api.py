"""Deposits for programs: asking, paying, taking, giving back."""

from typing import Any
from uuid import UUID

from linli.blueprints.fees.schemas import DecisionIn
from linli.blueprints.payments import deposits_schemas as schemas
from linli.blueprints.payments.schemas import OrderOut, ReceiptOut
from linli.blueprints.payments.showing import order_shown, receipt_shown
from linli.domains.payments.models import Deposit, DepositSettlement
from linli.domains.payments.operations import deposits as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import deposits, orders
from linli.domains.payments.queries.deposits import DepositView
from linli.domains.payments.rules.deposits import DepositState
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, allow, gives, idempotent, page_of, summary, takes

bp = Api("payments_deposits_api", __name__, tag="payments")
ALL = "/estates/<uuid:estate_id>/deposits"
ONE = f"{ALL}/<uuid:deposit_id>"
_NAMES = (
    "id", "unit_id", "name", "basis", "about_id", "amount_fen", "state", "asked_at", "taken_at", "ended_at",
)  # fmt: skip


def shown(one: DepositView) -> dict[str, Any]:
    """A deposit for the API."""
    return {name: getattr(one.deposit, name) for name in _NAMES} | {
        "unit_label": one.unit_label,
        "settlement": _settled(one),
    }


def _settled(one: DepositView) -> dict[str, Any] | None:
    last, names = one.settlement, ("id", "deducted_fen", "reason", "state", "refund_id")
    if last is None:
        return None
    return {name: getattr(last, name) for name in names} | {"photos": [photo.id for photo in one.photos]}


def _page(found: Page[DepositView]) -> dict[str, Any]:
    return {"items": [shown(one) for one in found.items], "next": found.next}


def _one(found: Deposit) -> dict[str, Any]:
    return shown(deposits.views([found])[0])


def _asked(query: dict[str, Any]) -> tuple[Window, DepositState | None]:
    return Window(query["limit"], query["cursor"]), DepositState(query["state"]) if query["state"] else None


@bp.get(ALL)
@allow(Act.READ_DEPOSITS, GRANTS)
@takes(schemas.DepositsQueryIn, where="query")
@gives(page_of(schemas.DepositOut))
@summary("小区的押金：待交、代管中、已结清")
def list_deposits(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    window, state = _asked(query)
    return _page(deposits.deposits_page(actor, estate_id, window=window, state=state))


@bp.get("/estates/<uuid:estate_id>/own-deposits")
@allow(Act.READ_OWN_DEPOSITS, GRANTS)
@takes(schemas.DepositsQueryIn, where="query")
@gives(page_of(schemas.DepositOut))
@summary("我家的押金和退还进度")
def list_own(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    window, state = _asked(query)
    return _page(deposits.deposits_page(actor, estate_id, window=window, state=state))


@bp.post(ALL)
@allow(Act.KEEP_DEPOSITS, GRANTS)
@takes(schemas.DepositIn)
@gives(schemas.DepositOut, 201)
@idempotent(required=True)
@summary("向一户收取押金：写明依据的协议")
def ask(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return _one(operations.ask(actor=actor, estate_id=estate_id, now=clock.now(), **body))


@bp.post(f"{ONE}/cancellation")
@allow(Act.KEEP_DEPOSITS, GRANTS, on=deposits.deposit)
@gives(schemas.DepositOut)
@summary("取消还没有交的押金")
def cancel(actor: Actor, deposit: Deposit) -> dict[str, Any]:  # noqa: ARG001
    return _one(operations.cancel(deposit=deposit, now=clock.now()))


@bp.post(f"{ONE}/payments")
@allow(Act.PAY, GRANTS)
@takes(schemas.ChannelIn)
@gives(OrderOut, 201)
@idempotent(required=True)
@summary("网上交押金：金额由系统给出")
def pay(actor: Actor, estate_id: UUID, deposit_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    found = deposits.own(actor, estate_id=estate_id, deposit_id=deposit_id)
    return order_shown(operations.start(actor=actor, deposit=found, now=clock.now(), **body))


@bp.post(f"{ONE}/desk-payments")
@allow(Act.KEEP_DEPOSITS, GRANTS, on=deposits.deposit)
@takes(schemas.DepositDeskIn)
@gives(ReceiptOut, 201)
@idempotent(required=True)
@summary("登记柜台收到的押金")
def take(actor: Actor, deposit: Deposit, body: dict[str, Any]) -> dict[str, Any]:
    payment = operations.take(actor=actor, deposit=deposit, now=clock.now(), **body)
    return receipt_shown(orders.receipt_of_payment(payment))


@bp.post(f"{ONE}/settlements")
@allow(Act.KEEP_DEPOSITS, GRANTS, on=deposits.deposit)
@takes(schemas.SettlementIn, files=True)
@gives(schemas.DepositOut, 201)
@idempotent(required=True)
@summary("申请退还押金：扣款要写明原因并附照片")
def propose(actor: Actor, deposit: Deposit, body: dict[str, Any]) -> dict[str, Any]:
    photos = [one.stream for one in body.pop("photos")]
    operations.propose(actor=actor, deposit=deposit, photos=photos, now=clock.now(), **body)
    return _one(deposit)


@bp.post("/estates/<uuid:estate_id>/deposit-settlements/<uuid:deposit_settlement_id>/decision")
@allow(Act.DECIDE_DEPOSIT, GRANTS, on=deposits.settlement)
@takes(DecisionIn)
@gives(schemas.DepositOut)
@summary("复核退还：同意后原路退款，扣款单独记账")
def decide(actor: Actor, settlement: DepositSettlement, body: dict[str, Any]) -> dict[str, Any]:
    operations.decide(actor=actor, settlement=settlement, approve=body["approve"], now=clock.now())
    return _one(deposits.deposit(estate_id=settlement.estate_id, deposit_id=settlement.deposit_id))
