"""One month of 荷花苑 from tariff to reconciliation: every figure of docs/a-month-of-fees.md comes from here."""

import re
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.models import Bill, BillLine
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import rates
from linli.domains.fees.queries.rates import Term
from linli.domains.fees.rules import Formula, ItemKind
from linli.domains.payments.models import ChannelStatement, Payment
from linli.domains.payments.operations import desk, notifications, periods, reconciliation, refunds
from linli.domains.payments.queries import balances, payees, proof
from linli.domains.payments.queries import reconciliation as days
from linli.domains.payments.queries import refunds as given
from linli.domains.payments.rules import Desk
from linli.domains.payments.rules.periods import month_of
from linli.gateways.sandbox_channel import SandboxChannel
from linli.jobs.refunds import send_refunds
from linli.jobs.statements import fetch_statements
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.fen import format_fen as yuan
from linli.kernel.times import end_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places

DOCUMENT = Path(__file__).parents[2] / "docs" / "a-month-of-fees.md"
DUE = date(2026, 3, 20)
FLATS = {"1幢101室": 8957, "1幢102室": 12001, "1幢201室": 8888, "1幢202室": 10000}


class Month:
    """The estate, its flats and one parking place, their owners, two at the desk."""

    def __init__(self):
        with transaction():
            estate = places.estate("荷花苑")
            places.contract(estate, places.company("荷花物业"), since_on=date(2025, 1, 1))
            self.id, self.owners, self.bills = estate.id, {}, {}
            units = [places.unit(estate, label, area=area) for label, area in FLATS.items()]
            parking = places.unit(estate, "地库A12", area=None, kind=UnitKind.PARKING)
            for unit in units:
                account = people.account()
                more = [parking] if unit is units[0] else []
                people.owner(estate, unit, *more, account=account)
                self.owners[unit.label] = fees.resident(account.id, estate.id, unit.id, *(p.id for p in more))
            self.cashier, self.manager = (
                Actor(people.account().id, role, Scope(ScopeKind.ESTATE, estate.id))
                for role in (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER)
            )
            self.fee = fees.item(estate, "物业费")
            fees.tariff(self.fee, rate_mfen=185_000)
            self.place = fees.item(estate, "车位管理费", kind=ItemKind.PARKING_MANAGEMENT)
            fees.tariff(self.place, rate_mfen=6_000_000, unit_kind=UnitKind.PARKING, formula=Formula.FIXED)

    def issue(self):
        with transaction():
            for item in (self.fee, self.place):
                runs.issue(
                    actor=None, item=db.session.merge(item), period=fees.MARCH, due_on=DUE, now=clock.now()
                )
            query = select(Bill, BillLine).join(BillLine, BillLine.bill_id == Bill.id)
            found = db.session.execute(query.order_by(Bill.unit_label)).all()
            self.bills = {bill.unit_label: bill.id for bill, _ in found}
            lines = []
            for bill, line in found:
                area = (
                    f"{bill.floor_area // 100}.{bill.floor_area % 100:02d} ㎡ × " if bill.floor_area else ""
                )
                lines.append(
                    f"{bill.unit_label}  {area}{yuan(line.rate_mfen // 1000)} × {line.numerator} 个月 = {yuan(bill.amount_fen)}"
                )
            return [*lines, f"合计  {yuan(sum(bill.amount_fen for bill, _ in found))}"]

    def begin(self, who, *labels):
        """A cart that waits for its payer at the channel; its number."""
        with transaction():
            return fees.order(self.owners[who], self.id, *(self.bills[one] for one in labels)).number

    def hear(self, number):
        channel = fees.sandbox()
        channel.pay(number, now=clock.now())
        with transaction():
            notifications.hear(channel=channel, said=channel.ask(number), now=clock.now())

    def cash(self, label):
        with transaction():
            bill = db.session.get_one(Bill, (self.id, self.bills[label]))
            desk.enter(
                actor=self.cashier, estate_id=self.id, bill_ids=[bill.id], way=Desk.CASH, voucher_no="0001",
                received_fen=bill.amount_fen, now=clock.now(),
            )  # fmt: skip

    def give_back(self, label):
        """The payer asks for the second payment back, the manager agrees, the channel sends it."""
        with transaction():
            payment = db.session.scalars(select(Payment).where(Payment.surplus_fen > 0)).one()
            asked = refunds.ask(
                actor=self.owners[label], estate_id=self.id, payment_id=payment.id,
                amount_fen=payment.surplus_fen, reason="重复付款", now=clock.now(),
            )  # fmt: skip
            refunds.decide(actor=self.manager, refund=asked, agree=True, now=clock.now())
            refund_id = asked.id
        send_refunds(now=clock.now())
        clock.advance(timedelta(minutes=11))
        send_refunds(now=clock.now())
        with transaction(writes=False):
            return given.refund(estate_id=self.id, refund_id=refund_id).state

    def statements(self):
        """Each day's statement, matched and closed, as the channel's own sums have it."""
        lines = []
        with transaction():
            query = select(ChannelStatement).order_by(ChannelStatement.on)
            for one in db.session.scalars(query).all():
                assert not days.cases(self.id, statement_id=one.id, open_only=True)
                closed = reconciliation.close_day(
                    actor=self.manager, estate_id=self.id, statement_id=one.id, now=clock.now()
                )
                lines.append(
                    f"{one.on}  收款 {yuan(one.paid_fen)}  退款 {yuan(one.refunded_fen)}"
                    f"  匹配 {yuan(closed.matched_fen)}  已日结"
                )
        return lines

    def figures(self):
        """At the end of the month: rates, whose money it is, the trial balance."""
        march = month_of(date(2026, 3, 1))
        with transaction(writes=False):
            term = Term(fees.MARCH.since_on, fees.MARCH.until_on, end_of(fees.MARCH.until_on))
            part = rates.rates(term, estate_id=self.id).current
            split = payees.split(self.id, since_on=fees.MARCH.since_on, until_on=fees.MARCH.until_on)
            trial = balances.trial_balance(self.id, march)
            assert proof.faults() == []
        rate = [
            f"按金额  {yuan(part.paid_fen)} ÷ {yuan(part.due_fen)} = {percent(part.permille)}",
            f"按户数  {part.households_paid} ÷ {part.households} = {percent(part.households_permille)}",
        ]
        shares = [
            f"{day.on}  到账 {yuan(day.came_fen)}"
            + "".join(f"  {payee.title} {yuan(fen)}" for payee, fen in day.shares.items() if fen)
            + (f"  代管 {yuan(day.held_fen)}" if day.held_fen else "")
            for day in reversed(split)
        ]
        sums = [
            f"{one.subject.code} {one.subject.name} {one.detail}".strip()
            + f"  借 {yuan(one.debit_fen)}  贷 {yuan(one.credit_fen)}  余 {yuan(one.closing_fen)}"
            for one in trial
        ]
        assert sum(one.debit_fen for one in trial) == sum(one.credit_fen for one in trial)
        assert sum(one.closing_fen for one in trial) == 0
        total = sum(one.debit_fen for one in trial)
        return rate, shares, [*sums, f"合计  借 {yuan(total)}  贷 {yuan(total)}  余 0.00"]


