"""Who gets which bundle: an owner on request, on record, once; and whoever has it recounts by a script of one page."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from linli.platform import audit
from linli.platform.db import db
from linli.platform.transactions import transaction
from linli.verify import main
from tests.support.forms import submit
from tests.voting.test_api import Hall, key

SCRIPT = Path(__file__).parents[2] / "docs" / "recount.py"


@pytest.fixture
def hall(app):
    """A published vote of two items."""
    from linli.domains.voting.rules.matters import Matter

    made = Hall(owners=4, matters=(Matter.USE_FUND, Matter.RAISE_FUND)).open()
    made.receipts = [made.cast(n, "for" if n else "against") for n in range(4)]
    return made.close().publish()


def ask(client, hall, who=1):
    return client.post(
        f"{hall.path}/inspections", json={"reason": "想自己核对计票"}, headers=hall.headers(who) | key()
    )


def decide(client, hall, asked, *, granted=True, who="second"):
    body = {"granted": granted, "answer": "请妥善保管。"}
    return client.post(f"{hall.path}/inspections/{asked}/decision", json=body, headers=hall.headers(who))


def take(client, hall, who=1):
    return client.post(f"{hall.path}/inspections/bundle", headers=hall.headers(who))


@pytest.mark.feature("VO-52", "NN-17")
def test_an_owner_is_given_the_bundle_once_and_it_is_written_down(client, hall, tmp_path):
    asked = ask(client, hall)
    assert asked.status_code == 201
    assert take(client, hall).status_code == 404  # not yet granted
    assert decide(client, hall, asked.json["id"]).json["granted"] is True
    given = take(client, hall)
    name = given.headers["Content-Disposition"]
    (tmp_path / "b.zip").write_bytes(given.data)
    assert main([str(tmp_path / "b.zip")]) == 0
    assert take(client, hall).json["code"] == "voting.bundle_taken"
    with transaction(writes=False):
        entries = db.session.scalars(
            db.select(audit.AuditEntry).filter_by(act="voting:inspection:take")
        ).all()
        (mark,) = [one.details["watermark"] for one in entries]
    assert mark in name
    assert ask(client, hall).status_code == 201  # lost: ask again


def test_only_owners_ask_and_only_organisers_decide(client, hall):
    asked = ask(client, hall).json["id"]
    assert ask(client, hall, "officer").status_code == 403
    assert decide(client, hall, asked, who=1).status_code == 403
    assert ask(client, hall).json["code"] == "voting.already_requested"
    assert take(client, hall, 2).status_code == 404  # another owner's request is not mine
    assert decide(client, hall, asked, granted=False).json["granted"] is False
    assert decide(client, hall, asked).json["code"] == "voting.objection_answered"
    assert take(client, hall).status_code == 404


def test_asking_deciding_and_taking_work_by_plain_forms(client, hall):
    page, me = f"{hall.page}/inspection", hall.headers(1)
    short = submit(client, page, {"reason": "看"}, headers=me)
    assert short.status_code == 422
    assert "看</textarea>" in short.text
    assert submit(client, page, {"reason": "想自己核对计票"}, headers=me).status_code == 303
    desk, officer = f"{hall.desk}/inspections", hall.headers("officer")
    shown = client.get(desk, headers=officer).text
    assert "想自己核对计票" in shown
    with transaction(writes=False):
        from linli.domains.voting.models import Inspection

        asked = db.session.scalars(db.select(Inspection.id)).one()
    missing = submit(client, desk, {"answer": "好的"}, to=f"{desk}/{asked}", headers=officer)
    assert missing.status_code == 422
    given = submit(client, desk, {"granted": "true", "answer": "好的"}, to=f"{desk}/{asked}", headers=officer)
    assert given.status_code == 303
    assert "只能下载一次" in client.get(page, headers=me).text
    taken = submit(client, page, {}, to=f"{page}/bundle", headers=me)
    assert (taken.status_code, taken.mimetype) == (200, "application/zip")
    assert "已经下载" in client.get(page, headers=me).text


@pytest.mark.feature("NN-17", "VO-51")
def test_a_script_of_one_page_recounts_the_bundle_and_finds_the_own_row_by_receipt(
    client, hall, tmp_path, capsys
):
    assert len(SCRIPT.read_text().splitlines()) <= 100
    decide(client, hall, ask(client, hall).json["id"])
    path = tmp_path / "b.zip"
    path.write_bytes(take(client, hall).data)
    script = runpy.run_path(str(SCRIPT))
    mine = client.get(f"{hall.path}/ballots/{hall.receipts[0].ballot_id}/proof", headers=hall.headers(0)).json
    script["main"](str(path), mine["line"]["hash"])
    said = capsys.readouterr().out
    assert "your row: 1 {'1': 'against', '2': 'against'}" in said
    assert "'for': [3, 30000]" in said


@pytest.mark.feature("NN-17")
def test_the_bundle_names_nobody_and_its_lines_have_the_fields_of_the_format_and_no_more(
    client, hall, tmp_path
):
    import zipfile

    decide(client, hall, ask(client, hall).json["id"])
    (tmp_path / "b.zip").write_bytes(take(client, hall).data)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
        lines = [json.loads(line) for line in archive.read("ballots.jsonl").splitlines()]
    fields = {"cast_at", "channel", "choices", "hash", "prev", "seq", "voter_no"}
    assert [set(line) for line in lines] == [fields] * 4
    for n in range(4):
        assert f"业主{n}" not in whole
        assert f"1幢{n + 1}室" not in whole
        assert str(hall.account_ids[n]) not in whole
        assert str(hall.owner_ids[n]) not in whole


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (Path(__file__).parent / "vectors").glob("[012]*.zip"))
)
def test_the_script_agrees_with_every_prepared_bundle(name):
    script = runpy.run_path(str(SCRIPT))
    script["main"](str(Path(__file__).parent / "vectors" / f"{name}.zip"))


@pytest.mark.feature("NN-17")
def test_the_script_works_alone_with_python_and_nothing_else(tmp_path):
    alone = tmp_path / "recount.py"
    alone.write_bytes(SCRIPT.read_bytes())
    vectors = Path(__file__).parent / "vectors"
    for name, status in (("01-quorum-exactly-two-thirds", 0), ("bad-edited-choice", 1)):
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(alone), str(vectors / f"{name}.zip")],
            check=False, capture_output=True, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == status, done.stderr
