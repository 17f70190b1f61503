"""The drills run by one command and can fail: a short one of load, and reports fed with faults."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from drills import kill, load, notifications
from tests.support import postgres, sources
from tests.support.required import need


@pytest.mark.feature("AO-14")
def test_a_short_load_drill_finds_no_fault():
    if postgres.why_missing():
        need("postgres")
    environment = os.environ | {"LINLI_DRILL_SECONDS": "4", "LINLI_DRILL_PEOPLE": "4"}
    ran = subprocess.run(
        [sys.executable, "scripts/drill.py", "load"], cwd=sources.ROOT, env=environment, capture_output=True,
        text=True, check=False, timeout=240,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "lost: 0; 5xx or none: 0" in ran.stdout
    assert "p95" in ran.stdout


def books(**more):
    made = load.Books()
    made.note("home", 200, 0.01)
    made.tickets, made.ballots = {"1"}, {"2"}
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_the_load_drill_sees_a_lost_write_a_fault_and_its_own_emptiness(capsys):
    assert load.report(books(), {"1"}, {"2"}) == 0
    assert load.report(books(), set(), {"2"}) == 1
    assert load.report(books(statuses={500: 1}), {"1"}, {"2"}) == 1
    assert load.report(books(tickets=set()), {"1"}, {"2"}) == 1


def killed(*, tickets=(("a", "1"),), ballots=(("2", "1户", 1),), odd=None, unanswered=99):
    made = kill.Books()
    made.unanswered, made.odd = unanswered, odd or {}
    made.tickets = {f"t{number}": "1" for number in range(30)}
    made.ballots = {f"b{number}": "2" for number in range(30)}
    answers = {
        "words": [(words,) for words, _ in tickets],
        "id FROM ticket": [(number,) for _, number in tickets],
        "id FROM ballot": [(number,) for number, _, _ in ballots],
        "HAVING": [("1户", 2)] if len({voter for _, voter, _ in ballots}) < len(ballots) else [],
        "seq": [(seq,) for _, _, seq in ballots],
    }
    house = SimpleNamespace(query=lambda text: next(rows for part, rows in answers.items() if part in text))
    return kill.report(made, house)


def test_the_kill_drill_sees_what_was_lost_doubled_or_skipped_and_its_own_emptiness(capsys):
    assert killed() == 0
    assert killed(tickets=()) == 1
    assert killed(tickets=(("a", "1"), ("a", "3"))) == 1
    assert killed(ballots=(("2", "1户", 1), ("3", "1户", 2))) == 1
    assert killed(ballots=(("2", "1户", 2),)) == 1
    assert killed(odd={500: 1}) == 1
    assert killed(unanswered=0) == 1


def test_the_drill_of_notifications_sees_a_lost_one_one_booked_twice_one_that_waited_and_a_collapse(capsys):
    def reported(*answers, twice=0, left=0, in_storm=2, end=4, calm=10.0):
        heard = notifications.Heard(list(answers), took=0.4)
        quiet = notifications.Heard([(204, 0.1), (204, 0.1)], took=2 / calm)
        books = notifications.Books(2, 2 + in_storm, end, twice)
        return notifications.report(quiet, heard, books, sent=4, left=left)

    quick = (204, 0.2)
    assert reported(quick, quick) == 0
    assert reported(quick, (503, 0.2), in_storm=1, calm=5.0) == 0
    assert reported(quick, (503, 0.2), in_storm=1, end=3, left=1) == 1
    assert reported(quick, quick, in_storm=1) == 1
    assert reported(quick, quick, twice=1) == 1
    assert reported(quick, quick, end=3) == 1
    assert reported(quick, quick, calm=20.0) == 1
    assert reported(quick, (204, 5.1)) == 1
    assert reported(quick, (0, 0.2), in_storm=1, calm=5.0) == 1
    assert reported(quick, (500, 0.2), in_storm=1, calm=5.0) == 1
    assert reported((503, 0.2), (503, 0.2), in_storm=0) == 1
