"""The process beside the web: keeps the outbox's promises, runs the jobs, and shows how it is doing.

Any number of workers may run. All of them deliver the outbox; the one that holds the lease runs the
jobs. APScheduler only wakes them: whether a period is due, and whether it ran, stands in the database.
"""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy import select

from linli.kernel.times import SHANGHAI
from linli.platform import clock, jobs, lease, outbox, pumps, readonly
from linli.platform.db import db

log = logging.getLogger(__name__)

LEASE = "worker"
SILENT_AFTER = timedelta(minutes=2)
LOOKS_EVERY = timedelta(seconds=30)
THREADS = 3


class Worker:
    """One worker process."""

    def __init__(
        self, app: Flask, *, todo: Sequence[jobs.Job] | None = None, holder: str | None = None
    ) -> None:
        self.app = app
        self.todo = jobs.registered() if todo is None else todo
        self.holder = holder or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.held: lease.Held | None = None

    def beat(self) -> None:
        """Take the lease or hold on to it; on any fault of the database it counts as lost."""
        try:
            with self.app.app_context():
                self.held = lease.take(LEASE, holder=self.holder)
        except Exception:
            log.exception("no heartbeat")
            self.held = None

    def look(self, what: jobs.Job) -> bool:
        """Run a job where its newest period is due and this process holds the lease."""
        held = self.held
        if held is None or jobs.stopping.is_set():
            return False
        try:
            with self.app.app_context():
                return not readonly.lately_on() and jobs.run_if_due(what, held)
        except Exception:
            log.exception("could not look after a job", extra={"job": what.name})
            return False

    def deliver(self) -> int:
        """Keep the promises that are due; returns how many."""
        try:
            with self.app.app_context():
                return 0 if readonly.lately_on() else outbox.deliver()
        except Exception:
            log.exception("could not deliver")
            return 0

    def let_go(self) -> None:
        """Give the lease back, so that another worker can go on at once."""
        if self.held is None:
            return
        try:
            with self.app.app_context():
                lease.release(self.held)
        except Exception:
            log.exception("could not give the lease back")


def run_worker(app: Flask, *, stop: threading.Event | None = None, idle: float = 0.5) -> None:
    """Work until SIGTERM or SIGINT (or `stop`): the running item is finished, the rest is left for the next."""
    stop = stop or threading.Event()
    jobs.stopping.clear()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    worker = Worker(app)
    worker.beat()
    scheduler = _scheduler(worker)
    scheduler.start()
    log.info("worker started", extra={"holder": worker.holder})
    try:
        with pumps.running(app, stop=stop):
            while not stop.is_set():
                if not worker.deliver():
                    stop.wait(idle)
    finally:
        jobs.stopping.set()
        scheduler.shutdown(wait=True)
        jobs.stopping.clear()
        worker.let_go()
        log.info("worker stopped", extra={"holder": worker.holder})


def _scheduler(worker: Worker) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        timezone=SHANGHAI,
        executors={"default": ThreadPoolExecutor(THREADS), "beat": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    beat = lease.LASTS.total_seconds() / 4
    scheduler.add_job(worker.beat, "interval", seconds=beat, executor="beat", id="beat")
    first = datetime.now(SHANGHAI)
    for what in worker.todo:
        seconds = min(what.every or LOOKS_EVERY, LOOKS_EVERY).total_seconds()
        scheduler.add_job(
            worker.look, "interval", seconds=seconds, args=[what], id=what.name, next_run_time=first
        )
    return scheduler


@dataclass(frozen=True, slots=True)
class JobSeen:
    """How a job is doing."""

    name: str
    last: jobs.JobRun | None
    next_at: datetime
    failures: int

    @property
    def alarming(self) -> bool:
        """Whether somebody should look."""
        return self.failures >= jobs.ALARM_AFTER


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """Whether a worker is alive, and how its jobs are."""

    holder: str | None
    beat_at: datetime | None
    silent: bool
    jobs: list[JobSeen]


def seen() -> WorkerSeen:
    """The worker and its jobs as the database knows them; for the operators' page (AO-05)."""
    now = clock.now()
    row = db.session.get(lease.Lease, LEASE, populate_existing=True)
    return WorkerSeen(
        holder=row.holder if row else None,
        beat_at=row.beat_at if row else None,
        silent=row is None or row.beat_at < now - SILENT_AFTER,
        jobs=[_seen(what, now) for what in jobs.registered()],
    )


def _seen(what: jobs.Job, now: datetime) -> JobSeen:
    newest = select(jobs.JobRun).filter_by(job=what.name).order_by(jobs.JobRun.due_at.desc()).limit(1)
    last = db.session.scalar(newest)
    return JobSeen(what.name, last, what.next_after(now), jobs.failures_in_a_row(what.name))
