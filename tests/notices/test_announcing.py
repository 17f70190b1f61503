"""Aiming, previewing, sending later, reminding, correcting: what an announcement promises about its list."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from linli.domains.notices.models import AnnouncementRecipient, Message
from linli.domains.notices.operations import announcements, messages, reminding
from linli.domains.notices.queries import announcements as boards
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.queries import reach, receipts
from linli.domains.notices.rules import Channel, Kind
from linli.domains.notices.rules.aims import Aim, Part
from linli.domains.notices.rules.announcing import Urgency
from linli.domains.people.operations import roles
from linli.jobs.notices import send_due, send_scheduled
from linli.kernel.actors import Actor, Role, Scope, ScopeKind, Tie
from linli.platform import clock, outbox
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support.forms import submit


class Estate:
    """Two buildings of two homes each: in the first an owner with a tenant, in the second one who owns in both."""

    def __init__(self):
        with transaction():
            region = places.region()
            self.estate = places.estate(community=region)
            self.id = self.estate.id
            self.houses = [places.building(self.estate, name) for name in ("1幢", "2幢")]
            self.homes = [
                [places.unit(self.estate, f"{house.name}{room}", building=house) for room in (101, 102)]
                for house in self.houses
            ]
            self.wang, self.zhao, self.li = (people.account(name) for name in ("王秀英", "赵六", "李四"))
            people.owner(self.estate, self.homes[0][0], account=self.wang)
            people.resident(self.estate, self.homes[0][0], self.zhao)
            both = people.owner(self.estate, self.homes[1][0], account=self.li)
            self.also = people.owner(self.estate, self.homes[0][1], name="李四", account=self.li)
            assert both
            clerk = people.staff(Role.COMMUNITY_OFFICER, region)
            self.clerk = people.bearer(clerk)
            self.officer = Actor(clerk.id, Role.COMMUNITY_OFFICER, Scope(ScopeKind.COMMUNITY, region.id))
        self.house_ids = [house.id for house in self.houses]
        self.api = f"/api/v1/estates/{self.id}/announcements"

    def publish(self, **more):
        values = {"title": "停水通知", "words": "明天停水。"} | more
        return announcements.publish(actor=self.officer, estate_id=self.id, now=clock.now(), **values)


@pytest.fixture
def estate(app):
    return Estate()


def listed(announcement):
    return set(db.session.scalars(receipts.told(announcement)))


def heard(account, channel=Channel.APP):
    found = db.session.scalars(select(Message).filter_by(account_id=account.id, channel=channel))
    return sorted(one.template for one in found)


@pytest.mark.feature("NT-01")
def test_an_announcement_reaches_exactly_those_it_is_aimed_at(estate):
    first, second = estate.house_ids
    room, tenants = estate.homes[0][0].id, (Part.TENANT,)
    wanted = {
        Aim(): {estate.wang, estate.zhao, estate.li},
        Aim(buildings=(first,)): {estate.wang, estate.zhao, estate.li},
        Aim(buildings=(second,)): {estate.li},
        Aim(buildings=(second,), units=(room,)): {estate.wang, estate.zhao, estate.li},
        Aim(units=(room,), parts=(Part.OWNER,)): {estate.wang},
        Aim(parts=tenants): {estate.zhao},
    }
    with transaction():
        for aim, reached in wanted.items():
            made = estate.publish(aim=aim)
            assert listed(made) == {one.id for one in reached}
            assert made.told == len(reached)
    outbox.deliver()
    with transaction(writes=False):
        assert len(heard(estate.li)) == 4
        assert len(heard(estate.zhao)) == 4


def test_a_committee_member_is_reached_as_such(estate):
    with transaction():
        roles.grant(actor=None, account_id=estate.wang.id, role=Role.COMMITTEE_MEMBER,
                    scope=Scope(ScopeKind.ESTATE, estate.id), until=None, now=clock.now())  # fmt: skip
        assert listed(estate.publish(aim=Aim(parts=(Part.COMMITTEE,)))) == {estate.wang.id}


@pytest.mark.feature("NT-02")
def test_the_number_in_the_preview_is_the_number_sent_or_nothing_goes_out(client, estate):
    aim = {"buildings": [str(estate.house_ids[0])]}
    shown = client.post(f"{estate.api}/preview", json=aim, headers=estate.clerk).json
    assert (shown["people"], shown["homes"], shown["silent_homes"]) == (3, 2, 0)
    assert shown["shares"] == [{"name": "1幢", "people": 3}]
    body = {"title": "通知", "words": "话", "expects": shown["people"]} | aim
    with transaction():
        people.resident(estate.estate, estate.homes[0][1], people.account("新来的"))
    late = client.post(estate.api, json=body, headers=estate.clerk)
    assert (late.status_code, late.json["code"]) == (409, "notices.reach_changed")
    assert client.get(estate.api, headers=estate.clerk).json["items"] == []
    assert client.post(estate.api, json=body | {"expects": 4}, headers=estate.clerk).status_code == 201


@pytest.mark.feature("NT-02")
def test_the_page_shows_the_preview_and_keeps_everything_typed(client, estate):
    new, page = f"/work/e/{estate.id}/notices/new", f"/work/e/{estate.id}/notices"
    typed = {"title": "通知", "words": "请看", "urgency": "emergency", "rooms": "2幢101"}
    seen = submit(client, new, typed, to=f"{page}/preview", headers=estate.clerk)
    assert ("发给 1 人" in seen.text, "李四" in seen.text) == (True, False)
    wrong = submit(client, new, typed | {"rooms": "9幢901"}, to=f"{page}/preview", headers=estate.clerk)
    assert (wrong.status_code, "9幢901" in wrong.text, 'value="通知"' in wrong.text) == (422, True, True)
    unit = str(estate.homes[1][0].id)
    sent = typed | {"rooms": "", "units": [unit], "expects": "7", "goes_at": "", "ends_at": ""}
    refused = submit(client, new, sent, to=page, headers=estate.clerk)
    assert (refused.status_code, "人数变了" in refused.text, unit in refused.text) == (409, True, True)
    back = submit(client, new, sent | {"expects": "1"}, to=f"{page}/editing", headers=estate.clerk)
    assert back.status_code == 422  # a page that is only turned back sends no number
    assert submit(client, new, sent | {"expects": "1"}, to=page, headers=estate.clerk).status_code == 303


@pytest.mark.feature("NT-03")
def test_an_emergency_passes_the_mute_and_stays_on_top_until_it_is_read(client, estate):
    headers = people_headers(estate.zhao)
    with transaction():
        off = {(Kind.ANNOUNCEMENT, channel): False for channel in Channel}
        messages.choose(account_id=estate.zhao.id, wanted=off, now=clock.now())
        estate.publish()
        urgent = estate.publish(title="煤气泄漏", urgency=Urgency.EMERGENCY)
    outbox.deliver()
    with transaction(writes=False):
        assert (heard(estate.zhao), heard(estate.zhao, Channel.SMS)) == (["emergency"], ["emergency"])
        assert (len(heard(estate.wang)), len(heard(estate.wang, Channel.SMS))) == (2, 1)
    assert "紧急通知" in client.get(f"/e/{estate.id}/", headers=headers).text
    client.get(f"/e/{estate.id}/notices/{urgent.id}", headers=headers)
    assert "紧急通知" not in client.get(f"/e/{estate.id}/", headers=headers).text


def people_headers(account):
    with transaction():
        return people.bearer(account)


@pytest.mark.feature("NT-04")
def test_a_second_ordinary_push_within_the_hour_waits(estate, carrier):
    with transaction():
        on = {(Kind.ANNOUNCEMENT, Channel.SMS): True}
        messages.choose(account_id=estate.wang.id, wanted=on, now=clock.now())
        estate.publish(title="一")
        estate.publish(title="二")
    outbox.deliver()
    send_due()
    send_due()
    assert [params["title"] for _, _, params in carrier.taken] == ["一"]
    clock.advance(timedelta(minutes=61))
    send_due()
    assert [params["title"] for _, _, params in carrier.taken] == ["一", "二"]


@pytest.mark.feature("NT-12")
def test_by_night_nothing_but_emergencies_and_codes_rings(estate, carrier):
    clock.advance(timedelta(hours=11))  # 23:00
    with transaction():
        messages.tell(account_ids=[estate.wang.id], kind=Kind.LEGAL, template="vote_opened", about="vote:1",
                      params={"estate_id": "", "vote_id": ""}, estate_id=None, now=clock.now())  # fmt: skip
        estate.publish(title="台风", urgency=Urgency.EMERGENCY, aim=Aim(units=(estate.homes[0][0].id,)))
    outbox.deliver()
    send_due()
    assert {template for _, template, _ in carrier.taken} == {"emergency"}
    clock.advance(timedelta(hours=8))
    send_due()
    assert [template for _, template, _ in carrier.taken][-1] == "vote_opened"


@pytest.mark.feature("NT-05")
def test_after_its_end_it_leaves_the_list_and_the_first_page(client, estate):
    headers = people_headers(estate.wang)
    with transaction():
        made = estate.publish(title="只到三点", ends_at=clock.now() + timedelta(hours=3))
    front, board = f"/e/{estate.id}/", f"/e/{estate.id}/notices"
    assert all("只到三点" in client.get(page, headers=headers).text for page in (front, board))
    clock.advance(timedelta(hours=3))
    assert all("只到三点" not in client.get(page, headers=headers).text for page in (front, board))
    assert "已过有效期" in client.get(f"{board}/{made.id}", headers=headers).text


@pytest.mark.feature("NT-06")
def test_what_is_sent_later_is_read_at_its_time_even_if_no_job_ran_and_never_when_withdrawn(client, estate):
    headers, at = people_headers(estate.wang), clock.now() + timedelta(hours=2)
    body = {"title": "两点见", "words": "话", "goes_at": at.isoformat()}
    kept, dropped = (client.post(estate.api, json=body, headers=estate.clerk).json["id"] for _ in range(2))
    client.post(f"{estate.api}/{dropped}/withdrawal", headers=estate.clerk)
    past = client.post(estate.api, json=body | {"goes_at": clock.now().isoformat()}, headers=estate.clerk)
    assert (past.status_code, past.json["code"]) == (422, "notices.goes_in_the_past")
    send_scheduled(now=clock.now())
    assert client.get(f"{estate.api}/{kept}", headers=headers).status_code == 404
    clock.advance(timedelta(hours=2))
    assert client.get(f"{estate.api}/{kept}", headers=headers).status_code == 200
    send_scheduled(now=clock.now())
    send_scheduled(now=clock.now())
    outbox.deliver()
    with transaction(writes=False):
        assert heard(estate.wang) == ["announcement"]
        lists = db.session.scalars(select(AnnouncementRecipient.announcement_id)).all()
        assert [str(one) for one in lists] == [kept] * 3


@pytest.mark.feature("NT-07")
def test_a_template_brings_its_blanks_and_none_may_be_left_open(client, estate):
    new = f"/work/e/{estate.id}/notices/new"
    assert "［几月几日］停水通知" in client.get(f"{new}?template=water", headers=estate.clerk).text
    own = {"name": "水箱清洗", "title": "［几日］清洗水箱", "words": "［几点］停水。"}
    kept = client.post(f"/api/v1/estates/{estate.id}/announcement-templates", json=own, headers=estate.clerk)
    page = client.get(f"{new}?template={kept.json['id']}", headers=estate.clerk).text
    assert ("［几日］清洗水箱" in page, "台风" in page) == (True, True)
    body = {"title": own["title"], "words": "九点停水。"}
    refused = client.post(estate.api, json=body, headers=estate.clerk)
    assert (refused.status_code, "［几日］" in refused.json["errors"]["title"][0]) == (422, True)
    client.delete(
        f"/api/v1/estates/{estate.id}/announcement-templates/{kept.json['id']}", headers=estate.clerk
    )
    assert "水箱清洗" not in client.get(new, headers=estate.clerk).text


@pytest.mark.feature("NT-08")
@pytest.mark.feature("NT-09")
def test_receipts_add_up_to_the_list_and_the_second_notice_goes_once_to_non_readers_by_sms(client, estate):
    with transaction():
        made = estate.publish()
        announcements.note_reading(
            estate_id=estate.id, announcement_id=made.id, account_id=estate.wang.id, now=clock.now()
        )
    outbox.deliver()
    told = client.get(f"{estate.api}/{made.id}/receipts", headers=estate.clerk).json["items"]
    assert told == [{"name": "1幢", "told": 3, "read": 1, "unread": 2}]
    assert sum(one["read"] + one["unread"] for one in told) == 3
    assert client.post(f"{estate.api}/{made.id}/reminder", headers=estate.clerk).json["reminded"] == 2
    outbox.deliver()
    with transaction(writes=False):
        assert [heard(one, Channel.SMS) for one in (estate.wang, estate.zhao, estate.li)] == [
            [],
            ["announcement_again"],
            ["announcement_again"],
        ]
    again = client.post(f"{estate.api}/{made.id}/reminder", headers=estate.clerk)
    assert (again.status_code, again.json["code"]) == (409, "notices.already_reminded")


def test_whoever_turned_short_messages_off_gets_no_second_notice_by_them(estate):
    with transaction():
        off = {(Kind.ANNOUNCEMENT, Channel.SMS): False}
        messages.choose(account_id=estate.zhao.id, wanted=off, now=clock.now())
        reminding.remind(actor=estate.officer, announcement=estate.publish(), now=clock.now())
    outbox.deliver()
    with transaction(writes=False):
        assert (heard(estate.zhao, Channel.SMS), len(heard(estate.wang, Channel.SMS))) == ([], 1)


@pytest.mark.feature("NT-13")
def test_readers_of_the_first_text_get_the_correction_and_the_old_text_stays_to_be_seen(client, estate):
    headers = people_headers(estate.wang)
    with transaction():
        made = estate.publish(title="八点停水")
    client.get(f"/e/{estate.id}/notices/{made.id}", headers=headers)
    body = {"title": "九点停水", "words": "明天停水。", "why": "时间写错了"}
    assert (
        client.post(f"{estate.api}/{made.id}/correction", json=body, headers=estate.clerk).status_code == 201
    )
    outbox.deliver()
    with transaction(writes=False):
        assert heard(estate.wang) == ["announcement", "announcement_corrected"]
        assert heard(estate.zhao) == ["announcement"]
        titles = [one.wording.title for one in inbox.news_page(estate.wang.id, window=Window()).items]
        assert "更正：九点停水" in titles
    page = client.get(f"/e/{estate.id}/notices/{made.id}", headers=headers).text
    assert all(words in page for words in ("九点停水", "八点停水", "时间写错了"))
    client.post(f"{estate.api}/{made.id}/withdrawal", headers=estate.clerk)
    outbox.deliver()
    with transaction(writes=False):
        assert "announcement_withdrawn" in heard(estate.wang)
    assert "内容不再有效" in client.get(f"/e/{estate.id}/notices/{made.id}", headers=headers).text


@pytest.mark.feature("NT-14")
def test_images_and_a_scan_come_along_and_only_readers_open_them(client, estate):
    photo, scan = BytesIO(), b"%PDF-1.7\n" + b"0" * 300_000
    Image.new("RGB", (40, 30)).save(photo, "PNG")
    with transaction():
        made = estate.publish(aim=Aim(buildings=(estate.house_ids[1],)))
    files = [(BytesIO(photo.getvalue()), "a.png"), (BytesIO(scan), "扫描件.pdf")]
    sent = client.post(f"{estate.api}/{made.id}/files", data={"files": files}, headers=estate.clerk)
    assert sent.status_code == 204
    mine, other = people_headers(estate.li), people_headers(estate.zhao)
    page = client.get(f"/e/{estate.id}/notices/{made.id}", headers=mine).text
    assert "扫描件.pdf" in page
    with transaction(writes=False):
        kept = boards.files(made)
    addresses = [f"{estate.api}/{made.id}/files/{one.id}" for one in kept]
    answers = [client.get(address, headers=mine) for address in addresses]
    assert [one.mimetype for one in answers] == ["image/jpeg", "application/pdf"]
    assert answers[1].data == scan
    assert [client.get(address, headers=other).status_code for address in addresses] == [404, 404]


def test_one_who_moves_in_later_reads_what_holds_for_the_home_and_others_see_nothing(client, estate):
    with transaction():
        aimed = estate.publish(title="只给二幢", aim=Aim(buildings=(estate.house_ids[1],)))
        newcomer = people.account("新邻居")
        people.resident(estate.estate, estate.homes[1][1], newcomer, tie=Tie.TENANT)
        mine, other = people.bearer(newcomer), people.bearer(estate.wang)
    assert "只给二幢" in client.get(f"/e/{estate.id}/notices", headers=mine).text
    assert "只给二幢" not in client.get(f"/e/{estate.id}/notices", headers=other).text
    assert client.get(f"/e/{estate.id}/notices/{aimed.id}", headers=other).status_code == 404


def test_nobody_is_told_of_an_aim_without_people_or_of_another_estate(client, estate):
    with transaction():
        empty = places.building(estate.estate, "空楼")
        foreign = places.building(places.estate(), "别家")
    for house in (empty, foreign):
        body = {"title": "通知", "words": "话", "buildings": [str(house.id)]}
        refused = client.post(estate.api, json=body, headers=estate.clerk)
        assert (refused.status_code, refused.json["code"]) == (422, "notices.nobody_there")


def test_the_preview_counts_homes_where_nobody_is_on_linli(estate):
    with transaction():
        places.unit(estate.estate, "2幢201", building=estate.houses[1])
    with transaction(writes=False):
        found = reach.preview(estate.id, Aim(buildings=(estate.house_ids[1],)), now=clock.now())
        assert (found.people, found.homes, found.silent_homes) == (1, 3, 2)
