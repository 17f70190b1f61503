"""The roll call: two taps for a home, late words, who goes there, the report; and what a late word changes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.notices.operations import rollcalls as calling
from linli.domains.notices.queries import messages as inbox
from linli.domains.notices.queries import rollcalls
from linli.domains.notices.rules.aims import Aim
from linli.domains.notices.rules.rollcalls import CLOCKS_DIFFER, Standing, Tally, counts, said_when
from linli.platform import clock, outbox
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import places
from tests.notices.test_announcing import Estate, people_headers


@pytest.fixture
def estate(app):
    return Estate()


@pytest.fixture
def call(estate):
    with transaction():
        return calling.open_call(
            actor=estate.officer,
            estate_id=estate.id,
            title="台风过境",
            words="请报平安",
            aim=Aim(),
            now=clock.now(),
        )


def tallied(client, estate, call):
    found = client.get(f"/api/v1/estates/{estate.id}/roll-calls/{call.id}", headers=estate.clerk).json
    return {
        one["name"]: (one["homes"], one["safe"], one["help"], one["silent"]) for one in found["buildings"]
    }


def say(client, estate, call, account, unit, state, **more):
    body = {"unit_id": str(unit.id), "state": state} | more
    path = f"/api/v1/estates/{estate.id}/roll-calls/{call.id}/answers"
    return client.post(path, json=body, headers=people_headers(account))


def test_homes_answer_help_is_sent_and_the_report_keeps_the_numbers_of_the_close(client, estate, call):
    outbox.deliver()
    with transaction(writes=False):
        titles = [one.wording.title for one in inbox.news_page(estate.zhao.id, window=Window()).items]
        assert titles == ["应急点名：台风过境"]
    front = client.get(f"/e/{estate.id}/", headers=people_headers(estate.wang)).text
    assert f"/e/{estate.id}/roll-calls/{call.id}" in front
    first, second = estate.homes[0][0], estate.homes[1][0]
    assert tallied(client, estate, call) == {"1幢": (2, 0, 0, 2), "2幢": (2, 0, 0, 2)}
    assert say(client, estate, call, estate.wang, first, "safe").status_code == 201
    assert say(client, estate, call, estate.li, second, "help", need="老人要药").status_code == 201
    assert tallied(client, estate, call) == {"1幢": (2, 1, 0, 1), "2幢": (2, 0, 1, 1)}
    assert "老人要药" in client.get(f"/work/e/{estate.id}/roll-calls/{call.id}", headers=estate.clerk).text
    one = f"/api/v1/estates/{estate.id}/roll-calls/{call.id}"
    silent = client.get(f"{one}/homes?state=silent", headers=estate.clerk).json["items"]
    assert [home["label"] for home in silent] == ["1幢102", "2幢102"]
    helper = {"helper": "网格员小陈"}
    assert (
        client.post(f"{one}/homes/{second.id}/helper", json=helper, headers=estate.clerk).status_code == 204
    )
    assert client.post(f"{one}/homes/{first.id}/helper", json=helper, headers=estate.clerk).status_code == 409
    page = client.get(f"/e/{estate.id}/roll-calls/{call.id}", headers=people_headers(estate.li)).text
    assert "网格员小陈 正在去您家" in page
    client.post(f"{one}/homes/{second.id}/helped", headers=estate.clerk)
    closed = client.post(f"{one}/close", json={"summary": "一户送药"}, headers=estate.clerk)
    assert closed.status_code == 200
    assert client.post(f"{one}/close", json={}, headers=estate.clerk).status_code == 409
    say(client, estate, call, estate.li, second, "safe")
    with transaction(writes=False):
        kept = rollcalls.roll_call(estate_id=estate.id, roll_call_id=call.id).report["buildings"]
        assert kept[1] == {"name": "2幢", "homes": 2, "safe": 0, "help": 1, "helped": 1, "silent": 1}


def test_an_answer_kept_on_a_device_counts_from_when_it_was_said(client, estate, call):
    home, opened = estate.homes[0][0], clock.now()
    clock.advance(timedelta(minutes=30))
    say(client, estate, call, estate.zhao, home, "help")
    clock.advance(timedelta(minutes=10))
    early = (opened + timedelta(minutes=20)).isoformat()
    late = say(client, estate, call, estate.wang, home, "safe", said_at=early)
    assert late.json["items"][0]["state"] == "help"
    newer = (opened + timedelta(minutes=35)).isoformat()
    assert (
        say(client, estate, call, estate.wang, home, "safe", said_at=newer).json["items"][0]["state"]
        == "safe"
    )
    with transaction(writes=False):
        assert [one.state for one in rollcalls.words(call, home.id)] == ["help", "safe", "safe"]


def test_nobody_answers_for_a_neighbour_but_staff_who_asked_at_the_door(client, estate, call):
    neighbour = estate.homes[1][1]
    assert say(client, estate, call, estate.wang, neighbour, "safe").status_code == 404
    assert (
        client.get(f"/work/e/{estate.id}/roll-calls", headers=people_headers(estate.wang)).status_code == 403
    )
    path = f"/api/v1/estates/{estate.id}/roll-calls/{call.id}/answers"
    body = {"unit_id": str(neighbour.id), "state": "safe"}
    assert client.post(path, json=body, headers=estate.clerk).json["items"][0]["state"] == "safe"


def test_only_homes_are_called_and_none_without_any(client, estate):
    with transaction():
        empty = places.building(estate.estate, "车库")
        places.unit(estate.estate, "车位1", building=empty, kind=places.UnitKind.PARKING)
    body = {"title": "停电", "words": "请报平安", "buildings": [str(empty.id)]}
    path = f"/api/v1/estates/{estate.id}/roll-calls"
    refused = client.post(path, json=body, headers=estate.clerk)
    assert (refused.status_code, refused.json["code"]) == (422, "notices.nobody_there")


minutes = st.integers(-600, 600).map(lambda n: clock.now() + timedelta(minutes=n))


@given(st.lists(st.tuples(minutes, minutes, st.sampled_from([Standing.SAFE, Standing.HELP])), max_size=8))
def test_in_whatever_order_words_come_the_newest_said_wins(words):
    opened = clock.now() - timedelta(hours=20)

    def standing(order):
        known, state = None, Standing.SILENT
        for claimed, came, said_state in order:
            said = said_when(claimed, opened_at=opened, came_at=max(came, claimed))
            assert opened - CLOCKS_DIFFER <= said
            if counts(said, known=known):
                known, state = said, said_state
        return known, state

    distinct = list({claimed: (claimed, came, state) for claimed, came, state in words}.values())
    assert standing(distinct) == standing(list(reversed(distinct)))


def test_a_clock_that_is_wrong_counts_from_the_coming():
    opened = clock.now()
    came = opened + timedelta(hours=1)
    assert said_when(came + timedelta(days=1), opened_at=opened, came_at=came) == came
    assert said_when(opened - timedelta(days=1), opened_at=opened, came_at=came) == came
    assert Tally("1幢", 5, 2, 1, 1).silent == 2
