"""The developer's warranty: a room within it marks the case and its addressee."""

from datetime import date

import pytest

from config.warranty import terms
from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.errors import QuoteNotForThis
from linli.domains.tickets.operations import handling, quotes, warranty
from linli.domains.tickets.operations.warranty import Completion
from linli.domains.tickets.rules.warranty import last_day, term_of
from linli.platform import clock
from linli.platform.transactions import transaction
from tests.factories import people, tickets


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def test_the_term_follows_from_the_answer_before_the_category_and_ends_before_the_anniversary():
    def years(category, **answers):
        found = term_of(terms(), category=category, answers=answers)
        return found.years if found else 0

    assert [years("own.water"), years("own.water", spot="天花板渗水"), years("common.pipe")] == [2, 5, 5]
    assert [years("own.power"), years("common.clean"), years("public.noise")] == [2, 0, 0]
    assert last_day(date(2024, 3, 3), 2) == date(2026, 3, 2)
    assert last_day(date(2024, 2, 29), 2) == date(2026, 2, 28)
    assert last_day(date(2020, 2, 29), 4) == date(2024, 2, 28)


def quote(ground, ticket_id):
    with transaction():
        found = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
        quotes.quote(
            actor=ground.worker(), ticket=found, labour_fen=8000, materials=[], words="", now=clock.now()
        )


@pytest.mark.feature("TK-39")
def test_a_room_within_warranty_marks_the_case_and_its_addressee(ground, client):
    with transaction():
        manager = ground.manager()

        def built(day, name):
            of = Completion(completed_on=day, developer=name, phone="0570-3080000")
            warranty.set_warranty(actor=manager, estate_id=ground.estate_id, of=of, now=clock.now())

        built(date(2024, 3, 2), "昨天到期置业")
        past = tickets.report(ground, category="own.water", place="厨房")
        roof = tickets.report(ground, category="own.water", place="卧室", answers={"spot": "天花板渗水"})
        built(date(2024, 3, 3), "信安置业")
        tap = tickets.report(ground, category="own.water", place="厨房")
        own = tickets.report(ground, category="own.other", place="客厅")
        ids = {name: one.id for name, one in (("past", past), ("roof", roof), ("tap", tap), ("own", own))}
        handling.assign(actor=manager, ticket=tap, assignee_id=ground.worker_id, now=clock.now())
        mine, staff = (
            people.bearer(identity.account(one)) for one in (ground.resident_id, ground.manager_id)
        )
    api = f"/api/v1/estates/{ground.estate_id}"
    seen = {
        name: client.get(f"{api}/tickets/{one}", headers=mine).json["warranty"] for name, one in ids.items()
    }
    assert (seen["past"], seen["own"]) == (None, None)
    assert (seen["roof"]["developer"], seen["roof"]["until_on"]) == ("昨天到期置业", "2029-03-01")
    assert (seen["tap"]["developer"], seen["tap"]["until_on"]) == ("信安置业", "2026-03-02")
    assert "由 信安置业 负责" in client.get(f"/e/{ground.estate_id}/tickets/{tap.id}", headers=mine).text
    listed = client.get(f"{api}/warranty-cases", headers=staff).json["items"]
    assert [one["id"] for one in listed] == [str(ids["tap"]), str(ids["roof"])]
    with pytest.raises(QuoteNotForThis):
        quote(ground, ids["tap"])
    here = f"{api}/tickets/{ids['tap']}"
    passed = client.post(f"{here}/to-developer", json={"words": "明天上午来看"}, headers=staff)
    assert passed.json["warranty"]["passed_at"]
    assert "明天上午来看" in client.get(f"/e/{ground.estate_id}/tickets/{ids['tap']}", headers=mine).text
    assert (
        client.post(f"{here}/not-warranty", json={"reason": "敲墙敲坏的"}, headers=staff).json["warranty"]
        is None
    )
    assert client.post(f"{here}/to-developer", json={"words": "再转"}, headers=staff).status_code == 409
    quote(ground, ids["tap"])
