"""Coming to belong to a home over HTTP: by the register, by a code, by papers; in and out."""

import io
import re

import pytest
from PIL import Image

from linli.domains.estates import queries as estates
from linli.kernel.actors import Role
from linli.platform import attachments
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.outbox import OutboxMessage
from linli.platform.transactions import transaction
from tests.factories import people, places

PHONE = "13912345678"


def photo(name="证.jpg"):
    stored = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(stored, "JPEG")
    return io.BytesIO(stored.getvalue()), name


def csrf_of(answer):
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]


@pytest.fixture
def ground(app):
    """A home of 王芳 on the register, herself with the right phone, a stranger, an officer."""
    with transaction():
        community = places.region()
        estate = places.estate("斗潭新村", community=community)
        home = places.unit(estate, "3幢2单元501室")
        owner = people.owner(estate, home, name="王芳", phones=[PHONE])
        return {
            "place": f"/api/v1/estates/{estate.id}",
            "estate": estate.id,
            "unit": home.id,
            "owner": owner.id,
            "me": people.bearer(people.account("王芳", phone=PHONE)),
            "stranger": people.bearer(people.account("赵路人")),
            "officer": people.bearer(people.staff(Role.COMMUNITY_OFFICER, community)),
        }


@pytest.mark.feature("EI-12")
def test_name_and_phone_that_stand_on_the_register_bind_at_once(client, ground):
    claim = {"way": "roster", "unit": "3-2-501", "name": "王芳"}
    near = client.post(f"{ground['place']}/claims", json=claim | {"name": "王方"}, headers=ground["me"])
    assert (near.status_code, near.get_json()["state"]) == (201, "pending")
    assert client.get(ground["place"], headers=ground["me"]).status_code == 404
    # the pending one stands in nobody's way once the register agrees
    client.post(
        f"{ground['place']}/claims/{near.get_json()['id']}/decision",
        json={"approved": False, "reason": "名字写错了"},
        headers=ground["officer"],
    )
    exact = client.post(f"{ground['place']}/claims", json=claim, headers=ground["me"])
    assert (exact.status_code, exact.get_json()["state"]) == (201, "approved")
    acting = {"role": "owner", "scope_kind": "estate", "scope_id": str(ground["estate"])}
    assert (
        client.put("/api/v1/auth/sessions/current/acting", json=acting, headers=ground["me"]).status_code
        == 200
    )
    assert client.get(ground["place"], headers=ground["me"]).status_code == 200


def test_the_same_name_with_another_phone_goes_to_review(client, ground):
    claim = {"way": "roster", "unit": "3幢2单元501", "name": "王芳"}
    made = client.post(f"{ground['place']}/claims", json=claim, headers=ground["stranger"]).get_json()
    assert made["state"] == "pending"
    twice = client.post(f"{ground['place']}/claims", json=claim, headers=ground["stranger"])
    assert twice.status_code == 409


@pytest.mark.feature("EI-11")
def test_a_claim_with_papers_waits_gives_nothing_and_is_decided_by_a_person(client, ground):
    claim = {"way": "paper", "unit": "3-2-501", "name": "赵路人", "tie": "tenant"}
    made = client.post(f"{ground['place']}/claims", json=claim, headers=ground["stranger"]).get_json()
    photos = f"{ground['place']}/claims/{made['id']}/photos"
    added = client.post(photos, data={"photos": [photo()]}, headers=ground["stranger"])
    (photo_id,) = added.get_json()["photos"]
    assert client.post(photos, data={"photos": [photo()]}, headers=ground["me"]).status_code == 404
    assert client.get(f"{photos}/{photo_id}", headers=ground["stranger"]).status_code in {403, 404}
    assert client.get(f"{photos}/{photo_id}", headers=ground["officer"]).mimetype == "image/jpeg"
    assert client.get(ground["place"], headers=ground["stranger"]).status_code == 404

    listed = client.get(f"{ground['place']}/claims?state=pending", headers=ground["officer"]).get_json()[
        "items"
    ]
    assert [one["id"] for one in listed] == [made["id"]]
    assert client.get(f"{ground['place']}/claims", headers=ground["stranger"]).status_code == 404
    yes = {"approved": True, "reason": "租赁合同一致"}
    decision = f"{ground['place']}/claims/{made['id']}/decision"
    assert client.post(decision, json=yes, headers=ground["officer"]).get_json()["state"] == "approved"
    assert client.post(decision, json=yes, headers=ground["officer"]).status_code == 409
    mine = client.get("/api/v1/me/claims", headers=ground["stranger"]).get_json()["items"]
    assert [(one["state"], one["reason"], one["photos"]) for one in mine] == [
        ("approved", "租赁合同一致", [])
    ]
    with transaction(writes=False):
        kept = attachments.of_object(
            estate_id=ground["estate"], object_kind="claim", object_id=estates.uuid.UUID(made["id"])
        )
        acts = {row.act for row in db.session.query(AuditEntry)}
        told = [row.reaction for row in db.session.query(OutboxMessage) if "claim" in row.reaction]
    assert kept == []  # looked at, then gone
    assert {"people:claim:make", "people:claim:approved"} <= acts
    assert told != []  # the person is told


