"""The ledger of equipment: entering, recording, tickets that open by themselves, who reads what, the rating's facts."""

from datetime import timedelta

import pytest

from linli.domains.equipment import facts, operations, queries
from linli.domains.equipment.models import Equipment
from linli.domains.equipment.rules import Lamp, Outcome
from linli.domains.people.models import Account
from linli.domains.tickets.operations import handling, places
from linli.domains.tickets.queries import named
from linli.jobs import equipment as job
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import equipment, people, tickets


@pytest.fixture
def ground(app):
    with transaction():
        return tickets.ground()


def morning(days=1):
    """The next morning's round of the clock."""
    clock.advance(timedelta(days=days))
    job.open_due(now=clock.now())


def opened(piece_id, estate_id):
    piece = queries.equipment(estate_id=estate_id, equipment_id=piece_id)
    return [(one.title, one.due_at) for one in queries.tickets(piece)]


@pytest.mark.feature("TK-50")
def test_a_missed_round_is_a_ticket_next_morning_once_however_often_the_job_runs(ground):
    with transaction():
        lift = equipment.entered(ground.manager(), ground.estate_id)
        key = (lift.id, ground.estate_id)
        equipment.done(ground.manager(), lift, valid=200)
        equipment.done(ground.worker(), lift, upkeep="maintenance", ago=15)  # valid to the end of today
    job.open_due(now=clock.now())
    assert opened(*key) == []
    morning()
    job.open_due(now=clock.now())
    assert len(opened(*key)) == 1
    with transaction():
        piece = queries.equipment(estate_id=ground.estate_id, equipment_id=lift.id)
        (ticket,) = queries.tickets(piece)
        brief = named.briefly([ticket.id])[0]
        assert brief.title == "电梯故障（没有人被困）"
        equipment.done(ground.worker(), piece, upkeep="maintenance")
    morning()
    assert len(opened(*key)) == 1
    morning(16)
    assert len(opened(*key)) == 2  # the next due day is another matter


def test_an_inspection_has_its_ticket_six_weeks_ahead_another_once_it_is_over_and_none_when_retired(ground):
    with transaction():
        lift = equipment.entered(ground.manager(), ground.estate_id)
        key = (lift.id, ground.estate_id)
        equipment.done(ground.manager(), lift, valid=46)
        equipment.done(ground.manager(), lift, upkeep="maintenance", valid=400)
    job.open_due(now=clock.now())
    assert opened(*key) == []
    morning()
    assert len(opened(*key)) == 1
    morning(45)
    assert len(opened(*key)) == 1  # the last day still counts
    morning()
    assert len(opened(*key)) == 2
    with transaction():
        piece = queries.equipment(estate_id=ground.estate_id, equipment_id=lift.id)
        equipment.done(ground.manager(), piece, outcome=Outcome.FAILED)
        assert len(opened(*key)) == 3
        places.retire(
            place=queries.place_in_use(piece), now=clock.now()
        )  # off the list of places, still in use
    morning(400)
    assert (
        len(opened(*key)) == 4
    )  # the other upkeep; a piece without a listed place has its ticket all the same
    with transaction():
        piece = queries.equipment(estate_id=ground.estate_id, equipment_id=lift.id)
        (shown,) = queries.shown([piece], today=day_of(clock.now()))
        assert shown.worst.lamp is Lamp.FAILED
        operations.retire(piece=piece, why="拆除", now=clock.now())
    morning(400)
    assert len(opened(*key)) == 4


