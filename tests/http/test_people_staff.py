"""Roles and staff over HTTP: given in one's own scope, taken back at once, left in one form."""

import itertools
import re

import pytest

from linli.domains.estates.rules import RegionLevel
from linli.domains.people.events import StaffLeft
from linli.domains.people.models import Account, RoleGrant
from linli.kernel.actors import EVERYWHERE, Role
from linli.platform import bus
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places

_keys = itertools.count(1)


@pytest.fixture
def ground(app):
    """A company with two estates, its head and two workers; a second company; officers of a street."""
    with transaction():
        street = places.region(level=RegionLevel.STREET)
        community = places.region(parent_id=street.id)
        estate, far = places.estate(community=community), places.estate()
        company, rival = places.company("衢城物业"), places.company("别家物业")
        places.contract(estate, company)
        places.contract(far, rival)
        head = people.staff(Role.COMPANY_HEAD, company, name="周总")
        worker = people.staff(Role.PROPERTY_WORKER, estate, name="吴师傅")
        mate = people.staff(Role.PROPERTY_WORKER, company, name="郑师傅")
        foreign = people.staff(Role.PROPERTY_WORKER, rival, name="外家人")
        return {
            "estate": estate.id,
            "far": far.id,
            "company": company.id,
            "community": community.id,
            "head": people.bearer(head),
            "head_id": head.id,
            "worker": people.bearer(worker),
            "worker_id": worker.id,
            "mate_id": mate.id,
            "foreign_id": foreign.id,
            "street": people.bearer(people.staff(Role.STREET_OFFICER, street, name="冯街道")),
            "officer": people.bearer(people.staff(Role.COMMUNITY_OFFICER, community, name="陈社区")),
            "admin": people.bearer(people.staff(Role.SYSTEM_ADMIN, EVERYWHERE, name="褚管理")),
        }


def new(ground, **more):
    return {
        "username": f"new{next(_keys)}",
        "name": "新来的",
        "role": "property_worker",
        "scope_kind": "estate",
        "scope_id": str(ground["estate"]),
    } | more


def test_a_new_account_has_one_role_and_a_code_that_opens_it_once(client, ground):
    body = new(ground)
    made = client.post("/api/v1/staff-accounts", json=body, headers=ground["head"])
    assert made.status_code == 201
    assert client.post("/api/v1/staff-accounts", json=body, headers=ground["head"]).status_code == 409
    page = client.get("/setup")
    form = {
        "username": body["username"],
        "setup_code": made.get_json()["setup_code"],
        "password": "一句很好记的话 2026",
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1],
    }
    assert client.post("/setup", data=form).status_code == 303
    assert client.post("/setup", data=form).status_code in {403, 422}


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("head", {"role": "community_officer", "scope_kind": "community"}),
        ("head", {"role": "property_worker", "scope": "far"}),
        ("head", {"role": "company_head", "scope_kind": "company", "scope": "company"}),
        ("officer", {"role": "property_worker"}),
        ("officer", {"role": "community_officer", "scope_kind": "community", "scope": "community"}),
        ("street", {"role": "street_officer", "scope_kind": "street"}),
        ("street", {"role": "community_officer", "scope_kind": "community", "scope": "nowhere"}),
        ("admin", {"role": "property_worker", "scope": "nowhere"}),
        ("admin", {"role": "community_officer", "scope_kind": "community", "scope": "estate"}),
        ("admin", {"role": "system_admin", "scope_kind": "platform", "scope": "estate"}),
    ],
)
def test_nobody_gives_more_than_is_theirs(client, ground, who, more):
    """A place out of reach and one that never was are refused alike."""
    where = more.get("scope", "estate")
    more = {name: value for name, value in more.items() if name != "scope"}
    ground["nowhere"] = ground["worker_id"]
    body = new(ground, scope_id=str(ground[where]), **more)
    answer = client.post("/api/v1/staff-accounts", json=body, headers=ground[who])
    assert (answer.status_code, answer.get_json()["code"]) == (403, "people.may_not_grant")
    with transaction(writes=False):
        assert db.session.query(Account).filter_by(username=body["username"]).count() == 0


