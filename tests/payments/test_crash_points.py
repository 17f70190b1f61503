"""Five notices in any of their 120 orders end alike (check E-9); dying anywhere leaves nothing half done (E-13)."""

import itertools
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from linli.domains.payments.models import Payment, Receipt, Refund
from linli.domains.payments.operations import notifications, refunds
from linli.domains.payments.ports import Outcome, RefundOutcome, RefundSaid, Said
from linli.domains.payments.queries import refunds as queries
from linli.domains.payments.rules.refunds import RefundState
from linli.gateways.sandbox_channel import MERCHANT, SandboxChannel
from linli.jobs.refunds import send_refunds
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people
from tests.payments.test_notifications import other_order
from tests.payments.world import World, count


class Died(Exception):
    """The process is gone: all that was not committed is lost."""


@pytest.fixture
def world(app, monkeypatch):
    monkeypatch.setattr(SandboxChannel, "deliver_due", lambda self: 0)
    return World()


@contextmanager
def dying_after(statements):
    """Die after that many statements of the database."""
    left = itertools.count(statements, -1)

    def step(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN") and next(left) == 0:
            raise Died

    event.listen(db.engine, "after_cursor_execute", step)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", step)


def hear(said):
    with transaction():
        if isinstance(said, RefundSaid):
            refunds.hear(said=said, channel="sandbox", merchant=MERCHANT, now=clock.now())
        else:
            notifications.hear(channel=fees.sandbox(), said=said, now=clock.now())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_five_notices_in_any_of_their_120_orders_end_in_the_same_state(world):
    ends = set()
    for place, order in enumerate(itertools.permutations(range(5))):
        with transaction():
            number, order_id = other_order(world)
        paid = Said(number, Outcome.PAID, f"T{place}", 12_000, "CNY", MERCHANT, clock.now())
        notices = [
            paid,
            paid,
            Said(number, Outcome.CLOSED),
            Said(number, Outcome.UNPAID),
            RefundSaid(number, f"R{place}", RefundOutcome.DONE, 12_000, MERCHANT, clock.now()),
        ]
        for which in order:
            hear(notices[which])
        ends.add(world.state(order_id))
    assert (ends, count(Payment), world.settled(world.one)) == ({"paid"}, 120, [12_000])
    assert (world.surplus(), world.proven(), count(Refund)) == (119 * 12_000, True, 0)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_dying_at_any_statement_of_a_payment_leaves_nothing_and_the_retry_books_it_once(world):
    number, order_id, amount = world.order()
    said = Said(number, Outcome.PAID, "T1", amount, "CNY", MERCHANT, clock.now())
    for statements in itertools.count(1):
        try:
            with dying_after(statements):
                hear(said)
        except Died:
            db.session.remove()
            assert (world.state(order_id), count(Payment), count(Receipt)) == ("paying", 0, 0)
            assert (world.settled(world.one, world.two), world.proven()) == ([0, 0], True)
        else:
            break
    assert statements > 15
    hear(said)
    assert (count(Payment), count(Receipt), world.settled(world.one, world.two)) == (1, 1, [12_000, 12_000])
    assert world.proven()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_dying_at_any_statement_of_a_refund_gives_the_money_back_once(world, monkeypatch):
    number, _, amount = world.order()
    channel, told = fees.sandbox(), []
    channel.pay(number, now=clock.now())
    hear(channel.ask(number))
    with transaction():
        fees.taken_back(world.id, world.one)
    give = SandboxChannel.refund

    def noted(self, **words):
        told.append(words["refund_number"])
        return give(self, **words)

    monkeypatch.setattr(SandboxChannel, "refund", noted)
    refund_id = agreed(world)
    for statements in itertools.count(1):
        clock.advance(timedelta(minutes=11))
        try:
            with dying_after(statements):
                send_refunds(now=clock.now())
        except Died:
            db.session.remove()
            assert world.proven()
        if state(refund_id) == RefundState.DONE:
            break
        assert state(refund_id) in {RefundState.APPROVED, RefundState.PROCESSING}
    assert statements > 10
    assert len(set(told)) == 1
    assert (world.surplus(), world.proven(), amount) == (0, True, 24_000)


def agreed(world):
    scope = Scope(ScopeKind.ESTATE, world.id)
    with transaction():
        payment = db.session.scalars(select(Payment.id)).one()
        one, other = (
            Actor(people.account().id, role, scope) for role in (Role.PROPERTY_MANAGER, Role.COMPANY_HEAD)
        )
        made = refunds.ask(
            actor=world.me, estate_id=world.id, payment_id=payment, amount_fen=12_000, reason="冲红",
            now=clock.now(),
        )  # fmt: skip
        for who in (one, other)[: 1 + (made.amount_fen > 100_000)]:
            refunds.decide(actor=who, refund=made, agree=True, now=clock.now())
        return world.id, made.id


def state(which):
    with transaction(writes=False):
        return queries.refund(estate_id=which[0], refund_id=which[1]).state
