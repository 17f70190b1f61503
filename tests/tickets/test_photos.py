"""Photos that show too much, and reports that hold two matters: what staff change, and the trace that stays."""

import io
import re

import pytest
from PIL import Image

from linli.domains.people.queries import identity
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import handling, reporting
from linli.domains.tickets.rules.routing import Stage
from linli.domains.tickets.rules.steps import Kind
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, tickets


@pytest.fixture
def here(app):
    with transaction():
        ground = tickets.ground()
        ticket = tickets.report(ground, category="own.water", place="厨房", words="水槽漏水，灯也不亮")
        reporting.add_photos(
            actor=ground.resident(), ticket=ticket, photos=[tickets.photo(), tickets.photo("blue")],
            stage=Stage.REPORT, now=clock.now(),
        )  # fmt: skip
        return ground, ticket.id, photo_ids(ticket)


def photo_ids(ticket):
    return [photo.id for entry in queries.history(ticket, inside=True) for photo in entry.photos]


def bearer(account_id):
    with transaction():
        return people.bearer(identity.account(account_id))


@pytest.mark.feature("TK-07")
def test_a_photo_is_covered_or_taken_away_and_the_reporter_sees_that_and_why(here, client):
    ground, ticket_id, (first, second) = here
    api = f"/api/v1/estates/{ground.estate_id}/tickets/{ticket_id}"
    manager, resident = bearer(ground.manager_id), bearer(ground.resident_id)
    sent = {"photo_id": str(first), "fields": ["top_left", "top"], "reason": "拍到了邻居的脸"}
    assert client.post(f"{api}/redact-photo", json=sent, headers=resident).status_code == 403
    assert client.post(f"{api}/redact-photo", json=sent | {"reason": ""}, headers=manager).status_code == 422
    assert (
        client.post(f"{api}/redact-photo", json=sent | {"fields": ["?"]}, headers=manager).status_code == 422
    )
    assert client.post(f"{api}/redact-photo", json=sent, headers=manager).status_code == 200
    gone = {"photo_id": str(second), "reason": "拍到了门牌和车牌"}
    shown = client.post(f"{api}/redact-photo", json=gone, headers=manager).json
    assert client.post(f"{api}/redact-photo", json=gone, headers=manager).status_code == 404
    for old in (first, second):
        assert client.get(f"{api}/photos/{old}", headers=resident).status_code == 404
    (left,) = [photo["id"] for step in shown["history"] for photo in step["photos"]]
    seen = Image.open(io.BytesIO(client.get(f"{api}/photos/{left}", headers=resident).data))
    black, red = (seen.getpixel(at) for at in ((10, 5), (10, 40)))
    assert (max(black) < 40, red[0] > 150) == (True, True)
    page = client.get(f"/e/{ground.estate_id}/tickets/{ticket_id}", headers=resident).text
    for words in ("照片遮挡了一部分", "拍到了邻居的脸", "移除了一张照片", "拍到了门牌和车牌", "赵经理"):
        assert words in page


@pytest.mark.feature("TK-12")
def test_what_belongs_to_another_matter_moves_into_a_report_of_its_own_linked_both_ways(here, client):
    ground, ticket_id, (first, second) = here
    with transaction():
        old = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
        handling.note(actor=ground.officer(), ticket=old, words="内部备注", now=clock.now())
        other = photo_ids(tickets.report(ground, actor=ground.neighbour()))
    assert other == []
    page = f"/work/e/{ground.estate_id}/tickets/{ticket_id}"
    manager, resident = bearer(ground.manager_id), bearer(ground.resident_id)
    form = client.get(page, headers=manager).text
    sent = {
        name: re.search(rf'name="{name}" (?:type="hidden" )?value="([^"]+)"', form)[1]
        for name in ("csrf_token", "seen")
    }
    sent |= {"category": "own.power", "words": "厨房灯不亮", "photo_ids": [str(second)]}
    strange = client.post(f"{page}/split", data=sent | {"photo_ids": [str(ticket_id)]}, headers=manager)
    assert (strange.status_code, "厨房灯不亮" in strange.text) == (422, True)
    assert client.post(f"{page}/split", data=sent, headers=manager).status_code == 303
    with transaction(writes=False):
        query = db.select(Ticket).filter_by(estate_id=ground.estate_id, category="own.power")
        made = db.session.scalars(query).one()
        old = queries.ticket(estate_id=ground.estate_id, ticket_id=ticket_id)
        assert (photo_ids(old), photo_ids(made)) == ([first], [second])
        assert (made.reporter_id, made.unit_id, made.words) == (old.reporter_id, old.unit_id, "厨房灯不亮")
        assert queries.last_event(old, Kind.SPLIT).data["number"] == made.number
        links = {old.id: made.number, made.id: old.number}
    for one, number in links.items():
        shown = client.get(f"/e/{ground.estate_id}/tickets/{one}", headers=resident).text
        assert re.search(rf'tickets/[0-9a-f-]+">{number}</a>', shown)
        assert "内部备注" not in shown
