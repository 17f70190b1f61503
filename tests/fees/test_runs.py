"""Previewing and issuing bills, on both databases."""

from datetime import date

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from linli.domains.estates.rules import Delivery, UnitKind
from linli.domains.fees import facts, rules
from linli.domains.fees.errors import (
    AlreadyVoid,
    DueBeforeIssue,
    NothingToBill,
    PreviewStale,
    SecondPersonNeeded,
    TooFarAhead,
)
from linli.domains.fees.models import Bill, BillLine
from linli.domains.fees.operations import bills, runs
from linli.domains.fees.queries import bills as queries
from linli.domains.fees.queries import charging
from linli.domains.fees.queries.items import item as the_item
from linli.domains.payments.queries import proof
from linli.domains.people.rules import OwnerKind
from linli.kernel.actors import Actor, Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.factories.fees import APRIL, DUE, MARCH


def bills_of(run_id):
    return db.session.scalars(select(Bill).filter_by(run_id=run_id).order_by(Bill.unit_label)).all()


def issue(item, period=MARCH, **more):
    return runs.issue(actor=None, item=item, period=period, due_on=DUE, now=clock.now(), **more)


@pytest.mark.feature("FE-06")
def test_each_unit_with_a_price_gets_a_bill_with_its_area_and_its_owner(app):
    with transaction():
        estate = places.estate()
        flat, _parking = places.unit(estate, "101室", area=8957), places.unit(estate, kind=UnitKind.PARKING)
        owner = people.owner(estate, flat)
        run = fees.issued(estate)
        (bill,) = bills_of(run.id)
        assert (bill.unit_label, bill.floor_area, bill.amount_fen) == ("101室", 8957, 10748)
        assert (bill.owner_id, bill.liable, bill.due_on) == (owner.id, "owner", DUE)
        (line,) = queries.lines(estate.id, bill.id)
        assert (line.rate_mfen, line.numerator, line.denominator, line.amount_fen) == (120_000, 1, 1, 10748)


@pytest.mark.feature("FE-20")
def test_the_lines_of_every_bill_add_up_to_it_and_agree_with_the_rule(app):
    with transaction():
        estate = places.estate()
        for area in (1, 4999, 8957, 12345, 10**7):
            places.unit(estate, area=area)
        item = fees.item(estate)
        fees.tariff(item, rate_mfen=123_457)
        fees.tariff(item, rate_mfen=133_333, since_on=date(2026, 3, 12))
        run = issue(item)
        for bill in bills_of(run.id):
            lines = queries.lines(estate.id, bill.id)
            assert sum(line.amount_fen for line in lines) == bill.amount_fen
            for line in lines:
                piece = rules.Piece(
                    line.tariff_id, line.since_on, line.until_on, rules.Formula(line.formula),
                    line.rate_mfen, line.numerator, line.denominator,
                )  # fmt: skip
                assert rules.line_fen(piece, bill.floor_area) == line.amount_fen
        assert proof.faults() == []


