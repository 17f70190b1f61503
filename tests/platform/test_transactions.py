"""One unit of work: all of it or none, reading that cannot write, and locks in the database itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from linli.kernel.ids import new_id
from linli.platform import attachments, audit, clock, limits, protection, sealed
from linli.platform.db import db
from linli.platform.transactions import (
    EVERY_ESTATE,
    WroteWhileReading,
    before_commit,
    narrow,
    seeing_every_estate,
    transaction,
)
from tests.platform.small import ELSEWHERE, HERE

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def attempt(key="a"):
    return limits.Attempt(key=key, since=NOON, until=NOON, count=1)


def keys():
    with transaction(writes=False):
        return set(db.session.scalars(select(limits.Attempt.key)))


class TestTransaction:
    def test_returning_commits_and_raising_rolls_back(self, platform_app):
        with transaction():
            db.session.add(attempt("kept"))
        with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012 - the write comes first
            db.session.add(attempt("lost"))
            db.session.flush()
            _ = 1 // 0
        assert keys() == {"kept"}

    def test_one_inside_another_is_a_fault(self, platform_app):
        with pytest.raises(RuntimeError), transaction(), transaction():
            pass
        with transaction():
            db.session.add(attempt())
        assert keys() == {"a"}

    def test_a_reading_one_cannot_write_through_the_session(self, platform_app):
        with pytest.raises(WroteWhileReading), transaction(writes=False):  # noqa: PT012
            db.session.add(attempt())
            db.session.flush()
        with transaction(writes=False):
            db.session.add(attempt())  # never flushed, never kept
        assert keys() == set()

    def test_a_reading_one_cannot_write_past_the_session(self, platform_app):
        with pytest.raises(DBAPIError), transaction(writes=False):
            db.session.execute(text("DELETE FROM attempt"))
        with transaction():
            db.session.add(attempt())
        assert keys() == {"a"}

    def test_what_is_left_for_the_end_is_done_before_the_commit_and_may_stop_it(self, platform_app):
        def refuse():
            raise ZeroDivisionError

        with transaction():
            before_commit(lambda: db.session.add(attempt("last")))
        with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012
            db.session.add(attempt("lost"))
            before_commit(refuse)
        assert keys() == {"last"}


class TestMoments:
    def test_a_moment_comes_back_in_utc(self, platform_app):
        shanghai = NOON.astimezone(clock.datetime.now().astimezone().tzinfo)
        with transaction():
            db.session.add(limits.Attempt(key="a", since=shanghai, until=NOON, count=1))
        with transaction(writes=False):
            row = db.session.get_one(limits.Attempt, "a", populate_existing=True)
            assert row.since == NOON
            assert row.since.tzinfo is UTC

    def test_a_moment_without_a_zone_is_refused(self, platform_app):
        with pytest.raises(Exception, match="zone"), transaction():  # noqa: PT012
            db.session.add(limits.Attempt(key="a", since=NOON.replace(tzinfo=None), until=NOON, count=1))
            db.session.flush()

    @pytest.mark.feature("AO-18")
    def test_the_clock_stops_for_the_house_and_its_database(self, platform_app):
        with clock.freeze(NOON), transaction(writes=False):
            assert clock.now() == clock.database_now() == NOON
            clock.advance(timedelta(hours=1))
            assert clock.database_now() == NOON + timedelta(hours=1)
        with transaction(writes=False):
            assert abs(clock.database_now() - clock.now()) < timedelta(seconds=5)
        with pytest.raises(RuntimeError):
            clock.advance(timedelta(1))


def _file(estate_id, key):
    return attachments.Attachment(
        estate_id=estate_id, id=new_id(), object_kind="thing", object_id=UUID(int=9), kind="image",
        media_type="image/jpeg", bytes=1, sha256="0" * 64, storage_key=key, made_at=NOON,
    )  # fmt: skip


class TestWallsBetweenEstates:
    """PostgreSQL shows a transaction its own estate's rows, even where a query forgot to ask (B-14)."""

    @pytest.fixture
    def two_estates(self, platform_app):
        if db.engine.dialect.name != "postgresql":
            pytest.skip("row-level security is PostgreSQL's")
        with transaction():
            db.session.add_all([_file(HERE, "here"), _file(ELSEWHERE, "elsewhere")])

    def seen(self):
        return set(db.session.scalars(select(attachments.Attachment.storage_key)))

    def test_an_estate_s_transaction_sees_its_own_rows_only(self, two_estates):
        with transaction(writes=False, estate_id=HERE):
            assert self.seen() == {"here"}
        with transaction(writes=False, sees=""):
            assert self.seen() == set()
        with transaction(writes=False):
            assert self.seen() == {"here", "elsewhere"}

    def test_narrowing_and_widening_hold_for_their_block(self, two_estates):
        with transaction(writes=False, sees=""):
            narrow(ELSEWHERE)
            assert self.seen() == {"elsewhere"}
            with seeing_every_estate():
                assert self.seen() == {"here", "elsewhere"}
            assert self.seen() == {"elsewhere"}
        with transaction(writes=False, sees=""):
            assert self.seen() == set()

    def test_a_savepoint_rolled_back_leaves_in_force_what_was_narrowed_before_and_inside(self, two_estates):
        with transaction(sees=EVERY_ESTATE):
            with pytest.raises(ZeroDivisionError), db.session.begin_nested():  # noqa: PT012 - narrowed first
                assert self.seen() == {"here", "elsewhere"}
                narrow(ELSEWHERE)
                assert self.seen() == {"elsewhere"}
                raise ZeroDivisionError
            assert self.seen() == {"elsewhere"}
            with pytest.raises(DBAPIError), db.session.begin_nested():  # noqa: PT012 - the database itself says no
                assert self.seen() == {"elsewhere"}
                narrow(HERE)
                db.session.execute(text("SELECT 1 / (count(*) - count(*)) FROM attachment"))
            assert self.seen() == {"here"}

    def test_it_can_neither_change_nor_plant_a_foreign_row(self, two_estates):
        with transaction(estate_id=HERE):
            gone = db.session.execute(text("DELETE FROM attachment WHERE storage_key = 'elsewhere'"))
            assert gone.rowcount == 0
        with pytest.raises(DBAPIError, match="row-level security"), transaction(estate_id=HERE):  # noqa: PT012
            db.session.add(_file(ELSEWHERE, "planted"))
            db.session.flush()

    def test_every_table_of_an_estate_has_its_wall(self, two_estates):
        with transaction(writes=False):
            walled = set(db.session.scalars(text("SELECT relname FROM pg_class WHERE relforcerowsecurity")))
        assert "attachment" in walled

    def test_the_wall_does_not_make_the_planner_think_that_hardly_a_row_is_seen(self, two_estates):
        with transaction(estate_id=HERE):
            db.session.add_all([_file(HERE, f"{n}") for n in range(200)])
        with transaction():
            db.session.execute(text("ANALYZE attachment"))
            plan = db.session.scalar(text("EXPLAIN (FORMAT JSON) SELECT * FROM attachment"))
        assert plan[0]["Plan"]["Plan Rows"] > 150


