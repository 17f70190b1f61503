"""Paying over the API: whose bills, which sum, once; the desk; the receipt and its public check."""

import pytest
from sqlalchemy import select

from config import BadSetting
from linli.app import create_app
from linli.domains.payments.models import Payment, Receipt
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import running, settings_for
from tests.factories import fees
from tests.payments.world import World, count
from tests.support import paper
from tests.support.required import need


@pytest.fixture
def world(app):
    return World()


def pay(client, world, *bill_ids, headers=None, key="k1", **more):
    body = {"bill_ids": [str(bill_id) for bill_id in bill_ids], "channel": "sandbox"} | more
    return client.post(
        f"{world.api}/payments", json=body, headers=(headers or world.owner) | {"Idempotency-Key": key}
    )


def test_the_sum_of_an_order_is_the_servers_and_other_fields_are_refused(client, world):
    made = pay(client, world, world.one, world.two)
    assert (made.status_code, made.json["amount_fen"], made.json["state"]) == (201, 24000, "paying")
    for field in ("amount_fen", "state", "account_id", "estate_id"):
        assert pay(client, world, world.one, key=field, **{field: 1}).status_code == 422


@pytest.mark.feature("PA-05")
def test_the_same_key_gives_the_same_order_and_another_body_under_it_is_refused(client, world):
    first, again = (pay(client, world, world.one) for _ in range(2))
    assert (first.json["id"], again.status_code) == (again.json["id"], 201)
    assert pay(client, world, world.two).json["code"] == "idempotency_key_reused"
    body = {"bill_ids": [str(world.one)], "channel": "sandbox"}
    without = client.post(f"{world.api}/payments", json=body, headers=world.owner)
    assert without.json["code"] == "idempotency_key_required"


@pytest.mark.feature("PA-11")
def test_a_second_try_while_the_first_is_unknown_uses_the_same_number_and_the_page_warns(client, world):
    first, second = (pay(client, world, world.one, key=key).json for key in ("a", "b"))
    assert first["number"] == second["number"]
    page = client.get(f"/e/{world.id}/payments/new?bill={world.one}", headers=world.owner).text
    assert "还在确认" in page


@pytest.mark.parametrize("who", ["other", "cashier", "stranger", "tenant"])
def test_nobody_else_opens_an_order_for_my_bill(client, world, who):
    assert pay(client, world, world.one, headers=getattr(world, who)).status_code in {403, 404}


def test_an_order_of_mine_does_not_exist_for_others(client, world):
    order = pay(client, world, world.one).json
    url = f"{world.api}/payments/{order['id']}"
    assert client.get(url, headers=world.owner).status_code == 200
    assert client.get(url, headers=world.other).status_code == 404


@pytest.mark.feature("PA-12")
def test_the_page_says_checking_until_it_is_known_and_success_after(client, world):
    number, order_id, amount = world.order(world.one)
    url = f"/e/{world.id}/payments/{order_id}"
    waiting = client.get(url, headers=world.owner).text
    assert "正在确认" in waiting
    assert "失败" not in waiting
    fees.notify(client, fees.notice(number, amount))
    assert "付款成功" in client.get(url, headers=world.owner).text


@pytest.mark.feature("PA-16")
def test_cash_is_entered_with_a_voucher_and_the_same_bill_or_voucher_is_not_taken_twice(client, world):
    def enter(bill_id, voucher, received=12000, headers=world.cashier):
        body = {"bill_ids": [str(bill_id)], "way": "cash", "voucher_no": voucher, "received_fen": received}
        return client.post(
            f"{world.api}/desk-payments",
            json=body,
            headers=headers | {"Idempotency-Key": f"{bill_id}{voucher}"},
        )

    assert enter(world.one, "V1", 11999).json["code"] == "payments.amount_differs"
    made = enter(world.one, "V1")
    assert (made.status_code, made.json["number"]) == (201, "SJ-2026-000001")
    assert enter(world.one, "V2").json["code"] == "payments.nothing_to_pay"
    assert enter(world.two, "V1").json["code"] == "payments.voucher_taken"
    assert enter(world.two, "V3", headers=world.owner).status_code == 403
    assert (count(Payment), world.settled(world.one, world.two), world.proven()) == (1, [12000, 0], True)
    takings = client.get(f"{world.api}/takings", headers=world.cashier).json["items"]
    assert takings == [{"channel": "cash", "count": 1, "amount_fen": 12000, "surplus_fen": 0}]


@pytest.mark.feature("FE-27")
def test_receipts_are_numbered_without_gaps(client, world):
    for index, bill_id in enumerate((world.one, world.two)):
        number, _, amount = world.order(bill_id)
        fees.notify(client, fees.notice(number, amount, trade_no="SAME" if index else "FIRST"))
        fees.notify(client, fees.notice(number, 1, trade_no=f"WRONG{index}"))
    with transaction(writes=False):
        assert list(db.session.scalars(select(Receipt.count).order_by(Receipt.count))) == [1, 2]


@pytest.mark.feature("PA-32")
def test_a_receipt_is_the_payers_and_anybody_with_its_code_can_check_it_without_learning_who_or_where(
    client, world
):
    number, order_id, amount = world.order()
    fees.notify(client, fees.notice(number, amount))
    receipt_id = client.get(f"{world.api}/payments/{order_id}", headers=world.owner).json["receipt_id"]
    url = f"{world.api}/receipts/{receipt_id}"
    receipt = client.get(url, headers=world.owner).json
    assert sum(line["amount_fen"] for line in receipt["lines"]) == 24000
    assert client.get(url, headers=world.cashier).status_code == 200
    assert {client.get(url, headers=who).status_code for who in (world.other, world.tenant)} <= {403, 404}
    public = client.get(f"/api/v1/receipts/{receipt['code']}")
    assert public.json["items"] == ["物业费 2026年3月"]
    page = client.get(f"/p/receipts/{receipt['code']}").text
    assert "收据是真的" in page
    for secret in ("王秀英", "101室", "102室"):
        assert secret not in public.text + page
    need("papers")
    place = world.api.replace("/api/v1/estates", "/e")
    printed = client.get(f"{place}/receipts/{receipt_id}/pdf", headers=world.owner)
    assert printed.mimetype == "application/pdf"
    said = paper.words(printed.data)
    assert [word in said for word in ("240.00", receipt["number"], "101室", "不是发票")] == [True] * 4


def test_the_sandbox_cannot_be_reached_where_it_is_switched_off(tmp_path):
    off = settings_for(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path, payment_channels=())
    with running(off) as app:
        assert app.test_client().get("/sandbox/cashier/L1").status_code == 404
    unknown = settings_for(f"sqlite:///{tmp_path}/y.sqlite3", tmp_path, payment_channels=("coins",))
    with pytest.raises(BadSetting):
        create_app(unknown)
