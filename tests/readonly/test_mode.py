"""Read-only mode: everyone can read, nothing writes, pages say so (AO-12)."""

from datetime import timedelta

import pytest

from linli.kernel.actors import Role
from linli.platform import clock, jobs, lease, outbox, readonly, worker
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places


@pytest.fixture
def ground(app):
    with transaction():
        community = places.region()
        estate = places.estate(community=community)
        officer = people.staff(Role.COMMUNITY_OFFICER, community)
        return {"estate": estate.id, "officer": people.bearer(officer)}


def turn(on):
    with transaction():
        return readonly.switch(on=on, now=clock.now())


def everything():
    """Every row of every table."""
    with transaction(writes=False):
        return {
            table.name: sorted(map(repr, db.session.execute(db.select(table)).all()))
            for table in db.metadata.sorted_tables
        }


WRITES = [
    ("POST", "/api/v1/estates/{estate}/buildings", {"name": "9幢"}),
    ("POST", "/api/v1/estates/{estate}/exports", {"kind": "owners"}),
    ("POST", "/api/v1/auth/codes", {"phone": "13800001111"}),
    ("DELETE", "/api/v1/auth/sessions/current", None),
]


@pytest.mark.feature("AO-12")
def test_everyone_reads_and_nothing_writes(client, ground):
    assert turn(on=True)
    assert not turn(on=True)
    before = everything()
    clock.advance(timedelta(minutes=6))  # a session would note that it is in use
    for method, path, body in WRITES:
        answer = client.open(
            path.format(**ground),
            method=method,
            json=body,
            headers=ground["officer"] | {"Idempotency-Key": "k"},
        )
        assert (answer.status_code, answer.get_json()["code"]) == (503, "read_only"), path
        assert answer.headers["Retry-After"] == "300"
        assert "只能查看" in answer.get_json()["detail"]
    assert client.get(f"/api/v1/estates/{ground['estate']}", headers=ground["officer"]).status_code == 200
    assert client.get(f"/api/v1/estates/{readonly_id()}", headers=ground["officer"]).status_code == 404
    assert everything() == before
    assert turn(on=False)
    answer = client.post(
        f"/api/v1/estates/{ground['estate']}/buildings", json={"name": "9幢"}, headers=ground["officer"]
    )
    assert answer.status_code == 201


def readonly_id():
    return "018f0000-0000-7000-8000-000000000000"


@pytest.mark.feature("AO-12")
def test_pages_say_so_and_health_stays_green(client, ground):
    banner = "平台正在维护"
    page = f"/work/e/{ground['estate']}/exports"
    assert banner not in client.get(page, headers=ground["officer"]).text
    turn(on=True)
    assert banner in client.get(page, headers=ground["officer"]).text
    assert banner in client.get("/sign-in").text
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_another_process_obeys_at_once(client, ground, app):
    """What this process remembers of the switch is old: the transaction asks the database itself."""
    assert not readonly.lately_on()
    with transaction():
        db.session.add(readonly.HouseSwitch(name=readonly.NAME, since=clock.now()))
    answer = client.post(
        f"/api/v1/estates/{ground['estate']}/buildings", json={"name": "9幢"}, headers=ground["officer"]
    )
    assert answer.status_code == 503


def test_the_worker_rests_but_shows_that_it_is_alive(app, monkeypatch):
    ran, keeper = (
        [],
        worker.Worker(app, todo=[jobs.Job("t", lambda *, now: ran.append(now), every=timedelta(minutes=1))]),
    )
    monkeypatch.setattr(outbox, "deliver", lambda: 7)
    turn(on=True)
    keeper.beat()
    assert (keeper.look(keeper.todo[0]), keeper.deliver(), ran) == (False, 0, [])
    with transaction(writes=False):
        assert db.session.get(lease.Lease, worker.LEASE).holder == keeper.holder
    turn(on=False)
    assert keeper.look(keeper.todo[0])
    assert (keeper.deliver(), len(ran)) == (7, 1)
