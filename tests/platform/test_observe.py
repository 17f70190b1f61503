"""Alive, ready, and counted: and to whom that is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from linli.platform import clock, jobs, lease, observe, outbox, schema, worker
from linli.platform.db import db
from linli.platform.transactions import transaction

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def watched(platform_app):
    observe.watch(platform_app, metrics_token="a-token")
    with transaction():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        db.session.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": schema.head()})
    with pytest.MonkeyPatch.context() as alone:
        alone.setattr(observe, "_rooms", {})  # no room's tables are there
        yield platform_app.test_client()


def break_schema():
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'old'"))


def test_alive_touches_nothing(watched, monkeypatch):
    monkeypatch.setattr(db.session, "execute", None)
    assert watched.get("/healthz").status_code == 200


class TestReady:
    def test_ready_when_the_database_answers_and_its_schema_is_current(self, watched):
        answer = watched.get("/readyz")
        assert (answer.status_code, answer.json["missing"]) == (200, [])

    def test_an_old_schema_is_named(self, watched):
        break_schema()
        answer = watched.get("/readyz")
        assert (answer.status_code, answer.json["missing"]) == (503, ["schema"])

    def test_an_empty_database_is_named(self, watched):
        with transaction():
            db.session.execute(text("DROP TABLE alembic_version"))
        assert watched.get("/readyz").json["missing"] == ["schema"]

    def test_a_database_that_does_not_answer_is_named(self, watched, monkeypatch):
        def gone():
            raise observe.SQLAlchemyError

        monkeypatch.setattr(observe, "_schema_is_current", gone)
        answer = watched.get("/readyz")
        assert (answer.status_code, answer.json["missing"]) == (503, ["database"])

    def test_what_was_found_is_kept_for_two_seconds(self, watched, monkeypatch):
        moment = [100.0]
        monkeypatch.setattr(observe.time, "monotonic", lambda: moment[0])
        assert watched.get("/readyz").status_code == 200
        break_schema()
        assert watched.get("/readyz").status_code == 200
        moment[0] += 2
        assert watched.get("/readyz").status_code == 503

    @pytest.mark.feature("AO-04")
    def test_a_silent_worker_a_stuck_queue_and_a_wrong_clock_are_named(self, watched, monkeypatch):
        with clock.freeze(NOON), transaction():
            message = outbox.OutboxMessage(
                reaction="x:y", payload={}, made_at=NOON, due_at=NOON, state=outbox.State.PENDING, tries=0
            )
            db.session.add(message)
        with clock.freeze(NOON + timedelta(minutes=16)):
            monkeypatch.setattr(clock, "database_now", lambda: NOON)
            assert observe.readiness()["warnings"] == ["clock", "worker", "queue"]
            monkeypatch.undo()
            lease.take(worker.LEASE, holder="x")
            with transaction():
                db.session.query(outbox.OutboxMessage).delete()
            assert observe.readiness() == {"ready": True, "missing": [], "warnings": []}


class TestMetrics:
    def test_they_are_for_the_machine_itself_or_the_token(self, watched):
        def ask(address, **headers):
            return watched.get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=headers).status_code

        assert ask("127.0.0.1") == 200
        assert ask("10.0.0.1") == 404
        assert ask("127.0.0.1", **{"X-Forwarded-For": "10.0.0.1"}) == 404
        assert ask("10.0.0.1", Authorization="Bearer a-token") == 200
        for wrong in ("Bearer another", "Bearer ", "Bearer \xe9"):
            assert ask("10.0.0.1", Authorization=wrong) == 404

    @pytest.mark.feature("AO-05")
    def test_they_tell_of_requests_jobs_promises_and_the_worker(self, watched, monkeypatch):
        def fail(*, now):
            raise ValueError

        what = jobs.Job("test.failing", fail, every=timedelta(hours=1))
        monkeypatch.setattr(jobs, "_jobs", {"test.failing": what})
        with clock.freeze(NOON):
            jobs.run_if_due(what, lease.take(worker.LEASE, holder="x"))
            clock.advance(timedelta(seconds=90))
            watched.get("/healthz")
            told = watched.get("/metrics").text
        for line in (
            'linli_job_failures{job="test.failing"} 1.0',
            "linli_worker_silence_seconds 90.0",
            'linli_outbox_messages{state="dead"} 0.0',
            "linli_database_up 1.0",
            'linli_requests_total{endpoint="healthz",method="GET",status="200"}',
        ):
            assert line in told