def test_an_owners_claim_names_an_owner_of_that_very_home(client, ground):
    with transaction():
        estate = estates.estate(estate_id=ground["estate"])
        other = people.owner(estate, places.unit(estate), name="别人").id
        second = people.owner(
            estate, estates.unit(estate_id=ground["estate"], unit_id=ground["unit"]), name="林共有"
        ).id
    claim = {"way": "paper", "unit": "3-2-501", "name": "林共有"}
    made = client.post(f"{ground['place']}/claims", json=claim, headers=ground["stranger"]).get_json()
    decision = f"{ground['place']}/claims/{made['id']}/decision"
    for owner_id in (None, str(other)):
        body = {"approved": True, "reason": "好", "owner_id": owner_id}
        assert client.post(decision, json=body, headers=ground["officer"]).status_code == 422
    body = {"approved": True, "reason": "好", "owner_id": str(second)}
    assert client.post(decision, json=body, headers=ground["officer"]).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "99-9-999"},
        {"unit": ""},
        {"unit": "'; DROP TABLE unit; --"},
        {"name": ""},
        {"name": "王\u202e芳"},
        {"way": "magic"},
        {"state": "approved"},
        {"way": "code", "code": "AAAAAAAAAA"},
    ],
)
def test_a_claim_that_does_not_fit_is_refused_in_chinese(client, ground, wrong):
    claim = {"way": "roster", "unit": "3-2-501", "name": "王芳"} | wrong
    answer = client.post(f"{ground['place']}/claims", json=claim, headers=ground["me"])
    assert answer.status_code == 422
    assert re.search("[\u4e00-\u9fff]", answer.get_json()["detail"])


def claim_home(client, ground):
    claim = {"way": "roster", "unit": "3-2-501", "name": "王芳"}
    client.post(f"{ground['place']}/claims", json=claim, headers=ground["me"])
    acting = {"role": "owner", "scope_kind": "estate", "scope_id": str(ground["estate"])}
    client.put("/api/v1/auth/sessions/current/acting", json=acting, headers=ground["me"])


def act(client, ground, who, role):
    acting = {"role": role, "scope_kind": "estate", "scope_id": str(ground["estate"])}
    return client.put("/api/v1/auth/sessions/current/acting", json=acting, headers=ground[who]).status_code


def test_a_tenant_comes_in_by_a_code_once_and_is_shown_out(client, ground):
    claim_home(client, ground)
    place = f"{ground['place']}/units/{ground['unit']}"
    made = client.post(f"{place}/invitations", json={"tie": "tenant"}, headers=ground["me"]).get_json()
    listed = client.get(f"{place}/invitations", headers=ground["me"])
    assert made["code"] not in listed.text
    assert listed.get_json()["items"][0]["state"] == "open"
    come = {"way": "code", "code": made["code"].lower(), "name": "赵路人"}
    assert client.post(f"{ground['place']}/claims", json=come, headers=ground["stranger"]).status_code == 201
    with transaction():
        late = people.bearer(people.account("钱来迟"))
    assert client.post(f"{ground['place']}/claims", json=come, headers=late).status_code == 422
    assert act(client, ground, "stranger", "tenant") == 200
    assert client.get(ground["place"], headers=ground["stranger"]).status_code == 200
    assert (
        client.post(f"{place}/invitations", json={"tie": "tenant"}, headers=ground["stranger"]).status_code
        == 403
    )

    household = client.get(f"{place}/household", headers=ground["me"]).get_json()
    (tenant,) = household["residents"]
    assert (tenant["tie"], tenant["name"]) == ("tenant", "赵**")
    out = f"{ground['place']}/residents/{tenant['id']}"
    with transaction():
        estate = estates.estate(estate_id=ground["estate"])
        neighbour = people.account("孙邻居")
        people.owner(estate, places.unit(estate), account=neighbour)
        nosy = people.bearer(neighbour)
    assert client.delete(out, headers=nosy).status_code == 403
    assert client.delete(out, headers=ground["me"]).status_code == 204
    assert client.get(ground["place"], headers=ground["stranger"]).status_code == 404


