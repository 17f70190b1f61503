"""Every operation of the API as everybody: nobody reaches another estate, and the written table is what happens.

What the door decides is seen without a body, because it decides before it looks at one; what bodies may name
is tried in test_bodies.py. Where nothing that a request did is kept, writes to the other estate's rows are
stopped in the database, kept or not.
"""

import re

import pytest

from linli.platform.web.marks import Entrance
from tests.checks.city import CANARY
from tests.checks.crawl import Crawl
from tests.checks.guard import forbid_writes, snapshot
from tests.checks.routes import fillings, routes

# Whoever is signed in may claim a home in any estate: that is how people come to belong to one.
FOR_NEWCOMERS = {"POST /api/v1/estates/<estate_id>/claims"}
# Operations that no object of the city can get beyond the door, each with its reason.
NOT_BEYOND = {}


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
        crawl.own(route)
    assert crawl.seen.faults == []
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
    assert crawl.seen.faults == []
    assert tried > 100
