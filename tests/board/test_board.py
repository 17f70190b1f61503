"""Each level sees the sums of the next, they agree all the way down, and a city costs as few queries as a street."""

import re
from datetime import date

import pytest
from sqlalchemy import event

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import RegionLevel
from linli.kernel.actors import Role
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import fees, people, places, tickets


@pytest.fixture
def ground(app):
    """Two counties; in the first two streets, one of them with two communities and three estates."""
    with transaction():
        city = places.region("衢州市", level=RegionLevel.CITY)
        first = places.region("柯城区", level=RegionLevel.COUNTY, parent_id=city.id)
        second = places.region("衢江区", level=RegionLevel.COUNTY, parent_id=city.id)
        street = places.region("信安街道", level=RegionLevel.STREET, parent_id=first.id)
        other = places.region("荷花街道", level=RegionLevel.STREET, parent_id=first.id)
        far = places.region("樟潭街道", level=RegionLevel.STREET, parent_id=second.id)
        community = places.region("斗潭社区", parent_id=street.id)
        beside = places.region("南湖社区", parent_id=street.id)
        in_other, in_far = (
            places.region("荷花社区", parent_id=other.id),
            places.region("樟潭社区", parent_id=far.id),
        )
        made = {
            "斗潭新村": community,
            "斗潭二村": community,
            "南湖苑": beside,
            "荷花苑": in_other,
            "樟潭苑": in_far,
        }
        for size, (name, where) in enumerate(made.items(), 1):
            estate = places.estate(name, community=where)
            units = [places.unit(estate, f"{number}室") for number in range(size)]
            people.owner(estate, *units[:1], account=people.account())
            if size < 3:
                fees.issued(estate, due_on=date(2026, 3, 2))
        return {
            "city": city.id,
            "first": first.id,
            "second": second.id,
            "street": street.id,
            "community": community.id,
            "city_officer": people.bearer(people.staff(Role.CITY_OFFICER, city)),
            "county_officer": people.bearer(people.staff(Role.COUNTY_OFFICER, first)),
            "street_officer": people.bearer(people.staff(Role.STREET_OFFICER, street)),
            "worker": people.bearer(people.staff(Role.PROPERTY_WORKER, estate)),
        }


def board(client, ground, who, region=None):
    answer = client.get("/api/v1/board" + (f"?region_id={region}" if region else ""), headers=ground[who])
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.feature("AO-06")
def test_the_sums_agree_at_each_level_down_to_an_estate(client, ground):
    whole = board(client, ground, "city_officer")
    assert [(row["name"], row["figures"]["estates"], row["figures"]["units"]) for row in whole["rows"]] == [
        ("柯城区", 4, 10),
        ("衢江区", 1, 5),
    ]
    assert whole["total"]["activated"] == 5
    assert (whole["total"]["due_fen"], whole["total"]["paid_fen"]) == (3 * 12000, 0)
    checked = 0
    waiting = [(row["level"], row["id"], row["figures"]) for row in whole["rows"]]
    while waiting:
        level, region_id, figures = waiting.pop()
        if level == "estate":
            checked += 1
            continue
        below = board(client, ground, "city_officer", region_id)
        assert below["total"] == figures
        assert {key: sum(row["figures"][key] for row in below["rows"]) for key in figures} == figures
        waiting += [(row["level"], row["id"], row["figures"]) for row in below["rows"]]
    assert checked == 5


@pytest.mark.feature("AO-06")
def test_an_officer_sees_the_own_region_and_what_lies_below_and_nothing_beside(client, ground):
    assert board(client, ground, "county_officer")["name"] == "柯城区"
    assert [row["name"] for row in board(client, ground, "street_officer")["rows"]] == [
        "南湖社区",
        "斗潭社区",
    ]
    for who, region in (
        ("county_officer", "second"),
        ("street_officer", "first"),
        ("street_officer", "city"),
    ):
        answer = client.get(f"/api/v1/board?region_id={ground[region]}", headers=ground[who])
        assert answer.status_code == 404, (who, region)
    assert client.get("/api/v1/board", headers=ground["worker"]).status_code == 403


@pytest.mark.feature("AO-06")
def test_tickets_count_from_their_estate_up(client, ground, app):
    with transaction():
        made = tickets.ground()
        tickets.report(made)
        tickets.finished(made)
        county = estates.estate(estate_id=made.estate_id).county_id
        officer = people.bearer(people.staff(Role.COUNTY_OFFICER, estates.region(county)))
    found = client.get("/api/v1/board", headers=officer).get_json()["total"]
    assert (found["estates"], found["open_tickets"]) == (1, 1)


def test_the_page_leads_down_to_an_estate(client, ground):
    text, seen = client.get("/work/board", headers=ground["city_officer"]).text, []
    for _ in range(4):
        way = re.findall(r'<th scope="row"><a href="([^"]+)"', text)[0].replace("&amp;", "&")
        seen.append(way)
        text = client.get(way, headers=ground["city_officer"]).text
    assert seen[-1].startswith("/work/e/")


def test_a_hundred_estates_cost_no_more_queries_than_five(client, ground, app):
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def cost():
        asked.clear()
        board(client, ground, "city_officer", ground["community"])
        return len(asked)

    before = cost()
    with transaction():
        community = estates.region(ground["community"])
        for _ in range(30):
            places.unit(places.estate(community=community))
    assert cost() <= before
