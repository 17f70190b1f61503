"""What the house does by the clock: each period once, in one process, one thing at a time.

A job belongs to periods (a minute, a day in Shanghai, a month). A row per job and period says whether
it ran, so that three schedulers, a restart or a clock set back never run a period twice (G-1, G-5).
Only the newest due period runs: six missed hours become one run (G-4). A job is free to fail: it is
tried again a few times within its period, with growing waits, then left for the next one, and its
third failure in a row is published as JobFailing.
"""

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from threading import Event as Flag
from typing import TypeVar

from sqlalchemy import Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.events import Event
from linli.kernel.times import SHANGHAI, shanghai
from linli.platform import bus, clock, lease
from linli.platform.db import Model, db
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
ALARM_AFTER = 3

T = TypeVar("T")
Do = Callable[..., object]


class State(StrEnum):
    """Where a run stands. `interrupted` and `failed` are taken up again, `gave_up` is not."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailing(Event):
    """A job has failed several periods or tries in a row; somebody should look."""

    job: str
    failures: int


class Interrupted(Exception):
    """The worker is stopping; the run goes on from here in the next one."""


class JobRun(Model):
    """One period of one job."""

    __table_args__ = (Index("ix_job_run_due", "job", "due_at"),)

    job: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    state: Mapped[str]
    token: Mapped[int]
    tries: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    done_items: Mapped[int] = mapped_column(default=0)
    failed_items: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


class JobItem(Model):
    """One thing of a run that is done, or that failed and was set aside. Done ones go when the run ends."""

    job: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    failed: Mapped[bool]
    error: Mapped[str | None]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, and when: each `every`, or at a time of day in Shanghai, or so on one day a month."""

    name: str
    do: Do
    every: timedelta | None = None
    at: time | None = None
    day: int | None = None

    def period(self, now: datetime) -> tuple[str, datetime]:
        """The newest period that is due, and the moment it fell due."""
        if self.every is not None:
            seconds = int(self.every.total_seconds())
            due = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
            return due.strftime("%Y-%m-%dT%H:%M:%SZ"), due
        today = shanghai(now).date()
        if self.day is not None:
            due = self._moment(today.replace(day=self.day))
            if due > now:
                due = self._moment((today.replace(day=1) - timedelta(days=1)).replace(day=self.day))
            return shanghai(due).strftime("%Y-%m"), due
        due = self._moment(today)
        if due > now:
            due = self._moment(today - timedelta(days=1))
        return shanghai(due).date().isoformat(), due

    def next_after(self, now: datetime) -> datetime:
        """When the next period falls due."""
        due = self.period(now)[1]
        if self.every is not None:
            return due + self.every
        day = shanghai(due).date()
        if self.day is not None:
            return self._moment((day.replace(day=1) + timedelta(days=32)).replace(day=self.day))
        return self._moment(day + timedelta(days=1))

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, self.at or time.min, SHANGHAI).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """The run that is going on in this thread."""

    job: str
    period: str
    now: datetime


_jobs: dict[str, Job] = {}
_run: ContextVar[Run | None] = ContextVar("linli_job_run", default=None)
stopping = Flag()


