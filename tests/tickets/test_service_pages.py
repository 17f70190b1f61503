"""Figures, leaderboards, quotes and exports over HTTP: what is shown, who may, and that numbers open their lists."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.operations import grabbing, reporting
from linli.domains.tickets.rules.serving import Mode
from linli.kernel.actors import Role
from linli.platform import clock, export_writing, exports
from linli.platform.db import db
from linli.platform.exports import Export
from linli.platform.transactions import transaction
from tests.factories import courses, people, tickets
from tests.support.required import need


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


@pytest.fixture
def headers(ground):
    """Tokens by name: of the ground's people, and of an officer of the city."""
    with transaction():
        names = ("resident", "neighbour", "manager", "worker", "officer")
        found = {name: people.bearer(identity.account(getattr(ground, f"{name}_id"))) for name in names}
        return found | {"city": people.bearer(people.staff(Role.CITY_OFFICER, city_of(ground), name="市级"))}


def city_of(ground):
    from linli.domains.estates import queries as estates

    return estates.region(estates.estate(estate_id=ground.estate_id).city_id)


@pytest.mark.feature("TK-62")
@pytest.mark.feature("SC-06")
def test_each_number_of_the_page_opens_as_many_tickets_as_it_says(client, ground, headers, now):
    with transaction():
        courses.written(ground, count=60, since=now - timedelta(days=1), days=1)
    here = f"/api/v1/estates/{ground.estate_id}/ticket-figures"
    for by in ("worker", "category"):
        found = client.get(f"{here}?by={by}", headers=headers["manager"]).get_json()
        for number, share in enumerate(found["total"]):
            parts = [part["figures"][number] for part in found["parts"]]
            assert sum(one["whole"] for one in parts) == share["whole"]
            assert share["percent"] == "—" if share["whole"] == 0 else share["percent"].endswith("%")
        part = found["parts"][0]
        (on_time,) = [one for one in part["figures"] if one["measure"] == "rated"]
        asked = f"measure=rated&side=rest&by={by}&key={part['key']}"
        opened = client.get(f"{here}/tickets?{asked}&limit=200", headers=headers["manager"]).get_json()
        assert len(opened["items"]) == on_time["whole"] - on_time["part"]
    wide = client.get("/api/v1/ticket-figures?by=street", headers=headers["city"]).get_json()
    assert [one["whole"] for one in wide["total"]] == [one["whole"] for one in found["total"]]
    refused = client.get(f"{here}?month=2026-13", headers=headers["manager"])
    assert refused.status_code == 422
    assert client.get(here, headers=headers["worker"]).status_code == 403
    page = client.get(f"/work/e/{ground.estate_id}/tickets/figures?by=worker", headers=headers["manager"])
    assert "没有评价" in page.text
    file = client.get(
        f"/work/e/{ground.estate_id}/tickets/figures.xlsx?by=category", headers=headers["manager"]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    cells = dict(zip(head, lines[-1], strict=True))
    for share in found["total"]:
        said = [cells[f"{share['title']}{word}"] for word in ("", "：达到", "：计入")]
        assert said == [share["percent"], str(share["part"]), str(share["whole"])]
    assert len(lines) == 1 + len(found["parts"])


@pytest.mark.feature("TK-53")
def test_the_file_of_a_filter_is_the_list_of_that_filter(app, client, ground, headers, now):
    with transaction():
        courses.written(ground, count=90, since=now - timedelta(days=30), days=30)
    for wanted in ({"stage": "open"}, {"stage": "over", "category": "own."}, {"overdue": "true"}):
        query = "&".join(f"{name}={value}" for name, value in wanted.items())
        listed = client.get(
            f"/api/v1/estates/{ground.estate_id}/tickets?{query}&limit=200", headers=headers["manager"]
        ).get_json()
        with transaction():
            chosen = {"stage": "open"} | wanted | {"overdue": wanted.get("overdue") == "true"}
            made = exports.ask(
                actor=ground.manager(), estate_id=ground.estate_id, name="tickets", form="csv",
                parameters={"wanted": chosen}, now=clock.now(),
            )  # fmt: skip
            key = (made.estate_id, made.id)
        export_writing.write_next()
        with transaction(writes=False):
            found = db.session.get(Export, key)
            assert found.done_rows == len(listed["items"]) > 0
    answer = client.post(
        f"/api/v1/estates/{ground.estate_id}/exports/{key[1]}/file", headers=headers["manager"]
    )
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows if row[0].startswith("T-")] == [one["number"] for one in listed["items"]]


@pytest.mark.feature("TK-53")
def test_a_work_order_prints_on_one_a4(client, ground, headers):
    need("papers")
    from tests.support.paper import sheets

    with transaction():
        ticket = tickets.finished(ground, words="水管漏水，" * 40)
        address = f"/work/e/{ground.estate_id}/tickets/{ticket.id}/order.pdf"
        number = ticket.number
    (sheet,) = sheets(client.get(address, headers=headers["worker"]).data)
    assert sheet.size == (210, 297)
    assert number in sheet.words
    assert client.get(address, headers=headers["neighbour"]).status_code == 404


