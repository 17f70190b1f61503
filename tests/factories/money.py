"""One of everything that is held or paid for others: deposits, a link to pay by."""

from linli.domains.fees.queries import bills
from linli.domains.payments.operations import deposits, links
from linli.domains.payments.ports import Scene
from linli.domains.payments.rules import Desk
from linli.platform import clock


def everything(estate_id, cashier, owner, *, picture):
    """A deposit that is asked for, one that waits to go back with something taken off, and a link; ids by name."""
    now, unit_id = clock.now(), min(owner.units)

    def deposit(name, amount_fen):
        return deposits.ask(
            actor=cashier, estate_id=estate_id, unit_id=unit_id, name=name, basis="装修管理服务协议第 5 条",
            amount_fen=amount_fen, now=now,
        )  # fmt: skip

    asked, held = deposit("装修押金", 200_000), deposit("门禁卡押金", 5_000)
    deposits.take(
        actor=cashier, deposit=held, way=Desk.CASH, voucher_no="YJ-20260302-01", received_fen=5_000, now=now
    )
    back = deposits.propose(
        actor=cashier, deposit=held, deducted_fen=1_000, reason="丢了一张卡", photos=[picture], now=now
    )
    owing = bills.own_bills(owner, estate_id, open_only=True)[0].bill.id
    link, token = links.make(actor=owner, estate_id=estate_id, bill_ids=[owing], days=7, now=now)
    order = links.start(token=token, channel="sandbox", scene=Scene.PHONE, now=now)
    return {
        "deposit": asked.id, "held_deposit": held.id, "deposit_settlement": back.id, "payment_link": link.id,
        "pay_token": token, "pay_order": order.id,
    }  # fmt: skip
