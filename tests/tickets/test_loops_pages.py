"""Work orders beyond the estate over HTTP: the same steps for programs, and forms that lose no word."""

import re

import pytest

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.operations import handling
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, tickets
from tests.tickets.test_loops import FIRE, TOWN, beyond, illegal


def told(client, account_id, method, path, body=None):
    with transaction():
        headers = people.bearer(identity.account(account_id))
    answer = client.open(f"/api/v1{path}", method=method, headers=headers, **({"json": body} if body else {}))
    return answer.status_code, answer.get_json()


def bearing(account_id):
    with transaction():
        return people.bearer(identity.account(account_id))


@pytest.mark.feature("NN-24")
def test_a_program_takes_the_same_way_through_both_loops(app, client):
    with transaction():
        here = beyond()
        made = illegal(here)
        one = f"/estates/{made.estate_id}/tickets/{made.id}"
    street, county, lead = here.desks["street"], here.desks["county"], here.first["county.enforcement"]
    assert told(client, street, "GET", f"{one}/proposal")[1] == {
        "rule": "“违法建筑”一件事，乡镇小闭环", "thing": "illegal", "lead": TOWN, "cooperating": [],
    }  # fmt: skip
    assert told(client, here.ground.officer_id, "POST", f"{one}/dispatch", {"lead": TOWN})[0] == 403
    assert told(client, here.ground.resident_id, "POST", f"{one}/dispatch", {"lead": TOWN})[0] == 403
    assert told(client, county, "POST", f"{one}/dispatch", {"lead": "county.enforcement"})[0] == 409
    assert told(client, street, "POST", f"{one}/dispatch", {"lead": TOWN})[1]["lead"] == TOWN
    assert told(client, here.first["town.police"], "POST", f"{one}/sign")[0] == 403
    assert (
        told(client, street, "POST", f"{one}/escalate", {"reason": "要联合执法"})[1]["addressee"] == "county"
    )
    refused = told(client, county, "POST", f"{one}/dispatch", {"lead": "county.enforcement"})
    assert (refused[0], refused[1]["code"]) == (422, "tickets.reason_missing")
    body = {"lead": "county.enforcement", "cooperating": FIRE}
    assert told(client, county, "POST", f"{one}/dispatch", body)[0] == 200
    parts = {part["department"]: part for part in told(client, lead, "GET", f"{one}/parts")[1]["items"]}
    first, second = (f"{one}/parts/{parts[code]['id']}" for code in FIRE)
    assert told(client, here.first[FIRE[1]], "POST", f"{first}/sign")[0] == 403
    holder = here.first[FIRE[0]]
    assert told(client, holder, "POST", f"{first}/sign")[0] == 200
    assert told(client, holder, "POST", f"{first}/sign")[0] == 409
    assert told(client, holder, "POST", f"{first}/finish", {"result": "已认定"})[0] == 200
    assert (
        told(client, lead, "POST", f"{one}/sign")[0] == told(client, lead, "POST", f"{one}/start")[0] == 200
    )
    finish = {"result": "已拆除", "outcome": "solved"}
    assert told(client, lead, "POST", f"{one}/finish", {"result": "已拆除"})[0] == 422
    assert told(client, lead, "POST", f"{one}/finish", finish)[1]["code"] == "tickets.parts_open"
    waive = f"{one}/waive-part/{second.rsplit('/', 1)[1]}"
    assert told(client, lead, "POST", waive, {"reason": "不涉及"})[1]["items"][1]["state"] == "waived"
    assert told(client, lead, "POST", f"{one}/finish", finish)[1]["outcome"] == "solved"
    assert told(client, county, "POST", f"{one}/feed-back", {"words": "已拆"})[1]["state"] == "feedback"


@pytest.mark.feature("TK-61")
def test_the_second_of_two_staff_sees_what_changed_and_loses_no_word(app, client):
    with transaction():
        here = beyond(())
        ticket = tickets.report(here.ground)
        ids = (ticket.estate_id, ticket.id)
    page = f"/work/e/{ids[0]}/tickets/{ids[1]}"
    headers = bearing(here.ground.manager_id)
    form = client.get(page, headers=headers).text
    token = re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', form)[1]
    seen = re.search(r'name="seen" value="(\d+)"', form).group(1)
    with transaction():
        ticket = queries.ticket(estate_id=ids[0], ticket_id=ids[1])
        handling.note(actor=here.ground.officer(), ticket=ticket, words="已约居民下午三点", now=clock.now())
    sent = {"csrf_token": token, "seen": seen, "reason": "不是我们小区的门"}
    again = client.post(f"{page}/reject", data=sent, headers=headers)
    said = again.text
    assert again.status_code == 409
    for words in ("不是我们小区的门", "您填写期间", "已约居民下午三点"):
        assert words in said
    with transaction(writes=False):
        assert queries.ticket(estate_id=ids[0], ticket_id=ids[1]).state == "submitted"
    sent["seen"] = re.search(r'name="seen" value="(\d+)"', said).group(1)
    assert client.post(f"{page}/reject", data=sent, headers=headers).status_code == 303
    with transaction(writes=False):
        assert queries.ticket(estate_id=ids[0], ticket_id=ids[1]).state == "rejected"


@pytest.mark.feature("NN-25")
def test_the_township_keeps_its_own_posts_and_nobody_elses(app, client):
    with transaction():
        here = beyond(())
        people_here = {"account_id": str(here.desks["street"]), "department": TOWN, "post": "a"}
    street, county = here.desks["street"], here.desks["county"]
    assert told(client, here.ground.manager_id, "GET", "/department-posts")[0] == 403
    listed = told(client, street, "POST", "/department-posts", people_here)
    assert listed[0] == 201
    assert {"department": TOWN, "title": "综合行政执法队", "first": "street值班", "stand_in": ""} in listed[
        1
    ]["items"]
    assert told(client, county, "POST", "/department-posts", people_here)[0] == 422
    page = client.get("/work/department-posts", headers=bearing(street)).text
    assert "综合行政执法队" in page
    assert "住房和城乡建设局" not in page
