"""A glance: one statement that sees what is public of every estate, writes nothing, and fails without harm."""

from uuid import UUID

import pytest
from sqlalchemy import bindparam, event, func, select, text

from linli.kernel.ids import new_id
from linli.platform import attachments, glance
from linli.platform.db import db
from linli.platform.transactions import transaction
from tests.conftest import NOON
from tests.platform.small import ELSEWHERE, HERE

COUNTED = select(func.count(), func.count().filter(attachments.Attachment.kind == bindparam("kind")))


@pytest.fixture
def two_files(platform_app):
    with transaction():
        db.session.add_all(
            attachments.Attachment(
                estate_id=estate_id, id=new_id(), object_kind="thing", object_id=UUID(int=9), kind="image",
                media_type="image/jpeg", bytes=1, sha256="0" * 64, storage_key=str(estate_id), made_at=NOON,
            )
            for estate_id in (HERE, ELSEWHERE)
        )  # fmt: skip


def seen():
    return glance.glance(COUNTED, {"kind": "image"})


def test_it_sees_every_estate_and_what_was_committed_a_moment_ago(two_files):
    assert tuple(seen()) == (2, 2)
    with transaction():
        db.session.execute(attachments.Attachment.__table__.update().values(kind="film"))
    assert tuple(seen()) == (2, 0)
    assert (
        glance.glance(COUNTED.where(attachments.Attachment.bytes > 9).group_by("kind"), {"kind": ""}) is None
    )


def test_on_postgresql_it_is_one_statement_that_could_write_nothing(two_files):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("an embedded database has no way to save")
    seen()
    said = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    assert seen() is not None
    assert said == []
    with glance._engine().connect() as connection:
        assert connection.scalar(text("SHOW linli.estate")) == "*"
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"


def test_where_nothing_can_be_asked_it_sees_nothing_and_the_next_one_sees_again(two_files):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("an embedded database is never away")
    engine = glance._engine()
    taken = [engine.connect() for _ in range(glance.CONNECTIONS)]
    assert seen() is None, "none is free"
    ends = select(func.pg_terminate_backend(bindparam("pid"), 5_000))  # and wait until it has ended
    pids = [one.scalar(text("SELECT pg_backend_pid()")) for one in taken]
    for one in taken:
        one.close()
    with transaction(writes=False):
        for pid in pids:
            db.session.execute(ends, {"pid": pid})
    assert seen() is None, "the database went away meanwhile"
    assert seen() is not None
    db.engine.dispose()
    assert engine.pool.checkedin() == 0