def test_a_code_taken_back_opens_nothing(client, ground):
    claim_home(client, ground)
    place = f"{ground['place']}/units/{ground['unit']}"
    made = client.post(f"{place}/invitations", json={"tie": "family"}, headers=ground["me"]).get_json()
    assert (
        client.delete(f"{ground['place']}/invitations/{made['id']}", headers=ground["stranger"]).status_code
        == 404
    )
    assert (
        client.delete(f"{ground['place']}/invitations/{made['id']}", headers=ground["me"]).status_code == 204
    )
    come = {"way": "code", "code": made["code"], "name": "赵路人"}
    assert client.post(f"{ground['place']}/claims", json=come, headers=ground["stranger"]).status_code == 422


def test_nobody_becomes_an_owner_without_standing_on_the_register(client, ground):
    """A guest's code that says owner must name one: otherwise it would make an owner out of anybody."""
    claim_home(client, ground)
    place = f"{ground['place']}/units/{ground['unit']}/invitations"
    for body in ({"tie": "owner"}, {"tie": "family", "owner_id": str(ground["owner"])}):
        assert client.post(place, json=body, headers=ground["me"]).status_code == 422


def test_the_community_hands_an_owner_a_code(client, ground):
    place = f"{ground['place']}/units/{ground['unit']}/owner-invitations"
    body = {"owner_id": str(ground["owner"])}
    assert client.post(place, json=body, headers=ground["stranger"]).status_code == 404
    made = client.post(place, json=body, headers=ground["officer"]).get_json()
    come = {"way": "code", "code": made["code"], "name": "王芳"}
    assert client.post(f"{ground['place']}/claims", json=come, headers=ground["stranger"]).status_code == 201
    assert act(client, ground, "stranger", "owner") == 200


@pytest.mark.feature("VO-38")
def test_a_lost_code_is_replaced_and_the_old_one_stops_working(client, ground):
    place = f"{ground['place']}/units/{ground['unit']}/owner-invitations"
    body = {"owner_id": str(ground["owner"])}
    lost, found = (
        client.post(place, json=body, headers=ground["officer"]).get_json()["code"] for _ in range(2)
    )
    come = {"way": "code", "name": "王芳"}
    claims = f"{ground['place']}/claims"
    assert client.post(claims, json=come | {"code": lost}, headers=ground["stranger"]).status_code == 422
    assert client.post(claims, json=come | {"code": found}, headers=ground["stranger"]).status_code == 201


