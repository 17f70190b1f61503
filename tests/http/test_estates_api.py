"""Places over HTTP: areas, phases, settings and parts by date, codes of other systems, companies by contract."""

import itertools

import pytest

from linli.domains.estates import queries as estates
from linli.domains.people.queries import register
from linli.domains.tickets import queries
from linli.kernel.actors import EVERYWHERE, Role
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, tickets

_keys = itertools.count(1)


def key():
    return {"Idempotency-Key": f"k{next(_keys)}"}


@pytest.fixture
def ground(app):
    """An estate with one unit, its community's officer, and a property manager by contract."""
    with transaction():
        community = places.region()
        estate = places.estate(community=community)
        unit = places.unit(estate, "3幢2单元501室")
        company = places.company()
        places.contract(estate, company)
        officer = people.staff(Role.COMMUNITY_OFFICER, community)
        manager = people.staff(Role.PROPERTY_MANAGER, company)
        return {
            "estate": estate.id,
            "unit": unit.id,
            "company": company.id,
            "community": community.id,
            "officer": people.bearer(officer),
            "manager": people.bearer(manager),
            "admin": people.bearer(people.staff(Role.SYSTEM_ADMIN, EVERYWHERE)),
        }


@pytest.mark.feature("EI-02")
def test_an_area_is_whole_hundredths_and_a_unit_without_one_keeps_the_roll_from_being_ready(client, ground):
    place = f"/api/v1/estates/{ground['estate']}/units"
    bare = client.post(
        place, json={"label": "101", "room": "101", "kind": "residential"}, headers=ground["officer"]
    ).get_json()
    listed = client.get(f"{place}?ready=false", headers=ground["officer"]).get_json()["items"]
    assert [one["id"] for one in listed] == [bare["id"]]

    page = f"/work/e/{ground['estate']}/units/{bare['id']}/area"
    form = {"floor_area": "89.995", "area_source": "register"}
    refused = client.post(page, data=form | csrf(client, page, ground), headers=ground["officer"])
    assert refused.status_code == 422
    assert "89.995" in refused.text
    assert "最多两位小数" in refused.text
    saved = client.post(
        page, data=form | {"floor_area": "89.99"} | csrf(client, page, ground), headers=ground["officer"]
    )
    assert saved.status_code == 303
    assert client.get(f"{place}/{bare['id']}", headers=ground["officer"]).get_json()["floor_area"] == 8999
    assert client.get(f"{place}?ready=false", headers=ground["officer"]).get_json()["items"] == []
    for wrong in (89.99, "8999", 0, -1, None, True):
        body = {"floor_area": wrong, "area_source": "register"}
        assert (
            client.put(f"{place}/{bare['id']}/area", json=body, headers=ground["officer"]).status_code == 422
        )


def csrf(client, page, ground, who="officer"):
    text = client.get(page, headers=ground[who]).text
    return {"csrf_token": text.split('name="csrf_token" value="')[1].split('"')[0]}


@pytest.mark.feature("EI-01")
def test_moving_a_building_leaves_rooms_owners_and_tickets_as_they_are(client, app):
    with transaction():
        ground = tickets.ground()
        estate = estates.estate(estate_id=ground.estate_id)
        building = places.building(estate, "9幢")
        estates.unit(estate_id=ground.estate_id, unit_id=ground.unit_id).building_id = building.id
        ticket = tickets.report(ground, category="own.water")
        officer = people.staff(Role.COMMUNITY_OFFICER, estates.region(estate.community_id))
        headers, building_id, ticket_id = people.bearer(officer), building.id, ticket.id

    def picture():
        with transaction(writes=False):
            found = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
            return (
                [
                    (one.unit_id, one.owner_id)
                    for one in register.ownerships(ground.estate_id, on=day_of_noon())
                ],
                [(one.id, one.label, one.building_id) for one in estates.unit_views(ground.estate_id)],
                (found.id, found.unit_id, found.number, found.standing),
            )

    before = picture()
    place = f"/api/v1/estates/{ground.estate_id}/buildings"
    moved = client.put(f"{place}/{building_id}/phase", json={"phase": "二期"}, headers=headers)
    assert moved.status_code == 204
    (shown,) = client.get(place, headers=headers).get_json()["items"]
    assert (shown["id"], shown["phase"]) == (str(building_id), "二期")
    assert picture() == before


