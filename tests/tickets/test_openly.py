"""What everybody sees of an estate's reports, and pointing at the plan of its buildings."""

from datetime import timedelta

import pytest

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import places as common_places
from linli.domains.tickets.operations.places import Naming
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places, tickets
from tests.support.forms import submit

SECRETS = ("张三家302的电表箱", "门口有只狗", "家里漏水", "投诉物业", "张三")


@pytest.fixture
def ground(app):
    with transaction():
        ground = tickets.ground()
        naming = Naming(name="东门岗亭")
        gate = common_places.add(estate_id=ground.estate_id, naming=naming, now=clock.now())
        tickets.report(ground, place="张三家302的电表箱", words="门口有只狗")
        tickets.report(ground, place="", place_id=gate.id)
        tickets.report(ground, category="own.water", words="家里漏水")
        tickets.report(ground, category="public.company", place="", words="投诉物业")
        tickets.assigned(ground, place="2幢门厅")
    return ground


@pytest.mark.feature("TK-15")
def test_everybody_sees_how_much_is_open_and_how_fast_it_goes_and_nobody_in_it(ground, client):
    with transaction():
        done = tickets.assigned(ground, place="北门")
        done.settled_at, done.state = clock.now() + timedelta(hours=51), "feedback"
    clock.advance(timedelta(days=3))
    api = f"/api/v1/estates/{ground.estate_id}/public-tickets"
    found = client.get(api).json
    assert [found[name] for name in ("open", "handled", "average_seconds")] == [3, 1, 51 * 3600]
    assert [one["place"] for one in found["items"]].count("东门岗亭") == 1
    assert found["elsewhere"] + sum(one["open"] for one in found["buildings"]) == 3
    assert client.get(f"{api}?stage=handled").json["items"][0]["state"] == "待评价"
    page = client.get(f"/p/estates/{ground.estate_id}/tickets")
    assert "2 天 3 小时" in page.text
    for text in (page.text, client.get(api).text):
        assert [secret for secret in SECRETS if secret in text] == []
        assert "2026-0000" not in text  # no number leads into anybody's report
    assert client.get(f"{api}?stage=x").status_code == 422
    assert client.get(f"/p/estates/{ground.company_id}/tickets").status_code == 404


@pytest.mark.feature("TK-03")
def test_pointing_at_the_plan_places_a_report_and_words_alone_still_do(ground, client):
    with transaction():
        estate = db.session.get(type(places.estate()), ground.estate_id)
        building = places.building(estate, name="9幢")
        elsewhere = places.building(places.estate(), name="9幢").id
        headers = people.bearer(identity.account(ground.resident_id))
        building_id = building.id
    page = f"/e/{ground.estate_id}/tickets/new/common.gate"
    assert "9幢" in client.get(page, headers=headers).text
    assert "地点：" not in client.get(f"/e/{ground.estate_id}/tickets/new", headers=headers).text
    words = {"place": "", "words": "门禁刷不开", "urgency": "normal"}
    nowhere = submit(client, page, words, headers=headers)
    assert (nowhere.status_code, "请写明地点" in nowhere.text) == (422, True)
    strange = submit(client, page, words | {"building_id": str(elsewhere)}, headers=headers)
    assert strange.status_code == 422
    assert submit(client, page, words | {"building_id": str(building_id)}, headers=headers).status_code == 303
    with transaction(writes=False):
        query = db.select(Ticket).filter_by(estate_id=ground.estate_id).order_by(Ticket.id.desc())
        made = db.session.scalars(query.limit(1)).one()
        assert (made.place, made.building_id, queries.category(made.category).code) == (
            "9幢", building_id, "common.gate",
        )  # fmt: skip
