"""Bills, payments, refunds, red bills, prepaid money and notifications in any order: the books hold after every step.

Checks E-9, E-12, E-14 and E-20 together: debits equal credits, no bill is over-settled, no money is lost.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from linli.domains.estates.models import Estate
from linli.domains.fees.models import Bill, BillSettlement
from linli.domains.fees.queries import bills
from linli.domains.fees.rules import period_of
from linli.domains.payments.models import LedgerAccount, LedgerEntry, Payment, Refund
from linli.domains.payments.operations import desk, held, notifications, orders, refunds
from linli.domains.payments.ports import Outcome, RefundOutcome, RefundSaid, Said
from linli.domains.payments.queries import proof
from linli.domains.payments.rules import AccountKind, Desk
from linli.domains.payments.rules.refunds import RefundState
from linli.gateways.sandbox_channel import MERCHANT
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.refusals import Refusal
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people
from tests.factories.fees import APRIL
from tests.payments.world import World

HELD = (AccountKind.SURPLUS, AccountKind.PREPAID, AccountKind.REFUNDING)
LAST = date(2027, 2, 1)
PICK, AMOUNT = st.integers(0, 7), st.sampled_from([1, 50, 700, 5_000, 12_000, 30_000])


class Books(RuleBasedStateMachine):
    """One household, one cashier, a channel that repeats itself, and everything that may happen between them."""

    def __init__(self):
        super().__init__()
        self.world, self.orders, self.came, self.months = World(), [], 0, APRIL
        with transaction():
            scope = Scope(ScopeKind.ESTATE, self.world.id)
            self.staff = [
                Actor(account_id=people.account().id, role=role, scope=scope)
                for role in (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)
            ]
        for wanted in ((self.world.one,), (self.world.one, self.world.two)):
            self.remember(self.tried(lambda wanted=wanted: self.started(wanted)))
        for which in (0, 1):  # one bill is paid twice: there is surplus to begin with
            self.said(which, Outcome.PAID, "")

    def started(self, wanted):
        made = orders.start(
            actor=self.world.me, estate_id=self.world.id, bill_ids=wanted, channel="sandbox", now=clock.now()
        )
        return made.number, made.amount_fen

    def open_bills(self):
        return [one.bill.id for one in bills.own_bills(self.world.me, self.world.id, open_only=True)]

    def said(self, which, outcome, trade):
        number, amount = self.orders[which % len(self.orders)]
        said = Said(number, outcome, f"{number}{trade}", amount, "CNY", MERCHANT, clock.now())
        with transaction():
            notifications.hear(channel=fees.sandbox(), said=said, now=clock.now())

    def tried(self, do):
        """Refusals are an answer; what was refused leaves nothing behind."""
        try:
            with transaction():
                return do()
        except Refusal:
            return None

    @rule(which=PICK)
    def order_some_bills(self, which):
        self.remember(self.tried(lambda: self.started(self.open_bills()[which % 3 :])))

    @rule(which=PICK, amount=AMOUNT)
    def order_to_pay_ahead(self, which, amount):
        def start():
            made = orders.start_prepaying(
                actor=self.world.me, estate_id=self.world.id, unit_id=list(self.world.me.units)[which % 2],
                amount_fen=amount, channel="sandbox", now=clock.now(),
            )  # fmt: skip
            return made.number, made.amount_fen

        self.remember(self.tried(start))

    def remember(self, made):
        if made and made not in self.orders:
            self.orders.append(made)

    @precondition(lambda self: self.orders)
    @rule(which=PICK, trade=st.sampled_from(["", "", "-again"]))
    def channel_says_paid(self, which, trade):
        self.said(which, Outcome.PAID, trade)

    @precondition(lambda self: self.orders)
    @rule(which=PICK)
    def channel_says_closed(self, which):
        self.said(which, Outcome.CLOSED, "")

    @rule(which=PICK)
    def cash_at_the_desk(self, which):
        def enter():
            owing = self.open_bills()[which % 2 :][:1]
            sums = orders.open_sums(bills.own_bills_named(self.world.me, self.world.id, owing))
            self.came += 1
            return desk.enter(
                actor=self.staff[0], estate_id=self.world.id, bill_ids=owing, way=Desk.CASH,
                voucher_no=f"S{self.came}", received_fen=sum(sums.values()), now=clock.now(),
            )  # fmt: skip

        self.tried(enter)

    @precondition(lambda self: self.months.until_on < LAST)
    @rule()
    def a_month_is_billed(self):
        days, self.months = self.months, following(self.months)
        with transaction():
            estate = db.session.get_one(Estate, self.world.id)
            fees.issued(estate, period=days, due_on=days.until_on, name=f"物业费{days.since_on}")

    @rule(which=PICK)
    def a_bill_is_taken_back(self, which):
        def take_back():
            query = select(Bill.id).filter_by(estate_id=self.world.id, kind="bill").order_by(Bill.id)
            known = db.session.scalars(query).all()
            fees.taken_back(self.world.id, known[which % len(known)])

        self.tried(take_back)

    @rule(which=PICK, amount=AMOUNT)
    def money_is_asked_back(self, which, amount):
        def ask():
            paid = db.session.scalars(select(Payment.id).filter_by(estate_id=self.world.id)).all()
            if paid:
                refunds.ask(
                    actor=self.world.me, estate_id=self.world.id, payment_id=paid[which % len(paid)],
                    amount_fen=amount, reason="多付", now=clock.now(),
                )  # fmt: skip

        self.tried(ask)

    @rule(which=PICK, outcome=st.sampled_from(["decline", RefundOutcome.FAILED, *RefundOutcome]))
    def a_refund_goes_a_step(self, which, outcome):
        def step():
            known = db.session.scalars(select(Refund).filter_by(estate_id=self.world.id)).all()
            if not known:
                return
            found, now = known[which % len(known)], clock.now()
            if found.state == RefundState.REQUESTED:
                refunds.decide(actor=self.staff[which % 3], refund=found, agree=outcome != "decline", now=now)
            elif found.state == RefundState.APPROVED:
                refunds.send(estate_id=found.estate_id, refund_id=found.id, now=now)
            elif outcome != "decline":
                said = RefundSaid("", found.number, RefundOutcome(outcome), found.amount_fen)
                refunds.note(refund=found, said=said, now=now)

        self.tried(step)

    @rule()
    def surplus_goes_to_bills(self):
        self.tried(
            lambda: held.use_surplus(
                actor=self.world.me, estate_id=self.world.id, bill_ids=[], now=clock.now()
            )
        )

    @rule(which=PICK, amount=AMOUNT)
    def surplus_is_kept_for_a_unit(self, which, amount):
        unit_id = list(self.world.me.units)[which % 2]
        self.tried(
            lambda: held.prepay(
                actor=self.world.me,
                estate_id=self.world.id,
                unit_id=unit_id,
                amount_fen=amount,
                now=clock.now(),
            )
        )

    @invariant()
    def the_books_hold_and_no_money_is_lost(self):
        here = self.world.id
        with transaction(writes=False):
            assert [one for one in proof.faults() if one.estate_id == here] == []
            came = total(Payment.amount_fen, Payment.estate_id == here)
            gone = total(Refund.amount_fen, Refund.estate_id == here, Refund.state == RefundState.DONE)
            went = total(BillSettlement.amount_fen, BillSettlement.estate_id == here)
            mine = -total(
                LedgerEntry.amount_fen,
                LedgerEntry.estate_id == here,
                LedgerEntry.account_id.in_(select(LedgerAccount.id).where(LedgerAccount.kind.in_(HELD))),
            )
            assert total(LedgerEntry.amount_fen, LedgerEntry.estate_id == here) == 0
        assert came - gone == went + mine


def total(column, *where):
    return int(db.session.scalar(select(func.coalesce(func.sum(column), 0)).where(*where)))


def following(days):
    """The month after."""
    return period_of(days.until_on + timedelta(days=1), 1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whatever_happens_in_any_order_the_books_hold_at_every_step(app):
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=10,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
