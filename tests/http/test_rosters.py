"""Rosters over HTTP: who may bring one in, what is said of a bad file, and the way of one through two officers."""

import io

import openpyxl
import pytest

from linli.domains.people.roster.reading import read_roster
from linli.kernel.actors import Role
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import people, places
from tests.factories import rosters as make
from tests.support.forms import submit

HEADER = ["房号", "产权人", "联系电话", "建筑面积", "面积来源", "交付状态"]
ROWS = [
    ["1-1-101", "王芳", "14100000001", "89.57", "产权证", "已交付"],
    ["1-1-102", "李强", "14100000002", "89.57", "产权证", "已交付"],
]
DOUBTFUL = ["1-1-103", "张伟", "1410000", "89.57", "产权证", "已交付"]


class Ground:
    """A community with an estate, two officers, a manager and an owner; bearer headers by name."""

    def __init__(self):
        with transaction():
            community = places.region()
            estate, foreign = places.estate(community=community), places.estate()
            self.estate, self.foreign = estate.id, foreign.id
            self.officer, self.second = (
                people.bearer(people.staff(Role.COMMUNITY_OFFICER, community)) for _ in "12"
            )
            self.worker = people.bearer(people.staff(Role.PROPERTY_WORKER, estate))
            self.manager = people.bearer(people.staff(Role.PROPERTY_MANAGER, estate))


@pytest.fixture
def ground(app):
    return Ground()


def upload(client, ground, *rows, headers=None, estate=None, content=None, name="名册.xlsx"):
    content = make.workbook({"名册": [HEADER, *rows]}) if content is None else content
    return client.post(
        f"/api/v1/estates/{estate or ground.estate}/rosters",
        data={"file": (io.BytesIO(content), name)},
        headers=headers or ground.officer,
        content_type="multipart/form-data",
    )


def hand_in(client, ground, roster, headers=None):
    path = f"/api/v1/estates/{ground.estate}/rosters/{roster}"
    seen = client.get(f"{path}/outlook", headers=headers or ground.officer).json["seen"]
    return client.post(f"{path}/handing-in", json={"seen": seen}, headers=headers or ground.officer)


def test_a_roster_goes_in_by_the_api(client, ground):
    made = upload(client, ground, *ROWS, DOUBTFUL)
    assert made.status_code == 201, made.text
    path = f"/api/v1/estates/{ground.estate}/rosters/{made.json['id']}"
    assert sum(made.json["counts"][word] for word in ("understood", "doubtful", "refused", "left_out")) == 4
    (row,) = client.get(f"{path}/rows?verdict=doubtful", headers=ground.officer).json["items"]
    assert (row["row"], row["reasons"][0]["code"]) == (4, "phone.malformed")
    assert hand_in(client, ground, made.json["id"]).status_code == 409
    mended = client.post(
        f"{path}/corrections",
        json={"rows": [{"sheet": "名册", "row": 4, "texts": {"phones": "14100000003"}}]},
        headers=ground.officer,
    )
    assert mended.json["counts"]["understood"] == 3
    done = hand_in(client, ground, made.json["id"])
    assert (done.status_code, done.json["state"]) == (200, "applied"), done.text
    owners = client.get(f"/api/v1/estates/{ground.estate}/owners", headers=ground.officer).json["items"]
    assert len(owners) == 3


def test_a_change_needs_another_officer(client, ground):
    hand_in(client, ground, upload(client, ground, *ROWS).json["id"])
    changed = [["1-1-101", "周杰", "14100000009", "89.57", "产权证", "已交付"], ROWS[1]]
    made = upload(client, ground, *changed).json
    path = f"/api/v1/estates/{ground.estate}/rosters/{made['id']}"
    refused = hand_in(client, ground, made["id"])
    assert (refused.status_code, refused.json["code"]) == (422, "people.roster_day_missing")
    client.post(f"{path}/days", json={"day": "2026-02-01"}, headers=ground.officer)
    assert hand_in(client, ground, made["id"]).json["state"] == "proposed"
    outlook = client.get(f"{path}/outlook", headers=ground.second).json
    agreed = {"approved": True, "seen": outlook["seen"]}
    own = client.post(f"{path}/decision", json=agreed, headers=ground.officer)
    assert (own.status_code, own.json["code"]) == (403, "people.second_person_needed")
    assert client.post(f"{path}/decision", json=agreed, headers=ground.second).json["state"] == "applied"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04broken", b"\xff" * 100])
