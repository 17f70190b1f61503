"""The books: what the database itself refuses, and that they hold at every step (check E-14)."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from linli.domains.notices.models import Message
from linli.domains.payments.errors import Unbalanced
from linli.domains.payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentOrder,
)
from linli.domains.payments.operations import ledger
from linli.domains.payments.queries import auditing
from linli.domains.payments.rules import AccountKind, Posting
from linli.jobs import payments as jobs
from linli.kernel.ids import new_id
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.world import World, count


@pytest.fixture
def world(app):
    return World()


def entry(world, transaction_id, amount):
    account = ledger.account(world.id, AccountKind.CLEARING, channel="x")
    row = {"estate_id": world.id, "id": new_id(), "transaction_id": transaction_id, "bill_id": None}
    db.session.execute(insert(LedgerEntry), [row | {"account_id": account, "amount_fen": amount}])


def close(world, transaction_id):
    db.session.execute(
        insert(LedgerTransaction).values(
            estate_id=world.id, id=transaction_id, posting="x", source_id=new_id(), at=clock.now()
        )
    )


@pytest.mark.feature("PA-24")
@pytest.mark.parametrize("amounts", [(), (5,), (5, -4), (5, -5, 1)])
def test_the_database_refuses_a_transaction_that_does_not_sum_to_zero(world, amounts):
    with pytest.raises(DBAPIError):
        book(world, amounts)


def book(world, amounts):
    with transaction():
        made = new_id()
        for amount in amounts:
            entry(world, made, amount)
        close(world, made)
    return made


def test_the_database_refuses_entries_that_are_never_closed(world):
    with pytest.raises(DBAPIError), transaction():
        entry(world, new_id(), 5)


def test_the_database_refuses_an_entry_to_a_closed_transaction(world):
    made = book(world, (5, -5))
    with pytest.raises(DBAPIError), transaction():
        entry(world, made, 5)


@pytest.mark.feature("PA-24")
@pytest.mark.parametrize("model", [LedgerEntry, LedgerTransaction, Payment])
def test_what_is_booked_is_never_changed_or_deleted(client, world, model):
    number, _, amount = world.order()
    fees.notify(client, fees.notice(number, amount))
    for change in (update(model).values(id=model.id), delete(model)):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(change)


@pytest.mark.feature("PA-03")
def test_the_sum_and_the_payer_of_an_order_cannot_be_changed(world):
    world.order()
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(update(PaymentOrder).values(amount_fen=1))


def test_something_unbalanced_is_not_even_sent_to_the_database(world):
    sides = [ledger.Side(AccountKind.CLEARING, 5, channel="x")]
    with pytest.raises(Unbalanced), transaction():
        ledger.post(
            estate_id=world.id, posting=Posting.PAYMENT, source_id=new_id(), sides=sides, now=clock.now()
        )


def test_the_auditor_finds_money_that_is_on_no_bill(world):
    assert world.proven()
    with transaction():
        income = ledger.Side(AccountKind.INCOME, 5)
        lost = ledger.Side(AccountKind.RECEIVABLE, -5, bill_id=world.one)
        ledger.post(
            estate_id=world.id,
            posting=Posting.PAYMENT,
            source_id=new_id(),
            sides=[income, lost],
            now=clock.now(),
        )
    assert not world.proven()


def test_a_unit_owes_its_bills_and_the_items_income_is_their_sum(world):
    with transaction(writes=False):
        rows = db.session.execute(
            select(LedgerAccount.kind, LedgerEntry.amount_fen)
            .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
            .order_by(LedgerEntry.amount_fen)
        )
        assert [tuple(row) for row in rows] == [("income", -36000), *[("receivable", 12000)] * 3]


STEPS = st.lists(
    st.tuples(st.sampled_from(["order", "paid", "again", "closed"]), st.integers(0, 2)), max_size=10
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_books_hold_and_no_money_is_lost_whatever_comes_in_any_order(client, app, steps):
    world, made, taken = World(), [], 0
    for step, which in steps:
        if step == "order" or not made:
            wanted = [(world.one,), (world.two,), (world.one, world.two)][which]
            if all(world.settled(*wanted)):
                continue
            made.append(world.order(*wanted))
            continue
        number, _, amount = made[which % len(made)]
        trade_no = f"{number}-{count(Payment)}" if step == "again" else number
        outcome = "closed" if step == "closed" else "paid"
        before = count(Payment)
        assert (
            fees.notify(client, fees.notice(number, amount, trade_no=trade_no, outcome=outcome)).status_code
            == 204
        )
        taken += amount * (count(Payment) - before)
        assert world.proven()
        assert sum(world.settled(world.one, world.two)) + world.surplus() == taken
        assert all(paid <= 12000 for paid in world.settled(world.one, world.two))


def test_what_the_nightly_proof_finds_is_told_shown_and_watched_until_it_holds_again(client, world):
    books = f"{world.api}/books"
    assert client.get(books, headers=world.owner).status_code in {403, 404}
    wrong = [ledger.Side(AccountKind.INCOME, 5), ledger.Side(AccountKind.RECEIVABLE, -5, bill_id=world.one)]
    for sides in (wrong, [replace(side, amount_fen=-side.amount_fen) for side in wrong]):
        with transaction():
            ledger.post(
                estate_id=world.id,
                posting=Posting.PAYMENT,
                source_id=new_id(),
                sides=sides,
                now=clock.now(),
            )
        if sides is wrong:
            for _ in "12":  # a second night finds the same, and tells nobody again
                with pytest.raises(jobs.BooksDoNotHold):
                    jobs.prove_books(now=clock.now())
        else:
            jobs.prove_books(now=clock.now())
        outbox.deliver()
        found = client.get(books, headers=world.cashier).json["faults"]
        assert [(one["what"], one["cleared_at"] is None) for one in found] == [
            ("bill_differs_from_ledger", sides is wrong)
        ]
        page = client.get(f"/work/e/{world.id}/fees/books", headers=world.cashier).text
        assert ("有账对不上" in page) == (sides is wrong)
        with transaction(writes=False):
            assert auditing.warnings(now=clock.now()) == (["books"] if sides is wrong else [])
            assert len(list(auditing.examine())) == (sides is wrong)
            told = db.session.scalars(select(Message.account_id).filter_by(template="books_failed")).all()
        assert len(told) == 2
