"""Statements, arrears, reminders, objections and collection rates, on both databases."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from linli.domains.fees.errors import DisputeDecided, DisputeOpen, NothingLate, NothingOpen
from linli.domains.fees.models import Bill, BillReminder
from linli.domains.fees.operations import arrears as pursuing
from linli.domains.fees.operations import bills as operations
from linli.domains.fees.queries import arrears, bills, rates, statements
from linli.domains.fees.queries.rates import Term, Which
from linli.domains.fees.rules.arrears import Age, Cause, Part, Rates, Share, Step, veiled
from linli.domains.payments.operations import desk
from linli.domains.payments.rules import Desk
from linli.kernel.actors import Role
from linli.kernel.ids import new_id
from linli.kernel.refusals import Unknown
from linli.kernel.times import end_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.payments.world import World

STAFF = fees.Actor(
    account_id=uuid.UUID(int=7),
    role=Role.PROPERTY_CASHIER,
    scope=fees.Scope(fees.ScopeKind.ESTATE, uuid.UUID(int=8)),
)
FEBRUARY, MAY = date(2026, 2, 1), date(2026, 5, 31)


def at(on, hour=4):
    """That day, 12:00 in Shanghai unless said otherwise (hours are UTC)."""
    return clock.now().replace(year=on.year, month=on.month, day=on.day, hour=hour)


def bill_of(estate_id, bill_id):
    return bills.bill(estate_id=estate_id, bill_id=bill_id)


def paid(estate_id, bill_id, amount_fen, now):
    operations.settle(estate_id=estate_id, wanted={bill_id: amount_fen}, source_id=new_id(), now=now)


def open_on(estate_id, unit_id, on):
    """What is open on a unit's bills at the end of a day, worked out bill by bill."""
    total = 0
    for one in db.session.scalars(select(Bill).filter_by(estate_id=estate_id, unit_id=unit_id)):
        if one.billed_on <= on:
            total += one.amount_fen
        for each in bills.settlements(estate_id, one.id):
            total -= each.amount_fen if each.at < end_of(on) else 0
    return total


@pytest.mark.feature("FE-22")
def test_the_last_line_of_a_statement_is_what_is_open_on_the_bills_on_any_date(app):
    world = World()
    with transaction():
        one = bill_of(world.id, world.one)
        accountant = people.staff(Role.PROPERTY_CASHIER, places.estate(), name="会计")
        desk.enter(
            actor=fees.Actor(account_id=accountant.id, role=STAFF.role, scope=STAFF.scope),
            estate_id=world.id,
            bill_ids=[world.one],
            way=Desk.CASH,
            received_fen=one.amount_fen,
            voucher_no="V1",
            now=at(date(2026, 3, 5)),
        )
        proposal = operations.propose_voiding(
            actor=fees.resident(accountant.id, world.id), bill=one, reason="重复", now=at(date(2026, 3, 6))
        )
        operations.decide_voiding(actor=world.me, voiding=proposal, approve=True, now=at(date(2026, 3, 8)))
        unit_id = one.unit_id
    with transaction(writes=False):
        for day in (1, 2, 4, 5, 7, 8, 31):
            on = date(2026, 3, day)
            found = statements.statement(
                STAFF, estate_id=world.id, unit_id=unit_id, since_on=date(2026, 3, 3), until_on=on
            )
            assert found.closing_fen == open_on(world.id, unit_id, on)
        on_the_day = statements.statement(
            STAFF, estate_id=world.id, unit_id=unit_id, since_on=date(2026, 3, 5), until_on=on
        )
        assert (on_the_day.opening_fen, on_the_day.closing_fen, len(on_the_day.lines)) == (12000, 0, 3)
        assert [line.what.value for line in found.lines] == ["paid", "taken_back", "released"]
        balance = found.opening_fen
        for line in found.lines:
            balance += line.amount_fen
            assert line.balance_fen == balance
        assert found.closing_fen == 0
        neighbours = bill_of(world.id, world.neighbours).unit_id
        with pytest.raises(Unknown):
            statements.statement(
                world.me, estate_id=world.id, unit_id=neighbours, since_on=FEBRUARY, until_on=MAY
            )


@pytest.mark.feature("FE-23")
def test_arrears_by_age_and_by_cause_add_up_to_the_same_total(app):
    world = World()
    with transaction():
        unit_id = bill_of(world.id, world.two).unit_id
        paid(world.id, world.one, 1000, clock.now())
        pursuing.note_cause(
            actor=world.me, estate_id=world.id, unit_id=unit_id, cause=Cause.AWAY, note="", now=clock.now()
        )
        pursuing.dispute(actor=world.me, bill=bill_of(world.id, world.one), reason="算错", now=clock.now())
    with transaction(writes=False):
        for days, age in ((1, Age.MONTH), (30, Age.MONTH), (31, Age.QUARTER), (366, Age.OLDER)):
            on = fees.DUE + timedelta(days=days)
            found, whole = arrears.sums(world.id, on=on), bills.arrears(world.id, on=on)
            assert found.by_age[age] == (whole.count, whole.open_fen) == (3, found.open_fen)
            assert sum(amount for _, amount in found.by_cause.values()) == whole.open_fen
        assert set(found.by_cause) == {Cause.DISPUTED, Cause.AWAY, Cause.UNKNOWN}
        assert arrears.sums(world.id, on=fees.DUE).count == 0
        listed, cursor = [], None
        while True:
            page = arrears.debtors_page(world.id, on=on, window=Window(limit=2, cursor=cursor))
            listed += page.items
            cursor = page.next
            if cursor is None:
                break
        assert [one.unit_label for one in listed] == ["1幢101室", "1幢102室", "1幢103室"]
        assert sum(one.open_fen for one in listed) == whole.open_fen
        window = Window(limit=20)
        (away,) = arrears.debtors_page(world.id, on=on, window=window, cause=Cause.AWAY).items
        assert away.unit_id == unit_id


