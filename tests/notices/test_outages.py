"""Outages: told to the homes concerned, shown to whoever is about to report one, until the all-clear."""

from datetime import timedelta

import pytest

from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.queries import outages
from linli.platform import clock, outbox
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.notices.test_announcing import Estate, people_headers


@pytest.fixture
def estate(app):
    return Estate()


def declared(client, estate, **more):
    body = {
        "what": "water",
        "starts_at": clock.now().isoformat(),
        "until_at": (clock.now() + timedelta(hours=4)).isoformat(),
        "reason": "水泵检修",
        "buildings": [str(estate.house_ids[1])],
    } | more
    return client.post(f"/api/v1/estates/{estate.id}/outages", json=body, headers=estate.clerk)


def titles(account):
    return [one.wording.title for one in inbox.news_page(account.id, window=Window()).items]


def test_an_outage_goes_to_the_homes_concerned_at_once_and_so_does_the_all_clear(client, estate):
    made = declared(client, estate).json
    outbox.deliver()
    with transaction(writes=False):
        assert titles(estate.li) == ["紧急：停水通知：3月2日 12:00 到 16:00"]
        assert titles(estate.wang) == []
        assert [stop.what.value for stop in outages.affecting(
            estate.id, [estate.homes[1][1].id], now=clock.now())] == ["water"]  # fmt: skip
        assert outages.affecting(estate.id, [estate.homes[0][0].id], now=clock.now()) == []
    path = f"/api/v1/estates/{estate.id}/announcements/{made['id']}/all-clear"
    clock.advance(timedelta(minutes=30))
    assert client.post(path, headers=estate.clerk).status_code == 204
    assert client.post(path, headers=estate.clerk).status_code == 409
    outbox.deliver()
    with transaction(writes=False):
        assert "已恢复供水" in titles(estate.li)
        assert outages.open_now(estate.id, now=clock.now()) == []
    page = client.get(f"/e/{estate.id}/notices/{made['id']}", headers=people_headers(estate.li)).text
    assert "恢复。" in page


def test_an_end_before_the_beginning_is_refused(client, estate):
    refused = declared(client, estate, until_at=clock.now().isoformat())
    assert (refused.status_code, "until_at" in refused.json["errors"]) == (422, True)


def test_an_outage_that_nobody_ended_is_forgotten_a_day_after_its_end(client, estate):
    declared(client, estate)
    with transaction(writes=False):
        assert len(outages.open_now(estate.id, now=clock.now() + timedelta(hours=27))) == 1
        assert outages.open_now(estate.id, now=clock.now() + timedelta(hours=29)) == []


def test_whoever_is_about_to_report_the_same_thing_sees_it(client, estate):
    declared(client, estate)
    for path in ("tickets/new", "tickets/new/common.lift"):
        concerned = client.get(f"/e/{estate.id}/{path}", headers=people_headers(estate.li)).text
        other = client.get(f"/e/{estate.id}/{path}", headers=people_headers(estate.wang)).text
        assert ("停水通知" in concerned, "停水通知" in other) == (True, False)
