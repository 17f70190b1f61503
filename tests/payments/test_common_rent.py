"""Rent of common parking places is the owners' from the first bill on, never the company's income (民法典第275、282条)."""

import pytest
from sqlalchemy import select

from linli.domains.estates.models import Estate
from linli.domains.fees.models import Bill
from linli.domains.fees.operations import runs
from linli.domains.fees.queries import items
from linli.domains.fees.rules import Formula, ItemKind
from linli.domains.payments.queries import balances, commons, payees
from linli.domains.payments.rules.payees import Payee
from linli.domains.payments.rules.periods import month_of
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.test_invoices import pay
from tests.payments.world import World
from tests.support.forms import submit

RENT = 30_000
WORDS = {"contract": "公共车位租赁合同 2026", "decision": "2025 年业主大会第 2 项"}


@pytest.fixture
def world(app):
    return World()


def billed(world, period=fees.MARCH):
    """The item of parking rent and its bills of a month, by unit."""
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        item = fees.item(estate, "公共车位租金", kind=ItemKind.PARKING_RENT)
        fees.tariff(item, rate_mfen=RENT * 1000, formula=Formula.FIXED)
        return item.id, issue(item, period)


def issue(item, period):
    run = runs.issue(actor=None, item=item, period=period, due_on=fees.DUE, now=clock.now())
    query = select(Bill).filter_by(run_id=run.id).order_by(Bill.unit_label)
    return [one.id for one in db.session.scalars(query)]


def held(world):
    """What the month's books show of each account's code."""
    with transaction(writes=False):
        lines = balances.trial_balance(world.id, month_of(day_of(clock.now())))
    sums = {}
    for one in lines:
        sums[one.subject.code] = sums.get(one.subject.code, 0) + one.closing_fen
    assert sum(sums.values()) == 0
    return sums


def pass_on(client, world, item_id, who=None, **more):
    body = {"item_id": str(item_id)} | WORDS | more
    headers = (who or world.cashier) | {"Idempotency-Key": new_id().hex}
    return client.post(f"{world.api}/common-rents", json=body, headers=headers)


@pytest.mark.feature("NN-31")
def test_rent_of_common_places_is_passed_on_to_the_owners_as_it_is_paid(client, world):
    income = held(world)["6001"]
    item_id, (first, second, third) = billed(world)
    assert (held(world)["6001"], held(world)["224106"]) == (income, -3 * RENT)
    assert pass_on(client, world, item_id).json["code"] == "payments.nothing_to_pass_on"
    pay(client, world, first, second, world.one)
    waiting = client.get(f"{world.api}/common-rents", headers=world.cashier).json["items"]
    assert [(one["name"], one["waiting_fen"]) for one in waiting] == [("公共车位租金", 2 * RENT)]
    assert pass_on(client, world, item_id, decision=" ").status_code == 422
    assert pass_on(client, world, item_id, who=world.owner).status_code == 403
    assert pass_on(client, world, item_id, who=world.stranger).status_code == 404
    made = pass_on(client, world, item_id)
    assert (made.status_code, made.json["category"], made.json["amount_fen"]) == (201, "rent", 2 * RENT)
    assert pass_on(client, world, item_id).json["code"] == "payments.nothing_to_pass_on"
    books = held(world)
    assert (books["224103"], books["100202"], books["224106"]) == (-2 * RENT, 2 * RENT, -RENT)
    with transaction(writes=False):
        assert commons.balance_fen(world.id) == 2 * RENT
    undo = client.post(
        f"{world.api}/common-entries/{made.json['id']}/reversal", json={"reason": "错"},
        headers=world.cashier | {"Idempotency-Key": "u"},
    )  # fmt: skip
    assert undo.json["code"] == "payments.already_reversed"
    with transaction():
        fees.taken_back(world.id, first)  # passed on already: what comes next makes up for it
        fees.taken_back(world.id, third)
    assert client.get(f"{world.api}/common-rents", headers=world.cashier).json["items"][0]["waiting_fen"] == 0
    assert world.proven()


def test_rent_is_the_companys_only_with_a_title_and_bills_stay_where_they_were_booked(client, world):
    item_id, (first, *_) = billed(world)
    income = held(world)["6001"]
    page = f"/work/e/{world.id}/fees/items/{item_id}"
    refused = submit(client, page, {"place_of": "company"}, to=f"{page}/places", headers=world.cashier)
    assert (refused.status_code, "请写明产权依据" in refused.text) == (422, True)
    title = {"place_of": "company", "place_basis": "浙（2020）衢州不动产权第 0001 号"}
    there = f"{world.api}/fee-items/{item_id}/places"
    assert client.post(there, json=title, headers=world.owner).status_code == 403
    assert client.post(there, json=title, headers=world.cashier).json["place_of"] == "company"
    assert "是物业公司的收入" in client.get(page, headers=world.cashier).text
    with transaction():
        later = issue(items.item(estate_id=world.id, item_id=item_id), fees.APRIL)
        fees.taken_back(world.id, first)
    books = held(world)
    assert (books["6001"], books["224106"]) == (income - 3 * RENT, -2 * RENT)
    pay(client, world, later[0])
    with transaction(writes=False):
        today = day_of(clock.now())
        (day,) = payees.split(world.id, since_on=today, until_on=today)
    assert (day.shares[Payee.COMPANY], day.shares[Payee.OWNERS]) == (RENT, 0)
    assert world.proven()


def test_the_desk_passes_rent_on_from_its_page(client, world):
    item_id, (first, *_) = billed(world)
    pay(client, world, first)
    page = f"/work/e/{world.id}/common-income"
    assert "代收的共有车位租金" in client.get(page, headers=world.cashier).text
    sent = submit(client, page, {"item_id": str(item_id)} | WORDS, to=f"{page}/rents", headers=world.cashier)
    assert sent.status_code == 303
    offered = client.get(f"{page}/escrow", headers=world.second_cashier).text
    assert "公共车位租金" not in offered
