"""Jobs, dead letters, the log of acts, and the first pages, over HTTP."""

from datetime import timedelta

import pytest

from linli.blueprints.work import home, today
from linli.domains.estates import operations
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Feature, RegionLevel
from linli.domains.people.operations import belonging
from linli.kernel.actors import EVERYWHERE, Role
from linli.platform import clock, jobs, lease, outbox
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.jobs import JobRun
from linli.platform.outbox import OutboxMessage
from linli.platform.transactions import transaction
from tests.factories import people, places


@pytest.fixture
def ground(app):
    with transaction():
        county = places.region(level=RegionLevel.COUNTY)
        community = places.region(parent_id=places.region(level=RegionLevel.STREET, parent_id=county.id).id)
        estate, foreign = places.estate("本县小区", community=community), places.estate("外县小区")
        operations.decide_setting(
            estate_id=foreign.id, name="secret.rule", since_on=clock.now().date(), value={}
        )
        resident = people.account("王芳")
        people.owner(estate, places.unit(estate, "1幢101室"), account=resident)
        return {
            "estate": estate.id,
            "foreign": foreign.id,
            "admin": people.bearer(people.staff(Role.SYSTEM_ADMIN, EVERYWHERE)),
            "auditor": people.bearer(people.staff(Role.AUDITOR, county)),
            "officer": people.bearer(people.staff(Role.COMMUNITY_OFFICER, community)),
            "street": people.bearer(people.staff(Role.STREET_OFFICER, estates.region(estate.street_id))),
            "worker": people.bearer(people.staff(Role.PROPERTY_WORKER, estate)),
            "manager": people.bearer(people.staff(Role.PROPERTY_MANAGER, estate)),
            "secretary": people.bearer(people.staff(Role.BRANCH_SECRETARY, estate)),
            "resident": people.bearer(resident),
        }


@pytest.mark.feature("AO-05")
def test_jobs_show_their_last_run_the_next_and_failures_and_a_silent_worker(client, ground, now):
    name = jobs.registered()[0].name
    with transaction():
        db.session.add(
            JobRun(
                job=name, period="p", due_at=now - timedelta(days=9), state=jobs.State.GAVE_UP, token=1, tries=5,
                started_at=now, ended_at=now, done_items=0, failed_items=2, error="ValueError",
            )
        )  # fmt: skip
    board = client.get("/api/v1/jobs", headers=ground["admin"]).get_json()
    (one,) = [job for job in board["jobs"] if job["name"] == name]
    assert (one["state"], one["error"], one["failures"], one["set_aside"]) == ("gave_up", "ValueError", 5, 2)
    assert one["next_at"] > now.isoformat()
    assert one["late"]
    assert board["silent"]
    assert board["worker_seen_at"] is None
    assert "后台进程没有在运行" in client.get("/work/jobs", headers=ground["admin"]).text
    assert lease.take("worker", holder="test") is not None
    assert not client.get("/api/v1/jobs", headers=ground["admin"]).get_json()["silent"]
    with clock.freeze(now + timedelta(hours=1)):
        assert client.get("/api/v1/jobs", headers=ground["admin"]).get_json()["silent"]
    for who in ("officer", "resident"):
        assert client.get("/api/v1/jobs", headers=ground[who]).status_code == 403


def test_a_dead_letter_is_seen_and_sent_again_by_the_operator_only(client, ground, now):
    with transaction():
        letter = OutboxMessage(
            reaction="linli.x:y", payload={}, made_at=now, due_at=now, state=outbox.State.DEAD, tries=12,
            last_error="KeyError",
        )  # fmt: skip
        db.session.add(letter)
        db.session.flush()
        letter_id = letter.id
    listed = client.get("/api/v1/dead-letters", headers=ground["auditor"]).get_json()["items"]
    assert [(one["id"], one["tries"]) for one in listed] == [(str(letter_id), 12)]
    assert "再送一次" in client.get("/work/jobs", headers=ground["admin"]).text
    assert "再送一次" not in client.get("/work/jobs", headers=ground["auditor"]).text
    resend = f"/api/v1/dead-letters/{letter_id}/resend"
    assert client.post(resend, headers=ground["auditor"]).status_code == 403
    assert client.post(resend, headers=ground["admin"]).status_code == 204
    assert client.post(resend, headers=ground["admin"]).status_code == 404
    assert client.get("/api/v1/dead-letters", headers=ground["admin"]).get_json()["items"] == []


