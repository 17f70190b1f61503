"""Orders and receipts as programs and pages are shown them."""

from typing import Any

from linli.domains.estates import queries as estates
from linli.domains.fees.rules import period_text
from linli.domains.payments.models import PaymentOrder
from linli.domains.payments.ports import Scene, Till
from linli.domains.payments.queries import orders
from linli.domains.payments.queries.orders import ReceiptView
from linli.platform.web.show import site

_MARKS = (
    ("MicroMessenger", Scene.WECHAT),
    ("AlipayClient", Scene.ALIPAY),
    ("Mobile", Scene.PHONE),
    ("Android", Scene.PHONE),
)


def order_shown(found: PaymentOrder) -> dict[str, Any]:
    """An order with its bills, and the receipt where money has come."""
    receipt = orders.receipt_of_order(found)
    names = ("id", "estate_id", "number", "channel", "amount_fen", "currency", "state", "expires_at")
    return {name: getattr(found, name) for name in names} | {
        "lines": orders.lines(found),
        "receipt_id": receipt.id if receipt else None,
    }


def till_shown(found: Till) -> dict[str, Any]:
    """Where to pay, in the terms of the channel."""
    return {"kind": found.kind, "pay_url": found.address, "words": dict(found.words)}


def scene_of(agent: str) -> Scene:
    """Where the payer is, by what his browser calls itself; a wrong guess costs him one more choice, no money."""
    for mark, scene in _MARKS:
        if mark in agent:
            return scene
    return Scene.COMPUTER


def receipt_shown(found: ReceiptView) -> dict[str, Any]:
    """A receipt with all that stands on it."""
    return {
        "id": found.receipt.id,
        "number": found.number,
        "code": found.receipt.code,
        "estate_id": found.receipt.estate_id,
        "channel": found.payment.channel,
        "channel_title": orders.way_title(found.payment.channel),
        "trade_no": found.payment.trade_no,
        "amount_fen": found.payment.amount_fen,
        "surplus_fen": found.payment.surplus_fen,
        "paid_at": found.payment.paid_at,
        "lines": [
            {
                "bill_id": one.bill.id,
                "item_name": one.item_name,
                "unit_label": one.bill.unit_label,
                "period": period_text(one.bill.since_on, one.bill.until_on),
                "amount_fen": amount,
            }
            for one, amount in found.bills
        ]
        + _kept_line(found),
    }


def _kept_line(found: ReceiptView) -> list[dict[str, Any]]:
    if found.deposit and found.deposit_fen:
        return [
            {
                "bill_id": None,
                "item_name": found.deposit.deposit.name,
                "unit_label": found.deposit.unit_label,
                "period": "代管的押金，不是收费",
                "amount_fen": found.deposit_fen,
            }
        ]
    if not found.prepaid_fen:
        return []
    return [
        {
            "bill_id": None,
            "item_name": "预存",
            "unit_label": found.prepaid_unit,
            "period": "抵扣以后的账单",
            "amount_fen": found.prepaid_fen,
        }
    ]


def public_shown(found: ReceiptView) -> dict[str, Any]:
    """What anybody learns who holds a receipt's code."""
    return {
        "number": found.number,
        "estate": estates.estate(estate_id=found.receipt.estate_id).name,
        "amount_fen": found.payment.amount_fen,
        "paid_at": found.payment.paid_at,
        "items": sorted(
            {f"{one.item_name} {period_text(one.bill.since_on, one.bill.until_on)}" for one, _ in found.bills}
            | ({"预存"} if found.prepaid_fen else set())
            | ({found.deposit.deposit.name} if found.deposit and found.deposit_fen else set())
        ),
    }


def verify_url(code: str) -> str:
    """The public address under which a receipt can be checked."""
    return f"{site()}/p/receipts/{code}"
