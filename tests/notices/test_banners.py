"""Banners for disturbances: on every page of a region's estates at once, and gone by themselves."""

from datetime import timedelta

import pytest

from linli.domains.estates import queries as estates
from linli.kernel.actors import EVERYWHERE, Role
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.support.forms import submit

WORDS = "台风明晚登陆，地下车库今晚八点前清空"


@pytest.mark.feature("NT-18")
def test_a_banner_stands_on_every_page_of_its_regions_estates_and_ends_by_itself(client, app):
    with transaction():
        estate, other = places.estate(), places.estate()
        county_id, elsewhere_id, estate_id = estate.county_id, other.county_id, estate.id
        owners = []
        for one in (estate, other):
            account = people.account()
            people.owner(one, places.unit(one), account=account)
            owners.append((f"/e/{one.id}", people.bearer(account)))
        county = people.bearer(people.staff(Role.COUNTY_OFFICER, estates.region(county_id)))
        clerk = people.bearer(people.staff(Role.COMMUNITY_OFFICER, estates.region(estate.community_id)))
        manager = people.bearer(people.staff(Role.PROPERTY_MANAGER, estate))
        admin = people.bearer(people.staff(Role.SYSTEM_ADMIN, EVERYWHERE))
    (here, owner), (there, stranger) = owners
    work = f"/work/e/{estate_id}/"

    def sees(address, headers=None):
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, address
        return WORDS in answer.text

    body = {
        "region_id": str(county_id), "words": WORDS, "since_at": clock.now().isoformat(),
        "until_at": (clock.now() + timedelta(minutes=10)).isoformat(),
    }  # fmt: skip

    def put_up(headers, **more):
        return client.post("/api/v1/banners", json=body | more, headers=headers)

    assert put_up(manager).status_code == 403
    assert put_up(county, region_id=str(elsewhere_id)).status_code == 404
    assert put_up(clerk).status_code == 404
    assert put_up(county, region_id=None).status_code == 403
    for until in (timedelta(), timedelta(days=14, minutes=1)):
        refused = put_up(county, until_at=(clock.now() + until).isoformat())
        assert "until_at" in refused.json["errors"]
    assert not sees(f"{here}/", owner)
    made = put_up(county)
    assert made.status_code == 201
    pages = ((f"{here}/", owner), (f"{here}/tickets", owner), ("/me", owner), (work, manager), ("/work/banners", clerk),
             (f"/p/estates/{estate_id}/tickets", None))  # fmt: skip
    for address, headers in pages:
        assert sees(address, headers), address
    for address, headers in ((f"{there}/", stranger), ("/sign-in", None)):
        assert not sees(address, headers), address
    one = f"/api/v1/banners/{made.json['id']}/take-down"
    assert client.post(one, headers=clerk).status_code == 404  # the county's is the county's to end
    clock.advance(timedelta(minutes=10))
    assert not any(sees(address, headers) for address, headers in pages[:4])
    assert client.post(one, headers=county).status_code == 409
    # Its own staff can tell everybody of the platform, and whoever set a banner can take it down before its time.
    later = {
        name: (clock.now() + timedelta(hours=hours)).isoformat()
        for name, hours in (("since_at", 0), ("until_at", 1))
    }
    whole = put_up(admin, region_id=None, **later).json
    assert sees(f"{there}/", stranger)
    assert sees("/sign-in")
    assert client.post(f"/api/v1/banners/{whole['id']}/take-down", headers=county).status_code == 404
    assert client.post(f"/api/v1/banners/{whole['id']}/take-down", headers=admin).json["ended_at"]
    assert not sees(f"{there}/", stranger)
    typed = {
        "region_id": str(county_id),
        "words": WORDS,
        "since_at": "2026-03-02T12:15",
        "until_at": "2026-03-02T12:05",
    }
    again = submit(client, "/work/banners", typed, headers=county)
    assert (again.status_code, WORDS in again.text) == (422, True)
    assert (
        submit(client, "/work/banners", typed | {"until_at": "2026-03-03T08:00"}, headers=county).status_code
        == 303
    )
    assert not sees(f"{here}/", owner)  # it is not yet time
    clock.advance(timedelta(minutes=10))
    assert sees(f"{here}/", owner)
