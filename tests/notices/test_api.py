"""Messages and announcements over the API and by page."""

import pytest

from linli.domains.notices.operations import messages
from linli.domains.notices.rules import Kind
from linli.kernel.actors import Role
from linli.kernel.ids import new_id
from linli.platform import outbox
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support.forms import submit


class Place:
    """An estate with an owner, an officer of its community and its property manager, signed in."""

    def __init__(self):
        with transaction():
            region = places.region()
            self.estate = places.estate("斗潭新村", community=region)
            self.id, unit = self.estate.id, places.unit(self.estate)
            me = people.account("王秀英")
            self.me_id, self.owner_id = me.id, people.owner(self.estate, unit, account=me).id
            self.owner = people.bearer(me)
            self.officer = people.bearer(people.staff(Role.COMMUNITY_OFFICER, region))
            self.manager = people.bearer(people.staff(Role.PROPERTY_MANAGER, self.estate))
            self.stranger = people.bearer(people.staff(Role.COMMUNITY_OFFICER, places.region()))
        self.api = f"/api/v1/estates/{self.id}"


@pytest.fixture
def place(app):
    return Place()


def published(client, place, headers=None, **more):
    body = {"title": "9月16日停水", "words": "8:00–12:00 停水检修。\n请提前储水。"} | more
    return client.post(f"{place.api}/announcements", json=body, headers=headers or place.officer)


def test_an_announcement_reaches_everybody_of_the_estate_and_readers_are_counted(client, place):
    made = published(client, place)
    assert made.status_code == 201
    outbox.deliver()
    (news,) = client.get("/api/v1/me/messages", headers=place.owner).json["items"]
    assert (news["title"], news["state"]) == ("9月16日停水", "delivered")
    page = client.get(f"/e/{place.id}/notices/{made.json['id']}", headers=place.owner)
    assert "请提前储水" in page.text
    console = client.get(f"/work/e/{place.id}/notices", headers=place.officer).text
    assert console.count("1 人") == 2


@pytest.mark.feature("NT-10")
def test_whoever_turned_announcements_off_gets_none_and_cannot_turn_off_legal_notices(client, place):
    off = {"kind": "announcement", "channel": "app", "on": False}
    assert client.put("/api/v1/me/messages/wishes", json=off, headers=place.owner).status_code == 200
    legal = client.put("/api/v1/me/messages/wishes", json=off | {"kind": "legal"}, headers=place.owner)
    assert (legal.status_code, legal.json["code"]) == (422, "notices.cannot_turn_off")
    published(client, place)
    outbox.deliver()
    assert client.get("/api/v1/me/messages", headers=place.owner).json["items"] == []


def test_the_page_of_choices_keeps_what_is_ticked(client, place):
    submit(client, "/me/messages/preferences", {"on": ["bill:sms"]}, headers=place.owner)
    wishes = {
        w["kind"]: w["on"]
        for w in client.get("/api/v1/me/messages/wishes", headers=place.owner).json["items"]
    }
    assert (wishes["bill"], wishes["ticket"], wishes["legal"]) == (["sms"], [], ["app", "sms"])


def test_choices_that_do_not_exist_are_refused(client, place):
    answer = submit(client, "/me/messages/preferences", {"on": ["bill:pigeon"]}, headers=place.owner)
    assert answer.status_code == 422


@pytest.mark.feature("NT-16")
def test_an_officer_finds_the_state_of_messages_from_the_owner(client, place, now):
    with transaction():
        messages.tell(account_ids=[place.me_id], kind=Kind.CLAIM, template="claim_approved", about="claim:1",
                      params={}, estate_id=place.id, now=now)  # fmt: skip
    path = f"{place.api}/owners/{place.owner_id}/messages"
    found = client.get(path, headers=place.officer).json["items"]
    assert {(one["channel"], one["state"]) for one in found} == {("app", "delivered"), ("sms", "queued")}
    assert (
        "待发送"
        in client.get(f"/work/e/{place.id}/owners/{place.owner_id}/messages", headers=place.officer).text
    )
    assert client.get(path, headers=place.manager).status_code == 403
    assert client.get(path, headers=place.stranger).status_code == 404


def test_opening_a_message_reads_it(client, place):
    published(client, place)
    outbox.deliver()
    (news,) = client.get("/api/v1/me/messages", headers=place.owner).json["items"]
    ahead = client.get(f"/me/messages/{news['id']}", headers=place.owner | {"Sec-Purpose": "prefetch"})
    assert ahead.status_code == 200
    assert len(client.get("/api/v1/me/messages?unread=true", headers=place.owner).json["items"]) == 1
    client.get(f"/me/messages/{news['id']}", headers=place.owner)
    assert client.get("/api/v1/me/messages?unread=true", headers=place.owner).json["items"] == []
    assert client.get(f"/me/messages/{news['id']}", headers=place.officer).status_code == 404


def test_everything_can_be_marked_read(client, place):
    published(client, place)
    outbox.deliver()
    assert client.post("/api/v1/me/messages/reading", headers=place.owner).status_code == 204
    assert "没有消息" in client.get("/me/messages?unread=true", headers=place.owner).text


def test_a_manager_withdraws_only_what_the_company_announced(client, place):
    by_officer = published(client, place).json["id"]
    by_manager = published(client, place, place.manager).json["id"]
    path = f"{place.api}/announcements/{{}}/withdrawal"
    assert client.post(path.format(by_officer), headers=place.manager).status_code == 403
    assert client.post(path.format(by_manager), headers=place.manager).json["withdrawn_at"]
    assert client.post(path.format(by_manager), headers=place.manager).status_code == 409


def test_residents_announce_nothing_and_strangers_see_nothing(client, place):
    assert published(client, place, place.owner).status_code == 403
    assert published(client, place, place.stranger).status_code == 404
    assert client.get(f"{place.api}/announcements/{new_id()}", headers=place.owner).status_code == 404


def test_a_form_that_does_not_fit_keeps_what_was_typed(client, place):
    sent = {"title": "停水", "words": "", "ends_at": "2020-01-01T10:00"}
    page = f"/work/e/{place.id}/notices/new"
    to = f"/work/e/{place.id}/notices/preview"
    answer = submit(client, page, sent, to=to, headers=place.officer)
    assert answer.status_code == 422
    assert 'value="停水"' in answer.text
    late = submit(client, page, sent | {"words": "话"}, to=to, headers=place.officer)
    assert (late.status_code, "也不能早于今天" in late.text) == (422, True)


def test_only_the_provider_reports(client, place):
    body = {"reference": "r", "delivered": True}
    assert client.post("/api/v1/sms/reports", json=body).status_code == 403
