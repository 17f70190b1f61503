"""What a correction changed, item by item: in the roll, and in the result (NN-08)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linli.kernel.area import format_area


@dataclass(frozen=True, slots=True)
class Row:
    """One voter of a roll, as the difference needs it. Area in 0.01 ㎡."""

    label: str
    area: int


@dataclass(frozen=True, slots=True)
class RollChange:
    """One voter who came, went, or has another area; the missing side is None."""

    voter_no: str
    label: str
    before: int | None
    after: int | None

    @property
    def said(self) -> str:
        """What happened to the voter."""
        if self.before is None:
            return f"新增，面积 {format_area(self.after or 0)} ㎡"
        if self.after is None:
            return f"移出，原面积 {format_area(self.before)} ㎡"
        return f"面积由 {format_area(self.before)} ㎡ 改为 {format_area(self.after)} ㎡"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of the result, before and after, as people read it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """The figures of one item that changed."""

    item_id: str
    changes: tuple[Change, ...]


_WEIGHTS = (
    ("roll", "名册"), ("participating", "参与表决"), ("for", "同意"), ("against", "反对"), ("abstain", "弃权"),
    ("followed", "随多数计入"),
)  # fmt: skip
_FACTS = (
    ("quorum", "达到三分之二", "是", "否"),
    ("passed", "结论", "通过", "未通过"),
    ("formed", "委员会", "成立", "不成立"),
)
_BALLOTS = (("void", "无效选票"), ("superseded", "被替代的选票"), ("effective", "计入的选票"))
_OUTCOMES = {"elected": "当选", "alternate": "候补", "runoff": "须另行投票", "not_elected": "未当选"}


def roll_changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[RollChange]:
    """Whoever is not the same in two rolls, by voter number."""
    changed = [
        voter_no
        for voter_no in sorted(before.keys() | after.keys())
        if _area(before, voter_no) != _area(after, voter_no)
    ]
    return [
        RollChange(one, (after.get(one) or before[one]).label, _area(before, one), _area(after, one))
        for one in changed
    ]


def _area(roll: Mapping[str, Row], voter_no: str) -> int | None:
    return roll[voter_no].area if voter_no in roll else None


def result_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ItemChanges]:
    """The figures that differ between two counts, item by item; "" stands for the ballots as a whole."""
    found = [
        ItemChanges(old["item_id"], tuple(_of_item(old, new)))
        for old, new in zip(before["items"], after["items"], strict=True)
    ]
    whole = [
        Change(name, str(before["ballots"][key]), str(after["ballots"][key]))
        for key, name in _BALLOTS
        if before["ballots"][key] != after["ballots"][key]
    ]
    return [one for one in (*found, ItemChanges("", tuple(whole))) if one.changes]


def _of_item(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key, name in _WEIGHTS:
        if key in old and old[key] != new[key]:
            yield Change(name, _said(old[key]), _said(new[key]))
    for old_one, new_one in zip(old.get("candidates", ()), new.get("candidates", ()), strict=True):
        if old_one != new_one:
            yield Change(f"候选人 {old_one['candidate_id']}", _candidate(old_one), _candidate(new_one))
    for key, name, yes, no in _FACTS:
        if key in old and old[key] != new[key]:
            yield Change(name, yes if old[key] else no, yes if new[key] else no)


def _said(weight: Mapping[str, int]) -> str:
    return f"{weight['heads']} 人，{format_area(weight['area'])} ㎡"


def _candidate(one: Mapping[str, Any]) -> str:
    return f"{_said(one)}，{_OUTCOMES[one['outcome']]}"