def percent(permille):
    return f"{permille // 10}.{permille % 10}%"


def documented():
    """The blocks of figures in the document, by name."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.findall(r"<!-- (\w+) -->\n```text\n(.*?)\n```", text, re.DOTALL)
    return {name: block.split("\n") for name, block in found}


def test_the_documents_month_of_fees_is_what_the_platform_works_out(app, monkeypatch):
    monkeypatch.setattr(SandboxChannel, "deliver_due", lambda self: 0)
    month = Month()
    worked = {"bills": month.issue()}
    clock.advance(timedelta(days=1))
    carts = [month.begin("1幢101室", "1幢101室", "地库A12"), month.begin("1幢101室", "1幢101室")]
    for number in carts:  # two phones of one family, each with its cart: both are paid
        month.hear(number)
    clock.advance(timedelta(days=1))
    fetch_statements(now=clock.now())
    month.cash("1幢102室")
    clock.advance(timedelta(days=1))
    month.hear(month.begin("1幢201室", "1幢201室"))
    assert month.give_back("1幢101室") == "done"
    clock.advance(timedelta(days=1))
    fetch_statements(now=clock.now())
    worked["statements"] = month.statements()
    clock.advance(timedelta(days=28))
    worked["rates"], worked["payees"], worked["trial"] = month.figures()
    with transaction():
        closed = periods.close(
            actor=month.cashier, estate_id=month.id, month=month_of(date(2026, 3, 1)), now=clock.now()
        )
        worked["closed"] = [f"{closed.transactions} 张凭证  借方合计 {yuan(closed.debit_fen)}"]
    assert documented() == worked
