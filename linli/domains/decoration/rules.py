"""The course of a decoration. No database."""

from datetime import date, timedelta
from enum import StrEnum

from linli.domains.decoration.errors import DaysReversed

LONGEST = timedelta(days=366)


class State(StrEnum):
    """Where a decoration stands."""

    REGISTERED = "registered"
    UNDER_WAY = "under_way"
    ENDED = "ended"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {
            "registered": "待物业告知", "under_way": "施工中", "ended": "待验收", "closed": "已办结", "cancelled": "已取消",
        }[self]  # fmt: skip


#: Somebody may be at work.
AT_WORK = frozenset({State.UNDER_WAY, State.ENDED})
GOING_ON = frozenset({State.REGISTERED, *AT_WORK})


def check_days(starts_on: date, ends_on: date, *, today: date) -> None:
    """A decoration begins no earlier than today, ends no earlier than it begins, within a year. Raises DaysReversed."""
    if starts_on < today:
        raise DaysReversed("starts_on", "请在开工前登记，开工日期不能早于今天。")
    if not starts_on <= ends_on <= starts_on + LONGEST:
        raise DaysReversed("ends_on", "完工日期要在开工以后，最长一年。")
