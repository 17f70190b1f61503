"""Statements, arrears, objections and rates by page and API, on both databases."""

from datetime import UTC, datetime

import pytest

from linli.domains.fees.queries import bills
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.payments.world import World
from tests.support import paper
from tests.support.required import need

EVENING, LATE = (datetime(2026, 4, 15, hour, minute, tzinfo=UTC) for hour, minute in ((15, 55), (16, 5)))
ONCE = {"Idempotency-Key": "arrears-1"}


@pytest.fixture
def late(app):
    """The world a few minutes after the end of the day until which bills are to be paid."""
    with clock.freeze(EVENING):
        world = World()
    with clock.freeze(LATE):
        yield world


@pytest.mark.feature("FE-26")
def test_residents_see_their_own_account_only_and_staff_all(client, late):
    world = late
    with transaction(writes=False):
        mine, theirs = (
            bills.bill(estate_id=world.id, bill_id=one).unit_id for one in (world.one, world.neighbours)
        )
    own = client.get(f"{world.api}/units/{mine}/fee-statement", headers=world.owner)
    assert own.status_code == 200
    told = own.get_json()
    assert told["closing_fen"] == told["lines"][-1]["balance_fen"] > 0
    assert client.get(f"{world.api}/units/{theirs}/fee-statement", headers=world.owner).status_code == 404
    assert client.get(f"{world.api}/units/{theirs}/fee-statement", headers=world.cashier).status_code == 200
    assert client.get(f"{world.api}/units/{mine}/fee-statement", headers=world.stranger).status_code == 404
    for path in ("arrears", "collection-rates"):
        assert client.get(f"{world.api}/{path}", headers=world.owner).status_code in (403, 404)
    listed = client.get(f"{world.api}/arrears", headers=world.cashier).get_json()["items"]
    assert [one["unit_label"] for one in listed] == ["1幢101室", "1幢102室", "1幢103室"]
    days = "since_on=2026-04-01&until_on=2026-04-30"
    rates = client.get(f"{world.api}/collection-rates?{days}", headers=world.cashier).get_json()
    assert rates["current"]["households"] == 3
    assert rates["current"]["permille"] == 0
    assert rates["overdue"]["permille"] is None


def test_an_objection_goes_from_the_resident_to_the_company_and_back(app, client):
    world = World()
    path = f"{world.api}/bills/{world.one}/disputes"
    assert client.post(path, json={"reason": " "}, headers=world.owner | ONCE).status_code == 422
    other = f"{world.api}/bills/{world.neighbours}/disputes"
    assert client.post(other, json={"reason": "x"}, headers=world.owner | ONCE).status_code == 404
    made = client.post(
        path, json={"reason": "面积不对"}, headers=world.owner | {"Idempotency-Key": "arrears-2"}
    )
    assert made.status_code == 201
    assert made.get_json()["state"] == "open"
    answer = {"upheld": False, "words": "与登记一致"}
    assert client.post(f"{path}/answer", json=answer, headers=world.owner).status_code in (403, 404)
    done = client.post(f"{path}/answer", json=answer, headers=world.cashier)
    assert done.status_code == 200
    assert done.get_json()["state"] == "rejected"


@pytest.mark.feature("FE-26")
def test_the_letter_names_the_debts_and_never_water_or_power(client, late):
    need("papers")
    world = late
    with transaction(writes=False):
        unit_id = bills.bill(estate_id=world.id, bill_id=world.one).unit_id
    place = f"/work/e/{world.id}/fees"
    printed = client.get(f"{place}/arrears/{unit_id}/letter.pdf", headers=world.cashier)
    said = paper.words(printed.data)
    assert "1幢101室" in said
    assert "15天内" in said
    assert "120.00元" in said
    assert not any(word in said for word in ("停水", "停电", "断水", "断电", "限水", "限电"))
    before = f"{place}/arrears/{unit_id}/letter.pdf"
    with clock.freeze(EVENING):
        assert client.get(before, headers=world.cashier).status_code == 409
    file = client.get(f"{place}/statements/{unit_id}?file=pdf", headers=world.cashier)
    assert "期末应缴" in paper.words(file.data)
    table = client.get(f"{place}/statements/{unit_id}?file=xlsx", headers=world.cashier)
    assert table.data.startswith(b"PK")
