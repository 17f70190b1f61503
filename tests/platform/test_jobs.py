"""Jobs: each period once, by one process, resumable, with the poisoned thing set aside."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from linli.kernel.times import SHANGHAI
from linli.platform import bus, clock, jobs, lease, limits, worker
from linli.platform.db import db
from linli.platform.transactions import transaction

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def hold(holder="first"):
    held = lease.take("worker", holder=holder)
    assert held
    return held


def make_row(key):
    now = clock.now()
    db.session.add(limits.Attempt(key=str(key), since=now, until=now, count=1))


def rows():
    with transaction(writes=False):
        return db.session.scalar(select(func.count()).select_from(limits.Attempt))


def run_of(name):
    with transaction(writes=False):
        return db.session.scalars(select(jobs.JobRun).filter_by(job=name).order_by(jobs.JobRun.due_at)).all()


class TestPeriods:
    def test_an_interval_falls_due_at_its_round_moments(self):
        every = jobs.Job("x", print, every=timedelta(minutes=5))
        assert every.period(NOON + timedelta(minutes=7)) == (
            "2026-03-02T04:05:00Z",
            NOON + timedelta(minutes=5),
        )
        assert every.next_after(NOON + timedelta(minutes=7)) == NOON + timedelta(minutes=10)

    def test_a_day_begins_at_its_time_in_shanghai(self):
        daily = jobs.Job("x", print, at=time(2))
        before, after = (
            datetime(2026, 3, 2, 1, 59, tzinfo=SHANGHAI),
            datetime(2026, 3, 2, 2, 0, tzinfo=SHANGHAI),
        )
        assert daily.period(before)[0] == "2026-03-01"
        assert daily.period(after)[0] == "2026-03-02"
        assert daily.next_after(after) == datetime(2026, 3, 3, 2, 0, tzinfo=SHANGHAI)

    def test_a_month_belongs_to_its_day(self):
        monthly = jobs.Job("x", print, at=time(2), day=5)
        assert monthly.period(datetime(2026, 1, 5, 1, 0, tzinfo=SHANGHAI))[0] == "2025-12"
        assert monthly.period(datetime(2026, 1, 5, 2, 0, tzinfo=SHANGHAI))[0] == "2026-01"
        assert monthly.next_after(datetime(2026, 12, 6, tzinfo=SHANGHAI)) == datetime(
            2027, 1, 5, 2, tzinfo=SHANGHAI
        )

    @pytest.mark.parametrize(
        "when", [{}, {"every": timedelta(1), "at": "02:00"}, {"at": "02:00", "day": 29}, {"day": 1}]
    )
    def test_a_job_without_one_clear_time_is_refused(self, when):
        with pytest.raises(ValueError):
            jobs.job("test.unclear", **when)


class TestRunIfDue:
    def test_a_period_runs_once(self, platform_app):
        what = jobs.Job("test.once", lambda *, now: jobs.each(["a"], make_row), every=timedelta(hours=1))
        with clock.freeze(NOON):
            held = hold()
            assert jobs.run_if_due(what, held)
            assert not jobs.run_if_due(what, held)
        assert rows() == 1

    def test_missed_hours_become_one_run(self, platform_app):
        seen = []
        what = jobs.Job("test.missed", lambda *, now: seen.append(now), every=timedelta(hours=1))
        with clock.freeze(NOON):
            jobs.run_if_due(what, hold())
            clock.advance(timedelta(hours=6))
            held = hold()
            jobs.run_if_due(what, held)
            jobs.run_if_due(what, held)
        assert seen == [NOON, NOON + timedelta(hours=6)]

    def test_a_night_job_missed_at_two_runs_at_seven(self, platform_app):
        seen = []
        what = jobs.Job("test.night", lambda *, now: seen.append(now), at=time(2))
        with clock.freeze(datetime(2026, 3, 2, 0, 30, tzinfo=SHANGHAI)):
            jobs.run_if_due(what, hold())
            clock.advance(timedelta(hours=6, minutes=30))
            held = hold()
            assert jobs.run_if_due(what, held)
            assert not jobs.run_if_due(what, held)
        assert [run.period for run in run_of("test.night")] == ["2026-03-01", "2026-03-02"]

    def test_a_clock_set_back_and_forth_repeats_and_skips_nothing(self, platform_app):
        what = jobs.Job("test.jumps", lambda *, now: None, every=timedelta(hours=1))
        with clock.freeze(NOON):
            ran = []
            for hours in (0, 1, -1, 1, 23, -24, 1, 1):
                clock.advance(timedelta(hours=hours))
                held = hold()
                if jobs.run_if_due(what, held):
                    ran.append(clock.now())
        assert len(ran) == len(set(ran)) == 4
        assert len(run_of("test.jumps")) == 4

    def test_a_failure_is_tried_again_with_growing_waits_and_then_left(self, platform_app):
        def fail(*, now):
            tried.append(now)
            raise ValueError

        what, tried = jobs.Job("test.fails", fail, at=time(2)), []
        with clock.freeze(datetime(2026, 3, 2, 2, 0, tzinfo=SHANGHAI)):
            for _ in range(8 * 60):
                jobs.run_if_due(what, hold())
                clock.advance(timedelta(seconds=30))
        assert [(b - a).seconds for a, b in pairwise(tried)] == [30, 60, 120, 240]
        run = run_of("test.fails")[0]
        assert (run.state, run.tries, run.error) == (jobs.State.GAVE_UP, jobs.TRIES, "ValueError")

    @pytest.mark.feature("AO-05")
    def test_the_third_failure_in_a_row_raises_one_alarm(self, platform_app):
        alarms = []

        def hear(event):
            alarms.append(event.failures)

        def fail(*, now):
            raise ValueError

        bus.subscribe(jobs.JobFailing, together=(hear,))
        what = jobs.Job("test.alarm", fail, every=timedelta(hours=1))
        with clock.freeze(NOON):
            for _ in range(5):
                jobs.run_if_due(what, hold())
                clock.advance(timedelta(hours=1))
        assert alarms == [3]

    def test_one_poisoned_thing_is_set_aside_and_the_others_finish(self, platform_app):
        def do(number):
            make_row(number)
            if number == 13:
                raise ValueError

        what = jobs.Job("test.poison", lambda *, now: jobs.each(range(100), do), every=timedelta(hours=1))
        with clock.freeze(NOON):
            assert jobs.run_if_due(what, hold())
        run = run_of("test.poison")[0]
        assert (run.done_items, run.failed_items, rows()) == (99, 1, 99)
        with transaction(writes=False):
            assert [item.item for item in jobs.failed_items("test.poison", run.period)] == ["do:13"]

    def test_a_run_killed_in_the_middle_is_finished_by_the_next_holder(self, platform_app):
        class Killed(BaseException):
            pass

        def do(number):
            if number == 5 and not died:
                died.append(True)
                raise Killed
            make_row(number)  # a second time would break the primary key

        died = []
        what = jobs.Job("test.killed", lambda *, now: jobs.each(range(10), do), every=timedelta(hours=1))
        with clock.freeze(NOON):
            with pytest.raises(Killed):
                jobs.run_if_due(what, hold("first"))
            assert rows() == 5
            assert lease.take("worker", holder="second") is None
            clock.advance(lease.LASTS)
            assert jobs.run_if_due(what, hold("second"))
        assert rows() == 10
        assert run_of("test.killed")[0].failed_items == 0

    def test_a_run_that_takes_its_process_down_each_time_is_given_up(self, platform_app):
        class Killed(BaseException):
            pass

        def die(*, now):
            raise Killed

        what = jobs.Job("test.deadly", die, at=time(2))
        with clock.freeze(NOON):
            for number in range(jobs.TRIES):
                with pytest.raises(Killed):
                    jobs.run_if_due(what, hold(f"holder {number}"))
                clock.advance(lease.LASTS)
            assert not jobs.run_if_due(what, hold("last"))
        assert run_of("test.deadly")[0].state == jobs.State.GAVE_UP

    def test_an_old_holder_that_wakes_up_cannot_write(self, platform_app):
        def take_over():
            with platform_app.app_context():
                assert lease.take("worker", holder="second")

        with clock.freeze(NOON):
            held = lease.take("worker", holder="first", lasts=timedelta(0))
            with lease.fenced(held):
                jobs.each([1], make_row)
                other = threading.Thread(target=take_over)
                other.start()
                other.join()
                with pytest.raises(lease.LeaseLost):
                    jobs.each([2, 3], make_row)
        assert rows() == 1

    def test_a_lost_lease_ends_the_run_without_a_trace(self, platform_app):
        def paused(*, now):
            other = threading.Thread(target=take_over)
            other.start()
            other.join()
            jobs.each([1], make_row)

        def take_over():
            with platform_app.app_context():
                assert lease.take("worker", holder="second")

        what = jobs.Job("test.paused", paused, every=timedelta(hours=1))
        with clock.freeze(NOON):
            assert not jobs.run_if_due(what, lease.take("worker", holder="first", lasts=timedelta(0)))
        assert (rows(), run_of("test.paused")[0].state) == (0, jobs.State.RUNNING)

    def test_three_schedulers_make_one_effect_a_period(self, platform_app):
        def do(key):
            make_row(key)

        def once(*, now):
            jobs.each([now.isoformat()], do)

        what = jobs.Job("test.three", once, every=timedelta(seconds=1))

        def scheduler(number):
            process = worker.Worker(platform_app, todo=[what], holder=f"holder {number}")
            for _ in range(10):
                process.beat()
                process.look(what)

        with clock.freeze(NOON):
            threads = [threading.Thread(target=scheduler, args=[number]) for number in range(3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert rows() == 1


class TestWorker:
    def test_it_runs_jobs_delivers_and_gives_its_lease_back_when_stopped(self, platform_app, monkeypatch):
        stop, ran = threading.Event(), []

        def do(*, now):
            ran.append(now)
            stop.set()

        monkeypatch.setattr(jobs, "_jobs", {"test.now": jobs.Job("test.now", do, every=timedelta(days=1))})
        worker.run_worker(platform_app, stop=stop, idle=0.01)
        assert len(ran) == 1
        assert lease.take("worker", holder="next") is not None

    def test_a_stopping_worker_leaves_the_rest_for_the_next(self, platform_app):
        def do(number):
            make_row(number)
            if number == 2 and not stopped:
                stopped.append(True)
                jobs.stopping.set()

        stopped = []
        what = jobs.Job("test.stop", lambda *, now: jobs.each(range(5), do), every=timedelta(hours=1))
        try:
            with clock.freeze(NOON):
                assert not jobs.run_if_due(what, hold())
                assert rows() == 3
                jobs.stopping.clear()
                assert jobs.run_if_due(what, hold())
        finally:
            jobs.stopping.clear()
        assert rows() == 5
        assert run_of("test.stop")[0].tries == 1

    @pytest.mark.feature("AO-05")
    def test_last_run_next_run_failures_and_a_silent_worker_are_seen(self, platform_app, monkeypatch):
        what = jobs.Job("test.seen", lambda *, now: None, every=timedelta(hours=1))
        monkeypatch.setattr(jobs, "_jobs", {"test.seen": what})
        with clock.freeze(NOON):
            with transaction(writes=False):
                assert worker.seen().silent
            jobs.run_if_due(what, hold())
            with transaction(writes=False):
                seen = worker.seen()
                assert not seen.silent
                assert seen.jobs[0].last.state == jobs.State.DONE
                assert seen.jobs[0].next_at == NOON + timedelta(hours=1)
                assert not seen.jobs[0].alarming
            clock.advance(worker.SILENT_AFTER + timedelta(seconds=1))
            with transaction(writes=False):
                assert worker.seen().silent


def test_old_runs_are_forgotten(platform_app, monkeypatch):
    what = jobs.Job("test.old", lambda *, now: None, every=timedelta(hours=1))
    monkeypatch.setattr(jobs, "_jobs", {"test.old": what})
    with clock.freeze(NOON):
        jobs.run_if_due(what, hold())
        clock.advance(timedelta(days=8))
        jobs.run_if_due(what, hold())
        with transaction():
            jobs.sweep(now=clock.now())
    assert [run.due_at.date() for run in run_of("test.old")] == [date(2026, 3, 10)]
