"""The drills of casting can fail: their boxes fed with each fault, their reports with runs that prove nothing."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from drills import agreement, clocks, closing_races, crash_points, kill_casting, postmaster, tampering
from drills._box import Slips, faults_of
from tests.voting.test_tampering import genuine

ROWS = [
    ("1", "V1", 1, "", "a", {"1": "for"}),
    ("2", "V2", 2, "a", "b", {"1": "for"}),
]


def slips(**more):
    made = Slips()
    for number in ("1", "2"):
        made.note(201, {"ballot_id": number}, "for")
    for name, value in more.items():
        setattr(made, name, value)
    return made


def faults(rows, held=None):
    house = SimpleNamespace(vote_id="v", query=lambda _: rows)
    return [one.partition(":")[0] for one in faults_of(house, held or slips())]


@pytest.mark.parametrize(
    ("rows", "held", "named"),
    [
        (ROWS[:1], None, "acknowledged and lost"),
        ([ROWS[0], (*ROWS[1][:5], {"1": "against"})], None, "changed"),
        ([ROWS[0], ("2", "V1", *ROWS[1][2:])], None, "voters with two"),
        ([*ROWS, ("3", "V3", 3, "b", "c", {"1": "for"})], None, "in the box and never acknowledged"),
        ([ROWS[0], (*ROWS[1][:2], 3, *ROWS[1][3:])], None, "gaps in the numbers"),
        ([ROWS[0], (*ROWS[1][:3], "x", *ROWS[1][4:])], None, "links broken"),
        (ROWS, slips(odd={500: 1}), "answers that are faults"),
    ],
)
def test_the_box_is_told_off_for_each_fault_by_its_name(rows, held, named):
    assert faults(ROWS) == []
    assert named in faults(rows, held)


def test_a_kill_drill_that_met_no_cast_proves_nothing():
    assert kill_casting.report(slips(), [3, 1], []) == 0
    assert kill_casting.report(slips(), [0, 0], []) == 1
    assert kill_casting.report(slips(), [3, 1], ["lost: 1"]) == 1
    assert postmaster.report(slips(), [True, True], [2.0], []) == 0
    assert postmaster.report(slips(), [False, False], [2.0], []) == 1
    assert postmaster.report(slips(), [True, True], [16.0], []) == 1


def test_a_race_that_all_won_proves_nothing():
    assert closing_races.report([(20, 30)] * 20, []) == 0
    assert closing_races.report([(50, 0)] * 20, []) == 1
    assert closing_races.report([(20, 30)] * 20, ["in the box with a time after the close: 1"]) == 1


def test_the_clocks_drill_sees_a_process_that_goes_by_its_own_clock():
    close, second = datetime(2026, 3, 2, tzinfo=UTC), timedelta(seconds=1)
    tries = clocks.Tries()
    for name in ("slow", "fast"):
        tries.rows += [(name, close - 2 * second, close - second, 201), (name, close, close + second, 409)]
    assert (tries.faults(close), clocks.report(tries, [])) == ([], 0)
    tries.rows.append(("slow", close + second, close + second, 201))
    tries.rows.append(("fast", close - 2 * second, close - second, 409))
    assert len(tries.faults(close)) == 2
    tries.rows = [row for row in tries.rows if row[0] == "slow"]
    assert clocks.report(tries, []) == 1


def test_the_crash_points_must_reach_the_commit(monkeypatch):
    monkeypatch.setattr(crash_points, "faults_of", lambda *_: [])
    monkeypatch.setattr(crash_points, "settle", lambda *_: [])
    whole = [("before INSERT INTO ballot", 0), ("after the commit", 1), ("before the answer", 1)]
    assert crash_points.report(None, slips(), whole, [], "") == 0
    assert crash_points.report(None, slips(), whole[:1], [], "") == 1
    assert crash_points.report(None, slips(), whole, ["point 3: 2 ballots left"], "") == 1


def test_the_tampering_drill_asks_the_recounter_itself(tmp_path):
    status, said = tampering.verified(tmp_path / "bundle.zip", genuine())
    assert (status, said[:2]) == (0, "ok")
    right = ("x", "1 chain", "1 manifest", True)
    assert tampering.report([right] * 30, []) == 0
    assert tampering.report([right] * 29, []) == 1
    assert tampering.report([right] * 30 + [(*right[:3], False)], []) == 1


def test_the_agreement_drill_sees_votes_that_differ_and_outcomes_that_never_came(monkeypatch):
    monkeypatch.setattr(agreement, "VOTES", 3)
    names = ("votes", "passed", "not passed", "elections", "quorum", "no quorum", "with void ballots")
    seen = agreement.Counter(dict.fromkeys((*names, "with superseded ballots"), 3))
    assert agreement.report(seen, []) == 0
    assert agreement.report(seen, ["counted 1, recounted 2"]) == 1
    assert agreement.report(seen - agreement.Counter(elections=3), []) == 1
