"""Shared costs, reductions, meters, prepared and old bills by page and API: who may, what is said, what is refused."""

import io

import pytest

from linli.kernel.actors import Actor, Role
from linli.kernel.ids import new_id
from linli.platform import outbox
from linli.platform.transactions import transaction
from tests.factories import people, places, prepared


@pytest.fixture
def desk(app, client):
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction():
        estate = places.estate("荷花苑")
        flat = places.unit(estate, "1幢101室", area=8957)
        places.unit(estate, "1幢102室", area=12001)
        owner, other = people.account("王秀英"), people.account("邻居")
        people.owner(estate, flat, account=owner)
        first = people.staff(Role.PROPERTY_MANAGER, estate, name="吴经理")
        second = people.staff(Role.PROPERTY_CASHIER, estate, name="周会计")
        actors = [
            Actor(first.id, Role.PROPERTY_MANAGER),
            Actor(second.id, Role.PROPERTY_CASHIER),
        ]
        ids = prepared.everything(estate, flat, *actors)
        return {
            "ids": ids,
            "api": f"/api/v1/estates/{estate.id}",
            "work": f"/work/e/{estate.id}/fees",
            "home": f"/e/{estate.id}",
            "unit": flat.id,
            "first": people.bearer(first),
            "second": people.bearer(second),
            "owner": people.bearer(owner),
            "stranger": people.bearer(other),
        }


@pytest.mark.feature("FE-12")
def test_a_resident_reads_what_all_used_what_it_cost_and_their_own_share(client, desk):
    page = client.get(f"{desk['home']}/bills/shared", headers=desk["owner"]).text
    assert "楼道和电梯用电" in page
    assert "二次供水用电" not in page
    shown = client.get(
        f"{desk['home']}/bills/shared/{desk['ids']['published_cost']}", headers=desk["owner"]
    ).text
    for word in ("3456.7 度", "0.538 元/度", "1,859.70", "2 户", "供电账单", "929.85"):
        assert word.replace(",", "") in shown.replace(",", "")
    found = client.get(
        f"{desk['api']}/shared-costs/{desk['ids']['published_cost']}", headers=desk["owner"]
    ).json
    assert [one["amount_fen"] for one in found["own_shares"]] == [92985]
    for missing in (desk["ids"]["cost"], new_id()):
        url = f"{desk['api']}/shared-costs/{missing}"
        assert client.get(url, headers=desk["owner"]).status_code == 404
    assert client.get(f"{desk['api']}/shared-costs", headers=desk["stranger"]).status_code in {403, 404}


def test_whoever_entered_a_cost_does_not_publish_it_and_the_bill_says_how_it_came_about(client, desk):
    url = f"{desk['work']}/costs/{desk['ids']['cost']}"
    yes = {"approve": "true"}
    assert client.post(f"{url}/decision", data=yes, headers=desk["first"]).status_code == 403
    assert "要由另一位" in client.get(url, headers=desk["first"]).text
    assert "公布并出账" in client.get(url, headers=desk["second"]).text
    assert client.post(f"{url}/decision", data=yes, headers=desk["second"]).status_code == 303
    assert client.post(f"{url}/decision", data=yes, headers=desk["second"]).status_code == 409
    bills = client.get(f"{desk['api']}/bills?open=true", headers=desk["owner"]).json["items"]
    bill = next(one for one in bills if one["since_on"] == "2024-02-01")
    shown = client.get(f"{desk['home']}/bills/{bill['id']}", headers=desk["owner"]).text
    assert "二次供水用电：1859.70 元 ÷ 2 户" in shown
    assert f"/bills/shared/{desk['ids']['cost']}" in shown


def test_a_cost_with_a_wrong_word_comes_back_with_what_was_typed(client, desk):
    form = {
        "item_id": str(desk["ids"]["lift"]), "name": "水泵", "since_on": "2024-03-01", "until_on": "2024-03-31",
        "due_on": "2026-04-01", "quantity": "一百度", "measure": "度", "rate": "0.5", "method": "area",
        "building_id": "", "basis": "",
    }  # fmt: skip
    answer = client.post(f"{desk['work']}/costs", data=form, headers=desk["second"])
    assert answer.status_code == 422
    assert "一百度" in answer.text
    answer = client.post(f"{desk['work']}/costs", data=form | {"quantity": "100"}, headers=desk["second"])
    assert answer.status_code == 303


@pytest.mark.feature("FE-15")
def test_a_reduction_is_approved_by_another_and_shows_on_the_next_bill(client, desk):
    url = f"{desk['work']}/reliefs/{desk['ids']['relief']}"
    assert client.post(f"{url}/decision", data={"approve": "true"}, headers=desk["first"]).status_code == 403
    assert client.post(f"{url}/decision", data={"approve": "true"}, headers=desk["second"]).status_code == 303
    assert (
        client.get(f"{url}/photos/{desk['ids']['relief_photo']}", headers=desk["second"]).mimetype
        == "image/jpeg"
    )
    run = {"item_id": str(desk["ids"]["lift"]), "since_on": "2026-04-01", "months": 1, "due_on": "2026-04-30"}
    made = client.post(f"{desk['api']}/bill-runs", json=run, headers=desk["second"]).json
    assert (made["count"], made["total_fen"]) == (2, 4000 - 600)
    bills = client.get(f"{desk['api']}/bills?run_id={made['id']}", headers=desk["owner"]).json["items"]
    bill = client.get(f"{desk['home']}/bills/{bills[0]['id']}", headers=desk["owner"]).text
    assert "空置减免 30%" in bill
    assert "-6.00" in bill


