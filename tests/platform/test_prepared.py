"""Questions that are built once, and connections that are looked at before they are used again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from linli.platform import db as platform_db
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.prepared import prepared
from linli.platform.transactions import transaction
from tests.platform.small import ELSEWHERE, HERE

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_a_question_is_built_once_and_asked_with_the_values_of_each_time(platform_app):
    built = []

    @prepared
    def of_estate(estate_id, kinds):
        built.append(estate_id)
        return select(Attachment.storage_key).where(
            Attachment.estate_id == estate_id, Attachment.kind.in_(kinds)
        )

    with transaction():
        for estate, key, kind in ((HERE, "a", "image"), (HERE, "b", "pdf"), (ELSEWHERE, "c", "image")):
            db.session.add(
                Attachment(
                    estate_id=estate, object_kind="thing", object_id=HERE, kind=kind, media_type="image/jpeg", bytes=1,
                    sha256="0" * 64, storage_key=key, made_at=NOON,
                )
            )  # fmt: skip

    def asked(estate, *kinds):
        with transaction(writes=False):
            return sorted(db.session.scalars(*of_estate(estate_id=estate, kinds=kinds)))

    assert asked(HERE, "image", "pdf") == ["a", "b"]
    assert asked(HERE, "pdf") == ["b"]
    assert asked(HERE) == []
    assert asked(ELSEWHERE, "image", "pdf") == ["c"]
    assert len(built) == 1


class TestAConnectionFromThePool:
    @pytest.fixture(autouse=True)
    def on_postgresql(self, platform_app):
        if db.engine.dialect.name != "postgresql":
            pytest.skip("a file has no connections to lose")

    def process(self):
        with transaction(writes=False):
            return db.session.scalar(text("SELECT pg_backend_pid()"))

    def test_is_replaced_unseen_where_the_database_has_ended_it(self):
        lying = db.engine.raw_connection()
        process = lying.driver_connection.info.backend_pid
        with db.engine.connect() as beside:
            lying.close()
            assert beside.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": process})
            assert self.process() != process

    def test_is_asked_only_where_there_is_reason(self, monkeypatch):
        asked = []
        monkeypatch.setattr(db.engine.dialect, "do_ping", asked.append)
        first = self.process()
        assert self.process() == first
        assert not asked
        monkeypatch.setattr(platform_db, "ASK_AFTER", 0.0)
        assert self.process() == first
        assert len(asked) == 1
