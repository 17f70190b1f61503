"""The ten questions, the five levels, and what an answer may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

OVERALL = "overall"


class Level(IntEnum):
    """How content a household is."""

    VERY_GOOD = 5
    GOOD = 4
    FAIR = 3
    POOR = 2
    VERY_POOR = 1
    UNKNOWN = 0

    @property
    def title(self) -> str:
        """As people read it."""
        return _LEVELS[self]


_LEVELS = {
    Level.VERY_GOOD: "非常满意",
    Level.GOOD: "满意",
    Level.FAIR: "基本满意",
    Level.POOR: "不满意",
    Level.VERY_POOR: "很不满意",
    Level.UNKNOWN: "没用过，说不上",
}
RATED = tuple(level for level in Level if level is not Level.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Question:
    """One question by its key; only the same key with the same words is the same question."""

    key: str
    title: str
    hint: str = ""

    @property
    def levels(self) -> tuple[Level, ...]:
        """What may be said; of the whole nobody can say nothing."""
        return RATED if self.key == OVERALL else (*RATED, Level.UNKNOWN)

    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {"key": self.key, "title": self.title, "hint": self.hint}


TEN: tuple[Question, ...] = (
    Question(OVERALL, "对物业服务的总体评价"),
    Question("safety", "门岗、巡逻和监控", "安全"),
    Question("cleaning", "楼道、电梯和院子的保洁", "保洁"),
    Question("greenery", "花草树木的养护", "绿化"),
    Question("repairs", "报修以后来得快不快、修得好不好", "维修"),
    Question("parking", "停车的管理", "停车"),
    Question("attitude", "工作人员的态度", "态度"),
    Question("fee_clarity", "收费标准和账单是否明白", "收费透明"),
    Question("common_income", "公共收益的公开", "公共收益公开"),
    Question("complaints", "投诉以后的处理", "投诉处理"),
)


def read(stored: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions from plain values."""
    return tuple(Question(one["key"], one["title"], one.get("hint", "")) for one in stored)


def faults(asked: Sequence[Question], answer: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with an answer, by question."""
    found = {one.key: "请选一项。" for one in asked if answer.get(one.key) not in set(one.levels)}
    return found | {key: "没有这道题。" for key in answer if key not in {one.key for one in asked}}


def comparable(now: Sequence[Question], before: Sequence[Question]) -> set[str]:
    """The questions that were asked in the same words in both years (SC-08)."""
    words = {one.key: one.title for one in before}
    return {one.key for one in now if words.get(one.key) == one.title}
