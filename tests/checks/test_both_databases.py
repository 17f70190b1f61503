"""What the databases could do differently: hold text, and keep one estate's rows from another's people.

Here everything that a request does is kept.
"""

import json
import unicodedata

import pytest

from tests.checks.city import CANARY
from tests.checks.crawl import MOST_ABLE, Crawl
from tests.checks.guard import snapshot
from tests.checks.routes import routes
from tests.checks.test_crawl_api import FOR_NEWCOMERS, ids_of
from tests.checks.turns import in_turn


@pytest.fixture(scope="module")
def crawl(place):
    there = place.town.there
    return Crawl(place, place.town.here, there, canaries=[CANARY, *ids_of(there)])


@pytest.mark.parametrize(
    "place", ["postgresql"], indirect=True
)  # on SQLite every write to it is forbidden, see crawl_api
@pytest.mark.feature("EI-21", "AO-09")
def test_the_other_estate_is_to_the_byte_what_it_was(crawl):
    before = snapshot(crawl.there)
    for number, route in enumerate(routes(crawl.place.app, api=True)):
        if not route.public and str(route) not in FOR_NEWCOMERS:
            readers = in_turn(sorted(MOST_ABLE), number, 1) if route.method == "GET" else None
            crawl.foreign(route, whose=readers, at=None if readers else number)
    assert crawl.faults() == ""
    assert snapshot(crawl.there) == before
    assert sum(map(len, before.values())) > 500


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("𠮷野家的灯", True), ("e\u0301a\u0323", True), ("甲👩‍👩‍👧乙", True), ("甲乙\U00030729", True),
        ("甲\x00乙", False), ("甲\ud800乙", False),
    ],
)  # fmt: skip
def test_text_is_refused_or_comes_back_as_it_was_typed(crawl, text, taken):
    route = next(one for one in routes(crawl.place.app, api=True)
                 if one.method == "POST" and one.rule.endswith("/announcements"))  # fmt: skip
    body, url = {"title": text, "words": text}, route.fill({"estate_id": crawl.here.estate_id})
    answer = crawl.client.post(url, data=json.dumps(body), content_type="application/json",
                               headers=crawl.headers("community_officer"))  # fmt: skip
    assert answer.status_code == (201 if taken else 400), answer.text
    if taken:
        again = crawl.client.get(f"{url}/{answer.json['id']}", headers=crawl.headers("community_officer"))
        assert (
            again.json["title"] == again.json["words"] == unicodedata.normalize("NFC", text)
        )  # kernel.text.clean