def test_a_file_that_cannot_be_read_gets_a_sentence_and_leaves_nothing(client, ground, content):
    refused = upload(client, ground, content=content)
    assert refused.status_code == 422, refused.text
    assert refused.json["code"].startswith("roster.")
    assert client.get(f"/api/v1/estates/{ground.estate}/rosters", headers=ground.officer).json["items"] == []


def test_nobody_else_brings_a_roster_in(client, ground):
    assert upload(client, ground, *ROWS, headers=ground.worker).status_code == 403
    assert upload(client, ground, *ROWS, estate=ground.foreign).status_code == 404
    made = upload(client, ground, *ROWS).json["id"]
    for path in ("", "/rows", "/outlook", "/error-sheet"):
        answer = client.get(f"/api/v1/estates/{ground.foreign}/rosters/{made}{path}", headers=ground.officer)
        assert answer.status_code == 404


def test_a_row_is_mended_on_its_page_and_keeps_what_was_typed(client, ground):
    made = upload(client, ground, *ROWS, DOUBTFUL).json["id"]
    page = f"/work/e/{ground.estate}/rosters/{made}/rows/0/4"
    again = submit(client, page, {"phones": "14100", "area": "88.88"}, headers=ground.officer)
    assert again.status_code == 303
    shown = client.get(page, headers=ground.officer).text
    assert "14100" in shown
    assert "不是完整的电话号码" in shown
    too_long = submit(client, page, {"phones": "1" * 400, "area": "77.77"}, headers=ground.officer)
    assert too_long.status_code == 422
    assert "77.77" in too_long.text
    fixed = submit(client, page, {"phones": "14100000003"}, headers=ground.officer)
    assert fixed.headers["Location"].endswith(f"{made}?saved=true")


def test_a_page_that_never_was_is_not_found(client, ground):
    made = upload(client, ground, *ROWS).json["id"]
    for row in ("0/0", "0/99", "9/1"):
        page = f"/work/e/{ground.estate}/rosters/{made}/rows/{row}"
        assert client.get(page, headers=ground.officer).status_code == 404


def test_the_register_leaves_masked_with_a_mark_and_a_line_in_the_log(client, ground):
    hand_in(client, ground, upload(client, ground, *ROWS).json["id"])
    place = f"/work/e/{ground.estate}/owners"
    masked = submit(client, f"{place}/export", {}, to=f"{place}/export.xlsx", headers=ground.manager)
    text = cells(masked.data)
    assert "王*" in text
    assert "王芳" not in text
    assert "14100000001" not in text
    assert "2026-03-02 12:00 导出" in text
    no_reason = submit(
        client, f"{place}/export", {"reason": ""}, to=f"{place}/export-full.xlsx", headers=ground.manager
    )
    assert no_reason.status_code == 422
    full = submit(
        client,
        f"{place}/export",
        {"reason": "送达纸质选票"},
        to=f"{place}/export-full.xlsx",
        headers=ground.manager,
    )
    assert "14100000001" in cells(full.data)
    acts = db.session.query(AuditEntry).filter_by(act="people:owner:export").order_by(AuditEntry.seq).all()
    assert [entry.details.get("reason") for entry in acts] == [None, "送达纸质选票"]


def test_a_full_export_imports_again_without_a_difference(client, ground):
    hand_in(client, ground, upload(client, ground, *ROWS).json["id"])
    place = f"/work/e/{ground.estate}/owners"
    full = submit(
        client,
        f"{place}/export",
        {"reason": "核对名册"},
        to=f"{place}/export-full.xlsx",
        headers=ground.manager,
    )
    made = upload(client, ground, content=full.data).json["id"]
    outlook = client.get(
        f"/api/v1/estates/{ground.estate}/rosters/{made}/outlook", headers=ground.officer
    ).json
    assert (outlook["importable"], outlook["changes"]) == (True, [])


def cells(content):
    assert read_roster(content, "x.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