class TestPages:
    """The same on a phone."""

    def test_a_resident_claims_by_the_register_and_lands_at_home(self, client, ground):
        opened = client.get("/me/claim/roster", headers=ground["me"])
        assert "斗潭新村" in opened.text
        form = {
            "estate_id": str(ground["estate"]),
            "unit": "8-8-888",
            "name": "王芳",
            "csrf_token": csrf_of(opened),
        }
        wrong = client.post("/me/claim/roster", data=form, headers=ground["me"])
        assert wrong.status_code == 422
        assert "没有找到这个房号" in wrong.text
        assert 'value="8-8-888"' in wrong.text
        done = client.post("/me/claim/roster", data=form | {"unit": "3-2-501"}, headers=ground["me"])
        assert (done.status_code, done.location) == (303, f"/e/{ground['estate']}/")
        home = client.get(done.location, headers=ground["me"])
        assert "王芳" in home.text
        assert "3幢2单元501室" in home.text
        assert "今天没有要您办的事" in home.text

    def test_a_wrong_name_is_told_that_somebody_will_look(self, client, ground):
        opened = client.get("/me/claim/roster", headers=ground["stranger"])
        form = {
            "estate_id": str(ground["estate"]),
            "unit": "3-2-501",
            "name": "王芳",
            "csrf_token": csrf_of(opened),
        }
        done = client.post("/me/claim/roster", data=form, headers=ground["stranger"])
        assert done.location == "/me/claim"
        assert "待核实" in client.get("/me/claim", headers=ground["stranger"]).text

    def test_papers_are_photographed_reviewed_and_deleted(self, client, ground):
        opened = client.get("/me/claim/paper", headers=ground["stranger"])
        form = {
            "estate_id": str(ground["estate"]),
            "unit": "3-2-501",
            "name": "王芳",
            "csrf_token": csrf_of(opened),
        }
        bare = client.post("/me/claim/paper", data=form, headers=ground["stranger"])
        assert bare.status_code == 422
        assert "请拍照或选择照片" in bare.text
        fake = form | {"photos": (io.BytesIO(b"<svg onload=alert(1)>"), "证.jpg")}
        assert client.post("/me/claim/paper", data=fake, headers=ground["stranger"]).status_code == 422
        done = client.post("/me/claim/paper", data=form | {"photos": photo()}, headers=ground["stranger"])
        assert done.status_code == 303

        queue = client.get(f"/work/e/{ground['estate']}/claims", headers=ground["officer"])
        assert "王*" in queue.text
        assert "王芳" not in queue.text
        page = re.search(rf"/work/e/{ground['estate']}/claims/[0-9a-f-]{{36}}", queue.text)[0]
        shown = client.get(page, headers=ground["officer"])
        picture = re.search(rf"{page}/photos/[0-9a-f-]{{36}}", shown.text)[0]
        assert client.get(picture, headers=ground["officer"]).mimetype == "image/jpeg"
        yes = {
            "approved": "yes",
            "reason": "权证一致",
            "owner_id": str(ground["owner"]),
            "csrf_token": csrf_of(shown),
        }
        assert client.post(f"{page}/decision", data=yes, headers=ground["officer"]).status_code == 303
        again = client.get(page, headers=ground["officer"])
        assert "照片已按约定删除" in again.text
        assert client.get(picture, headers=ground["officer"]).status_code == 404

    def test_an_owner_invites_family_with_a_code_shown_once(self, client, ground):
        claim_home(client, ground)
        page = f"/e/{ground['estate']}/units/{ground['unit']}"
        form = {"guest": "family", "csrf_token": csrf_of(client.get(page, headers=ground["me"]))}
        shown = client.post(f"{page}/invitations", data=form, headers=ground["me"])
        code = re.search(r">([2-9A-Z]{10})</p>", shown.text)[1]
        assert "<svg" in shown.text
        assert "style=" not in shown.text
        assert code not in client.get(page, headers=ground["me"]).text
        link = client.get(f"/me/claim/code?code={code}", headers=ground["stranger"])
        assert f'value="{code}"' in link.text
        come = {"code": code, "name": "赵家人", "csrf_token": csrf_of(link)}
        done = client.post("/me/claim/code", data=come, headers=ground["stranger"])
        assert done.location == f"/e/{ground['estate']}/"
        refused = client.post(f"{page}/invitations", data=form | {"guest": "king"}, headers=ground["me"])
        assert refused.status_code == 422
        assert "请选择邀请谁" in refused.text


@pytest.mark.feature("EI-13")
def test_somebody_with_homes_in_two_estates_switches_in_two_taps_and_sees_one_at_a_time(client, ground):
    claim_home(client, ground)
    with transaction():
        other = places.estate("荷花小区")
        home = places.unit(other, "8幢808室")
        owner = people.owner(other, home, name="王芳", phones=[PHONE])
        ids = (other.id, home.id, owner.id)
    claim = {"way": "roster", "unit": "8幢808室", "name": "王芳"}
    client.post(f"/api/v1/estates/{ids[0]}/claims", json=claim, headers=ground["me"])
    here = client.get(f"/e/{ground['estate']}/", headers=ground["me"]).text
    assert "3幢2单元501室" in here
    assert "8幢808室" not in here
    assert 'href="/me/acting"' in here  # the first tap
    choose = client.get("/me/acting", headers=ground["me"])
    value = re.search(rf'value="(owner:estate:{ids[0]})"', choose.text)[1]
    form = {"acting": value, "csrf_token": csrf_of(choose)}
    there = client.post("/me/acting", data=form, headers=ground["me"])  # the second
    assert there.location == f"/e/{ids[0]}/"
    text = client.get(there.location, headers=ground["me"]).text
    assert "8幢808室" in text
    assert "3幢2单元501室" not in text
    assert client.get(f"/e/{ground['estate']}/", headers=ground["me"]).status_code == 404
    listed = client.get("/api/v1/estates", headers=ground["me"]).get_json()["items"]
    assert [one["name"] for one in listed] == ["荷花小区"]
