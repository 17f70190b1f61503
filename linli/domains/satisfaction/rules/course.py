"""The course of a round: its window, who may answer, through which channel, and what looks like a burst."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from linli.kernel.actors import Role, Tie
from linli.kernel.times import day_of

SHORTEST, LONGEST = timedelta(days=15), timedelta(days=30)
MONTHS_HERE = 3
BURST = 4  # so many households answering from one device are looked at
REMIND_AFTER = timedelta(days=3)
TIES = (Tie.OWNER, Tie.TENANT)
#: Whoever works for a property company does not say how good it is, not even at home.
BARRED = frozenset(
    {Role.PROPERTY_WORKER, Role.PROPERTY_CASHIER, Role.PROPERTY_MANAGER, Role.COMPANY_HEAD, Role.ASSESSOR}
)


class State(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _STATES[self]


_STATES = {
    State.PLANNED: "筹备中",
    State.SCHEDULED: "即将开始",
    State.OPEN: "正在进行",
    State.ENDED: "正在汇总",
    State.CLOSED: "已公布",
}


class Channel(StrEnum):
    """How an answer came in."""

    ONLINE = "online"
    PAPER = "paper"
    INTERVIEW = "interview"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"online": "线上", "paper": "纸质", "interview": "入户访问"}[self.value]


KEYED_IN = (Channel.PAPER, Channel.INTERVIEW)


def window_fault(opens_at: datetime, closes_at: datetime) -> str | None:
    """What is wrong with a window: it lasts 15 to 30 days."""
    if not SHORTEST <= closes_at - opens_at <= LONGEST:
        return "评价要开放 15 到 30 天，请改截止日期。"
    return None


def standing(
    *, published: bool, closed: bool, opens_at: datetime, closes_at: datetime, now: datetime
) -> State:
    """Where a round stands by the clock."""
    if closed:
        return State.CLOSED
    if not published:
        return State.PLANNED
    if now < opens_at:
        return State.SCHEDULED
    return State.OPEN if now < closes_at else State.ENDED


def here_since(now: datetime) -> date:
    """The last day on which one must have belonged to the unit already: three months ago."""
    today = day_of(now)
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS_HERE, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004 - December, counted from 0
    return first + timedelta(days=min(today.day, (following - first).days) - 1)
