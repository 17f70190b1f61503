"""`linli votes export` writes what `linli verify` accepts, signed by this installation's key."""

import zipfile

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from linli.cli import linli
from linli.cli import votes as command
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.voting import Assembly
from tests.voting.aftermaths import correct, object_to, published
from tests.voting.test_aftermath import area_of


@pytest.fixture
def inside(monkeypatch):
    """The command works in the application of the test, not in one of its own."""
    from contextlib import nullcontext

    monkeypatch.setattr(command, "application", nullcontext)


def test_the_bundle_of_a_published_vote_is_written_signed_and_noted(app, inside, tmp_path):
    verify = pytest.importorskip("linli.verify")
    assembly = Assembly().open()
    assembly.cast(0)
    assembly.close().publish()
    out = tmp_path / "vote.zip"
    done = CliRunner().invoke(linli, ["votes", "export", str(assembly.vote_id), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert verify.main([str(out)]) == 0
    with transaction(writes=False):
        acts = list(db.session.scalars(select(AuditEntry.act)))
    assert "voting:bundle:export" in acts
    key = next(tmp_path.glob("keys/vote_bundles"))
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_vote_that_is_not_published_is_not_exported(app, inside, tmp_path):
    assembly = Assembly().open()
    refused = CliRunner().invoke(
        linli, ["votes", "export", str(assembly.vote_id), "--out", str(tmp_path / "x.zip")]
    )
    assert refused.exit_code != 0
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.feature("VO-52", "NN-08")
def test_every_version_of_a_result_has_a_bundle_that_verifies_by_its_own_roll(app, inside, tmp_path):
    verify = pytest.importorskip("linli.verify")
    hall = published(("for", "for", "against"))
    area_of(hall, 2, 30000)
    correct(hall, object_to(hall, 2))
    said = {}
    for version in ("1", "2", None):
        out = tmp_path / f"{version}.zip"
        more = ["--version", version] if version else []
        done = CliRunner().invoke(linli, ["votes", "export", str(hall.vote_id), "--out", str(out), *more])
        assert done.exit_code == 0, done.output
        assert verify.main([str(out)]) == 0
        with zipfile.ZipFile(out) as packed:
            said[version] = [packed.read(name) for name in ("ballots.jsonl", "roll.csv", "result.json")]
    assert said["1"][0] == said["2"][0]  # the ballots are what they were
    assert said["1"][1] != said["2"][1]
    assert b'"passed":true' in said["1"][2]
    assert b'"passed":false' in said["2"][2]
    assert said[None] == said["2"]
    out = ["--out", str(tmp_path / "3.zip"), "--version", "3"]
    assert CliRunner().invoke(linli, ["votes", "export", str(hall.vote_id), *out]).exit_code != 0
