"""Long lists in the background: masked, marked, seen on their way, fetched once by whoever still may."""

import csv
import io
from datetime import timedelta

import pytest

from linli.domains.estates import queries as estates
from linli.domains.people.models import RoleGrant
from linli.domains.people.queries import identity
from linli.kernel.actors import Role
from linli.platform import audit, clock, export_writing, exports
from linli.platform.db import db
from linli.platform.exports import Export
from linli.platform.ports import use
from linli.platform.storage import Storage
from linli.platform.transactions import transaction
from tests.factories import fees, people, places, tickets


@pytest.fixture
def ground(app):
    """An estate of 203 owners, its officer, a colleague, a stranger, and a worker of the company."""
    with transaction():
        community = places.region()
        estate = places.estate(community=community)
        first = places.unit(estate, "1幢1单元101室")
        people.owner(estate, first, name="=SUM(张三)", phones=["13812345678"])
        for number in range(202):
            people.owner(estate, name=f"李四{number:03d}")
        officer, colleague, stranger, worker = (
            people.staff(Role.COMMUNITY_OFFICER, community, name="孙社工"),
            people.staff(Role.COMMUNITY_OFFICER, community, name="周社工"),
            people.staff(Role.COMMUNITY_OFFICER, places.region(), name="外人"),
            people.staff(Role.PROPERTY_WORKER, estate, name="钱师傅"),
        )
        return {
            "estate": estate.id,
            "place": f"/api/v1/estates/{estate.id}/exports",
            "officer_id": officer.id,
            "officer": people.bearer(officer),
            "colleague": people.bearer(colleague),
            "stranger": people.bearer(stranger),
            "worker": people.bearer(worker),
        }


def ask(client, ground, kind="owners", form="csv", who="officer"):
    answer = client.post(ground["place"], json={"kind": kind, "form": form}, headers=ground[who])
    assert answer.status_code == 202, answer.text
    return answer.get_json()["id"]


def fetch(client, ground, export_id, who="officer"):
    return client.post(f"{ground['place']}/{export_id}/file", headers=ground[who])


