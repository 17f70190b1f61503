"""Bills, payments, refunds, red bills, prepaid money and notifications in any order: the books hold after every step.

Checks E-9, E-12, E-14 and E-20 together: debits equal credits, no bill is over-settled, no money is lost. What
came and what went back is counted on the far side, by those who gave and took it, and not in our own tables.
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
from linli.domains.payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentOrder,
    Receipt,
    Refund,
)
from linli.domains.payments.operations import desk, held, notifications, orders, refunds
from linli.domains.payments.ports import Outcome, RefundOutcome, RefundSaid, Said
from linli.domains.payments.queries import proof
from linli.domains.payments.rules import AccountKind, Desk, OrderState, Posting
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
ENDED = (RefundState.FAILED, RefundState.DECLINED)
OF_ACCOUNT = (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id)
PAID, CLOSED, AGAIN = (Outcome.PAID, ""), (Outcome.CLOSED, ""), (Outcome.PAID, "-again")
WORDS = [(PAID,), (CLOSED,), (PAID, PAID), (CLOSED, PAID), (PAID, CLOSED), (PAID, AGAIN), (AGAIN,)]
LAST = date(2026, 7, 1)  # a few months are enough, and each costs time
ANSWERS = ["decline", RefundOutcome.FAILED, *RefundOutcome]
PICK, AMOUNT = st.integers(0, 7), st.sampled_from([1, 50, 700, 5_000, 12_000, 30_000])


class Books(RuleBasedStateMachine):
    """One household, one cashier, a channel that repeats itself, and everything that may happen between them."""

    def __init__(self):
        super().__init__()
        self.world, self.orders, self.came, self.months = World(), [], 0, APRIL
        self.asked = []  # refunds, in their order: ids made in one moment have none
        self.paid, self.given = {}, {}  # by the number of the trade or voucher, and of the refund
        with transaction():
            scope = Scope(ScopeKind.ESTATE, self.world.id)
            self.staff = [
                Actor(account_id=people.account().id, role=role, scope=scope)
                for role in (Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)
            ]
        for wanted in ((self.world.one,), (self.world.one, self.world.two), (self.world.two,)):
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
            assert notifications.hear(channel=fees.sandbox(), said=said, now=clock.now()) is None
        if outcome is Outcome.PAID:
            self.paid[said.trade_no] = amount

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

    @rule(which=PICK, words=st.sampled_from(WORDS))
    def the_channel_speaks(self, which, words):
        """Of one order, mostly of a newer one: once or twice, in any order, of the same trade or of another."""
        newer = len(self.orders) - 1 - which % 3 if which < 6 else which
        for outcome, trade in words:
            self.said(newer, outcome, trade)

    @rule(which=PICK)
    def cash_at_the_desk(self, which):
        def enter():
            owing = self.open_bills()[which % 2 :][:1]
            sums = orders.open_sums(bills.own_bills_named(self.world.me, self.world.id, owing))
            self.came += 1
            desk.enter(
                actor=self.staff[0], estate_id=self.world.id, bill_ids=owing, way=Desk.CASH,
                voucher_no=f"S{self.came}", received_fen=sum(sums.values()), now=clock.now(),
            )  # fmt: skip
            return f"S{self.came}", sum(sums.values())

        if entered := self.tried(enter):
            self.paid |= dict([entered])

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
            query = select(Bill.id).filter_by(estate_id=self.world.id, kind="bill")
            known = db.session.scalars(query.order_by(Bill.since_on, Bill.unit_label)).all()
            fees.taken_back(self.world.id, known[which % len(known)])

        self.tried(take_back)

    @rule(which=PICK, amount=AMOUNT)
    def money_is_asked_back(self, which, amount):
        self.note_asked(self.tried(lambda: self.ask_back(which, amount)))

    def ask_back(self, which, amount):
        by_receipt = select(Receipt.payment_id).filter_by(estate_id=self.world.id).order_by(Receipt.count)
        paid = db.session.scalars(by_receipt).all()
        return refunds.ask(
            actor=self.world.me, estate_id=self.world.id, payment_id=paid[which % len(paid)],
            amount_fen=amount, reason="多付", now=clock.now(),
        ).id  # fmt: skip

    def note_asked(self, refund_id):
        if refund_id:
            self.asked.append(refund_id)

    @rule(
        which=PICK, amount=AMOUNT, outcome=st.sampled_from(["decline", RefundOutcome.FAILED, *RefundOutcome])
    )
    def a_refund_goes_a_step(self, which, amount, outcome):
        """Asked for, agreed to, sent, answered: the next of these that it waits for."""

        def step():
            known = [db.session.get_one(Refund, (self.world.id, one)) for one in self.asked]
            waiting = [one for one in known if one.state not in {*ENDED, RefundState.DONE}]
            if not known or (not waiting and which % 5):
                return self.ask_back(which, amount)
            found, now = (waiting or known)[which % len(waiting or known)], clock.now()
            if found.state == RefundState.REQUESTED:
                refunds.decide(actor=self.staff[which % 3], refund=found, agree=outcome != "decline", now=now)
            elif found.state == RefundState.APPROVED:
                refunds.send(estate_id=found.estate_id, refund_id=found.id, now=now)
            elif outcome != "decline":
                said = RefundSaid("", found.number, RefundOutcome(outcome), found.amount_fen)
                if found.state == RefundState.PROCESSING and said.outcome is RefundOutcome.DONE:
                    self.given[found.number] = found.amount_fen
                refunds.note(refund=found, said=said, now=now)
            return None

        self.note_asked(self.tried(step))

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
    def the_books_hold(self):
        with transaction(writes=False):
            assert [one for one in proof.faults() if one.estate_id == self.world.id] == []

    @invariant()
    def all_that_came_is_booked_once_and_all_that_is_not_with_bills_or_given_back_is_still_held(self):
        here = self.world.id
        with transaction(writes=False):
            booked = db.session.execute(
                select(Payment.trade_no, Payment.amount_fen).filter_by(estate_id=here)
            )
            assert sorted(tuple(row) for row in booked) == sorted(self.paid.items())
            gone = total(Refund.amount_fen, Refund.estate_id == here, Refund.state == RefundState.DONE)
            went = total(BillSettlement.amount_fen, BillSettlement.estate_id == here)
            books = sums(
                LedgerEntry.amount_fen, LedgerAccount.kind,
                joined=((LedgerAccount, OF_ACCOUNT),), where=(LedgerEntry.estate_id == here,),
            )  # fmt: skip
        came = sum(self.paid.values())
        assert gone == sum(self.given.values())
        assert sum(books.values()) == 0
        assert books.get((AccountKind.CLEARING,), 0) == came - gone
        assert came == went + gone - sum(books.get((kind,), 0) for kind in HELD)

    @invariant()
    def each_payment_is_settled_kept_and_surplus_to_the_fen_and_no_more_goes_back_than_came(self):
        here = self.world.id
        with transaction(writes=False):
            of_it = (LedgerTransaction.estate_id == LedgerEntry.estate_id) & (
                LedgerTransaction.id == LedgerEntry.transaction_id
            )
            booked = sums(
                LedgerEntry.amount_fen, LedgerTransaction.source_id, LedgerAccount.kind,
                joined=((LedgerTransaction, of_it), (LedgerAccount, OF_ACCOUNT)),
                where=(LedgerEntry.estate_id == here, LedgerTransaction.posting == Posting.PAYMENT),
            )  # fmt: skip
            settled = sums(
                BillSettlement.amount_fen, BillSettlement.source_id, where=(BillSettlement.estate_id == here,)
            )
            back = sums(
                Refund.amount_fen,
                Refund.payment_id,
                where=(Refund.estate_id == here, Refund.state.not_in(ENDED)),
            )
            for one in db.session.scalars(select(Payment).filter_by(estate_id=here)):
                went = settled.get((one.id,), 0)
                assert booked[one.id, AccountKind.CLEARING] == one.amount_fen
                assert -booked.get((one.id, AccountKind.RECEIVABLE), 0) == went
                assert -booked.get((one.id, AccountKind.SURPLUS), 0) == one.surplus_fen
                assert went - booked.get((one.id, AccountKind.PREPAID), 0) + one.surplus_fen == one.amount_fen
                assert back.get((one.id,), 0) <= one.amount_fen

    @invariant()
    def no_bill_takes_more_than_it_is_and_one_taken_back_holds_nothing(self):
        here = self.world.id
        with transaction(writes=False):
            gone = set(db.session.scalars(select(Bill.corrects_id).filter_by(estate_id=here)))
            paid = sums(
                BillSettlement.amount_fen, BillSettlement.bill_id, where=(BillSettlement.estate_id == here,)
            )
            for bill in db.session.scalars(select(Bill).filter_by(estate_id=here, kind="bill")):
                assert 0 <= paid.get((bill.id,), 0) <= (0 if bill.id in gone else bill.amount_fen)

    @invariant()
    def every_payment_has_its_receipt_and_every_order_the_state_its_money_gives_it(self):
        here = self.world.id
        with transaction(writes=False):
            counts = db.session.scalars(select(Receipt.count).filter_by(estate_id=here)).all()
            states = db.session.scalars(
                select(PaymentOrder.state)
                .distinct()
                .join(Payment, (Payment.estate_id == here) & (Payment.order_id == PaymentOrder.id))
            ).all()
        assert sorted(counts) == list(range(1, len(self.paid) + 1))
        assert set(states) <= {OrderState.PAID}


def sums(column, *keys, where, joined=()):
    """The sum of a column for each of these keys."""
    query = select(*keys, func.sum(column)).select_from(column.class_)
    for table, on in joined:
        query = query.join(table, on)
    return {
        tuple(key): int(amount) for *key, amount in db.session.execute(query.where(*where).group_by(*keys))
    }


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
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