@pytest.mark.feature("FE-05")
def test_running_twice_makes_each_bill_once_and_a_new_unit_only_its_own(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        item = fees.item(estate)
        fees.tariff(item)
        issue(item)
        with pytest.raises(NothingToBill):
            issue(item)
    with transaction():
        places.unit(estate, "新房")
        run = issue(the_item(estate_id=estate.id, item_id=item.id))
        assert [bill.unit_label for bill in bills_of(run.id)] == ["新房"]
    assert db.session.scalar(select(func.count()).select_from(Bill)) == 2


def test_a_longer_period_does_not_bill_days_again_that_were_billed(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        item = fees.item(estate)
        fees.tariff(item)
        issue(item, APRIL)
        with pytest.raises(NothingToBill):
            issue(item, rules.period_of(date(2026, 3, 1), 3))


@pytest.mark.feature("FE-04")
def test_a_preview_shows_sums_largest_changes_and_what_cannot_be_billed_and_writes_nothing(app):
    with transaction():
        estate = places.estate()
        small, _ = places.unit(estate, "小", area=5000), places.unit(estate, "大", area=20000)
        item = fees.item(estate)
        fees.tariff(item)
        issue(item, MARCH)
        places.unit(estate, "缺", area=None)
        places.unit(estate, "新", area=10000)
        small.floor_area = 6000
    with transaction(writes=False):
        shown = charging.preview(item=the_item(estate_id=estate.id, item_id=item.id), period=APRIL)
    assert (shown.count, shown.total_fen) == (3, 7200 + 24000 + 12000)
    assert [one.label for one in shown.largest] == ["大", "新", "小"]
    assert [(one.label, one.before_fen, one.amount_fen) for one in shown.changed] == [("小", 6000, 7200)]
    assert (shown.fresh_count, shown.without_area, shown.before_fen) == (1, ("缺",), 30000)


def test_what_is_issued_is_what_was_previewed_or_nothing(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        item = fees.item(estate)
        fees.tariff(item)
        shown = charging.preview(item=item, period=MARCH)
        places.unit(estate)
    with pytest.raises(PreviewStale), transaction():
        issue(the_item(estate_id=estate.id, item_id=item.id), expected=(shown.count, shown.total_fen))
    assert db.session.scalar(select(func.count()).select_from(Bill)) == 0


def test_the_developer_owes_for_units_that_are_not_handed_over(app):
    with transaction():
        estate = places.estate()
        unsold = places.unit(estate, "1", delivery=Delivery.UNSOLD)
        sold = places.unit(estate, "2", delivery=Delivery.SOLD_UNDELIVERED)
        developer = people.owner(estate, unsold, name="置业公司", kind=OwnerKind.DEVELOPER)
        people.owner(estate, sold)
        run = fees.issued(estate)
        assert [(bill.liable, bill.owner_id) for bill in bills_of(run.id)] == [
            ("developer", developer.id)
        ] * 2


def test_periods_too_far_ahead_and_days_that_have_passed_are_refused(app):
    with transaction():
        item = fees.item(places.estate())
        with pytest.raises(TooFarAhead):
            issue(item, rules.period_of(date(2026, 4, 1), 12))
        with pytest.raises(DueBeforeIssue):
            runs.issue(actor=None, item=item, period=MARCH, due_on=date(2026, 3, 1), now=clock.now())


@pytest.mark.feature("FE-19")
def test_an_issued_bill_and_its_lines_cannot_be_changed_in_the_database(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        fees.issued(estate)
    for model in (Bill, BillLine):
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(update(model).values(amount_fen=1))


def two_cashiers():
    return [Actor(people.account(name).id, Role.PROPERTY_CASHIER) for name in ("甲", "乙")]


def test_taking_a_bill_back_needs_a_second_person_and_frees_the_days_for_a_new_one(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        run = fees.issued(estate)
        (bill,) = bills_of(run.id)
        first, second = two_cashiers()
        asked = bills.propose_voiding(actor=first, bill=bill, reason="面积登记有误", now=clock.now())
        with pytest.raises(SecondPersonNeeded):
            bills.decide_voiding(actor=first, voiding=asked, approve=True, now=clock.now())
        red = bills.decide_voiding(actor=second, voiding=asked, approve=True, now=clock.now())
        assert (red.amount_fen, red.corrects_id) == (-bill.amount_fen, bill.id)
        with pytest.raises(AlreadyVoid):
            bills.propose_voiding(actor=first, bill=bill, reason="再来", now=clock.now())
        again = issue(the_item(estate_id=estate.id, item_id=run.item_id))
        assert [(one.edition, one.kind) for one in bills_of(again.id)] == [(2, "bill")]
        assert proof.faults() == []


def test_collection_is_counted_by_amount_and_by_household_net_of_what_was_taken_back(app):
    with transaction():
        estate = places.estate()
        for _ in range(3):
            places.unit(estate)
        run = fees.issued(estate)
        paid, part, wrong = bills_of(run.id)
        for bill, amount in ((paid, 12000), (part, 3000)):
            bills.settle(estate_id=estate.id, wanted={bill.id: amount}, source_id=estate.id, now=clock.now())
        first, second = two_cashiers()
        asked = bills.propose_voiding(actor=first, bill=wrong, reason="错", now=clock.now())
        bills.decide_voiding(actor=second, voiding=asked, approve=True, now=clock.now())
        (found,) = facts.collection(since_on=DUE, until_on=DUE, cut_off=clock.now().replace(year=2027))
    assert (found.due_fen, found.paid_fen, found.households, found.households_paid) == (24000, 15000, 2, 1)
