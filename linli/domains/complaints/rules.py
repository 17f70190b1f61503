"""The course of a complaint, and when it is one that comes back. No database."""

from datetime import timedelta
from enum import StrEnum


class Subject(StrEnum):
    """What it is about."""

    SERVICE = "service"
    FEES = "fees"
    REPAIR = "repair"
    CLEANING = "cleaning"
    ORDER = "order"
    ACCOUNTS = "accounts"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "service": "服务态度", "fees": "乱收费、强制收费", "repair": "报修推诿、维修质量", "cleaning": "保洁绿化",
            "order": "安保、停车管理", "accounts": "账目和公共收益不公开", "other": "其他",
        }[self]  # fmt: skip


class State(StrEnum):
    """Where a complaint stands."""

    OPEN = "open"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "open": "社区办理中", "answered": "已答复", "escalated": "街道复核中", "reviewed": "街道已答复",
            "closed": "已结束", "withdrawn": "已撤回",
        }[self]  # fmt: skip


class Kind(StrEnum):
    """What was done to it."""

    FILED = "filed"
    FORWARDED = "forwarded"
    STATED = "stated"
    EXTENDED = "extended"
    ANSWERED = "answered"
    RATED = "rated"
    ESCALATED = "escalated"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "filed": "提出投诉", "forwarded": "请物业说明情况", "stated": "物业作了说明", "extended": "延长期限",
            "answered": "社区答复", "rated": "您的评价", "escalated": "请街道复核", "reviewed": "街道答复",
            "closed": "超过期限没有评价，自动结束", "withdrawn": "撤回投诉",
        }[self]  # fmt: skip


#: The staff's own steps: the complainant sees that they were taken, not what was written.
INSIDE = frozenset({Kind.FORWARDED, Kind.STATED})
#: Somebody has to do something about it.
AT_WORK = frozenset({State.OPEN, State.ESCALATED})
#: The complainant may say whether they are content.
TOLD = frozenset({State.ANSWERED, State.REVIEWED})
OVER = frozenset({State.CLOSED, State.WITHDRAWN})

#: Of one household on one subject within this time: it comes back (重复投诉).
REPEATS_WITHIN = timedelta(days=365)
#: So long after an answer that nobody judged, the complaint closes; it never counts as content.
JUDGED_WITHIN = timedelta(days=15)
#: How long the company has for its statement.
STATED_WITHIN_DAYS = 3


def may_escalate(state: State, *, satisfied: bool | None, overdue: bool) -> bool:
    """Whether it may go to the street: the answer does not content, or the ten days are over without one."""
    return (state is State.ANSWERED and satisfied is False) or (state is State.OPEN and overdue)
