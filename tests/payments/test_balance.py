"""What is held for a household, on its pages and for programs: pay ahead, choose refund or keeping, hand out."""

from datetime import date

import pytest

from linli.domains.estates.models import Estate
from linli.domains.payments.operations import desk
from linli.domains.payments.rules import Desk
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places
from tests.payments.test_refunds_api import once
from tests.payments.world import World
from tests.support.forms import submit


@pytest.fixture
def world(app):
    return World()


def balance(client, world, headers=None):
    return client.get(f"{world.api}/balance", headers=headers or world.owner).json


def pay_ahead(client, world, amount_fen, key="p1", headers=None):
    unit = str(next(iter(world.me.units)))
    asked = {"unit_id": unit, "amount_fen": amount_fen, "channel": "sandbox"}
    return client.post(f"{world.api}/prepayments", json=asked, headers=once(headers or world.owner, key))


def test_paying_ahead_ends_at_twelve_months_and_at_the_contracts_last_day(client, world):
    one, two = balance(client, world)["units"]
    # from April 2026 (March is billed) to 1 March 2027: eleven months and a day of 31
    assert one["most_fen"] == two["most_fen"] == 12_000 * 11 + 387
    assert pay_ahead(client, world, one["most_fen"] + 1).status_code == 422
    assert pay_ahead(client, world, 100, "p2", world.other).status_code == 404
    order = pay_ahead(client, world, 50_000, "p3").json
    assert pay_ahead(client, world, 50_000, "p4").json["number"] == order["number"]
    assert fees.notify(client, fees.notice(order["number"], 50_000)).status_code == 204
    one = balance(client, world)["units"][0]
    assert (one["prepaid_fen"], one["most_fen"]) == (50_000, 12_000 * 11 + 387 - 50_000)
    assert [(move["title"], move["balance_fen"]) for move in one["movements"]] == [("缴入", 50_000)]
    assert world.proven()
    with transaction():
        estate = db.session.get_one(Estate, world.id)
        places.contract(estate, places.company(), since_on=date(2026, 1, 1), until_on=date(2026, 5, 31))
    assert balance(client, world)["units"][1]["most_fen"] == 24_000
    assert balance(client, world)["units"][0]["most_fen"] == 0


def test_money_that_may_not_be_collected_ahead_any_more_is_the_payers_surplus(client, world):
    first = pay_ahead(client, world, 100_000, "a").json
    second = pay_ahead(client, world, 90_000, "b").json
    for order, amount in ((first, 100_000), (second, 90_000)):
        assert (
            fees.notify(client, fees.notice(order["number"], amount, trade_no=order["number"])).status_code
            == 204
        )
    assert balance(client, world)["units"][0]["prepaid_fen"] == 12_000 * 11 + 387
    assert world.surplus() == 190_000 - 12_000 * 11 - 387
    assert world.proven()
    receipt = client.get(f"{world.api}/payments/{second['id']}", headers=world.owner).json["receipt_id"]
    (line,) = client.get(f"{world.api}/receipts/{receipt}", headers=world.owner).json["lines"]
    assert (line["item_name"], line["bill_id"]) == ("预存", None)


@pytest.mark.feature("PA-15")
def test_after_paying_twice_the_payer_chooses_on_his_page_between_refund_and_keeping(client, world):
    for number, _, amount in (world.order(world.one), world.order(world.one, world.two)):
        assert fees.notify(client, fees.notice(number, amount, trade_no=number)).status_code == 204
    assert world.surplus() == 12_000
    page = f"/e/{world.id}/balance"
    shown = client.get(page, headers=world.owner).text
    assert "120.00" in shown
    assert "申请退款" in shown
    payment = balance(client, world)["refundable"][0]["payment_id"]
    wanted = {"payment_id": payment, "amount": "120.01", "reason": "付了两次", "once": "refund-1"}
    refused = submit(client, f"{page}/refund", wanted, headers=world.owner)
    assert refused.status_code == 409
    assert "付了两次" in refused.text
    wanted |= {"amount": "70", "once": "refund-2"}
    assert submit(client, f"{page}/refund", wanted, headers=world.owner).status_code == 303
    unit = str(next(iter(world.me.units)))
    kept = {"unit_id": unit, "amount": "50", "once": "keep-1"}
    assert submit(client, page, kept, to=f"{page}/kept", headers=world.owner).status_code == 303
    found = balance(client, world)
    assert (found["surplus_fen"], found["units"][0]["prepaid_fen"]) == (0, 5_000)
    assert "待审批" in client.get(page, headers=world.owner).text
    assert world.proven()


def test_a_refund_of_money_from_the_desk_is_handed_out_under_a_voucher(client, world):
    with transaction():
        cashier = Actor(
            account_id=people.account().id,
            role=Role.PROPERTY_CASHIER,
            scope=Scope(ScopeKind.ESTATE, world.id),
        )
        payment = desk.enter(
            actor=cashier, estate_id=world.id, bill_ids=[world.one], way=Desk.CASH, voucher_no="S1",
            received_fen=12_000, now=clock.now(),
        ).id  # fmt: skip
        fees.taken_back(world.id, world.one)
    page = f"/work/e/{world.id}/fees/refunds"
    asked = {"payment_id": str(payment), "amount": "120", "reason": "账单冲红", "once": "desk-1"}
    assert submit(client, page, asked, headers=world.cashier).status_code == 303
    refund = client.get(f"{world.api}/refunds", headers=world.cashier).json["items"][0]["id"]
    yes = {"refund_id": refund, "agree": "true"}
    assert submit(client, page, yes, to=f"{page}/decisions", headers=world.second_cashier).status_code == 303
    assert "已当面退还" in client.get(page, headers=world.cashier).text
    given = {"refund_id": refund, "voucher_no": "T1", "once": "out-1"}
    assert submit(client, page, given, to=f"{page}/handouts", headers=world.cashier).status_code == 303
    assert "已退款" in client.get(page, headers=world.cashier).text
    assert world.proven()
