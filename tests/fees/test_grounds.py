"""What a bill rests on, who bears it when a unit is sold, and readings that households send themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, Reading
from linli.domains.fees.rules import Period
from linli.domains.fees.rules.handovers import cut
from linli.domains.fees.rules.metering import departs
from linli.domains.people.models import Ownership
from linli.kernel.actors import Role
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.fees.test_costs import picture
from tests.fees.test_ways import Metered

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.feature("FE-30")
def test_a_bill_names_the_contract_under_which_its_days_are_served(app, client):
    with transaction():
        estate = places.estate("荷花苑")
        flat, company, next_one = (
            places.unit(estate, "101室"),
            places.company("老物业"),
            places.company("新物业"),
        )
        me = people.account()
        people.owner(estate, flat, account=me)
        places.contract(estate, company, since_on=date(2025, 1, 1), until_on=date(2026, 3, 31))
        places.contract(estate, next_one, since_on=date(2026, 4, 1))
        first = fees.issued(estate, period=fees.MARCH)
        second = fees.issued(estate, period=fees.APRIL)
        ids = [db.session.scalars(select(Bill.id).filter_by(run_id=run.id)).one() for run in (first, second)]
        estate_id, owner = estate.id, people.bearer(me)
    old, new = (
        client.get(f"/api/v1/estates/{estate_id}/bills/{one}", headers=owner).json["contract"] for one in ids
    )
    assert (old["company"], old["until_on"]) == ("老物业", "2026-03-31")
    assert (new["company"], new["since_on"], new["until_on"]) == ("新物业", "2026-04-01", None)
    page = client.get(f"/e/{estate_id}/bills/{ids[0]}", headers=owner).text
    assert "老物业，2025年1月1日起到2026年3月31日" in page


@settings(max_examples=100)
@given(st.integers(1, 10**9), st.integers(0, 1000), st.integers(0, 400), st.integers(-30, 1500))
def test_both_sides_of_a_handover_bear_the_whole_bill_and_a_later_day_costs_the_seller_no_less(
    amount, start, days, handed
):
    first = date(2024, 1, 1)
    period = Period(first + timedelta(days=start), first + timedelta(days=start + days))
    on = first + timedelta(days=handed)
    seller, buyer = cut(amount, period, on=on)
    assert seller + buyer == amount
    assert min(seller, buyer) >= 0
    assert cut(amount, period, on=on + timedelta(days=1))[0] >= seller


@pytest.mark.feature("FE-32")
def test_a_sold_flats_bills_are_cut_at_the_day_and_both_sides_open_the_same_settlement(app, client):
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction():
        estate = places.estate("荷花苑")
        flat = places.unit(estate, "3幢501室", area=10000)
        before, after = people.account("卖方"), people.account("买方")
        seller = people.owner(estate, flat, name="老业主", account=before)
        run = fees.issued(estate, period=YEAR, name="物业费")
        bill = db.session.scalars(select(Bill).filter_by(run_id=run.id)).one()
        cashier = people.bearer(people.staff(Role.PROPERTY_CASHIER, estate))
        estate_id, unit_id, amount = estate.id, flat.id, bill.amount_fen
        seller_id = seller.id
    assert amount == 12 * 12000
    page = f"/work/e/{estate_id}/fees/handovers"
    sent = {"unit_label": "3幢501室", "on": "2026-03-17", "once": "a"}
    refused = client.post(page, data=sent, headers=cashier)
    assert refused.status_code == 422
    assert "请先在业主名册登记过户" in refused.text
    with transaction():
        held = db.session.scalars(select(Ownership).filter_by(estate_id=estate_id, owner_id=seller_id)).one()
        held.until_on = date(2026, 3, 16)
        db.session.add(account := db.session.merge(after))
        people.owner(
            estates.estate(estate_id=estate_id), estates.unit(estate_id=estate_id, unit_id=unit_id),
            name="新业主", account=account, since_on=date(2026, 3, 17),
        )  # fmt: skip
    made = client.post(page, data=sent | {"once": "b"}, headers=cashier)
    assert made.status_code == 303, made.text
    assert client.post(page, data=sent | {"once": "c"}, headers=cashier).status_code == 409
    # two months and 16 of March's 31 days: 24000 + 12000 × 16/31
    handover = made.headers["Location"].rsplit("/", 1)[1]
    told = client.get(f"/api/v1/estates/{estate_id}/handovers/{handover}", headers=cashier).json
    assert [(one["seller_fen"], one["buyer_fen"]) for one in told["lines"]] == [(30194, 113806)]
    assert (told["seller_open_fen"], told["buyer_open_fen"], told["ahead_fen"]) == (30194, 113806, 0)
    assert "301.94" in client.get(made.headers["Location"], headers=cashier).text
    open_to_both = client.get(f"/p/handovers/{told['code']}")
    assert open_to_both.status_code == 200
    assert "301.94" in open_to_both.text
    assert "1138.06" in open_to_both.text
    assert "业主" not in open_to_both.text.split("<main")[1].split("</main")[0]
    assert client.get("/p/handovers/WRONG").status_code == 404
    with clock.freeze(datetime(2026, 3, 20, 4, tzinfo=UTC)):
        with transaction():
            buyer = people.bearer(account)
        page = client.get(f"/e/{estate_id}/bills/statement", headers=buyer).text
    assert f"/p/handovers/{told['code']}" in page


@pytest.mark.feature("FE-10")
def test_a_reading_of_ones_own_counts_at_once_unless_it_departs_by_more_than_half(app, client):
    with transaction():
        world = Metered()
        me, renter = people.account("王秀英"), people.account("邻居")
        homes = [
            estates.unit(estate_id=world.estate.id, unit_id=one.unit_id) for one in (world.one, world.two)
        ]
        people.owner(world.estate, *homes, account=me)
        february = world.window(Period(date(2026, 2, 1), date(2026, 2, 28)))
        for meter in (world.one, world.two):
            world.read(meter, 110_000, window=february)
        place, one, two, march = world.estate.id, world.one.id, world.two.id, world.march.id
        mine, other = people.bearer(me), people.bearer(renter)
        cashier = people.bearer(people.staff(Role.PROPERTY_CASHIER, world.estate))
    api = f"/api/v1/estates/{place}"

    def send(meter, value, *, photo=True, headers=mine):
        files = {"photos": (picture(), "表.jpg")} if photo else {}
        form = {"meter_id": str(meter), "value": value} | files
        key = {"Idempotency-Key": str(new_id())}
        return client.post(
            f"{api}/own-readings", data=form, headers=headers | key, content_type="multipart/form-data"
        )

    assert send(one, "119", photo=False).json["code"] == "fees.photo_missing"
    assert send(one, "109").status_code == 422  # it would run backwards
    assert send(one, "119", headers=other).status_code in (403, 404)
    assert send(one, "119").json["state"] == "taken"
    assert send(one, "120").status_code == 409
    waits = send(two, "125.001")  # 15.001 after 10: over half more
    assert waits.json["state"] == "waiting"
    assert readings(march) == [119_000]
    page = client.get(f"/work/e/{place}/fees/windows/{march}", headers=cashier).text
    assert "住户自报，等您核对" in page
    assert "核对住户自报的读数" in client.get(f"/work/e/{place}/fees", headers=cashier).text
    photo = client.get(f"/work/e/{place}/fees/sent-readings/{waits.json['id']}/photo", headers=cashier)
    assert photo.mimetype.startswith("image/")
    assert "等待核对" in client.get(f"/e/{place}/bills/meters", headers=mine).text
    decision = f"{api}/sent-readings/{waits.json['id']}/decision"
    assert client.post(decision, json={"take": True}, headers=mine).status_code == 403
    assert client.post(decision, json={"take": True}, headers=cashier).json["state"] == "taken"
    assert client.post(decision, json={"take": False}, headers=cashier).status_code == 409
    assert sorted(readings(march)) == [119_000, 125_001]


def readings(window_id):
    with transaction(writes=False):
        return list(db.session.scalars(select(Reading.value_milli).filter_by(window_id=window_id)))


@pytest.mark.parametrize(
    ("spent", "waits"), [(10_000, False), (15_000, False), (15_001, True), (5_000, False), (4_999, True)]
)
def test_half_more_and_half_less_are_still_near_the_usual(spent, waits):
    assert departs(spent, 10_000) is waits
    assert departs(spent, None)
