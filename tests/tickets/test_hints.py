"""Hints before filing: what was announced already is shown to whoever types about it."""

import pytest

from linli.domains.notices.rules.announcing import Stopped
from linli.domains.notices.rules.hints import stopped_by, touches
from linli.platform.transactions import transaction
from tests.notices.test_announcing import Estate, people_headers
from tests.notices.test_outages import declared


@pytest.fixture
def estate(app):
    return Estate()


def test_people_say_in_many_ways_that_something_has_stopped():
    for words, meant in (
        ("没水", "water"), ("家里没有水了", "water"), ("水龙头不出水", "water"), ("怎么又停水", "water"),
        ("自来水停了", "water"), ("断电了", "power"), ("家里没电", "power"), ("电梯不动了", "lift"),
        ("电梯坏了", "lift"), ("煤气打不着", "gas"), ("暖气不热", "heating"),
    ):  # fmt: skip
        assert Stopped(meant) in stopped_by(words), words
    for words in ("水槽漏了", "水管漏水", "门禁刷不开", "楼道很脏", ""):
        assert not stopped_by(words), words
    assert touches("门禁又刷不开", "门禁系统升级")
    assert not touches("小区门口很脏", "关于小区物业的通知")


@pytest.mark.feature("TK-55")
def test_typing_no_water_shows_the_current_outage_to_the_homes_concerned(client, estate):
    made = declared(client, estate).json
    with transaction():
        other = estate.publish(title="二幢门禁系统升级")
    here, api = f"/e/{estate.id}/tickets", f"/api/v1/estates/{estate.id}/tickets/hints"
    mine, far = people_headers(estate.li), people_headers(estate.wang)
    for address in (f"{here}/hints", f"{here}/new"):
        assert f"/notices/{made['id']}" in client.get(f"{address}?words=没水", headers=mine).text
    found = client.get(f"{api}?words=家里没水了", headers=mine).json
    assert [one["announcement_id"] for one in found["outages"]] == [made["id"]]
    assert (found["outages"][0]["what"], found["announcements"]) == ("water", [])
    assert client.get(f"{api}?words=家里没水了", headers=far).json == {"outages": [], "announcements": []}
    assert client.get(f"{api}?words=没电了", headers=mine).json["outages"] == []
    gate = client.get(f"{api}?words=门禁刷不开", headers=far).json["announcements"]
    assert [one["announcement_id"] for one in gate] == [str(other.id)]
    assert client.get(f"{here}/hints", headers=mine).text.strip() == ""
