"""Paying old debts by instalments: agreed by two, kept or broken by the books, and nobody reminds while it is kept."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from linli.domains.fees.errors import NothingLate, PlanAnswered, PlanStale
from linli.domains.fees.models import ArrearsPlan, FeeItem
from linli.domains.fees.operations import arrears as pursuing
from linli.domains.fees.operations import bills as settling
from linli.domains.fees.operations import late as charging
from linli.domains.fees.operations import plans
from linli.domains.fees.queries import arrears, bills
from linli.domains.fees.queries import late as late_queries
from linli.domains.fees.queries import plans as queries
from linli.domains.fees.rules.plans import PlanState, instalments
from linli.jobs import fees as jobs
from linli.kernel.actors import Actor, Role
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people
from tests.fees.test_arrears_web import EVENING, LATE
from tests.payments.world import World
from tests.support.forms import submit


@given(
    total=st.integers(24, 10**9),
    count=st.integers(1, 24),
    first_on=st.dates(date(2025, 1, 1), date(2030, 12, 31)),
)
def test_instalments_add_up_differ_by_a_fen_and_come_once_a_month(total, count, first_on):
    parts = instalments(total, count=count, first_on=first_on)
    amounts = [one.amount_fen for one in parts]
    assert (sum(amounts), max(amounts) - min(amounts) <= 1, min(amounts) > 0) == (total, True, True)
    months = [one.due_on.year * 12 + one.due_on.month for one in parts]
    assert months == list(range(months[0], months[0] + count))


@pytest.fixture
def late_world(app):
    """Two bills of one owner, ten days overdue, with a late charge agreed; today is 25 April 2026."""
    world = World()
    with transaction():
        world.staff = Actor(people.account().id, Role.PROPERTY_CASHIER)
        bill = bills.bill(estate_id=world.id, bill_id=world.one)
        world.unit = bill.unit_id
        _agree_late(world, bill)
    with clock.freeze(clock.now() + timedelta(days=54)):
        yield world


def _agree_late(world, bill):
    charging.agree(
        actor=world.staff, item=db.session.get_one(FeeItem, (world.id, bill.item_id)), since_on=date(2026, 1, 1),
        daily_ppm=3000, cap_permille=300, basis="合同第9条", now=clock.now(),
    )  # fmt: skip


def proposed(world, count=3):
    return plans.propose(
        actor=world.staff, estate_id=world.id, unit_id=world.unit, count=count, first_on=date(2026, 5, 1),
        now=clock.now(),
    )  # fmt: skip


def at(on):
    return clock.now().replace(year=on.year, month=on.month, day=on.day)


def put(world, amount_fen, now):
    settling.settle(estate_id=world.id, wanted={world.one: amount_fen}, source_id=new_id(), now=now)


def running(world, plan_id):
    return queries.plan(estate_id=world.id, plan_id=plan_id)


def test_while_an_agreement_is_kept_nobody_reminds_and_being_late_costs_nothing(late_world):
    world = late_world
    with transaction():
        made = proposed(world)
        assert pursuing.remind(estate_id=world.id, now=clock.now()) == 3  # an offer alone puts nothing off
        plans.answer(actor=world.me, plan=made, agree=True, now=clock.now())
        with pytest.raises(PlanAnswered):
            plans.answer(actor=world.me, plan=made, agree=False, now=clock.now())
        with pytest.raises(NothingLate):
            arrears.claimed(world.id, world.unit, on=date(2026, 4, 25))
        view = bills.views([bills.bill(estate_id=world.id, bill_id=world.one)])[0]
        frozen = late_queries.accrued_fen(view, on=date(2026, 4, 25))
        assert frozen == late_queries.accrued_fen(view, on=date(2026, 7, 1)) == 12_000 * 3 * 10 // 1000
        for month in (5, 6, 7):
            put(world, 4_000, at(date(2026, month, 1)))
            plans.check(plan=made, now=at(date(2026, month, 2)))
            pursuing.remind(estate_id=world.id, now=at(date(2026, month, 20)))
        assert made.state == PlanState.KEPT
        assert [one.step for one in arrears.reminders(world.id, world.one)] == ["day_7"]


def test_an_instalment_that_does_not_come_ends_it_with_evidence_but_not_while_a_bill_is_disputed(late_world):
    world = late_world
    with transaction():
        made = proposed(world)
        plans.answer(actor=world.me, plan=made, agree=True, now=clock.now())
        put(world, 3_999, at(date(2026, 5, 1)))
        bill = bills.bill(estate_id=world.id, bill_id=world.one)
        raised = pursuing.dispute(actor=world.me, bill=bill, reason="面积", now=clock.now())
        plan_id = made.id
    jobs.check_plans(now=at(date(2026, 5, 2)))
    with transaction():
        assert running(world, plan_id).state == PlanState.RUNNING
        again = arrears.open_dispute(estate_id=world.id, bill_id=world.one)
        pursuing.answer(actor=world.staff, dispute=again, upheld=False, words="没有错", now=clock.now())
        assert again.id == raised.id
    jobs.check_plans(now=at(date(2026, 5, 1)))  # the day is not over
    with transaction(writes=False):
        assert running(world, plan_id).state == PlanState.RUNNING
    jobs.check_plans(now=at(date(2026, 5, 2)))
    with transaction():
        ended = running(world, plan_id)
        assert (ended.state, ended.open_fen, ended.to_come_fen) == (PlanState.BROKEN, 8_001, 8_000)
        view = bills.views([bills.bill(estate_id=world.id, bill_id=world.one)])[0]
        assert late_queries.accrued_fen(view, on=date(2026, 6, 1)) > 360
        assert arrears.claimed(world.id, world.unit, on=date(2026, 6, 1))


def test_what_changed_since_it_was_offered_cannot_be_agreed_to(late_world):
    with transaction():
        made = proposed(late_world)
        put(late_world, 1, clock.now())
        with pytest.raises(PlanStale):
            plans.answer(actor=late_world.me, plan=made, agree=True, now=clock.now())


def test_the_desk_offers_and_only_the_owner_answers(app, client):
    with clock.freeze(EVENING):
        world = World()
    with clock.freeze(LATE):
        _offered_and_answered(client, world)


def _offered_and_answered(client, world):
    with transaction(writes=False):
        unit = bills.bill(estate_id=world.id, bill_id=world.one).unit_id
    page = f"/work/e/{world.id}/fees/arrears/{unit}/plans"
    wanted = {"count": "30", "first_on": "2026-05-01", "once": "plan-1"}
    assert submit(client, page, wanted, headers=world.cashier).status_code == 422
    wanted |= {"count": "3", "once": "plan-2"}
    assert submit(client, page, wanted, headers=world.cashier).status_code == 303
    assert "等业主同意" in client.get(page, headers=world.cashier).text
    with transaction(writes=False):
        plan_id = db.session.scalars(select(ArrearsPlan.id)).one()
    api = f"{world.api}/arrears-plans/{plan_id}"
    assert client.get(api, headers=world.other).status_code == 404
    assert client.get(api, headers=world.tenant).status_code in {403, 404}
    assert client.post(f"{api}/answer", json={"agree": True}, headers=world.cashier).status_code == 403
    own = f"/e/{world.id}/bills/plans/{plan_id}"
    assert submit(client, own, {"agree": "true"}, headers=world.owner).status_code == 303
    assert "按约缴纳中" in client.get(own, headers=world.owner).text
    told = client.get(api, headers=world.cashier).json
    assert [one["amount_fen"] for one in told["instalments"]] == [4_000, 4_000, 4_000]
    assert client.get(api.replace(str(plan_id), str(uuid.uuid4())), headers=world.owner).status_code == 404