def test_roles_are_seen_in_ones_own_scope_only(client, ground):
    def names(who):
        return {one["name"] for one in client.get("/api/v1/roles", headers=ground[who]).get_json()["items"]}

    assert names("head") == {"周总", "吴师傅", "郑师傅"}
    assert names("street") == {"吴师傅", "冯街道", "陈社区"}
    assert names("officer") == {"吴师傅", "陈社区"}
    assert {"外家人", "褚管理"} <= names("admin")
    assert client.get("/api/v1/roles", headers=ground["worker"]).status_code == 403


def test_companies_are_looked_after_where_they_work(client, app):
    """A county names and sees the heads of companies with an estate in it; one without any estate is its city's."""
    with transaction():
        city = places.region(level=RegionLevel.CITY)
        here, there = (places.region(level=RegionLevel.COUNTY, parent_id=city.id) for _ in range(2))
        street = places.region(level=RegionLevel.STREET, parent_id=here.id)
        estate = places.estate(community=places.region(parent_id=street.id))
        working, idle = places.company("本区物业"), places.company("新办物业")
        places.contract(estate, working)
        people.staff(Role.COMPANY_HEAD, working, name="本区总")
        people.staff(Role.COMPANY_HEAD, idle, name="新办总")
        ids = {"working": str(working.id), "idle": str(idle.id)}
        officers = {
            "here": people.bearer(people.staff(Role.COUNTY_OFFICER, here)),
            "there": people.bearer(people.staff(Role.COUNTY_OFFICER, there)),
            "city": people.bearer(people.staff(Role.CITY_OFFICER, city)),
        }

    def heads(who):
        found = client.get("/api/v1/roles?limit=100", headers=officers[who]).get_json()["items"]
        return {one["name"] for one in found if one["role"] == "company_head"}

    def names_one(who, company):
        body = {
            "username": f"head{next(_keys)}",
            "name": "新负责人",
            "role": "company_head",
            "scope_kind": "company",
            "scope_id": ids[company],
        }
        return client.post("/api/v1/staff-accounts", json=body, headers=officers[who]).status_code

    assert [heads(who) for who in ("here", "there", "city")] == [{"本区总"}, set(), {"本区总", "新办总"}]
    tried = {(who, company): names_one(who, company) for who in officers for company in ids}
    assert {pair for pair, status in tried.items() if status == 201} == {
        ("here", "working"),
        ("city", "working"),
        ("city", "idle"),
    }


def test_a_role_taken_back_stops_the_very_next_request(client, ground):
    """Check B-10."""
    place = f"/api/v1/estates/{ground['estate']}"
    assert client.get(place, headers=ground["worker"]).status_code == 200
    with transaction(writes=False):
        grant_id = db.session.query(RoleGrant).filter_by(account_id=ground["worker_id"]).one().id
        foreign_id = db.session.query(RoleGrant).filter_by(account_id=ground["foreign_id"]).one().id
    assert client.delete(f"/api/v1/roles/{foreign_id}", headers=ground["head"]).status_code == 404
    assert client.delete(f"/api/v1/roles/{grant_id}", headers=ground["officer"]).status_code == 403
    assert client.delete(f"/api/v1/roles/{grant_id}", headers=ground["head"]).status_code == 204
    assert client.get(place, headers=ground["worker"]).status_code in {401, 403, 404}
    assert client.delete(f"/api/v1/roles/{grant_id}", headers=ground["head"]).status_code == 409


