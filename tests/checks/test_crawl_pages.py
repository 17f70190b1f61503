"""Every page and form as everybody: nobody reaches another estate, and the written table is what happens.

Forms are sent empty and without their token (which test_web.py asks for), so that the door alone decides.
"""

import pytest

from tests.checks.city import CANARY
from tests.checks.crawl import Crawl
from tests.checks.guard import forbid_writes
from tests.checks.routes import routes
from tests.checks.test_crawl_api import ids_of

# Pages that no object of the city can get beyond the door, each with its reason.
NOT_BEYOND = {
    "GET /p/pay/<link>": "wants a link whose token nobody keeps; tests/payments makes those",
    "GET /p/pay/<link>/<order_id>": "wants a link whose token nobody keeps; tests/payments makes those",
    "GET /p/pay/<link>/<order_id>/cashier": "wants a link whose token nobody keeps; tests/payments makes those",
    "POST /p/pay/<link>": "wants a link whose token nobody keeps; tests/payments makes those",
    "GET /me/second-factor/qr.svg": "is there only between choosing and confirming a second factor",
    "GET /open311/media/<estate_id>/<ticket_id>/<photo_id>.jpg": "is there with a photo that came in over Open311",
    "GET /p/governance/photos/<link>": "wants a signed link; tests/governance follows those",
    "GET /p/votes/<estate_id>/<vote_id>/heads.jsonl": "is there from the first signed head on",
    "POST /work/e/<estate_id>/outages/<announcement_id>/all-clear": "is there while an outage lasts",
    "GET /work/e/<estate_id>/votes/<vote_id>/official/document": "is there with the city system's result",
    "POST /work/rating/catalogues/<edition_id>/publication": "wants another officer than the one who drafted it",
    "POST /e/<estate_id>/surveys/<survey_id>/step": "wants the question that was answered",
    "POST /e/<estate_id>/votes/<vote_id>/inspection/bundle": "is there once for each inspection that was granted",
    "POST /work/e/<estate_id>/votes/<vote_id>/canvass/visits": "wants the household that was visited",
    "GET /work/e/<estate_id>/votes/<vote_id>/paper/voters/<voter_no>": "wants a voter of that very roll",
    "POST /work/e/<estate_id>/votes/<vote_id>/paper/voters/<voter_no>/deliveries": "wants a voter of that very roll",
    "POST /work/e/<estate_id>/votes/<vote_id>/key/places/<place>/removal": "wants a place that somebody holds",
}


@pytest.fixture(scope="module")
def crawl(sqlite_place):
    sqlite_place.app.config["WTF_CSRF_ENABLED"] = False
    here, there = sqlite_place.town.here, sqlite_place.town.there
    forbid_writes(there)
    return Crawl(sqlite_place, here, there, canaries=[CANARY, *ids_of(there)])


@pytest.mark.feature("EI-20")
def test_every_page_is_open_to_those_whom_the_written_table_names(crawl, nothing_stays):
    for number, route in enumerate(routes(crawl.place.app, api=False)):
        crawl.own(route, most=1, at=number)
    assert crawl.faults() == ""
    every = {str(route) for route in routes(crawl.place.app, api=False)}
    assert every - crawl.seen.beyond == set(NOT_BEYOND)


@pytest.mark.feature("EI-21", "AO-09")
def test_no_page_shows_another_estate_nor_tells_it_from_none(crawl, nothing_stays):
    tried = 0
    for number, route in enumerate(routes(crawl.place.app, api=False)):
        if not route.public:
            before = crawl.seen.asked
            crawl.foreign(route, at=number)
            tried += crawl.seen.asked > before
    assert crawl.faults() == ""
    assert tried > 100


def test_a_visitor_is_led_to_the_sign_in_page_and_no_further(crawl, nothing_stays):
    for route in routes(crawl.place.app, api=False):
        if route.public:
            continue
        for ids in crawl.addresses(route):
            answer, _ = crawl.ask(route, ids, "visitor")
            if route.rule.startswith("/open311/"):
                led = answer.status_code == 403  # as its specification says
            elif route.method == "GET":
                led = answer.status_code == 303 and answer.location.startswith("/sign-in")
            else:
                led = answer.status_code == 401
            if not led:
                crawl.fault(route, "visitor", f"{answer.status_code}")
    assert crawl.faults() == ""
