"""Giving money back: agreed to by others, once under one number, never more than was paid, lost by nobody."""

import threading

import pytest
from sqlalchemy import select

from linli.domains.estates.models import Estate
from linli.domains.payments.errors import ApproverTaken, NothingHeld, NothingToRefund
from linli.domains.payments.models import Payment
from linli.domains.payments.operations import held, ledger, notifications, refunds
from linli.domains.payments.ports import RefundOutcome, RefundSaid
from linli.domains.payments.queries import held as holdings
from linli.domains.payments.queries import refunds as queries
from linli.domains.payments.rules import AccountKind, Posting
from linli.gateways.sandbox_channel import SandboxChannel
from linli.jobs.refunds import send_refunds
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.ids import new_id
from linli.kernel.refusals import Busy, Refusal
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people
from tests.payments.world import World


def staff(world, role=Role.PROPERTY_CASHIER):
    return Actor(account_id=people.account().id, role=role, scope=Scope(ScopeKind.ESTATE, world.id))


@pytest.fixture
def world(app, monkeypatch):
    """A world in which one bill was paid twice: 120 yuan are surplus."""
    monkeypatch.setattr(SandboxChannel, "deliver_due", lambda self: 0)
    made = World()
    (first, _, amount), (second, _, _) = made.order(made.one), made.order(made.one, made.two)
    sandbox_pays(first)
    sandbox_pays(second)
    assert made.surplus() == amount == 12000
    with transaction(writes=False):
        made.payment = db.session.scalars(select(Payment.id).where(Payment.amount_fen == 24000)).one()
    return made


def sandbox_pays(number):
    channel = fees.sandbox()
    channel.pay(number, now=clock.now())
    with transaction():
        notifications.hear(channel=channel, said=channel.ask(number), now=clock.now())


def asked(world, amount, *, actor=None):
    with transaction():
        made = refunds.ask(
            actor=actor or world.me,
            estate_id=world.id,
            payment_id=world.payment,
            amount_fen=amount,
            reason="重复付款",
            now=clock.now(),
        )
        return made.id


def agreed(world, refund_id, role=Role.PROPERTY_MANAGER, *, agree=True, actor=None):
    with transaction():
        found = queries.refund(estate_id=world.id, refund_id=refund_id)
        return refunds.decide(
            actor=actor or staff(world, role), refund=found, agree=agree, now=clock.now()
        ).state


def state(world, refund_id):
    with transaction(writes=False):
        return queries.refund(estate_id=world.id, refund_id=refund_id).state


@pytest.mark.feature("PA-13")
def test_a_refund_is_asked_agreed_to_sent_and_done_and_the_books_hold_at_each_step(world):
    made = asked(world, 5000)
    assert (world.surplus(), world.proven(), state(world, made)) == (7000, True, "requested")
    assert agreed(world, made) == "approved"
    send_refunds(now=clock.now())
    assert (state(world, made), world.proven()) == ("processing", True)
    clock.advance(queries.ASK_AGAIN)
    send_refunds(now=clock.now())
    assert (state(world, made), world.proven(), world.surplus()) == ("done", True, 7000)


@pytest.mark.feature("PA-13")
def test_many_partial_refunds_never_give_back_more_than_is_held_or_was_paid(world):
    given = 0
    for _ in range(6):
        try:
            asked(world, 2500)
            given += 2500
        except NothingToRefund:
            pass
    assert (given, world.surplus(), world.proven()) == (10000, 2000, True)


@pytest.mark.feature("PA-13")
def test_fifty_who_ask_at_once_get_no_more_than_is_held(app, world):
    """Check E-11: whatever the order, the sum of what is asked back never exceeds the payment."""
    answers = []

    def ask():
        with app.app_context():
            try:
                asked(world, 2500)
                answers.append(2500)
            except (NothingToRefund, Busy):
                answers.append(0)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert 0 < sum(answers) <= 10000
    assert (world.surplus(), world.proven()) == (12000 - sum(answers), True)


