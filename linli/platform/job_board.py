"""How the house's jobs stand, for people: last run, next, failures, and whether a worker is alive (AO-05)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from linli.platform import jobs
from linli.platform.db import db
from linli.platform.jobs import Job, JobRun
from linli.platform.lease import Lease

SILENT_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class JobStanding:
    """One job: its newest run, when the next falls due, and what went wrong."""

    name: str
    schedule: str
    state: str | None
    period: str | None
    started_at: datetime | None
    ended_at: datetime | None
    error: str | None
    set_aside: int
    failures: int
    next_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """All jobs, and the worker: silent where nobody has held the lease for five minutes."""

    jobs: list[JobStanding]
    worker_seen_at: datetime | None
    silent: bool


def board(*, now: datetime) -> Board:
    """How everything stands at a moment."""
    newest = {row.job: row for row in _newest_runs()}
    seen = db.session.scalar(select(func.max(Lease.beat_at)))
    return Board(
        jobs=[_standing(job, newest.get(job.name), now) for job in jobs.registered()],
        worker_seen_at=seen,
        silent=seen is None or now - seen > SILENT_AFTER,
    )


def _newest_runs() -> list[JobRun]:
    latest = select(JobRun.job, func.max(JobRun.due_at).label("due_at")).group_by(JobRun.job).subquery()
    return list(
        db.session.scalars(
            select(JobRun).join(latest, (JobRun.job == latest.c.job) & (JobRun.due_at == latest.c.due_at))
        )
    )


def _standing(job: Job, run: JobRun | None, now: datetime) -> JobStanding:
    due_at = job.period(now)[1]
    return JobStanding(
        name=job.name,
        schedule=_schedule(job),
        state=run.state if run else None,
        period=run.period if run else None,
        started_at=run.started_at if run else None,
        ended_at=run.ended_at if run else None,
        error=run.error if run else None,
        set_aside=run.failed_items if run else 0,
        failures=jobs.failures_in_a_row(job.name),
        next_at=job.next_after(now),
        late=(run is None or run.due_at < due_at) and now - due_at > SILENT_AFTER,
    )


def _schedule(job: Job) -> str:
    if job.every is not None:
        seconds = int(job.every.total_seconds())
        for size, word in ((86400, "天"), (3600, "小时"), (60, "分钟")):
            if seconds % size == 0:
                return f"每 {seconds // size} {word}"
        return f"每 {seconds} 秒"
    at = f"{job.at:%H:%M}" if job.at else "00:00"
    return f"每月 {job.day} 日 {at}" if job.day else f"每天 {at}"
