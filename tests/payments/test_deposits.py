"""Deposits are nobody's income and go back by the way they came, less what was taken off with evidence (FE-17)."""

import pytest

from linli.domains.payments.queries import balances
from linli.domains.payments.rules.periods import month_of
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import clock, outbox
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.test_common_income import picture
from tests.payments.world import World
from tests.support.forms import submit

WORDS = {"name": "装修押金", "basis": "装修管理服务协议第 5 条"}


@pytest.fixture
def world(app):
    return World()


def key():
    return {"Idempotency-Key": new_id().hex}


def asked(client, world, amount_fen=200_000, who=None, **more):
    body = WORDS | {"unit_id": str(next(iter(world.me.units))), "amount_fen": amount_fen} | more
    return client.post(f"{world.api}/deposits", json=body, headers=(who or world.cashier) | key())


def books(world):
    """What each account's code stands at, which sum to nothing."""
    with transaction(writes=False):
        lines = balances.trial_balance(world.id, month_of(day_of(clock.now())))
    sums = {}
    for one in lines:
        sums[one.subject.code] = sums.get(one.subject.code, 0) + one.closing_fen
    assert sum(sums.values()) == 0
    return sums


def decide(client, world, settlement, who, approve=True):
    there = f"{world.api}/deposit-settlements/{settlement['id']}/decision"
    return client.post(there, json={"approve": approve}, headers=who)


@pytest.mark.feature("FE-17")
def test_a_deposit_paid_online_is_no_income_and_goes_back_by_the_same_channel(client, world):
    income = books(world)["6001"]
    made = asked(client, world).json
    mine = f"{world.api}/own-deposits"
    assert [one["state"] for one in client.get(mine, headers=world.owner).json["items"]] == ["asked"]
    assert client.get(mine, headers=world.other).json["items"] == []
    assert client.get(mine, headers=world.tenant).json["items"] == []
    one = f"{world.api}/deposits/{made['id']}"
    pay = {"channel": "sandbox"}
    assert client.post(f"{one}/payments", json=pay, headers=world.other | key()).status_code == 404
    first, second = (client.post(f"{one}/payments", json=pay, headers=world.owner | key()).json for _ in "12")
    for order, trade in ((first, "D1"), (second, "D2")):  # paid twice: the second is the payer's surplus
        assert client.get(
            f"{world.api}/payments/{order['id']}/cashier", headers=world.owner
        ).status_code == 200  # fmt: skip
        assert fees.notify(client, fees.notice(order["number"], 200_000, trade_no=trade)).status_code == 204
    held = books(world)
    assert (held["6001"], held["224107"], held["224101"]) == (income, -200_000, -200_000)
    assert world.surplus() == 200_000
    shown = client.get(f"/e/{world.id}/deposits", headers=world.owner).text
    assert "代管中" in shown
    receipt = client.get(f"{world.api}/payments/{first['id']}", headers=world.owner).json["receipt_id"]
    lines = client.get(f"{world.api}/receipts/{receipt}", headers=world.owner).json["lines"]
    assert [(line["item_name"], line["amount_fen"]) for line in lines] == [("装修押金", 200_000)]
    wrong = {"deducted_fen": "200001", "reason": "地面损坏", "photos": [(picture(), "a.png")]}
    assert client.post(f"{one}/settlements", data=wrong, headers=world.cashier | key()).json["code"] == (
        "payments.deducts_too_much"
    )
    bare = {"deducted_fen": "30000", "reason": "地面损坏"}
    refused = client.post(
        f"{one}/settlements", data=bare, headers=world.cashier | key(), content_type="multipart/form-data"
    )
    assert (refused.status_code, refused.json["code"]) == (422, "payments.evidence_needed")
    told = client.post(
        f"{one}/settlements", data=bare | {"photos": [(picture(), "a.png")]}, headers=world.cashier | key()
    ).json["settlement"]
    assert decide(client, world, told, world.cashier).status_code == 403
    done = decide(client, world, told, world.second_cashier).json
    assert (done["state"], done["settlement"]["state"]) == ("settled", "approved")
    after = books(world)
    assert (after["6001"], after["224107"], after["224108"]) == (income, 0, -30_000)
    assert after["224102"] == -170_000  # above 1,000 yuan the refund waits for a second post
    (refund,) = client.get(f"{world.api}/refunds", headers=world.owner).json["items"]
    assert (refund["amount_fen"], refund["state"], refund["id"]) == (
        170_000, "requested", done["settlement"]["refund_id"],
    )  # fmt: skip
    assert decide(client, world, told, world.second_cashier).json["code"] == "payments.return_decided"
    while outbox.deliver():
        pass
    assert "押金已结清" in client.get("/me/messages", headers=world.owner).text
    photo = done["settlement"]["photos"][0]
    seen = f"/e/{world.id}/deposits/{made['id']}/photos/{photo}"
    assert [client.get(seen, headers=who).status_code for who in (world.owner, world.other)] == [200, 404]
    assert "扣款" in client.get(f"/e/{world.id}/deposits", headers=world.owner).text
    assert world.proven()


@pytest.mark.feature("FE-17")
def test_a_deposit_taken_in_cash_is_handed_out_in_cash_under_a_voucher(client, world):
    home = f"/work/e/{world.id}/fees/deposits"
    form = WORDS | {"unit": "1幢101室", "amount": "800"}
    assert "没有找到这套房屋" in submit(client, home, form | {"unit": "9幢"}, headers=world.cashier).text
    one = submit(client, home, form, headers=world.cashier).location
    assert client.get(one, headers=world.stranger).status_code == 404
    money = {"way": "cash", "voucher_no": "Y-1", "received": "799"}
    assert "不一致" in submit(client, one, money, to=f"{one}/desk", headers=world.cashier).text
    taken = submit(client, one, money | {"received": "800"}, to=f"{one}/desk", headers=world.cashier)
    assert taken.status_code == 303
    assert "已经交过" in submit(client, one, {}, to=f"{one}/cancellation", headers=world.cashier).text
    back = {"deducted": "0", "reason": "验收合格"}
    assert submit(client, one, back, to=f"{one}/settlements", headers=world.cashier).status_code == 303
    assert "要由另一个人复核" in client.get(one, headers=world.cashier).text
    (found,) = client.get(f"{world.api}/deposits?state=held", headers=world.cashier).json["items"]
    assert decide(client, world, found["settlement"], world.second_cashier).json["state"] == "settled"
    (refund,) = client.get(f"{world.api}/refunds", headers=world.cashier).json["items"]
    assert (refund["amount_fen"], refund["state"]) == (80_000, "approved")
    out = {"refund_id": refund["id"], "voucher_no": "签收单 Y-1"}
    handed = client.post(f"{world.api}/refunds/handouts", json=out, headers=world.cashier | key())
    assert (handed.status_code, handed.json["state"]) == (200, "done")
    assert books(world)["1001"] == 0
    assert "已退款" in client.get(one, headers=world.cashier).text
    assert world.proven()
