"""An election's result as a person reads it: for each candidate who must agree, who did, and why that elects or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.domains.voting.rules.candidacy import ElectionKind
from linli.domains.voting.rules.election import Outcome, in_rank
from linli.domains.voting.rules.estate_rules import RankBy, VotingRules
from linli.domains.voting.rules.majority import needed_for_quorum, needed_to_pass
from linli.domains.voting.rules.matters import Matter, Threshold
from linli.domains.voting.rules.wording import Axis

_ORDER = {
    RankBy.HEADS_THEN_AREA: "先比同意的人数、再比同意的面积",
    RankBy.AREA_THEN_HEADS: "先比同意的面积、再比同意的人数",
    RankBy.SUM_OF_SHARES: "比同意的人数占比与面积占比之和",
}
_TONES = {Outcome.ELECTED: "good", Outcome.ALTERNATE: "info", Outcome.RUNOFF: "wait", Outcome.NOT_ELECTED: ""}


@dataclass(frozen=True, slots=True)
class CandidateReading:
    """One candidate in words. `place` counts those who passed; 0 for the others."""

    candidate_id: str
    name: str
    outcome: Outcome
    passed: bool
    place: int
    agreeing: tuple[Axis, Axis]
    why: str

    @property
    def tone(self) -> str:
        """The chip's colour."""
        return _TONES[self.outcome]


@dataclass(frozen=True, slots=True)
class ElectionReading:
    """One election in words, the candidates in their rank."""

    verdict: str
    why: str
    formula: str
    taking_part: tuple[Axis, Axis]
    candidates: tuple[CandidateReading, ...]
    runoff_seats: int
    passed: bool

    def having(self, outcome: Outcome) -> list[CandidateReading]:
        """Those of one outcome, in their rank."""
        return [one for one in self.candidates if one.outcome is outcome]


def election_formula(*, seats: int, rules: VotingRules) -> str:
    """The rule, before anything is counted."""
    return (
        f"本项属于“{Matter.ELECT_COMMITTEE.title}”（{Matter.ELECT_COMMITTEE.article}）：须有专有部分面积占三分之二以上、"
        "且人数占三分之二以上的业主参与表决；每位候选人得到的同意，面积和人数都要超过参与表决的二分之一，才算过半数。"
        f"过半数的候选人{_ORDER[rules.rank_by]}，前 {seats} 名当选；最后一席完全相同的，在相同的人中另行投票。"
        "选票上选的人数可以少于应选人数，多选的这一项无效。"
    )


def read_election(
    outcome: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    seats: int,
    kind: ElectionKind,
    rules: VotingRules,
) -> ElectionReading:
    """The words for one election of result.json. `names`: of the candidates by id."""
    roll, part = outcome["roll"], outcome["participating"]
    quorum = (
        Axis("参与表决的人数", part["heads"], roll["heads"], needed_for_quorum(roll["heads"]), "人"),
        Axis("参与表决的面积", part["area"], roll["area"], needed_for_quorum(roll["area"]), "㎡"),
    )
    ranked = sorted(in_rank(outcome, rules.rank_by), key=lambda one: not one["passed"])
    candidates = tuple(
        _candidate(
            one,
            names,
            _place(one, ranked),
            part,
            quorate=outcome["quorum"],
            runoff_seats=outcome["runoff_seats"],
        )
        for one in ranked
    )
    elected = sum(one.outcome is Outcome.ELECTED for one in candidates)
    return ElectionReading(
        verdict=_verdict(elected, outcome, kind),
        why=_why(elected, quorum, outcome, seats=seats, kind=kind, rules=rules),
        formula=election_formula(seats=seats, rules=rules),
        taking_part=quorum,
        candidates=candidates,
        runoff_seats=outcome["runoff_seats"],
        passed=elected > 0,
    )


