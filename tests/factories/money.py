"""One of everything that is held or paid for others: deposits, a link to pay by, a repair from the fund."""

from linli.domains.estates import queries as estates
from linli.domains.fees.queries import bills
from linli.domains.fund.models import FundPayment, FundProject, FundShare
from linli.domains.payments.operations import deposits, links
from linli.domains.payments.ports import Scene
from linli.domains.payments.rules import Desk
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db


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
        "pay_token": token, "pay_order": order.id, "fund_project": repair(estate_id, cashier, unit_id).id,
    }  # fmt: skip


def repair(estate_id, staff, unit_id):
    """An agreed repair that one unit has its whole share in, with a payment."""
    now, place = clock.now(), {"estate_id": estate_id}
    label = estates.unit(estate_id=estate_id, unit_id=unit_id).label
    project = FundProject(
        **place, title="屋面防水翻修", words="屋面渗漏，重做防水层。", contractor="某防水公司", scope_kind="estate",
        scope_name="全小区", plan_fen=8_000_000, ground="leak", state="agreed", asked_by=staff.account_id, asked_at=now,
    )  # fmt: skip
    db.session.add(project)
    db.session.flush()
    share = FundShare(
        **place, project_id=project.id, unit_id=unit_id, of="plan", unit_label=label, floor_area=8_900,
        amount_fen=8_000_000,
    )  # fmt: skip
    paid = FundPayment(
        **place, project_id=project.id, on=day_of(now), amount_fen=4_000_000, payee="某防水公司", voucher_no="拨 1",
        entered_by=staff.account_id, entered_at=now,
    )  # fmt: skip
    db.session.add_all([share, paid])
    db.session.flush()
    return project
