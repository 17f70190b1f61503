"""The two books side by side: every case of one must be found in the other, and stand alike (NN-28)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.governance import OutsideState


class What(StrEnum):
    """How the books differ."""

    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"
    WRONG_NUMBER = "wrong_number"
    SHARED_NUMBER = "shared_number"
    BEHIND = "behind"
    UNKNOWN_STATE = "unknown_state"
    DEAD_PHOTO = "dead_photo"
    SILENT = "silent"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "missing_there": "我们发过，平台没有",
            "missing_here": "平台有，我们没有",
            "wrong_number": "两边编号不一致",
            "shared_number": "平台给两件事同一个编号",
            "behind": "平台有新进展，我们没有收到",
            "unknown_state": "平台的状态不认识",
            "dead_photo": "照片链接打不开",
            "silent": "平台没有给出当天的清单",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One case as one side has it. `here` names ours in our own terms."""

    external_id: str
    number: str
    version: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference; `detail` is what the other side says."""

    what: What
    external_id: str
    detail: str = ""


def compare(ours: Iterable[Entry], theirs: Iterable[Entry], table: Mapping[str, OutsideState]) -> list[Gap]:
    """Every difference between the books, once, in a steady order."""
    here, there = {one.external_id: one for one in ours}, {one.external_id: one for one in theirs}
    given = Counter(one.number for one in there.values() if one.number)
    found: list[Gap] = []
    for key, mine in here.items():
        other = there.get(key)
        if other is None:
            found.append(Gap(What.MISSING_THERE, key, mine.number))
            continue
        if given[other.number] > 1:
            found.append(Gap(What.SHARED_NUMBER, key, other.number))
        elif other.number != mine.number:
            found.append(Gap(What.WRONG_NUMBER, key, other.number))
        if other.version > mine.version:
            found.append(
                Gap(What.BEHIND, key, table[other.state].title if other.state in table else other.state)
            )
        if other.state and other.state not in table:
            found.append(Gap(What.UNKNOWN_STATE, key, other.state))
    found += [Gap(What.MISSING_HERE, key, other.number) for key, other in there.items() if key not in here]
    return sorted(found, key=lambda gap: (gap.what, gap.external_id))
