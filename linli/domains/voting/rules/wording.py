"""The result as a person reads it: who must agree, who did, on both axes, and why it passed or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linli.domains.voting.rules.majority import Weight, needed_for_quorum, needed_to_pass
from linli.domains.voting.rules.matters import Matter, Threshold
from linli.kernel.area import format_area

_TENTH_OF_PERCENT = 1000


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two counts: what was reached of how much, and what was needed."""

    name: str
    reached: int
    whole: int
    needed: int
    unit: str

    @property
    def enough(self) -> bool:
        """Whether this axis holds."""
        return self.reached >= self.needed

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down, for a bar."""
        return 100 * self.reached // self.whole if self.whole else 0

    @property
    def share(self) -> str:
        """The share as people read it; cut off, so that 66.66 % never looks like two thirds."""
        return percent(self.reached, self.whole)

    def figure(self, number: int) -> str:
        """A number of this axis with its unit."""
        return f"{format_area(number)} ㎡" if self.unit == "㎡" else f"{number} 人"

    @property
    def said(self) -> str:
        """67 / 100 人（67.0%）, and what was needed."""
        return f"{self.figure(self.reached)} / {self.figure(self.whole)}（{self.share}）"


@dataclass(frozen=True, slots=True)
class Reading:
    """One resolution in words."""

    verdict: str
    why: str
    formula: str
    taking_part: tuple[Axis, Axis]
    agreeing: tuple[Axis, Axis]
    passed: bool


def percent(part: int, whole: int) -> str:
    """The share with one decimal, cut off: 2/3 is 66.6%."""
    tenths = _TENTH_OF_PERCENT * part // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}%"


def read_resolution(outcome: Mapping[str, Any], matter: Matter, threshold: Threshold) -> Reading:
    """The words for one item of result.json."""
    roll, taking_part, agreed = outcome["roll"], outcome["participating"], outcome["for"]
    quorum = (
        Axis("参与表决的人数", taking_part["heads"], roll["heads"], needed_for_quorum(roll["heads"]), "人"),
        Axis("参与表决的面积", taking_part["area"], roll["area"], needed_for_quorum(roll["area"]), "㎡"),
    )
    consent = (
        Axis(
            "同意的人数",
            agreed["heads"],
            taking_part["heads"],
            _needed(taking_part["heads"], threshold),
            "人",
        ),
        Axis(
            "同意的面积", agreed["area"], taking_part["area"], _needed(taking_part["area"], threshold), "㎡"
        ),
    )
    return Reading(
        verdict="通过" if outcome["passed"] else "未通过",
        why=_why(outcome, quorum, consent, threshold),
        formula=formula(matter, threshold),
        taking_part=quorum,
        agreeing=consent,
        passed=outcome["passed"],
    )


def missing_words(missing: Weight, where: str) -> str:
    """What is still missing to the quorum, and where most of it is: 还差 4 人、312.50 ㎡，多在 6 幢 (NN-14)."""
    parts = [f"{missing.heads} 人"] if missing.heads else []
    parts += [f"{format_area(missing.area)} ㎡"] if missing.area else []
    if not parts:
        return "人数和面积都已达到三分之二"
    return f"还差 {'、'.join(parts)}{f'，多在 {where}' if where else ''}"


def formula(matter: Matter, threshold: Threshold) -> str:
    """The rule, before anything is counted."""
    return (
        f"本项属于“{matter.title}”（{matter.article}）：须有专有部分面积占三分之二以上、且人数占三分之二以上的业主"
        f"参与表决；其中同意的业主，面积和人数都要{threshold.demand_of_those_taking_part}，才算通过。"
    )


def _needed(whole: int, threshold: Threshold) -> int:
    return needed_to_pass(whole, threshold)


def _why(
    outcome: Mapping[str, Any], quorum: tuple[Axis, Axis], consent: tuple[Axis, Axis], threshold: Threshold
) -> str:
    if not outcome["quorum"]:
        short = "；".join(_short(axis) for axis in quorum if not axis.enough) or "没有人参与表决"
        return f"参与表决的业主不够三分之二：{short}。所以本项未通过。"
    reached = "，".join(f"{axis.name} {axis.said}" for axis in consent)
    if outcome["passed"]:
        return f"参与表决的人数和面积都达到三分之二以上；{reached}，都{threshold.demand}。所以本项通过。"
    short = "；".join(_short(axis) for axis in consent if not axis.enough)
    return (
        f"参与表决的人数和面积都达到三分之二以上，但同意的没有{threshold.demand}：{short}。所以本项未通过。"
    )


def _short(axis: Axis) -> str:
    return f"{axis.name} {axis.said}，至少需要 {axis.figure(axis.needed)}"
