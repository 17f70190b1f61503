"""The life of a credit item: proposed, notified, objected, decided, effective, expired or repaired."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

OBJECT_WITHIN = 5  # working days (浙江省公共信用信息管理条例第30条)
DECIDE_WITHIN = 5  # working days


class State(StrEnum):
    """Where an item stands."""

    PROPOSED = "proposed"
    NOTIFIED = "notified"
    OBJECTED = "objected"
    DECIDED = "decided"
    EFFECTIVE = "effective"
    EXPIRED = "expired"
    REPAIRED = "repaired"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _STATES[self]


_STATES = {
    State.PROPOSED: "待复核",
    State.NOTIFIED: "已告知，可提异议",
    State.OBJECTED: "异议处理中",
    State.DECIDED: "已决定，即将生效",
    State.EFFECTIVE: "生效",
    State.EXPIRED: "已到期",
    State.REPAIRED: "已修复",
    State.DISMISSED: "异议成立，不记录",
    State.WITHDRAWN: "已撤回",
}
#: What everybody may see: items that have, or had, effect.
DISCLOSED = frozenset({State.EFFECTIVE, State.EXPIRED, State.REPAIRED})


@dataclass(frozen=True, slots=True)
class Steps:
    """The days and moments of an item; where it stands follows from them."""

    notified_at: datetime | None
    objected_at: datetime | None
    decided_at: datetime | None
    upheld: bool | None
    withdrawn_at: datetime | None
    effective_on: date | None
    ends_on: date | None
    repaired_on: date | None


def standing(steps: Steps, *, today: date) -> State:  # noqa: PLR0911 - one line a state
    """Where an item stands on a day, by the calendar and not by a job."""
    if steps.withdrawn_at is not None:
        return State.WITHDRAWN
    if steps.notified_at is None:
        return State.PROPOSED
    if steps.decided_at is not None and not steps.upheld:
        return State.DISMISSED
    if steps.effective_on is None:
        return State.OBJECTED
    if today < steps.effective_on:
        return State.DECIDED if steps.decided_at is not None else State.NOTIFIED
    if steps.repaired_on is not None and steps.repaired_on <= today:
        return State.REPAIRED
    return State.EXPIRED if steps.ends_on is not None and steps.ends_on < today else State.EFFECTIVE