def test_a_role_goes_to_a_resident_by_phone(client, ground):
    with transaction():
        people.account("林委员", phone="13711112222")
    body = {
        "who": "137 1111 2222",
        "role": "committee_member",
        "scope_kind": "estate",
        "scope_id": str(ground["estate"]),
    }
    made = client.post("/api/v1/roles", json=body, headers=ground["officer"])
    assert (made.status_code, made.get_json()["role_title"]) == (201, "业委会委员")
    nobody = client.post("/api/v1/roles", json=body | {"who": "nobody"}, headers=ground["officer"])
    assert nobody.status_code == 422
    assert "who" in nobody.get_json()["errors"]


@pytest.mark.feature("AO-10")
def test_leaving_is_one_form_that_closes_the_account_and_hands_the_work_over(client, ground, monkeypatch):
    heard = []
    monkeypatch.setitem(bus._together, StaffLeft, [heard.append])
    page = f"/work/roles/people/{ground['worker_id']}"
    opened = client.get(page, headers=ground["head"])
    assert "办理离岗" in opened.text
    assert "郑师傅" in opened.text
    assert "外家人" not in opened.text
    form = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', opened.text)[1]}
    for wrong in ("", str(ground["worker_id"]), str(ground["foreign_id"])):
        answer = client.post(f"{page}/leave", data=form | {"successor_id": wrong}, headers=ground["head"])
        assert answer.status_code == 422
        assert "接手的同事" in answer.text
    done = client.post(
        f"{page}/leave", data=form | {"successor_id": str(ground["mate_id"])}, headers=ground["head"]
    )
    assert done.status_code == 303
    assert [(e.account_id, e.successor_id) for e in heard] == [(ground["worker_id"], ground["mate_id"])]
    assert client.get("/api/v1/auth/sessions/current", headers=ground["worker"]).status_code == 401
    with transaction(writes=False):
        left = db.session.get(Account, ground["worker_id"])
        assert (left.closed_at is not None, left.password_hash, left.name) == (True, None, "吴师傅")
        held = db.session.query(RoleGrant).filter_by(account_id=ground["worker_id"], ended_at=None).count()
    assert held == 0
    assert client.get(page, headers=ground["head"]).status_code == 404


def test_nobody_is_sent_away_by_somebody_who_could_not_have_called_them(client, ground):
    body = {"successor_id": str(ground["worker_id"])}
    own = f"/api/v1/staff-accounts/{ground['head_id']}"
    assert client.post(f"{own}/leave", json=body, headers=ground["head"]).status_code == 403
    assert client.post(f"{own}/reset", headers=ground["head"]).status_code == 403
    foreign = f"/api/v1/staff-accounts/{ground['foreign_id']}"
    assert client.post(f"{foreign}/leave", json=body, headers=ground["head"]).status_code == 404
    assert client.post(f"{foreign}/reset", headers=ground["head"]).status_code == 404


def test_a_reset_account_gets_in_only_by_its_new_code(client, ground):
    reset = client.post(f"/api/v1/staff-accounts/{ground['worker_id']}/reset", headers=ground["head"])
    assert reset.status_code == 200
    assert len(reset.get_json()["setup_code"]) >= 12
    assert client.get("/api/v1/auth/sessions/current", headers=ground["worker"]).status_code == 401


def test_the_page_opens_an_account_and_keeps_what_was_typed(client, ground):
    opened = client.get("/work/roles/open", headers=ground["head"])
    form = {
        "name": "新来的",
        "username": "Bad Name",
        "role": "property_worker",
        "place": f"estate:{ground['estate']}",
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', opened.text)[1],
    }
    wrong = client.post("/work/roles/open", data=form, headers=ground["head"])
    assert wrong.status_code == 422
    assert 'value="Bad Name"' in wrong.text
    assert 'value="新来的"' in wrong.text
    done = client.post("/work/roles/open", data=form | {"username": "goodname"}, headers=ground["head"])
    assert done.status_code == 200
    assert "开通码只显示这一次" in done.text
    listed = client.get("/work/roles", headers=ground["head"])
    assert "新来的" in listed.text
    assert "外家人" not in listed.text
