"""`linli votes export` writes what `linli verify` accepts, signed by this installation's key."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from linli.cli import linli
from linli.cli import votes as command
from linli.platform.audit import AuditEntry
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories.voting import Assembly


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