def steps(world, bill_id):
    with transaction(writes=False):
        return [one.step for one in arrears.reminders(world.id, bill_id)]


def remind(world, on):
    with transaction():
        return pursuing.remind(estate_id=world.id, now=at(on))


@pytest.mark.feature("FE-24")
@pytest.mark.feature("FE-25")
def test_each_step_reminds_once_and_neither_the_paid_nor_the_disputed(app):
    world = World()
    assert remind(world, fees.DUE - timedelta(days=4)) == 0
    assert remind(world, fees.DUE - timedelta(days=3)) == 3
    assert remind(world, fees.DUE - timedelta(days=2)) == 0
    with transaction():
        two = bill_of(world.id, world.two)
        paid(world.id, world.one, bill_of(world.id, world.one).amount_fen, clock.now())
        raised = pursuing.dispute(actor=world.me, bill=two, reason="面积不对", now=at(fees.DUE))
        assert raised.answer_by_on == fees.DUE + timedelta(days=15)
        with pytest.raises(NothingOpen):
            pursuing.dispute(actor=world.me, bill=bill_of(world.id, world.one), reason="x", now=clock.now())
    with pytest.raises(DisputeOpen), transaction():
        pursuing.dispute(actor=world.me, bill=bill_of(world.id, world.two), reason="again", now=clock.now())
    assert remind(world, fees.DUE + timedelta(days=7)) == 1
    assert remind(world, fees.DUE + timedelta(days=8)) == 0
    with pytest.raises(NothingLate), transaction():
        pursuing.send_letter(
            actor=world.me, estate_id=world.id, unit_id=two.unit_id, now=at(fees.DUE + timedelta(days=9))
        )
    with transaction():
        found = arrears.open_dispute(estate_id=world.id, bill_id=world.two)
        pursuing.answer(actor=world.me, dispute=found, upheld=False, words="面积与登记一致", now=clock.now())
        with pytest.raises(DisputeDecided):
            pursuing.answer(actor=world.me, dispute=found, upheld=True, words="", now=clock.now())
    assert remind(world, fees.DUE + timedelta(days=30)) == 2
    for _ in range(2):
        with transaction():
            pursuing.send_letter(
                actor=world.me, estate_id=world.id, unit_id=two.unit_id, now=at(fees.DUE + timedelta(days=40))
            )
    assert steps(world, world.one) == [Step.BEFORE]
    assert steps(world, world.two) == [Step.BEFORE, Step.DAY_30, Step.LETTER]
    assert steps(world, world.neighbours) == [Step.BEFORE, Step.DAY_7, Step.DAY_30]
    with transaction(writes=False):
        assert db.session.scalar(select(func.count()).select_from(BillReminder)) == 7


@pytest.mark.feature("NN-30")
def test_rates_count_what_was_due_what_came_and_open_to_their_bills(app):
    world = World()
    with transaction():
        amount = bill_of(world.id, world.one).amount_fen
        paid(world.id, world.one, amount, at(date(2026, 3, 10)))
        paid(world.id, world.two, 1000, at(date(2026, 4, 20)))
        paid(world.id, world.two, 500, at(date(2026, 5, 5)))
    april = Term(date(2026, 4, 1), date(2026, 4, 30), end_of(date(2026, 4, 30)))
    may = Term(date(2026, 5, 1), date(2026, 5, 31), end_of(date(2026, 5, 31)))
    with transaction(writes=False):
        whole = rates.rates(april, estate_id=world.id)
        assert whole.current == whole.total == Part(3 * amount, amount + 1000, 3, 1)
        assert whole.overdue == Part()
        later = rates.rates(may, estate_id=world.id)
        assert later.overdue == later.total == Part(2 * amount - 1000, 500, 2, 0)
        for term, which, part in (
            (april, Which.CURRENT, whole.current),
            (may, Which.OVERDUE, later.overdue),
        ):
            page = rates.counted_page(term, which, estate_id=world.id, window=Window(limit=50))
            assert sum(one.due_fen for one in page.items) == part.due_fen
            assert sum(one.paid_fen for one in page.items) == part.paid_fen
        assert rates.shares(april, estate_id=world.id) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_share_that_is_shown_or_can_be_worked_out_is_of_fewer_than_five(sizes):
    shares = [Share(str(n), Part(100 * size, 10, size, 0)) for n, size in enumerate(sizes)]
    shown = veiled(shares)
    assert all(one.current.households >= 5 for one in shown)
    hidden = sum(sizes) - sum(one.current.households for one in shown)
    assert hidden == 0 or (shown == [] and hidden < 5)
    assert Rates() + Rates() == Rates()
