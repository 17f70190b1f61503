"""What can follow a published result: objections and their answers, recounts, revocation, tasks. Words and days."""

from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """What an objection is about."""

    ROLL = "roll"
    BALLOT = "ballot"
    PROCEDURE = "procedure"
    COUNT = "count"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"roll": "名册", "ballot": "选票", "procedure": "程序", "count": "计票"}[self]

    @property
    def hint(self) -> str:
        """What belongs under it."""
        return {
            "roll": "人数、面积或投票人不对",
            "ballot": "不是本人投的，或投了没有计入",
            "procedure": "公告、送达、时间等不合规定",
            "count": "票数或结论算得不对",
        }[self]


class Decision(StrEnum):
    """What became of an objection."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REFUSED = "refused"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"upheld": "采纳", "partly": "部分采纳", "refused": "不采纳"}[self]


class RecountKind(StrEnum):
    """The same ballots counted once more, or weighed by a corrected roll."""

    RECOUNT = "recount"
    CORRECTION = "correction"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "重新计票" if self is RecountKind.RECOUNT else "更正名册"


class Authority(StrEnum):
    """Who can take a decision back: a court (司法解释[2009]7号第12条), or the street (物业管理条例第19条)."""

    COURT = "court"
    STREET = "street"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "人民法院" if self is Authority.COURT else "街道（乡镇）"


MOST_OPEN_OBJECTIONS = (
    5  # of one person to one vote, so that nobody keeps a result from standing by their number
)
DONE = 100


def overdue(due_on: date, *, done: bool, today: date) -> bool:
    """Whether a task's day has passed without it being done."""
    return not done and due_on < today