def test_the_ledger_over_the_api_who_keeps_it_who_reads_it_and_what_is_refused(ground, client):
    with transaction():
        manager, worker, resident, stranger = (
            people.bearer(db.session.get_one(Account, one))
            for one in (ground.manager_id, ground.worker_id, ground.resident_id, ground.officer_id)
        )
    url = f"/api/v1/estates/{ground.estate_id}/equipment"

    def put(body, who=manager, status=201, path=""):
        answer = client.post(url + path, json=body, headers=who)
        assert answer.status_code == status, answer.json
        return answer.json

    def record(body, who=worker, status=201):
        sent = {"upkeep": "inspection", "done_on": "2026-02-01", "done_by": "检验中心"} | body
        kind = "multipart/form-data"
        answer = client.post(f"{one}/records", data=sent, headers=who, content_type=kind)
        assert answer.status_code == status, answer.json
        return answer.json

    with_no_code = equipment.LIFT | {"registration_code": ""}
    assert "registration_code" in put(with_no_code, status=422)["errors"]
    assert put(equipment.LIFT | {"kind": "rocket"}, status=422)
    put(equipment.LIFT, who=worker, status=403)
    made = put(equipment.LIFT)
    put(equipment.LIFT, status=409)  # the name is taken
    one = f"{url}/{made['id']}"
    assert made["lamp"] == "missing"
    record({}, status=422)  # 定期检验 of a lift without a report or photo
    record({"done_on": "2026-03-03", "photos": [(tickets.photo(), "a.jpg")]}, status=422)  # in the future
    record({"upkeep": "cleaning"}, status=422)
    record({"photos": [(tickets.photo(), "a.jpg")]}, who=resident, status=403)
    shown = record({"photos": [(tickets.photo(), "a.jpg")], "valid_until": "2027-01-31"})
    assert [(due["lamp"], due["due_on"]) for due in shown["dues"]] == [
        ("valid", "2027-01-31"),
        ("missing", None),
    ]
    record({"upkeep": "maintenance", "done_on": "2026-01-01"})
    assert client.get(one, headers=resident).json["lamp"] == "overdue"
    assert client.get(url, headers=stranger).json["items"][0]["id"] == made["id"]
    (last, first) = client.get(f"{one}/records", headers=resident).json["items"]
    assert (last["done_on"], first["done_on"]) == ("2026-02-01", "2026-01-01")
    proof = client.get(f"{one}/files/{last['files'][0]['id']}", headers=resident)
    assert (proof.status_code, proof.mimetype) == (200, "image/jpeg")
    put({"why": ""}, status=422, path=f"/{made['id']}/retirement")
    put({"why": "拆除"}, status=200, path=f"/{made['id']}/retirement")
    record({"upkeep": "maintenance"}, status=409)
    assert client.get(url, headers=manager).json["items"] == []
    page = client.get(f"/p/estates/{ground.estate_id}/equipment")
    assert (page.status_code, "还没有公示设备" in page.text) == (200, True)


def test_the_facts_of_the_rating_see_the_end_of_the_period_and_slow_rescues(ground):
    begin = clock.now() - timedelta(days=60)
    with transaction():
        manager, estate_id = ground.manager(), ground.estate_id
        lift = equipment.entered(manager, estate_id)
        equipment.entered(manager, estate_id, name="2幢电梯", registration_code="2")
        equipment.done(manager, lift, valid=30)
        equipment.done(manager, lift, upkeep="maintenance")
        power = equipment.entered(manager, estate_id, name="配电房", kind="power")
        equipment.done(manager, power)
        stuck = {"category": "urgent.lift", "answers": {"people": "1 人", "hurt": "没有"}}
        tickets.report(ground, **stuck)
        rescued = tickets.assigned(ground, **stuck)
        clock.advance(timedelta(minutes=29))
        handling.sign(actor=ground.worker(), ticket=rescued, now=clock.now())
        handling.start(actor=ground.worker(), ticket=rescued, now=clock.now())
        handling.finish(actor=ground.worker(), ticket=rescued, result="已放出", now=clock.now())
    clock.advance(timedelta(days=2))
    until = clock.now()
    with transaction(writes=False):
        (found,) = facts.lift_safety(since=begin, until=until)
        assert (found.lifts, found.expired, found.unmaintained) == (2, 1, 1)
        assert (found.entrapments, found.slow_rescues, found.findings) == (2, 1, 2)
        (kept,) = facts.ledgers_kept(since=begin, until=until)
        assert (kept.kept, kept.families) == (1, 5)
        assert facts.lift_safety(since=begin, until=begin) == []
        later = facts.lift_safety(since=begin, until=until + timedelta(days=40))[0]
        assert (later.expired, later.unmaintained) == (2, 2)
    assert db.session.query(Equipment).count() == 3