@pytest.mark.feature("PA-14")
def test_a_refund_in_doubt_stays_in_process_and_is_asked_under_the_same_number(world, monkeypatch):
    numbers = []

    def silent(self, *, number, refund_number, **_):
        numbers.append(refund_number)
        real(self, number=number, refund_number=refund_number, **_)
        return RefundSaid(number, refund_number, RefundOutcome.UNKNOWN)

    real = SandboxChannel.refund
    monkeypatch.setattr(SandboxChannel, "refund", silent)
    made = asked(world, 5000)
    agreed(world, made)
    send_refunds(now=clock.now())
    assert state(world, made) == "processing"
    assert send_refunds(now=clock.now()) == 0
    clock.advance(queries.ASK_AGAIN)
    send_refunds(now=clock.now())
    assert (state(world, made), len(numbers), world.proven()) == ("done", 1, True)


def test_a_refund_that_the_channel_refuses_or_nobody_agrees_to_is_the_payers_surplus_again(
    world, monkeypatch
):
    made = asked(world, 5000)
    assert agreed(world, made, agree=False) == "declined"
    assert world.surplus() == 12000
    monkeypatch.setattr(
        SandboxChannel,
        "refund",
        lambda self, *, number, refund_number, **_: RefundSaid(
            number, refund_number, RefundOutcome.FAILED, reason="ACCOUNT_CLOSED"
        ),
    )
    other = asked(world, 12000)
    agreed(world, other)
    send_refunds(now=clock.now())
    assert (state(world, other), world.surplus(), world.proven()) == ("failed", 12000, True)


def test_above_the_limit_a_second_person_of_another_post_has_to_agree(world, monkeypatch):
    monkeypatch.setattr("linli.domains.payments.rules.refunds.SECOND_ABOVE_FEN", 4000)
    made = asked(world, 5000)
    assert agreed(world, made) == "requested"
    with pytest.raises(ApproverTaken):
        agreed(world, made, Role.PROPERTY_MANAGER)
    assert agreed(world, made, Role.PROPERTY_CASHIER) == "approved"


def test_whoever_asked_cannot_agree_and_nobody_asks_back_anothers_money(world):
    with transaction():
        desk = staff(world)
    made = asked(world, 5000, actor=desk)
    with pytest.raises(ApproverTaken):
        agreed(world, made, actor=desk)
    with transaction():
        stranger = fees.resident(people.account().id, world.id)
    with pytest.raises(Refusal):
        asked(world, 100, actor=stranger)


def test_surplus_goes_to_the_bill_one_names_and_prepaid_money_to_the_units_next_bill(world):
    with transaction():
        unit_id = next(iter(world.me.units))
        held.prepay(actor=world.me, estate_id=world.id, unit_id=unit_id, amount_fen=5000, now=clock.now())
    assert (world.surplus(), world.proven()) == (7000, True)
    with pytest.raises(NothingHeld), transaction():
        held.prepay(actor=world.me, estate_id=world.id, unit_id=unit_id, amount_fen=7001, now=clock.now())
    with transaction():
        fees.issued(_estate(world), name="四月物业费", period=fees.APRIL)
    with transaction(writes=False):
        left = holdings.balance_fen(world.id, AccountKind.PREPAID, unit_id)
        used = holdings.allocations(world.id, unit_id)
        debts = holdings.balance_fen(world.id, AccountKind.RECEIVABLE, unit_id)
    assert (left, [one.amount_fen for one in used], debts) == (0, [5000], -7000)
    assert world.proven()


def _estate(world):
    return db.session.get_one(Estate, world.id)


def test_the_auditor_finds_a_refund_that_is_not_in_the_books(world):
    with transaction():
        ledger.post(
            estate_id=world.id,
            posting=Posting.REFUND_ASKED,
            source_id=new_id(),
            sides=[
                ledger.Side(AccountKind.SURPLUS, 1, of_id=world.me_id),
                ledger.Side(AccountKind.REFUNDING, -1, of_id=world.me_id),
            ],
            now=clock.now(),
        )
    assert not world.proven()