def table(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.feature("AO-08")
def test_a_list_is_written_in_the_background_and_fetched_once_by_the_one_who_asked(client, ground):
    export_id = ask(client, ground)
    assert fetch(client, ground, export_id).get_json()["code"] == "export.not_ready"
    assert export_writing.write_next() == 1
    seen = client.get(f"{ground['place']}/{export_id}", headers=ground["officer"]).get_json()
    assert (seen["state"], seen["done_rows"]) == ("ready", 203)
    for who, status in (("colleague", 404), ("stranger", 404)):
        assert fetch(client, ground, export_id, who).status_code == status
    rows = table(fetch(client, ground, export_id))
    assert "孙社工" in rows[0][0]
    assert "2026-03-02 12:00" in rows[0][0]
    assert export_id in rows[0][0]
    assert rows[1] == ["姓名", "电话", "房屋", "账号"]
    assert len(rows) == 2 + 203
    (formula,) = [row for row in rows[2:] if row[2]]
    assert formula[0].startswith("'=")
    assert formula[1:3] == ["138****5678", "1幢1单元101室"]
    assert not any("李四0" in cell for row in rows for cell in row)
    again = fetch(client, ground, export_id)
    assert (again.status_code, again.get_json()["code"]) == (409, "export.gone")


@pytest.mark.feature("AO-08")
def test_the_progress_is_seen_while_it_is_written(client, ground, monkeypatch):
    export_id, said = ask(client, ground), []
    say = export_writing._say

    def looked_at(key, tries, done):
        say(key, tries, done)
        seen = client.get(f"{ground['place']}/{export_id}", headers=ground["officer"]).get_json()
        said.append((seen["state"], seen["done_rows"]))

    monkeypatch.setattr(export_writing, "_say", looked_at)
    export_writing.write_next()
    assert said == [("running", 200), ("running", 203)]


@pytest.mark.feature("AO-08")
def test_rights_lost_meanwhile_hold_the_file_back(client, ground):
    export_id = ask(client, ground)
    export_writing.write_next()
    with transaction():
        db.session.scalars(
            db.select(RoleGrant).filter_by(account_id=ground["officer_id"])
        ).one().ended_at = clock.now()
    assert fetch(client, ground, export_id).status_code in {403, 404}
    with transaction(writes=False):
        assert db.session.scalars(db.select(Export.state)).one() == "ready"


@pytest.mark.feature("AO-08")
def test_after_a_day_the_file_is_gone_from_the_store(client, ground, app):
    taken, left = ask(client, ground), ask(client, ground)
    export_writing.write_next()
    export_writing.write_next()
    assert fetch(client, ground, taken).status_code == 200
    assert len(list(use(Storage).listed())) == 2
    clock.advance(timedelta(minutes=11))
    export_writing.sweep(now=clock.now())
    ((kept, _),) = use(Storage).listed()
    assert b"138" not in use(Storage).get(kept)[:200]
    clock.advance(timedelta(hours=24))
    with transaction():
        ground["officer"] = people.bearer(identity.account(ground["officer_id"]))
    assert fetch(client, ground, left).get_json()["code"] == "export.gone"
    export_writing.sweep(now=clock.now())
    assert list(use(Storage).listed()) == []


@pytest.mark.feature("AO-08")
def test_exports_are_limited_and_leave_a_trace(client, ground):
    for _ in range(exports.MOST_WAITING):
        ask(client, ground)
    body = {"kind": "owners"}
    busy = client.post(ground["place"], json=body, headers=ground["officer"])
    assert (busy.status_code, busy.get_json()["code"]) == (409, "export.too_many_waiting")
    for _ in range(exports.MOST_WAITING):
        export_writing.write_next()
    while len(asked := client.get(ground["place"], headers=ground["officer"]).get_json()["items"]) < 20:
        ask(client, ground)
        export_writing.write_next()
    often = client.post(ground["place"], json=body, headers=ground["officer"])
    assert (often.status_code, often.get_json()["code"]) == (429, "too_many_requests")
    assert int(often.headers["Retry-After"]) <= 24 * 3600 + 1
    ask(client, ground, who="colleague")
    fetch(client, ground, asked[0]["id"])
    with transaction(writes=False):
        acts = db.session.scalars(
            db.select(audit.AuditEntry.act).where(audit.AuditEntry.chain == ground["estate"])
        ).all()
    assert acts.count("platform:export:ask") == 21
    assert acts.count("platform:export:fetch") == 1


def test_who_may_not_read_a_list_may_not_have_it_as_a_file(client, ground):
    body = {"kind": "owners"}
    assert client.post(ground["place"], json=body, headers=ground["worker"]).status_code == 403
    kinds = client.get(ground["place"], headers=ground["worker"]).get_json()["kinds"]
    assert [kind["name"] for kind in kinds] == ["tickets"]
    strange = client.post(ground["place"], json={"kind": "secrets"}, headers=ground["officer"])
    assert (strange.status_code, list(strange.get_json()["errors"])) == (422, ["kind"])
    assert client.get(ground["place"], headers=ground["stranger"]).status_code == 404


def test_a_writer_that_died_is_replaced_and_one_that_comes_back_late_changes_nothing(client, ground):
    export_id = ask(client, ground)
    with transaction():
        late = exports.claim(now=clock.now())
        key, tries = (late.estate_id, late.id), late.tries
    assert export_writing.write_next() == 0
    clock.advance(exports.SILENT_AFTER + timedelta(seconds=1))
    assert export_writing.write_next() == 1
    with pytest.raises(export_writing.Overtaken):
        export_writing._finish(key, tries, "exports/late.bin")
    assert len(table(fetch(client, ground, export_id))) == 205


def test_a_list_that_fails_is_tried_again_then_shown_as_failed(client, ground, monkeypatch):
    export_id = ask(client, ground)
    monkeypatch.setattr(export_writing, "write_csv", lambda rows: 1 / 0)
    for _ in range(exports.TRIES):
        assert export_writing.write_next() == 1
    assert export_writing.write_next() == 0
    seen = client.get(f"{ground['place']}/{export_id}", headers=ground["officer"]).get_json()
    assert (seen["state"], seen["error"]) == ("failed", "ZeroDivisionError")
    assert "没有成功" in client.get(f"/work/e/{ground['estate']}/exports", headers=ground["officer"]).text


def test_tickets_and_bills_are_lists_too(client, app):
    with transaction():
        ground = tickets.ground()
        tickets.report(ground, words="我家门坏了")
        tickets.finished(ground)
        fees.issued(estates.estate(estate_id=ground.estate_id))
        manager = people.bearer(identity.account(ground.manager_id))
    asked = {"place": f"/api/v1/estates/{ground.estate_id}/exports", "manager": manager}
    ids = [ask(client, asked, kind, who="manager") for kind in ("tickets", "bills")]
    export_writing.write_next()
    export_writing.write_next()
    listed, billed = (table(fetch(client, asked, export_id, "manager")) for export_id in ids)
    assert len(listed) == 4
    assert not any("我家门坏了" in cell for row in listed for cell in row)
    assert len(billed) == 4
    assert billed[2][4:6] == ["120.00", "0.00"]


def test_the_page_asks_and_hands_over(client, ground):
    page = f"/work/e/{ground['estate']}/exports"
    text = client.get(page, headers=ground["officer"]).text
    token = text.split('name="csrf_token" value="')[1].partition('"')[0]
    form = {"csrf_token": token, "kind": "owners", "form": "xlsx"}
    assert client.post(page, data=form, headers=ground["officer"]).status_code == 303
    export_writing.write_next()
    text = client.get(page, headers=ground["officer"]).text
    assert "下载一次" in text
    way = text.split(f'action="{page}/')[1].partition('"')[0]
    got = client.post(f"{page}/{way}", data={"csrf_token": token}, headers=ground["officer"])
    assert got.status_code == 200
    assert got.data[:2] == b"PK"
    assert "attachment" in got.headers["Content-Disposition"]
