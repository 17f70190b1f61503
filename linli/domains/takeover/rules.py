"""What a takeover is: its causes, its states, how long it may last, and what it does to a rating. No database.

Who may be asked and how long is the project's own draft [P]; that the state-owned company steps in where an
estate has none is from the published model (domain rules §0).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_DAYS = 366


class Cause(StrEnum):
    """Why an estate is without a company."""

    WITHDREW = "withdrew"
    EXPIRED = "expired"
    DISMISSED = "dismissed"
    INSOLVENT = "insolvent"
    BARRED = "barred"
    NEVER = "never"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "withdrew": "物业公司撤出",
            "expired": "合同到期，没有公司接",
            "dismissed": "业主大会解聘，新公司未选出",
            "insolvent": "物业公司停业或破产",
            "barred": "物业公司被责令退出",
            "never": "老旧小区一直没有物业",
        }[self]


class End(StrEnum):
    """Why a takeover is over."""

    ENGAGED = "engaged"
    SELF_MANAGED = "self_managed"
    LAPSED = "lapsed"
    HANDED_ON = "handed_on"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "engaged": "业主选聘了新的物业公司",
            "self_managed": "业主决定自行管理",
            "lapsed": "期限届满",
            "handed_on": "换由另一家托底公司接管",
        }[self]


class State(StrEnum):
    """Proposed by one officer, decided by another; it runs on its days and is ended with a cause."""

    PROPOSED = "proposed"
    RUNNING = "running"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"proposed": "待审批", "running": "托底中", "refused": "未同意", "ended": "已结束"}[self]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a takeover, both included."""

    since_on: date
    until_on: date

    @property
    def in_order(self) -> bool:
        """Whether it ends after it began and lasts no longer than a takeover may."""
        return self.since_on <= self.until_on < self.since_on + timedelta(days=MOST_DAYS)

    def within(self, since_on: date, until_on: date) -> int:
        """How many of these days lie between two others, both included."""
        first, last = max(self.since_on, since_on), min(self.until_on, until_on)
        return max(0, (last - first).days + 1)


def kept_up(spans: Iterable[Days], year: int) -> bool:
    """Whether a year counts as kept up by the state-owned company: taken over on its last day.

    Such an estate is of the class 托底维持型, two stars at most, whatever its points [P].
    """
    last = date(year, 12, 31)
    return any(span.since_on <= last <= span.until_on for span in spans)


def days_in(spans: Iterable[Days], year: int) -> int:
    """How many days of a year an estate was taken over; spans do not overlap."""
    return sum(span.within(date(year, 1, 1), date(year, 12, 31)) for span in spans)