@pytest.mark.feature("FE-21")
def test_prepared_bills_show_their_progress_and_are_issued_by_the_other(client, desk):
    url = f"{desk['api']}/bill-drafts/{desk['ids']['bill_draft']}"
    assert client.post(f"{url}/decision", json={"approve": True}, headers=desk["first"]).status_code == 403
    answer = client.post(f"{url}/decision", json={"approve": True}, headers=desk["second"])
    assert (answer.json["state"], answer.json["parts"][0]["state"]) == ("issuing", "waiting")
    assert (
        "0 / 1 项"
        in client.get(f"{desk['work']}/drafts/{desk['ids']['bill_draft']}", headers=desk["first"]).text
    )
    outbox.deliver()
    assert client.get(url, headers=desk["second"]).json["state"] == "done"


@pytest.mark.feature("FE-29")
def test_a_file_of_old_debts_shows_what_is_wrong_and_brings_in_nothing(client, desk):
    url = f"{desk['work']}/old/{desk['ids']['old_bills']}"
    page = client.get(url, headers=desk["second"]).text
    assert "没有这套房屋" in page
    assert "确认导入" not in page
    expected = {"expected_count": "1", "expected_fen": "12050", "once": "x" * 20}
    assert client.post(f"{url}/issue", data=expected, headers=desk["second"]).status_code == 409
    better = "房屋,收费项目,账期起,账期止,应缴（元）\n1幢101室,电梯维护费,2023-01-01,2023-12-31,120.50\n"
    sent = {"file": (io.BytesIO(better.encode()), "旧账2.csv")}
    made = client.post(f"{desk['api']}/old-bills", data=sent, headers=desk["second"])
    assert (made.status_code, made.json["total_fen"], made.json["refused"]) == (201, 12050, [])
    again = {"expected_count": 1, "expected_fen": 12050}
    url = f"{desk['api']}/old-bills/{made.json['id']}/issue"
    assert client.post(url, json=again, headers=desk["second"]).json["state"] == "issued"
    assert client.post(url, json=again, headers=desk["second"]).status_code == 409


@pytest.mark.feature("FE-08")
@pytest.mark.feature("FE-09")
def test_a_reading_is_refused_in_words_beside_the_field_and_billed_when_all_is_read(client, desk):
    url = f"{desk['work']}/windows/{desk['ids']['window']}"
    form = {"meter_id": str(desk["ids"]["meter"]), "value": "99", "old_last": "", "new_first": ""}
    refused = client.post(f"{url}/readings", data=form, headers=desk["second"])
    assert refused.status_code == 422
    assert "读数比上次小" in refused.text
    assert (
        client.post(f"{url}/readings", data=form | {"value": "110.5"}, headers=desk["second"]).status_code
        == 303
    )
    assert "10.5" in client.get(url, headers=desk["second"]).text
    bills = client.post(
        f"{desk['api']}/reading-windows/{desk['ids']['window']}/bills", json={"due_on": "2026-04-01"},
        headers=desk["second"],
    )  # fmt: skip
    assert bills.status_code == 201, bills.text
    assert bills.json["total_fen"] == 3045


@pytest.mark.feature("NN-33")
def test_owners_read_audit_and_plan_and_no_price_holds_before_they_decided(client, desk):
    change = desk["ids"]["fee_change"]
    page = client.get(f"{desk['home']}/bills/changes/{change}", headers=desk["owner"]).text
    assert "调价方案" in page
    paper = f"{desk['home']}/bills/changes/{change}/papers/{desk['ids']['fee_paper']}"
    assert client.get(paper, headers=desk["owner"]).mimetype == "application/pdf"
    url = f"{desk['api']}/fee-changes/{change}"
    assert client.post(f"{url}/price", headers=desk["first"]).status_code == 409
    early = {"decided_on": "2026-03-02"}
    assert client.post(f"{url}/decision", json=early, headers=desk["first"]).status_code == 409
    assert client.post(f"{url}/price", headers=desk["second"]).status_code == 403


@pytest.mark.parametrize(
    "way", ["costs", "costs/new", "reliefs", "reliefs/new", "meters", "old", "changes", ""]
)
def test_every_page_of_the_desk_opens_for_the_cashier_and_not_for_residents(client, desk, way):
    url = f"{desk['work']}/{way}".rstrip("/")
    assert client.get(url, headers=desk["second"]).status_code == 200
    assert client.get(url, headers=desk["owner"]).status_code in {403, 404}
