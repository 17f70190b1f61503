"""The facts that rooms offer: each one statement over all estates, and its rows agree with its figure."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from linli.domains.rating.queries import sheets
from linli.platform import clock, facts
from linli.platform.db import db
from linli.platform.paging import Window
from linli.platform.transactions import transaction
from tests.factories import complaints, equipment, people, places, tickets

AS_OF = datetime(2026, 3, 2, 4, tzinfo=UTC)


@contextmanager
def statements():
    """What is asked of the database meanwhile, without what opens a transaction."""
    said = []

    def note(_connection, _cursor, statement, *_):
        if "set_config" not in statement:
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def offered():
    return [facts.offered(name) for name in sheets.catalogue("star_2024").facts if facts.offered(name)]


@pytest.mark.feature("RA-05")
def test_every_fact_that_a_room_offers_is_asked_of_all_estates_at_once(app):
    period = facts.year(2025, as_of=AS_OF)
    with transaction():
        places.estate("斗潭新村")
        assert len(offered()) >= 20
        for fact in offered():
            with statements() as said:
                facts.figures(fact, period)
            assert len(said) <= 6, fact.name


def test_the_rows_behind_a_figure_are_counted_by_the_same_question(app):
    period = facts.year(2026, as_of=AS_OF)
    with transaction():
        estate = places.estate("斗潭新村")
        for number in range(1, 6):
            account = people.account(f"业主{number}") if number <= 2 else None
            people.owner(estate, places.unit(estate, f"1幢1单元{number}01"), account=account)
        fact = facts.offered("people.activated")
        taken = facts.figures(fact, period)[estate.id]
        rows = facts.behind(fact, period, estate.id, window=Window(3))
        more = facts.behind(fact, period, estate.id, window=Window(3, rows.next))
        everything = [*rows.items, *more.items]
        assert (taken.part, taken.whole) == (2, 5)
        assert (sum(row.part for row in everything), sum(row.whole for row in everything)) == (2, 5)
        assert facts.counted_behind(fact, period, estate.id) == (5, 2, 5)
        assert everything[0].words == "1幢1单元101"


def test_dogs_repeated_complaints_and_ledgers_come_from_their_rooms(app):
    """D07, C10 and B16; an estate that keeps no ledger here has no figure, so that its papers can be recorded."""
    with transaction():
        ground = tickets.ground()
        home = places.estate("没有台账的小区")
        about_dogs, other = (tickets.finished(ground) for _ in range(2))
        about_dogs.thing, other.thing = "dogs", "parking"
        clerk = ground.manager()
        equipment.done(clerk, equipment.entered(clerk, ground.estate_id))
        first = complaints.filed(ground.resident(), ground.estate_id)
        again = complaints.filed(ground.resident(), ground.estate_id)
        assert again.repeat_of_id == first.id
    clock.advance(timedelta(minutes=1))
    period = facts.year(2026, as_of=clock.now())
    with transaction(writes=False):
        dogs, repeats, ledgers = (
            facts.figures(facts.offered(name), period)
            for name in ("governance.dog_complaints", "governance.repeat_complaints", "equipment.ledgers")
        )
    assert dogs[ground.estate_id].part == 1
    assert repeats[ground.estate_id].part == 1
    assert ledgers[ground.estate_id].whole == 5
    assert home.id not in ledgers