def job(
    name: str, *, every: timedelta | None = None, at: str | None = None, day: int | None = None
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Register a function `do(*, now)` under a name such as "voting.close".

    `every` is a whole number of seconds; `at` is "HH:MM" in Shanghai, each day or, with `day` (1 to 28),
    each month. The function opens its own transactions, most simply with `each`.
    """
    if (every is None) == (at is None) or (day is not None and not (at and 1 <= day <= 28)):  # noqa: PLR2004
        raise ValueError(f"{name}: say every=…, or at=… with or without day=1…28")

    def register(do: Callable[..., T]) -> Callable[..., T]:
        known = _jobs.get(name)
        if known is not None and known.do.__module__ != do.__module__:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = Job(name, do, every, time.fromisoformat(at) if at else None, day)
        return do

    return register


def registered() -> list[Job]:
    """Every job there is, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_if_due(what: Job, held: lease.Held) -> bool:
    """Run the newest due period unless it has run; whether it was run to its end. Needs the worker's lease."""
    with lease.fenced(held):
        run = _claim(what, held)
        if run is None:
            return False
        before = _run.set(run)
        try:
            what.do(now=run.now)
        except lease.LeaseLost:
            log.warning("lease lost during a job", extra={"job": what.name, "period": run.period})
            return False
        except Interrupted:
            _end(run, State.INTERRUPTED)
            return False
        except Exception as fault:
            log.exception("job failed", extra={"job": what.name, "period": run.period})
            _end(run, State.FAILED, error=type(fault).__name__)
            return False
        finally:
            _run.reset(before)
        _end(run, State.DONE)
        return True


def each(ids: Iterable[T] | Callable[[], Iterable[T]], do: Callable[[T], object]) -> list[T]:
    """Do it to every id, each in a transaction of its own; returns those that failed and were set aside.

    `ids` may be a question, asked in a reading transaction. Within a run, an id that is done is noted in
    the same transaction, so that a run that is killed and taken up again does nothing twice (G-2, G-7).
    """
    run = _run.get()
    if callable(ids):
        with transaction(writes=False):
            wanted = list(ids())
    else:
        wanted = list(ids)
    done = _done_items(run)
    failed: list[T] = []
    for one in wanted:
        item = f"{getattr(do, '__name__', 'do')}:{one}"
        if item in done:
            continue
        if run is not None and stopping.is_set():
            raise Interrupted
        try:
            with transaction():
                do(one)
                _note(run, item)
        except lease.LeaseLost:
            raise
        except Exception as fault:
            log.exception("set aside", extra={"item": item})
            failed.append(one)
            if run is not None:
                with transaction():
                    _note(run, item, error=type(fault).__name__)
    return failed


def sweep(*, now: datetime) -> None:
    """Forget runs of long ago: after a week for jobs of minutes and hours, after 400 days for the others.

    Within the running transaction. A forgotten period cannot come again short of a clock set back as far.
    """
    for what in registered():
        kept = timedelta(days=7 if what.every and what.every < timedelta(days=1) else 400)
        for kind, moment in ((JobRun, JobRun.due_at), (JobItem, JobItem.at)):
            db.session.execute(delete(kind).where(kind.job == what.name, moment < now - kept))


def failures_in_a_row(name: str) -> int:
    """How many of the newest runs of a job failed, counting each try."""
    total = 0
    newest = select(JobRun.state, JobRun.tries).filter_by(job=name).order_by(JobRun.due_at.desc()).limit(20)
    for state, tries in db.session.execute(newest):
        if state not in {State.FAILED, State.GAVE_UP}:
            break
        total += tries
    return total


def _claim(what: Job, held: lease.Held) -> Run | None:
    """Write down that the period is being run, if it is to be run."""
    with transaction():
        now = clock.database_now()
        period, due_at = what.period(now)
        row = db.session.get(JobRun, (what.name, period), with_for_update=True, populate_existing=True)
        if row is None:
            row = JobRun(job=what.name, period=period, due_at=due_at, tries=0, done_items=0, failed_items=0)
            db.session.add(row)
        elif not _may_resume(row, held, now):
            return None
        elif row.state == State.RUNNING and row.tries >= TRIES:  # it took the whole process down each time
            row.state, row.ended_at, row.error = State.GAVE_UP, now, "ProcessDied"
            return None
        row.state, row.token, row.tries = State.RUNNING, held.token, row.tries + 1
        row.started_at, row.ended_at, row.retry_at, row.error = now, None, None, None
    return Run(what.name, period, now)


def _may_resume(row: JobRun, held: lease.Held, now: datetime) -> bool:
    if row.state == State.RUNNING:
        return row.token < held.token  # its holder is gone
    return row.state in {State.FAILED, State.INTERRUPTED} and (row.retry_at is None or row.retry_at <= now)


def _end(run: Run, state: State, *, error: str | None = None) -> None:
    with transaction():
        now = clock.database_now()
        row = db.session.get_one(JobRun, (run.job, run.period), with_for_update=True, populate_existing=True)
        if state is State.FAILED:
            row.retry_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (row.tries - 1))
            state = State.GAVE_UP if row.tries >= TRIES else State.FAILED
        elif state is State.INTERRUPTED:
            row.tries -= 1  # being stopped is no fault of its own
        row.state, row.ended_at, row.error = state, now, error
        counted = (
            select(JobItem.failed, func.count())
            .filter_by(job=run.job, period=run.period)
            .group_by(JobItem.failed)
        )
        counts = {bool(failed): number for failed, number in db.session.execute(counted)}
        row.failed_items, row.done_items = counts.get(True, 0), counts.get(False, 0)
        if state is State.DONE:
            db.session.execute(delete(JobItem).filter_by(job=run.job, period=run.period, failed=False))
        elif state is not State.INTERRUPTED:
            _alarm(run, now)


def _alarm(run: Run, now: datetime) -> None:
    failures = failures_in_a_row(run.job)
    if failures == ALARM_AFTER or (failures > ALARM_AFTER and failures % (TRIES * 4) == 0):
        log.critical("job keeps failing", extra={"job": run.job, "failures": failures})
        bus.publish(JobFailing(at=now, job=run.job, failures=failures))


def _done_items(run: Run | None) -> set[str]:
    if run is None:
        return set()
    with transaction(writes=False):
        noted = select(JobItem.item).filter_by(job=run.job, period=run.period, failed=False)
        return set(db.session.scalars(noted))


def _note(run: Run | None, item: str, error: str | None = None) -> None:
    if run is None:
        return
    db.session.merge(
        JobItem(
            job=run.job, period=run.period, item=item, failed=error is not None, error=error, at=clock.now()
        )
    )


def failed_items(name: str, period: str) -> list[JobItem]:
    """What a run set aside."""
    found = select(JobItem).filter_by(job=name, period=period, failed=True).order_by(JobItem.item)
    return list(db.session.scalars(found))
