"""Eighteen elections worked out by hand: the application, the verifier and the words agree with each (NN-10)."""

from dataclasses import dataclass, field

import pytest

from linli.domains.voting.rules.candidacy import ElectionKind
from linli.domains.voting.rules.election_wording import read_election
from tests.voting import votes

E, A, R, N = "elected", "alternate", "runoff", "not_elected"


@dataclass(frozen=True)
class Prepared:
    """`marks`: how many voters name each candidate, or exactly who; `areas` in 0.01 ㎡ of all voters."""

    name: str
    marks: list
    seats: int
    outcome: list
    verdict: str
    alternates: int = 0
    areas: list = field(default_factory=lambda: [10000] * 10)
    taking_part: int = 10
    rules: dict = field(default_factory=dict)
    formed: bool = True
    runoff_seats: int = 0
    kind: ElectionKind = ElectionKind.GENERAL
    why: str = ""


FORMED, NOT_FORMED, RUN_OFF, INVALID = "业主委员会成立", "业主委员会未成立", "须另行投票", "选举无效"
CASES = [
    Prepared("five of six pass and are seated, the sixth is the alternate", [10, 9, 9, 8, 7, 6], 5,
             [E] * 5 + [A], FORMED, alternates=1, why="应选 5 人，选出 5 人"),
    Prepared("exactly half of the heads is not more than half", [10, 9, 8, 8, 7, 5], 5, [E] * 5 + [N], FORMED,
             alternates=2),
    Prepared("half of the area fails though the heads suffice", [9, 9, 8, 8, 8, [0, 1, 2, 3, 4, 5]], 5,
             [E] * 5 + [N], FORMED, alternates=1, areas=[5000] * 6 + [7500] * 4),
    Prepared("a hundredth of a metre more than half passes", [9, 9, 8, 8, 8, [0, 1, 2, 3, 4, 5]], 5,
             [E] * 5 + [A], FORMED, alternates=1, areas=[5001] + [5000] * 5 + [7500] * 4),
    Prepared("seven stand, the fifth and sixth tie exactly", [10, 9, 8, 7, 6, 6, 3], 5, [E] * 4 + [R, R, N],
             RUN_OFF, runoff_seats=1, alternates=2, formed=False),
    Prepared("three tie for the last two seats", [9, 9, 8, 6, 6, 6], 5, [E, E, E, R, R, R], RUN_OFF,
             runoff_seats=2, formed=False),
    Prepared("equal heads are ranked by area", [9, 9, 8, 8, [0, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7]], 5,
             [E, E, E, E, E, A], FORMED, alternates=1, areas=[12000] + [10000] * 9),
    Prepared("the estate ranks by area first", [8, 8, 8, 8, [0, 1, 2, 3, 4, 5], [3, 4, 5, 6, 7, 8, 9]], 5,
             [E, E, E, E, E, N], FORMED, areas=[20000] * 3 + [10000] * 7, rules={"rank_by": "area_then_heads"}),
    Prepared("a tie for the last alternate place makes none of the tied", [8, 8, 8, 7, 7, 6, 6], 5,
             [E] * 5 + [N, N], FORMED, alternates=1),
    Prepared("two alternates in the order of votes", [13, 13, 13, 13, 13, 12, 11, 10], 5, [E] * 5 + [A, A, N],
             FORMED, alternates=2, areas=[10000] * 20, taking_part=20),
    Prepared("an even number becomes odd", [10, 9, 8, 8, 7, 6], 6, [E] * 5 + [A], FORMED, alternates=2,
             rules={"keep_odd": True}),
    Prepared("four of seven are below the legal minimum", [10, 9, 8, 7, 5, 4, 3], 7, [E] * 4 + [N] * 3, NOT_FORMED,
             formed=False, why="少于法定最少的 5 人"),
    Prepared("five of nine are more than half", [10, 9, 8, 7, 6, 5, 4, 3, 2], 9, [E] * 5 + [N] * 4, FORMED),
    Prepared("five of eleven are not", [10, 9, 8, 7, 6] + [5] * 6, 11, [E] * 5 + [N] * 6, NOT_FORMED,
             formed=False, why="没有超过约定的 11 人的一半"),
    Prepared("two thirds of the heads take part", [6, 6, 6, 6, 6], 5, [E] * 5, FORMED, areas=[10000] * 9,
             taking_part=6),
    Prepared("one head fewer elects nobody", [5, 5, 5, 5, 5], 5, [N] * 5, INVALID, areas=[10000] * 9, taking_part=5,
             formed=False, why="所以没有人当选"),
    Prepared("one seat of a by-election", [6, 4], 1, [E, N], "选出 1 人", kind=ElectionKind.BY_ELECTION, formed=False),
    Prepared("a small estate may have three", [10, 9, 6, 5], 3, [E, E, E, N], FORMED, rules={"legal_min_members": 3}),
]  # fmt: skip


def prepared(case):
    """The question, roll and ballots of a case; nobody marks more names than there are seats."""
    names = [f"c{n}" for n in range(1, len(case.marks) + 1)]
    asked = votes.question(
        votes.election(names, seats=case.seats, alternates=case.alternates, item_id="1"), **case.rules
    )
    named = {voter: [] for voter in range(case.taking_part)}
    for name, mark in sorted(zip(names, case.marks, strict=True), key=lambda one: isinstance(one[1], int)):
        by = mark if isinstance(mark, list) else sorted(named, key=lambda voter: len(named[voter]))[:mark]
        for voter in by:
            named[voter].append(name)
    assert max(len(chosen) for chosen in named.values()) <= case.seats
    ballots = [votes.ballot(f"V{voter + 1}", {"1": chosen}) for voter, chosen in named.items()]
    return asked, votes.roll(*case.areas), ballots


@pytest.mark.feature("NN-10")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_prepared_election_comes_out_as_worked_out_by_hand(case, tmp_path):
    asked, voters, ballots = prepared(case)
    found = votes.item_of(asked, voters, ballots)
    assert [one["outcome"] for one in found["candidates"]] == case.outcome
    assert (found["runoff_seats"], found["formed"]) == (case.runoff_seats, case.formed)
    report = votes.check(votes.packed(asked, voters, ballots), tmp_path)
    assert report.faults == []
    assert report.recounted["items"][0] == found
    names = {one["candidate_id"]: one["candidate_id"] for one in found["candidates"]}
    reading = read_election(found, names, seats=case.seats, kind=case.kind, rules=asked.rules)
    assert reading.verdict == case.verdict
    assert case.why in reading.why
    assert [
        one.outcome for one in sorted(reading.candidates, key=lambda one: int(one.candidate_id[1:]))
    ] == case.outcome
    assert all(one.why.endswith("。") for one in reading.candidates)


def test_there_are_eighteen():
    assert len(CASES) == len({case.name for case in CASES}) == 18