def day_of_noon():
    from tests.conftest import NOON

    return day_of(NOON)


@pytest.mark.feature("AO-02")
def test_a_rule_of_2025_still_governs_2025(client, ground):
    place = f"/api/v1/estates/{ground['estate']}/settings"
    for since_on, parking in (("2025-01-01", False), ("2026-01-01", True)):
        body = {"name": "voting.count_parking", "since_on": since_on, "value": {"count": parking}}
        assert client.post(place, json=body, headers=ground["officer"] | key()).status_code == 201

    def in_force(on):
        answer = client.get(f"{place}/voting.count_parking?on={on}", headers=ground["officer"])
        return answer.get_json()["value"]

    assert in_force("2024-12-31") is None
    assert in_force("2025-12-31") == {"count": False}
    assert in_force("2026-01-01") == {"count": True}
    again = {"name": "voting.count_parking", "since_on": "2026-01-01", "value": {}}
    assert client.post(place, json=again, headers=ground["officer"]).status_code == 409


def test_features_are_not_switched_through_the_back_door(client, ground):
    body = {"name": "features", "since_on": "2026-01-01", "value": {"off": []}}
    answer = client.post(f"/api/v1/estates/{ground['estate']}/settings", json=body, headers=ground["officer"])
    assert answer.status_code == 422


@pytest.mark.feature("EI-25")
def test_a_place_is_found_by_any_of_its_outside_codes(client, ground):
    place = f"/api/v1/estates/{ground['estate']}/outside-codes"
    unit = {"object_kind": "unit", "object_id": str(ground["unit"])}
    for system, code in (("不动产登记", "330802-1"), ("水务", "W-77")):
        body = unit | {"system": system, "code": code}
        assert client.post(place, json=body, headers=ground["officer"] | key()).status_code == 201
    estate = {"object_kind": "estate", "object_id": str(ground["estate"]), "system": "水务", "code": "E-1"}
    assert client.post(place, json=estate, headers=ground["officer"]).status_code == 201

    found = client.get(f"{place}?code=W-77", headers=ground["officer"]).get_json()["items"]
    assert [one["object_id"] for one in found] == [str(ground["unit"])]
    both = client.get(f"{place}?object_id={ground['unit']}", headers=ground["officer"]).get_json()["items"]
    assert {one["system"] for one in both} == {"不动产登记", "水务"}
    taken = estate | {"code": "W-77"}
    assert client.post(place, json=taken, headers=ground["officer"]).status_code == 409
    foreign = unit | {"object_id": str(ground["company"]), "system": "x", "code": "y"}
    assert client.post(place, json=foreign, headers=ground["officer"]).status_code == 404


def test_a_company_reaches_an_estate_for_the_days_of_its_contract(client, ground):
    place = f"/api/v1/estates/{ground['estate']}"
    assert client.get(place, headers=ground["manager"]).status_code == 200
    (contract,) = client.get(f"{place}/contracts", headers=ground["officer"]).get_json()["items"]
    early = client.put(
        f"{place}/contracts/{contract['id']}/end", json={"until_on": "2020-01-01"}, headers=ground["officer"]
    )
    assert early.status_code == 409
    ended = client.put(
        f"{place}/contracts/{contract['id']}/end", json={"until_on": "2026-03-01"}, headers=ground["officer"]
    )
    assert ended.status_code == 204
    assert client.get(place, headers=ground["manager"]).status_code == 404
    assert client.get("/api/v1/estates", headers=ground["manager"]).get_json()["items"] == []
    new = client.post(
        "/api/v1/companies", json={"name": "新来物业"}, headers=ground["admin"] | key()
    ).get_json()
    body = {"company_id": new["id"], "since_on": "2026-03-02"}
    assert client.post(f"{place}/contracts", json=body, headers=ground["officer"]).status_code == 201
    assert client.post(f"{place}/contracts", json=body, headers=ground["officer"]).status_code == 409


def test_an_estate_is_entered_in_the_givers_own_county_only(client, ground):
    with transaction():
        county = estates.estate(estate_id=ground["estate"]).county_id
        mine = people.bearer(people.staff(Role.COUNTY_OFFICER, estates.region(county)))
        other = people.bearer(people.staff(Role.COUNTY_OFFICER, places.region(level=_county())))
    body = {"name": "新小区", "community_id": str(ground["community"])}
    assert client.post("/api/v1/estates", json=body, headers=other).status_code == 403
    assert client.post("/api/v1/estates", json=body, headers=mine | key()).status_code == 201


