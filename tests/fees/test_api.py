"""Tariffs and bills over the API and by page: who sees what, and what is refused in words."""

import pytest

from linli.kernel.ids import new_id
from tests.payments.world import World


@pytest.fixture
def world(app):
    return World()


def labels(answer):
    assert answer.status_code == 200, answer.text
    return [one["unit_label"] for one in answer.json["items"]]


@pytest.mark.feature("FE-26")
def test_a_household_sees_its_own_bills_staff_see_all_and_tenants_none(client, world):
    url = f"{world.api}/bills"
    assert labels(client.get(url, headers=world.owner)) == ["1幢101室", "1幢102室"]
    assert labels(client.get(url, headers=world.other)) == ["1幢103室"]
    assert labels(client.get(url, headers=world.tenant)) == []
    assert len(labels(client.get(url, headers=world.cashier))) == 3
    assert client.get(url, headers=world.stranger).status_code == 404
    assert client.get(url).status_code == 401


@pytest.mark.feature("FE-26")
def test_a_neighbours_bill_looks_like_one_that_never_was(client, world):
    foreign, never = (
        client.get(f"{world.api}/bills/{bill_id}", headers=world.owner)
        for bill_id in (world.neighbours, new_id())
    )
    assert (foreign.status_code, never.status_code) == (404, 404)
    hidden = {"request_id"}
    assert {k: v for k, v in foreign.json.items() if k not in hidden} == {
        k: v for k, v in never.json.items() if k not in hidden
    }
    for headers in (world.tenant, world.other):
        assert client.get(f"{world.api}/bills/{world.one}", headers=headers).status_code == 404
        assert client.get(f"/e/{world.id}/bills/{world.one}", headers=headers).status_code == 404


@pytest.mark.feature("FE-20")
def test_a_bill_says_what_it_is_made_of(client, world):
    bill = client.get(f"{world.api}/bills/{world.one}", headers=world.owner).json
    assert (bill["state"], bill["open_fen"], [line["amount_fen"] for line in bill["lines"]]) == (
        "issued",
        12000,
        [12000],
    )
    page = client.get(f"/e/{world.id}/bills/{world.one}", headers=world.owner).text
    assert "100.00 ㎡ × 1.20 元/㎡·月 × 1 个月" in page


def test_a_cashier_sets_a_price_previews_and_issues_once(client, world):
    item = client.post(
        f"{world.api}/fee-items",
        json={"name": "车位费", "kind": "parking_management", "cycle_months": 1},
        headers=world.cashier,
    ).json
    price = {"unit_kind": "residential", "formula": "fixed", "rate_mfen": 5_000_000, "since_on": "2026-01-01"}
    made = client.post(f"{world.api}/fee-items/{item['id']}/tariffs", json=price, headers=world.cashier)
    assert made.status_code == 201
    asked = f"{world.api}/fee-items/{item['id']}/preview?since_on=2026-03-01&months=1"
    shown = client.get(asked, headers=world.cashier).json
    assert (shown["count"], shown["total_fen"]) == (3, 15000)
    run = {"item_id": item["id"], "since_on": "2026-03-01", "months": 1, "due_on": "2026-04-01"}
    body = run | {"expected_count": 3, "expected_fen": 15000}
    assert client.post(f"{world.api}/bill-runs", json=body, headers=world.cashier).json["count"] == 3
    again = client.post(f"{world.api}/bill-runs", json=run, headers=world.cashier)
    assert (again.status_code, again.json["code"]) == (409, "fees.nothing_to_bill")


@pytest.mark.parametrize("who", ["owner", "tenant"])
def test_residents_neither_set_prices_nor_issue_bills_nor_take_them_back(client, world, who):
    headers = getattr(world, who)
    item = {"name": "x", "kind": "other", "cycle_months": 1}
    assert client.post(f"{world.api}/fee-items", json=item, headers=headers).status_code == 403
    reason = {"reason": "不想缴"}
    assert (
        client.post(f"{world.api}/bills/{world.one}/voidings", json=reason, headers=headers).status_code
        == 403
    )
    assert client.get(f"/work/e/{world.id}/fees", headers=headers).status_code in {403, 404}


def test_whoever_proposed_to_take_a_bill_back_cannot_approve_it(client, world):
    asked = client.post(
        f"{world.api}/bills/{world.one}/voidings", json={"reason": "面积有误"}, headers=world.cashier
    ).json
    url = f"{world.api}/voidings/{asked['id']}/decision"
    assert client.post(url, json={"approve": True}, headers=world.cashier).status_code == 403
    assert client.post(url, json={"approve": True}, headers=world.second_cashier).json["state"] == "approved"
    assert client.post(url, json={"approve": True}, headers=world.second_cashier).status_code == 409
    assert client.get(f"{world.api}/bills/{world.one}", headers=world.owner).json["state"] == "void"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate_mfen": 1.5},
        {"rate_mfen": "120000"},
        {"rate_mfen": -1},
        {"rate_mfen": True},
        {"rate_mfen": 10**9},
        {"unit_kind": "castle"},
        {"since_on": "2026-02-30"},
        {"estate_id": "x"},
        {"until_on": "2025-12-31"},
    ],
)
def test_a_wrong_price_is_refused_with_a_sentence(client, world, wrong):
    item = client.get(f"{world.api}/fee-items", headers=world.cashier).json["items"][0]["id"]
    price = {"unit_kind": "shop", "formula": "area", "rate_mfen": 120_000, "since_on": "2026-01-01"}
    answer = client.post(f"{world.api}/fee-items/{item}/tariffs", json=price | wrong, headers=world.cashier)
    assert (answer.status_code, answer.json["detail"] != "") == (422, True)


def test_a_form_with_a_wrong_price_comes_back_with_what_was_typed(client, world):
    item = client.get(f"{world.api}/fee-items", headers=world.cashier).json["items"][0]["id"]
    form = {
        "unit_kind": "shop",
        "formula": "area",
        "rate": "一块二",
        "since_on": "2026-01-01",
        "until_on": "",
        "basis": "合同",
    }
    client.application.config["WTF_CSRF_ENABLED"] = False
    answer = client.post(f"/work/e/{world.id}/fees/items/{item}/tariffs", data=form, headers=world.cashier)
    assert answer.status_code == 422
    assert "一块二" in answer.text
    assert "单价请写成元" in answer.text


def test_the_collection_rate_is_told_to_residents_without_any_household(client, world):
    url = f"{world.api}/collection?since_on=2026-04-01&until_on=2026-04-30"
    assert client.get(url, headers=world.owner).json == {
        "due_fen": 36000,
        "paid_fen": 0,
        "households": 3,
        "households_paid": 0,
    }
