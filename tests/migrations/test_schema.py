"""The migrations lead from nothing to what the models say, and back, on both databases (check J-8)."""

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from linli.platform import protection, schema
from linli.platform.db import db
from tests.conftest import running


@pytest.fixture
def empty(settings, tmp_path, request):
    """An application on a database that has nothing in it."""
    if settings.database_url.startswith("sqlite"):
        with running(replace(settings, database_url=f"sqlite:///{tmp_path}/empty.sqlite3")) as app:
            yield app
        return
    from tests.support import postgres

    name = f"empty_{abs(hash(request.node.nodeid)):x}"
    url = postgres.cluster().create_database(name)
    with running(replace(settings, database_url=url)) as app:
        yield app
    postgres.cluster().drop_database(name)


def differences():
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), db.metadata)


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


class TestMigrations:
    def test_make_exactly_what_the_models_say(self, app):
        assert differences() == []

    def test_lead_down_to_nothing_and_up_again(self, app):
        whole = tables()
        schema.downgrade("base")
        assert tables() == set()
        schema.upgrade()
        assert tables() == whole == set(db.metadata.tables)

    def test_each_step_can_be_taken_back(self, empty):
        steps = [step.revision for step in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()][::-1]
        for before, step in zip(["base", *steps], steps, strict=False):
            schema.upgrade(step)
            schema.downgrade(before)
            schema.upgrade(step)
        assert schema.revision() == schema.head()

    def test_have_one_head_and_it_is_the_one_written_down(self):
        assert (schema.MIGRATIONS / "HEAD").read_text().strip() == schema.head()

    def test_run_once_however_many_start_at_the_same_time(self, empty):
        faults = []

        def start():
            try:
                with empty.app_context():
                    schema.upgrade()
            except Exception as fault:  # noqa: BLE001 - whatever it is, the test tells
                faults.append(fault)

        starters = [threading.Thread(target=start) for _ in range(4)]
        for one in starters:
            one.start()
        for one in starters:
            one.join()
        assert faults == []
        assert differences() == []

    @pytest.mark.parametrize("after", [0.4, 0.8])
    def test_killed_in_the_middle_leave_a_database_that_starts(self, tmp_path, after):
        """SQLite only: the process is killed outright while it migrates (check J-9)."""
        code = "from linli.cli import main; main()"
        environment = {"LINLI_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-c", f"import sys; sys.argv[1:] = ['db', 'upgrade']; {code}"]
        root = Path(__file__).parents[2]
        killed = subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            killed.wait(timeout=after * 6)
        except subprocess.TimeoutExpired:
            killed.kill()
            killed.wait()
        again = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert again.returncode == 0, again.stderr


class TestProtection:
    def test_every_table_of_an_estate_stands_behind_row_level_security(self, app):
        if db.engine.dialect.name != "postgresql":
            assert protection.sql_for(db.metadata, "sqlite")
            return
        rows = db.session.execute(
            text(
                "SELECT relname, relrowsecurity AND relforcerowsecurity AS walled FROM pg_class WHERE relkind = 'r'"
            )
        )
        walled = {row.relname for row in rows if row.walled}
        assert walled == {table.name for table in protection.estate_tables(db.metadata)}
