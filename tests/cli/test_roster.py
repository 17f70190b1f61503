"""`linli roster …`: a preview writes nothing, an import all or nothing, a change waits for an officer."""

from contextlib import nullcontext

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from linli.cli import roster as command
from linli.domains.estates.models import Unit
from linli.domains.people.models import Roster
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.factories import places
from tests.factories import rosters as make

HEADER = ["房号", "产权人", "联系电话", "建筑面积", "面积来源", "交付状态"]
ROW = ["1-1-101", "王芳", "14100000001", "89.57", "产权证", "已交付"]


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """Run a command on a roster of these rows for 和谐家园, inside the test's application."""
    monkeypatch.setattr(command, "application", nullcontext)
    with transaction():
        places.estate("和谐家园")

    def one(name, *rows, more=(), estate="和谐家园"):
        file = tmp_path / "名册.xlsx"
        file.write_bytes(make.workbook({"名册": [HEADER, *rows]}))
        return CliRunner().invoke(command.roster, [name, str(file), "--estate", estate, *more])

    return one


def units():
    return db.session.scalar(select(func.count()).select_from(Unit))


def test_a_preview_tells_and_writes_nothing(run, tmp_path):
    told = run(
        "preview",
        ROW,
        ["", "李强", "14100000002", "90", "产权证", "已交付"],
        more=["--save-errors", str(tmp_path / "更正.xlsx")],
    )
    assert told.exit_code == 0, told.output
    assert "没有房号" in told.output
    assert "新增房屋　1 户" in told.output
    assert (tmp_path / "更正.xlsx").exists()
    assert units() == 0


def test_an_import_with_a_bad_row_writes_nothing(run):
    refused = run("import", ROW, ["", "李强", "14100000002", "90", "产权证", "已交付"], more=["--yes"])
    assert refused.exit_code == 1
    assert "没有写入" in refused.output
    assert units() == 0


def test_a_first_roster_goes_in_and_a_change_waits_for_an_officer(run):
    assert "已导入" in run("import", ROW, more=["--yes"]).output
    assert units() == 1
    assert "完全一致" in run("import", ROW, more=["--yes"]).output
    sold = ["1-1-101", "周杰", "14100000009", "89.57", "产权证", "已交付"]
    assert "已提交" in run("import", sold, more=["--yes", "--sold-on", "2026-02-01"]).output
    states = db.session.scalars(select(Roster.state).order_by(Roster.id)).all()
    assert states == ["applied", "proposed"]


def test_an_estate_nobody_knows_is_one_clear_line(run):
    assert "没有叫“无名小区”的小区" in run("import", ROW, more=["--yes"], estate="无名小区").output
