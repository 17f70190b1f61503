"""Shared costs and reductions on both databases: two people, every fen, nothing billed twice."""

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import func, select

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.errors import (
    AlreadyDecided,
    AreaMissing,
    BeyondContract,
    BilledAlready,
    EvidenceMissing,
    NotYourOwn,
    ReliefTaken,
)
from linli.domains.fees.models import Bill, BillLine, BillPart, CostShare
from linli.domains.fees.operations import costs, reliefs, runs
from linli.domains.fees.queries import bills, charging, parts
from linli.domains.fees.queries import costs as questions
from linli.domains.fees.rules import ItemKind, Period
from linli.domains.fees.rules.reliefs import ReliefKind
from linli.domains.fees.rules.splitting import Method
from linli.domains.payments.queries import proof
from linli.kernel.actors import Actor, Role
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.factories.fees import APRIL, DUE, MARCH


def picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 40)).save(content, "JPEG")
    content.seek(0)
    return content


def two_cashiers():
    return [Actor(people.account(name).id, Role.PROPERTY_CASHIER) for name in ("甲", "乙")]


def drafted(actor, item, **more):
    wanted = {
        "name": "电梯用电",
        "period": MARCH,
        "due_on": DUE,
        "quantity_milli": 1_000_000,
        "measure": "度",
        "rate_mfen": 53_801,
        "method": Method.AREA,
    }
    return costs.draft(actor=actor, item=item, now=clock.now(), **wanted | more)


@pytest.mark.feature("FE-11")
@pytest.mark.feature("FE-12")
def test_a_published_cost_makes_bills_that_add_up_to_it_and_each_home_sees_its_share(app):
    with transaction():
        estate = places.estate()
        units = [places.unit(estate, area=area) for area in (8957, 8957, 12001)]
        places.unit(estate, kind=UnitKind.PARKING, area=1200)
        owner = people.account("王秀英")
        people.owner(estate, units[0], account=owner)
        item = fees.item(estate, "公共用电", kind=ItemKind.SHARED_UTILITY)
        first, second = two_cashiers()
        cost = drafted(first, item)
        assert cost.amount_fen == 53801
        with pytest.raises(NotYourOwn):
            costs.decide(actor=first, cost=cost, approve=True, now=clock.now())
        costs.decide(actor=second, cost=cost, approve=True, now=clock.now())
        made = db.session.scalars(select(Bill).filter_by(run_id=cost.run_id)).all()
        assert (
            sum(one.amount_fen for one in made)
            == 53801
            == db.session.scalar(select(func.sum(CostShare.amount_fen)))
        )
        assert len(made) == 3
        part = db.session.scalars(select(BillPart).filter_by(bill_id=made[0].id)).one()
        assert (part.whole_fen, part.weights, part.amount_fen) == (53801, 29915, made[0].amount_fen)
        me = fees.resident(owner.id, estate.id, units[0].id)
        (share,) = questions.own_shares(me, cost)
        assert (share.weight, abs(share.amount_fen * 29915 - 53801 * 8957) < 29915) == (8957, True)
        with pytest.raises(AlreadyDecided):
            costs.decide(actor=second, cost=cost, approve=True, now=clock.now())
        with pytest.raises(BilledAlready):
            drafted(first, item)
        assert proof.faults() == []


def test_a_flat_without_an_area_does_not_leave_its_share_to_the_others(app):
    with transaction():
        estate = places.estate()
        places.unit(estate, area=9000), places.unit(estate, "没面积", area=None)
        item = fees.item(estate, kind=ItemKind.SHARED_UTILITY)
        first, _ = two_cashiers()
        with pytest.raises(AreaMissing, match="没面积"):
            drafted(first, item)
        equal = drafted(first, item, method=Method.EQUAL)
        assert [amount for _, amount in questions.split(equal)] in ([26901, 26900], [26900, 26901])


@pytest.mark.feature("FE-15")
@pytest.mark.feature("FE-20")
def test_an_approved_reduction_is_a_negative_line_and_only_an_approved_one_counts(app):
    with transaction():
        estate = places.estate()
        flat, _other = places.unit(estate, area=10000), places.unit(estate, area=10000)
        item = fees.item(estate)
        fees.tariff(item)
        first, second = two_cashiers()
        asked = {
            "item": item,
            "unit_id": flat.id,
            "kind": ReliefKind.VACANCY,
            "permille": 300,
            "period": Period(date(2026, 3, 17), date(2026, 12, 31)),
            "basis": "前期物业服务合同第 12 条",
            "reason": "空置",
            "now": clock.now(),
        }
        relief = reliefs.propose(actor=first, **asked)
        with pytest.raises(ReliefTaken):
            reliefs.propose(actor=first, **asked)
        assert charging.preview(item=item, period=MARCH).total_fen == 24000
        with pytest.raises(NotYourOwn):
            reliefs.decide(actor=first, relief=relief, approve=True, now=clock.now())
        with pytest.raises(EvidenceMissing):
            reliefs.decide(actor=second, relief=relief, approve=True, now=clock.now())
        reliefs.add_evidence(actor=first, relief=relief, photos=[picture()], now=clock.now())
        reliefs.decide(actor=second, relief=relief, approve=True, now=clock.now())
        shown = charging.preview(item=item, period=MARCH)
        assert shown.total_fen == 24000 - 1742  # 120.00 × 30 % × 15/31
        run = runs.issue(
            actor=None, item=item, period=MARCH, due_on=DUE, expected=(2, 22258), now=clock.now()
        )
        part = db.session.scalars(select(BillPart)).one()
        assert (part.kind, part.amount_fen, part.source_id) == ("relief", -1742, relief.id)
        bill = bills.bill(estate_id=estate.id, bill_id=part.bill_id)
        lines = db.session.scalar(select(func.sum(BillLine.amount_fen)).filter_by(bill_id=bill.id))
        assert (bill.unit_id, bill.amount_fen, lines + part.amount_fen) == (flat.id, 10258, 10258)
        april = runs.issue(actor=None, item=item, period=APRIL, due_on=DUE, now=clock.now())
        assert bills.run_view(april).total_fen == 24000 - 3600
        assert db.session.execute(parts.bills_that_differ()).all() == []
        assert proof.faults() == []
        assert run.id != april.id


def test_nothing_is_collected_ahead_beyond_the_contract(app):
    with transaction():
        estate = places.estate()
        places.unit(estate)
        places.contract(estate, places.company(), until_on=date(2026, 4, 30))
        item = fees.item(estate)
        fees.tariff(item)
        with pytest.raises(BeyondContract):
            runs.issue(
                actor=None,
                item=item,
                period=Period(date(2026, 4, 1), date(2026, 5, 31)),
                due_on=DUE,
                now=clock.now(),
            )
        assert runs.issue(actor=None, item=item, period=APRIL, due_on=DUE, now=clock.now()).item_id == item.id
