"""Whether the house is well: alive, ready, and how busy. For machines that watch, not for people.

`/healthz` touches nothing. `/readyz` is red where the database does not answer or its schema is not the
one this code expects; a silent worker, a stuck queue and a wrong clock are named beside it, because
taking the web away would not mend them. `/metrics` is for the machine itself or the holder of the token.

With several gunicorn processes, set PROMETHEUS_MULTIPROC_DIR to an empty folder before they start, and
the counts of all are added up; without it each process answers for itself.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from flask import Flask, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from linli.platform import clock, lease, outbox, schema, worker
from linli.platform.db import db
from linli.platform.transactions import transaction
from linli.platform.web.problems import SENTENCES, problem

CACHED = 2.0
STUCK_AFTER, WRONG_BY = timedelta(minutes=15), timedelta(seconds=5)
_LOOPBACK = {"127.0.0.1", "::1"}

_registry = CollectorRegistry()
_requests = Counter(
    "linli_requests", "Requests by door and answer", ["endpoint", "method", "status"], registry=_registry
)
_seconds = Histogram(
    "linli_request_seconds",
    "How long requests took",
    ["endpoint"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_registry,
)


Warn = Callable[..., list[str]]
Measure = Callable[..., Mapping[str, float]]
_rooms: dict[Warn, Measure] = {}


def ask_also(*, warnings: Warn, figures: Measure) -> None:
    """Let a room be asked too, with `now`: for warnings of /readyz, and for figures of /metrics by name."""
    _rooms[warnings] = figures


def watch(app: Flask, *, metrics_token: str = "") -> None:
    """Give the application its three addresses for watchers, and count its requests."""
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.add_url_rule("/readyz", "readyz", _Readiness())
    app.add_url_rule("/metrics", "metrics", _Metrics(metrics_token))
    app.before_request(_start)
    app.after_request(_count)


def _healthz() -> Response:
    return jsonify({"alive": True})


class _Readiness:
    """The view of /readyz; what it found is kept for two seconds, so that asking often costs nothing."""

    __name__ = "readyz"

    def __init__(self) -> None:
        self._found: tuple[float, dict[str, object]] = (-CACHED, {})

    def __call__(self) -> Response:
        at, found = self._found
        if time.monotonic() - at >= CACHED:
            found = readiness()
            self._found = (time.monotonic(), found)
        answer = jsonify(found)
        answer.status_code = 200 if found["ready"] else 503
        if not found["ready"]:
            answer.headers["Retry-After"] = "5"
        return answer


def readiness() -> dict[str, object]:
    """What is missing to serve, and what else is not as it should be."""
    missing: list[str] = []
    warnings: list[str] = []
    try:
        with transaction(writes=False):
            db.session.execute(text("SELECT 1"))
            missing += [] if _schema_is_current() else ["schema"]
            if not missing:
                warnings = _warnings()
    except SQLAlchemyError:
        missing.append("database")
    return {"ready": not missing, "missing": missing, "warnings": warnings}


def _schema_is_current() -> bool:
    try:
        with db.session.begin_nested():
            found = db.session.scalars(text("SELECT version_num FROM alembic_version")).all()
    except SQLAlchemyError:
        return False
    return list(found) == [schema.head()]


def _warnings() -> list[str]:
    now = clock.now()
    found = []
    if abs(clock.database_now() - now) > WRONG_BY:
        found.append("clock")
    if worker.seen().silent:
        found.append("worker")
    oldest = db.session.scalar(
        select(func.min(outbox.OutboxMessage.due_at)).where(
            outbox.OutboxMessage.state == outbox.State.PENDING
        )
    )
    if oldest is not None and oldest < now - STUCK_AFTER:
        found.append("queue")
    return found + [word for warn in _rooms for word in warn(now=now)]


class _Metrics:
    """The view of /metrics. Nothing in it tells how a vote stands: it counts requests, promises and jobs."""

    __name__ = "metrics"

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self) -> Response:
        if not self._may_see():
            return problem(404, "not_found", SENTENCES[404])
        counted = _registry
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        standing = CollectorRegistry()
        standing.register(_Standing())
        return Response(
            generate_latest(counted) + generate_latest(standing), content_type=CONTENT_TYPE_LATEST
        )

    def _may_see(self) -> bool:
        sent = request.headers.get("Authorization", "")
        if self._token and hmac.compare_digest(sent.encode(), f"Bearer {self._token}".encode()):
            return True
        # a proxy of the same machine is on the loopback too, and says for whom it asks
        return request.remote_addr in _LOOPBACK and "X-Forwarded-For" not in request.headers


class _Standing:
    """What the database knows at this moment."""

    def collect(self) -> Iterator[Metric]:
        try:
            with transaction(writes=False):
                yield from _standing()
        except SQLAlchemyError:
            yield GaugeMetricFamily("linli_database_up", "Whether the database answers", 0)


def _standing() -> list[Metric]:
    now = clock.now()
    promises = GaugeMetricFamily("linli_outbox_messages", "Promises waiting and dead", labels=["state"])
    counted = select(outbox.OutboxMessage.state, func.count()).group_by(outbox.OutboxMessage.state)
    waiting = {
        str(state): number for state, number in db.session.execute(counted) if state != outbox.State.DONE
    }
    for state in (outbox.State.PENDING, outbox.State.DEAD):
        promises.add_metric([state], waiting.get(state, 0))
    failures = GaugeMetricFamily("linli_job_failures", "Failures of a job in a row", labels=["job"])
    for job in worker.seen().jobs:
        failures.add_metric([job.name], job.failures)
    beat = db.session.scalar(select(lease.Lease.beat_at).filter_by(name=worker.LEASE))
    silence = (now - beat).total_seconds() if beat else float("nan")
    return [
        GaugeMetricFamily("linli_database_up", "Whether the database answers", 1),
        GaugeMetricFamily("linli_worker_silence_seconds", "Since the worker's last sign of life", silence),
        promises,
        failures,
        *(
            GaugeMetricFamily(name, "A figure of a room's own", value)
            for measure in _rooms.values()
            for name, value in measure(now=now).items()
        ),
    ]


def _start() -> None:
    g.watch_started = time.perf_counter()


def _count(answer: Response) -> Response:
    endpoint = request.endpoint or "-"
    method = (
        request.method
        if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
        else "-"
    )
    _requests.labels(endpoint, method, str(answer.status_code)).inc()
    _seconds.labels(endpoint).observe(time.perf_counter() - g.get("watch_started", time.perf_counter()))
    return answer