class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entry SET act = 'forged'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry",
            "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry",
        ],
    )
    def test_a_row_of_a_growing_table_is_never_changed_nor_removed(self, platform_app, statement):
        with transaction():
            audit.record("thing:made", object_kind="thing", object_id=1)
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text(statement))
        with transaction(writes=False):
            assert db.session.scalars(select(audit.AuditEntry.act)).all() == ["thing:made"]

    def test_the_protection_can_be_taken_away_by_a_migration_and_put_back(self, platform_app):
        dialect = db.engine.dialect.name
        with transaction():
            audit.record("thing:made", object_kind="thing", object_id=1)
        names = {"audit_entry", "attachment"}
        with db.engine.begin() as connection:
            for statement in protection.undo_sql_for(db.metadata, dialect, tables=names):
                connection.exec_driver_sql(statement)
        with transaction():
            db.session.execute(text("UPDATE audit_entry SET act = 'changed'"))
        with db.engine.begin() as connection:
            for statement in protection.sql_for(db.metadata, dialect, tables=names):
                connection.exec_driver_sql(statement)
        with pytest.raises(DBAPIError), transaction():
            db.session.execute(text("UPDATE audit_entry SET act = 'again'"))


class TestSealed:
    def test_a_sealed_value_is_unreadable_without_the_key_and_never_the_same_twice(self, platform_app):
        one, other = sealed.seal("13812345678"), sealed.seal("13812345678")
        assert one != other
        assert b"1381234" not in one
        assert sealed.unseal(one) == sealed.unseal(other) == "13812345678"

    def test_after_a_rotation_old_values_are_readable_and_new_ones_use_the_new_key(self, platform_app):
        old = sealed.seal("张三")
        before = sealed._ring.keys
        try:
            sealed.use_keys(sealed.Keys(sealing=((2, b"2" * 32), (1, b"1" * 32)), digest=b"d" * 32))
            assert sealed.unseal(old) == "张三"
            assert sealed.seal("张三")[0] == 2
            sealed.use_keys(sealed.Keys(sealing=((2, b"2" * 32),), digest=b"d" * 32))
            with pytest.raises(KeyError):
                sealed.unseal(old)
        finally:
            sealed.use_keys(before)

    def test_a_changed_value_is_noticed(self, platform_app):
        blob = bytearray(sealed.seal("张三"))
        blob[-1] ^= 1
        with pytest.raises(InvalidTag):
            sealed.unseal(bytes(blob))

    def test_a_digest_finds_a_value_and_tells_nothing_without_its_key(self, platform_app):
        before = sealed._ring.keys
        one = sealed.digest("13812345678")
        assert one == sealed.digest("13812345678") != sealed.digest("13812345679")
        try:
            sealed.use_keys(sealed.Keys(sealing=((1, b"1" * 32),), digest=b"e" * 32))
            assert sealed.digest("13812345678") != one
        finally:
            sealed.use_keys(before)
