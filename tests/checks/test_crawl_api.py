"""Every operation of the API as everybody: nobody reaches another estate, and the written table is what happens.

What the door decides is seen without a body, because it decides before it looks at one; what bodies may name
is tried in test_bodies.py. Where nothing that a request did is kept, writes to the other estate's rows are
stopped in the database, kept or not.
"""

import pytest

from linli.platform.web.marks import Entrance
from tests.checks.city import CANARY
from tests.checks.crawl import Crawl
from tests.checks.guard import forbid_writes
from tests.checks.routes import fillings, routes, unnamed
from tests.checks.turns import THOROUGH

# Whoever is signed in may claim a home in any estate: that is how people come to belong to one.
FOR_NEWCOMERS = {"POST /api/v1/estates/<estate_id>/claims"}
# Operations that no object of the city can get beyond the door, each with its reason.
NOT_BEYOND = {
    "POST /api/v1/payments/notifications/<channel>/<merchant>": "wants the channel's signature; tests/payments sends those",
    "POST /api/v1/rating-catalogues/<edition_id>/publication": "wants another officer than the one who drafted it",
    "POST /api/v1/governance/callbacks": "wants the platform's signature; tests/governance sends those",
    "POST /api/v1/estates/<estate_id>/announcements/<announcement_id>/all-clear": "is there while an outage lasts",
    "POST /api/v1/estates/<estate_id>/votes/<vote_id>/inspections/bundle": "is there once for each inspection that was granted",
    "DELETE /api/v1/estates/<estate_id>/votes/<vote_id>/key/places/<place>": "wants a place that somebody holds",
}


def ids_of(side):
    """Every id of the side's own rows: an answer to a stranger holds none of them."""
    return {
        str(row["id"]) for table, rows in side.objects.items() for row in rows
        if "estate_id" in row and row["estate_id"] == side.estate_id
    }  # fmt: skip


@pytest.fixture(scope="module")
def crawl(sqlite_place):
    here, there = sqlite_place.town.here, sqlite_place.town.there
    forbid_writes(there)
    return Crawl(sqlite_place, here, there, canaries=[CANARY, *ids_of(there)])


@pytest.mark.feature("EI-20", "EI-18")
def test_every_cell_of_the_written_table_is_what_happens(crawl, nothing_stays):
    for route in routes(crawl.place.app, api=True):
        crawl.own(route, most=3 if THOROUGH else 1)
    assert crawl.faults() == ""
    every = {str(route) for route in routes(crawl.place.app, api=True)}
    assert every - crawl.seen.beyond == set(NOT_BEYOND)


@pytest.mark.feature("EI-21", "AO-09")
def test_nobody_reaches_another_estate_nor_can_tell_it_from_none(crawl, nothing_stays):
    tried = 0
    for route in routes(crawl.place.app, api=True):
        if route.public or str(route) in FOR_NEWCOMERS:
            continue
        before = crawl.seen.asked
        crawl.foreign(route)
        tried += crawl.seen.asked > before
    assert crawl.faults() == ""
    assert tried > 100


def test_without_credentials_every_operation_that_is_not_public_asks_for_them(crawl, nothing_stays):
    for route in routes(crawl.place.app, api=True):
        if route.public:
            continue
        for ids in crawl.addresses(route):
            answer, _ = crawl.ask(route, ids, "visitor")
            if (answer.status_code, answer.headers.get("WWW-Authenticate")) != (401, "Bearer"):
                crawl.fault(route, "visitor", f"{answer.status_code}")
    assert crawl.faults() == ""


@pytest.mark.parametrize("token", ["forged", "a" * 43, "a" * 5000, "Bearer", "é", "' OR 1=1 --"])
def test_a_made_up_token_is_no_token(crawl, token, nothing_stays):
    for url in ("/api/v1/me/data", f"/api/v1/estates/{crawl.here.estate_id}/votes"):
        answer = crawl.client.get(url, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_every_part_of_an_address_is_known_to_the_crawl(crawl):
    """A new kind of id is named in routes.py, so that objects of the city are tried under it."""
    assert unnamed(routes(crawl.place.app)) == set()


def test_every_route_is_documented_and_every_documented_operation_is_a_route(crawl):
    documented = {
        f"{method.upper()} {path}"
        for path, operations in crawl.client.get("/api/v1/openapi.json").json["paths"].items()
        for method in operations
    }
    served = {str(route).replace("<", "{").replace(">", "}") for route in routes(crawl.place.app, api=True)}
    assert documented == served
    for route in routes(crawl.place.app):
        assert route.operation.entrance in Entrance


def test_another_estate_named_in_the_query_or_a_header_changes_nothing(crawl, nothing_stays):
    """An id smuggled past the address: same answer as without it, or refused (check B-5)."""
    there = str(crawl.there.estate_id)
    smuggled = {"estate_id": there, "estate": there, "scope_id": there}
    for route in routes(crawl.place.app, api=True):
        if route.method != "GET" or route.public:
            continue
        for ids in fillings(route, crawl.here, most=1):
            who = "community_officer" if "estate_id" in route.arguments else "owner"
            url, own = route.fill(ids), crawl.headers(who)
            plainly = crawl.client.get(url, headers=own)
            smuggling = crawl.client.get(
                url, query_string=smuggled, headers=own | {"X-Estate-Id": there, "X-Scope-Id": there}
            )
            same = smuggling.status_code == plainly.status_code and (
                plainly.status_code >= 400 or smuggling.data == plainly.data
            )
            if not same and smuggling.status_code != 422:
                crawl.fault(route, who, f"heeds a smuggled id: {smuggling.status_code}")
    assert crawl.faults() == ""