def _place(one: Mapping[str, Any], ranked: Sequence[Mapping[str, Any]]) -> int:
    """The place in the ranking; equals share theirs."""
    return 1 + next(
        place
        for place, other in enumerate(ranked)
        if (other["passed"], other["heads"], other["area"]) == (one["passed"], one["heads"], one["area"])
    )


def _candidate(
    one: Mapping[str, Any],
    names: Mapping[str, str],
    place: int,
    part: Mapping[str, int],
    *,
    quorate: bool,
    runoff_seats: int,
) -> CandidateReading:
    axes = (
        Axis(
            "同意的人数", one["heads"], part["heads"], needed_to_pass(part["heads"], Threshold.ORDINARY), "人"
        ),
        Axis("同意的面积", one["area"], part["area"], needed_to_pass(part["area"], Threshold.ORDINARY), "㎡"),
    )
    came = Outcome(one["outcome"])
    return CandidateReading(
        candidate_id=one["candidate_id"],
        name=names.get(one["candidate_id"], one["candidate_id"]),
        outcome=came,
        passed=one["passed"],
        place=place if one["passed"] else 0,
        agreeing=axes,
        why=_why_candidate(
            came, axes, place, passed=one["passed"], quorate=quorate, runoff_seats=runoff_seats
        ),
    )


def _why_candidate(
    came: Outcome, axes: tuple[Axis, Axis], place: int, *, passed: bool, quorate: bool, runoff_seats: int
) -> str:
    if not quorate:
        return "参与表决的业主不够三分之二，得票不计名次。"
    if not passed:
        short = "；".join(
            f"{axis.name} {axis.said}，至少需要 {axis.figure(axis.needed)}"
            for axis in axes
            if not axis.enough
        )
        return f"同意的没有超过参与表决的二分之一：{short}。未当选。"
    reached = "，".join(f"{axis.name} {axis.said}" for axis in axes) + "，都超过二分之一"
    if came is Outcome.RUNOFF:
        return f"{reached}；与其他候选人完全相同，剩下的 {runoff_seats} 席须在他们当中另行投票。"
    ending = {
        Outcome.ELECTED: "当选",
        Outcome.ALTERNATE: "列为候补",
        Outcome.NOT_ELECTED: "名次在席位以外，未当选",
    }[came]
    return f"{reached}；排第 {place} 名，{ending}。"


def _verdict(elected: int, outcome: Mapping[str, Any], kind: ElectionKind) -> str:
    if not outcome["quorum"]:
        return "选举无效"
    if outcome["runoff_seats"]:
        return "须另行投票"
    if kind is ElectionKind.GENERAL:
        return "业主委员会成立" if outcome["formed"] else "业主委员会未成立"
    return f"选出 {elected} 人"


def _why(
    elected: int,
    quorum: tuple[Axis, Axis],
    outcome: Mapping[str, Any],
    *,
    seats: int,
    kind: ElectionKind,
    rules: VotingRules,
) -> str:
    if not outcome["quorum"]:
        short = "；".join(
            f"{axis.name} {axis.said}，至少需要 {axis.figure(axis.needed)}"
            for axis in quorum
            if not axis.enough
        )
        return f"参与表决的业主不够三分之二：{short or '没有人参与表决'}。所以没有人当选。"
    said = f"参与表决的人数和面积都达到三分之二以上；应选 {seats} 人，选出 {elected} 人"
    if outcome["runoff_seats"]:
        return f"{said}，还有 {outcome['runoff_seats']} 席因得票完全相同，须另行投票。"
    if kind is not ElectionKind.GENERAL:
        return f"{said}。"
    if outcome["formed"]:
        return f"{said}，不少于法定最少的 {rules.legal_min_members} 人，也超过约定人数的一半。所以业主委员会成立。"
    lacking = []
    if elected < rules.legal_min_members:
        lacking.append(f"少于法定最少的 {rules.legal_min_members} 人")
    if 2 * elected <= seats:
        lacking.append(f"没有超过约定的 {seats} 人的一半")
    return f"{said}，{'，也'.join(lacking)}。所以业主委员会没有成立，须重新选举。"
