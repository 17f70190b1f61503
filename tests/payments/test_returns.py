"""Prepaid money goes back when the contract ends: two people, to whoever paid it, by the way it came."""

import pytest

from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind
from linli.platform.transactions import transaction
from tests.factories import fees
from tests.payments.test_balance import pay_ahead
from tests.payments.test_refunds_api import once
from tests.payments.world import World


@pytest.fixture
def world(app):
    return World()


def test_prepaid_money_goes_back_to_its_payer_once_a_second_person_agreed(client, world):
    unit = str(next(iter(world.me.units)))
    order = pay_ahead(client, world, 50_000).json
    fees.notify(client, fees.notice(order["number"], 50_000))
    url = f"{world.api}/prepaid-returns"
    asked = {"unit_id": unit, "ground": "contract_end", "reason": "合同到期不再续签"}
    assert client.post(url, json=asked, headers=once(world.owner, "a")).status_code == 403
    made = client.post(url, json=asked, headers=once(world.cashier, "b"))
    assert (made.status_code, made.json["amount_fen"], made.json["state"]) == (201, 50_000, "proposed")
    assert (
        client.post(url, json=asked, headers=once(world.cashier, "c")).json["code"] == "payments.return_open"
    )
    page = f"/work/e/{world.id}/fees/prepaid"
    assert "要由另一个人复核" in client.get(page, headers=world.cashier).text
    assert "同意退还" in client.get(page, headers=world.second_cashier).text
    assert "复核退预存" in client.get(f"/work/e/{world.id}/fees", headers=world.second_cashier).text
    decision = f"{url}/{made.json['id']}/decision"
    assert client.post(decision, json={"approve": True}, headers=world.cashier).status_code == 403
    done = client.post(decision, json={"approve": True}, headers=world.second_cashier)
    assert done.json["state"] == "approved"
    again = client.post(decision, json={"approve": False}, headers=world.second_cashier)
    assert again.json["code"] == "payments.return_decided"
    (refund,) = client.get(f"{world.api}/refunds", headers=world.owner).json["items"]
    assert (refund["amount_fen"], refund["state"]) == (50_000, "approved")
    with transaction(writes=False):
        assert held.balance_fen(world.id, AccountKind.PREPAID, next(iter(world.me.units))) == 0
    assert (world.surplus(), world.proven()) == (0, True)
    assert "办过的" in client.get(page, headers=world.cashier).text
    none_left = client.post(url, json=asked, headers=once(world.cashier, "d"))
    assert none_left.json["code"] == "payments.nothing_prepaid"


def test_above_the_limit_the_refund_waits_for_another_post_and_a_refusal_changes_nothing(client, world):
    unit = str(next(iter(world.me.units)))
    order = pay_ahead(client, world, 120_000).json
    fees.notify(client, fees.notice(order["number"], 120_000))
    url = f"{world.api}/prepaid-returns"
    asked = {"unit_id": unit, "ground": "moved_out", "reason": "已卖房搬走"}
    for key, approve in (("a", False), ("b", True)):
        made = client.post(url, json=asked, headers=once(world.cashier, key)).json
        decided = client.post(
            f"{url}/{made['id']}/decision", json={"approve": approve}, headers=world.second_cashier
        )
        assert decided.status_code == 200
        refunds = client.get(f"{world.api}/refunds", headers=world.owner).json["items"]
        assert [one["state"] for one in refunds] == (["requested"] if approve else [])
        assert world.proven()