@pytest.mark.feature("TK-37")
def test_a_quote_goes_from_the_worker_to_the_resident_and_to_the_bill(client, ground, headers):
    with transaction():
        ticket = tickets.assigned(ground, category="own.water")
        one = f"/api/v1/estates/{ground.estate_id}/tickets/{ticket.id}"
    assert client.post(f"{one}/sign", headers=headers["worker"]).status_code == 200
    sent = {"labour_fen": 5000, "materials": [{"words": "三角阀", "quantity": 2, "unit_fen": 1850}]}
    (quote,) = client.post(f"{one}/quotes", json=sent, headers=headers["worker"]).get_json()["items"]
    assert quote["total_fen"] == 8700
    assert (
        client.post(f"{one}/start", headers=headers["worker"]).get_json()["code"]
        == "tickets.quote_not_accepted"
    )
    accept = f"{one}/quotes/{quote['id']}/accept"
    assert client.post(accept, json={}, headers=headers["neighbour"]).status_code == 404
    assert client.post(accept, json={}, headers=headers["worker"]).status_code == 403
    assert client.post(accept, json={}, headers=headers["resident"]).status_code == 200
    assert client.post(accept, json={}, headers=headers["resident"]).status_code == 409
    assert client.post(f"{one}/start", headers=headers["worker"]).status_code == 200
    empty = client.post(f"{one}/quotes", json={"labour_fen": 0}, headers=headers["worker"])
    assert empty.get_json()["code"] == "tickets.quote_empty"
    page = client.get(f"/e/{ground.estate_id}/tickets/{one[-36:]}/quote", headers=headers["resident"])
    assert "87.00" in page.text


@pytest.mark.feature("TK-19")
def test_the_pool_is_grabbed_from_over_the_api_and_the_second_hears_of_the_first(client, ground, headers):
    with transaction():
        from linli.domains.estates import queries as estates

        place = estates.estate(estate_id=ground.estate_id)
        other = people.bearer(people.staff(Role.PROPERTY_WORKER, place, name="周师傅"))
    here = f"/api/v1/estates/{ground.estate_id}"
    assert (
        client.put(f"{here}/ticket-dispatch", json={"mode": "grabbed"}, headers=headers["worker"]).status_code
        == 403
    )
    assert (
        client.put(
            f"{here}/ticket-dispatch", json={"mode": "grabbed"}, headers=headers["manager"]
        ).status_code
        == 200
    )
    with transaction():
        ticket_id = tickets.report(ground).id
    assert client.post(f"{here}/tickets/{ticket_id}/accept", headers=headers["manager"]).status_code == 200
    (offered,) = client.get(f"{here}/ticket-pool", headers=other).get_json()["items"]
    assert client.post(f"{here}/tickets/{offered['id']}/grab", headers=headers["worker"]).status_code == 200
    late = client.post(f"{here}/tickets/{offered['id']}/grab", headers=other)
    assert (late.status_code, "钱师傅" in late.get_json()["detail"]) == (409, True)
    assert client.get(f"{here}/ticket-pool", headers=other).get_json()["items"] == []
    with transaction():
        grabbing.set_mode(
            actor=ground.manager(), estate_id=ground.estate_id, company_id=ground.company_id, mode=Mode.IN_TURN,
            now=clock.now(),
        )  # fmt: skip
        ticket_id = tickets.report(ground).id
    turned = client.post(f"{here}/tickets/{ticket_id}/accept", headers=headers["manager"]).get_json()
    assert turned["state"] == "assigned"


def test_the_pages_of_the_service_are_there_for_those_who_may(client, ground, headers):
    with transaction():
        ticket = tickets.finished(ground)
        reporting.urge(actor=ground.resident(), ticket=tickets.assigned(ground), now=clock.now())
        ticket_id = ticket.id
        assert queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
    here = f"/work/e/{ground.estate_id}/tickets"
    for who, path in (
        ("worker", f"{here}/pool"), ("manager", f"{here}/pool"), ("manager", f"{here}/urged"),
        ("officer", f"{here}/{ticket_id}/service"), ("manager", f"{here}/ranking"),
        ("city", "/work/tickets/figures?by=county"), ("city", "/work/tickets/ranking?by=company"),
        ("city", "/work/tickets/figures/tickets?measure=on_time&side=whole"),
        ("manager", f"{here}/figures/tickets?measure=accepted&side=whole"),
    ):  # fmt: skip
        answer = client.get(path, headers=headers[who])
        assert answer.status_code == 200, (who, path, answer.text[:300])
    api = f"/api/v1/estates/{ground.estate_id}/tickets/{ticket_id}/call-backs"
    told = client.post(api, json={"outcome": "solved", "words": "满意"}, headers=headers["officer"])
    assert told.get_json()["call_backs"][0]["outcome"] == "solved"
    assert client.post(api, json={"outcome": "solved"}, headers=headers["manager"]).status_code == 403
