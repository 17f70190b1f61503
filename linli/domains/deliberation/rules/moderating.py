"""Reporting and hiding: what can be wrong with a post, and how a case goes on (DL-12, DL-13)."""

from datetime import datetime, timedelta
from enum import StrEnum

APPEAL_WITHIN = timedelta(days=7)


class Ground(StrEnum):
    """What somebody says is wrong with a post."""

    INSULT = "insult"
    PRIVACY = "privacy"
    UNTRUE = "untrue"
    ADVERTISEMENT = "advertisement"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "insult": "辱骂、攻击他人",
            "privacy": "泄露别人的隐私",
            "untrue": "编造、不属实",
            "advertisement": "广告、刷屏",
            "other": "其他",
        }[self]


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    KEPT = "kept"
    HIDDEN = "hidden"
    APPEALED = "appealed"
    RESTORED = "restored"
    UPHELD = "upheld"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "open": "待处理",
            "kept": "予以保留",
            "hidden": "已隐藏",
            "appealed": "申诉待处理",
            "restored": "申诉成立，已恢复",
            "upheld": "维持隐藏",
        }[self]


WAITING = frozenset({CaseState.OPEN, CaseState.APPEALED})
HIDING = frozenset({CaseState.HIDDEN, CaseState.APPEALED, CaseState.UPHELD})


def may_appeal(state: CaseState, decided_at: datetime | None, *, now: datetime) -> bool:
    """Whether the author can still appeal: once, within seven days of the hiding."""
    return state is CaseState.HIDDEN and decided_at is not None and now <= decided_at + APPEAL_WITHIN
