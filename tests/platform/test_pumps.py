"""Queues to the outside: emptied all the time, each for itself."""

import threading
import time

import pytest
from flask import Flask

from linli.platform import pumps


@pytest.fixture
def alone(monkeypatch):
    """No pump but those of the test, and short rests."""
    monkeypatch.setattr(pumps, "_pumps", {})
    monkeypatch.setattr(pumps, "REST", 0.01)
    monkeypatch.setattr(pumps, "REST_AFTER_FAULT", 0.01)
    monkeypatch.setattr(pumps.readonly, "lately_on", lambda: False)  # these pumps have no database


def until(happened):
    ends = time.monotonic() + 5
    while not happened() and time.monotonic() < ends:
        threading.Event().wait(0.01)
    return happened()


def test_a_pump_that_hangs_or_fails_holds_up_no_other(alone):
    moved, failed, stop, let_go = [], [], threading.Event(), threading.Event()

    @pumps.pump("a.hangs")
    def hangs():
        return 0 if let_go.wait(10) else 1

    @pumps.pump("b.fails")
    def fails():
        failed.append(1)
        raise OSError

    @pumps.pump("c.works")
    def works():
        moved.append(1)
        return 0

    with pumps.running(Flask("linli"), stop=stop):
        assert until(lambda: len(moved) > 3 and len(failed) > 3)
        let_go.set()
    assert stop.is_set()


def test_two_pumps_do_not_share_a_name(alone):
    pumps.pump("x")(test_two_pumps_do_not_share_a_name)
    with pytest.raises(ValueError, match="two pumps"):
        pumps.pump("x")(pumps.running)