def test_an_auditor_reads_the_log_of_the_own_county_only(client, ground):
    everything = client.get("/api/v1/audit?limit=200", headers=ground["admin"])
    assert str(ground["foreign"]) in everything.text
    mine = client.get("/api/v1/audit?limit=200", headers=ground["auditor"])
    assert {one["chain"] for one in mine.get_json()["items"]} == {str(ground["estate"])}
    foreign = client.get(f"/api/v1/audit?estate_id={ground['foreign']}", headers=ground["auditor"])
    assert foreign.get_json()["items"] == []
    assert client.get("/api/v1/audit", headers=ground["officer"]).status_code == 403
    page = client.get("/work/audit", headers=ground["auditor"])
    assert "本县小区" in page.text
    assert "外县小区" not in page.text


def test_the_log_is_paged_without_gap_or_repeat(client, ground):
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/audit?limit=2&cursor={cursor}", headers=ground["auditor"]).get_json()
        seen += [(one["chain"], one["seq"]) for one in page["items"]]
        cursor = page["next"]
    whole = client.get("/api/v1/audit?limit=200", headers=ground["auditor"]).get_json()["items"]
    assert len(seen) == len(set(seen)) >= 1
    assert {(one["chain"], one["seq"]) for one in whole} >= set(seen)


def test_a_touched_log_is_found_out(client, ground):
    place = f"/api/v1/audit/verification?estate_id={ground['estate']}"
    assert client.get(place, headers=ground["auditor"]).get_json() == {"holds": True, "broken": []}
    foreign = f"/api/v1/audit/verification?estate_id={ground['foreign']}"
    assert client.get(foreign, headers=ground["auditor"]).status_code == 404
    assert client.get("/api/v1/audit/verification", headers=ground["auditor"]).status_code == 404
    with transaction():
        last = db.session.query(AuditEntry).filter_by(chain=ground["estate"]).first()
        db.session.add(
            AuditEntry(
                chain=last.chain, seq=last.seq + 500, at=last.at, account_id=None, role="system", source="",
                act="forged", object_kind="x", object_id="y", result="done", details={}, prev=last.hash,
                hash="0" * 64,
            )
        )  # fmt: skip
    assert client.get(place, headers=ground["auditor"]).get_json()["holds"] is False
    assert "被改动过" in client.get(place.replace("/api/v1", "/work"), headers=ground["auditor"]).text


@pytest.mark.feature("NN-43")
def test_today_lists_what_waits_in_order_and_is_done_when_empty(client, ground, now):
    for who in ("officer", "street", "worker", "manager", "secretary"):
        assert "今天的事都办完了" in client.get("/work/", headers=ground[who]).text
    with transaction():
        home_unit = estates.unit_by_label(ground["estate"], "1幢101室")
        for days in (5, 3, 0):
            belonging.claim_by_roster(
                account=people.account("赵路人"),
                estate_id=ground["estate"],
                unit_id=home_unit.id,
                name="王芳",
                now=now - timedelta(days=days),
            )
    page = client.get("/work/", headers=ground["officer"]).text
    assert page.count("去核实") >= 3
    assert page.index("已超时 1 件") < page.index("今天到期 1 件") < page.index("往后几天 1 件")
    assert "王芳" not in page
    for who in ("admin", "auditor"):
        assert "核实房屋认证" not in client.get("/work/", headers=ground[who]).text


def test_a_room_that_is_off_adds_nothing_to_the_first_pages(client, ground, now, monkeypatch):
    item = today.Item(title="要办的事", action="去办", href="/x", due_at=now)
    officers = frozenset({Role.COMMUNITY_OFFICER})
    monkeypatch.setitem(today._parts, "x", today._Part(officers, Feature.VOTING, lambda *_: [item], None))
    awaiting = home.Awaiting(kind="vote", title="请投票", action="去投票", href="/y")
    module = home.Module(label="议事厅", icon="messages", way="votes")
    monkeypatch.setitem(home._parts, "x", home._Part(Feature.VOTING, lambda *_: [awaiting], module, None))
    mine, staff = f"/e/{ground['estate']}/", "/work/"
    assert "议事厅" in client.get(mine, headers=ground["resident"]).text
    assert "请投票" in client.get(mine, headers=ground["resident"]).text
    assert "要办的事" in client.get(staff, headers=ground["officer"]).text
    with transaction():
        operations.switch_feature(
            estate_id=ground["estate"], feature=Feature.VOTING, on=False, today=now.date()
        )
    text = client.get(mine, headers=ground["resident"]).text
    assert "议事厅" not in text
    assert "请投票" not in text
    assert f"/e/{ground['estate']}/votes" not in text
    assert "要办的事" not in client.get(staff, headers=ground["officer"]).text


def test_first_pages_are_for_those_they_are_for(client, ground):
    assert client.get("/work/", headers=ground["resident"]).status_code == 403
    assert client.get(f"/e/{ground['estate']}/", headers=ground["officer"]).location.startswith("/work/e/")
    assert client.get(f"/e/{ground['foreign']}/", headers=ground["resident"]).status_code == 404