def _county():
    from linli.domains.estates.rules import RegionLevel

    return RegionLevel.COUNTY


def test_the_region_tree_grows_by_one_level_at_a_time(client, ground):
    city = client.post(
        "/api/v1/regions", json={"name": "甲市", "level": "city"}, headers=ground["admin"]
    ).get_json()
    street = {"name": "甲街道", "level": "street", "parent_id": city["id"]}
    assert client.post("/api/v1/regions", json=street, headers=ground["admin"]).status_code == 422
    county = {"name": "甲县", "level": "county", "parent_id": city["id"]}
    assert client.post("/api/v1/regions", json=county, headers=ground["admin"]).status_code == 201
    listed = client.get(f"/api/v1/regions?parent_id={city['id']}", headers=ground["officer"]).get_json()
    assert [one["name"] for one in listed["items"]] == ["甲县"]


@pytest.mark.feature("AO-03")
@pytest.mark.parametrize(
    ("feature", "way"),
    [
        ("notices", "notices"),
        ("tickets", "tickets"),
        ("voting", "votes"),
        ("fees", "fees"),
        ("rating", "rating"),
    ],
)
def test_a_part_that_is_switched_off_answers_nothing_and_is_in_no_menu(client, ground, app, feature, way):
    page = f"/work/e/{ground['estate']}/"
    menu = f"/work/e/{ground['estate']}/{way}"
    roles = {"fees": "manager"}
    before = client.get(page, headers=ground[roles.get(feature, "officer")]).text
    assert f'href="{menu}"' in before
    off = client.put(
        f"/api/v1/estates/{ground['estate']}/features/{feature}",
        json={"on": False},
        headers=ground["officer"],
    )
    assert off.status_code == 200
    after = client.get(page, headers=ground[roles.get(feature, "officer")]).text
    assert f'href="{menu}"' not in after
    opened = [
        rule.rule
        for rule, url in urls_of(app, feature, ground["estate"])
        if client.get(url, headers=ground[roles.get(feature, "officer")]).status_code != 404
    ]
    assert opened == []
    assert list(urls_of(app, feature, ground["estate"]))
    with transaction():
        assert not estates.feature_on(ground["estate"], feature, on=day_of_noon())
    client.put(
        f"/api/v1/estates/{ground['estate']}/features/{feature}", json={"on": True}, headers=ground["officer"]
    )
    assert f'href="{menu}"' in client.get(page, headers=ground[roles.get(feature, "officer")]).text


def urls_of(app, feature, estate_id):
    """Every address of a room that lies in the estate, with ids that never were."""
    rooms = {"fees": {"fees", "payments"}}.get(feature, {feature})
    for rule in app.url_map.iter_rules():
        inside = "estate_id" in rule.arguments and "GET" in rule.methods
        if inside and rule.endpoint.partition("_")[0] in rooms:
            ids = dict.fromkeys(rule.arguments, estate_id)
            yield rule, app.url_map.bind("localhost").build(rule.endpoint, ids)


@pytest.mark.feature("EI-21")
def test_another_communitys_estate_looks_like_none_at_all_and_is_noted(client, ground):
    from linli.platform.audit import AuditEntry

    with transaction():
        foreign = places.estate()
        unit = places.unit(foreign, "canary-unit")
        building = places.building(foreign)
        ids = (foreign.id, unit.id, building.id)
    never = ground["unit"]
    for path in ("", "/buildings", f"/units/{ids[1]}", "/units", "/contracts", "/settings", "/outside-codes"):
        real = client.get(f"/api/v1/estates/{ids[0]}{path}", headers=ground["officer"])
        made_up = client.get(f"/api/v1/estates/{never}{path}", headers=ground["officer"])
        assert real.status_code == made_up.status_code == 404
        assert real.get_json()["detail"] == made_up.get_json()["detail"]
    smuggled = client.get(f"/api/v1/estates/{ground['estate']}/units/{ids[1]}", headers=ground["officer"])
    assert smuggled.status_code == 404
    listed = client.get("/api/v1/estates", headers=ground["officer"]).get_json()["items"]
    assert [one["id"] for one in listed] == [str(ground["estate"])]
    with transaction(writes=False):
        noted = db.session.query(AuditEntry).filter_by(result="refused").count()
    assert noted >= 15
