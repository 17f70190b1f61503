"""How a task force goes from proposal to end, how its wall chart is lit, who stands at both ends of a month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=7)
FEWEST_DEPARTMENTS = 2


class State(StrEnum):
    """Where a task force stands. Admission takes three: the lead proposes, a deputy reviews, the group approves."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    AT_WORK = "at_work"
    RETURNED = "returned"
    DISSOLVED = "dissolved"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _STATES[self]


_STATES = {
    State.PROPOSED: "待分管领导审核",
    State.REVIEWED: "待领导小组批准",
    State.AT_WORK: "攻坚中",
    State.RETURNED: "不予成立",
    State.DISSOLVED: "已撤销",
}
OVER = frozenset({State.RETURNED, State.DISSOLVED})
ASKED = frozenset({State.PROPOSED, State.REVIEWED})
OPEN = frozenset(State) - OVER


class Part(StrEnum):
    """What somebody is in a task force."""

    LEADER = "leader"
    DEPUTY = "deputy"
    OFFICE = "office"
    MEMBER = "member"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"leader": "领导小组组长", "deputy": "领导小组副组长", "office": "办公室", "member": "成员"}[
            self
        ]


class Lamp(StrEnum):
    """How a task of the wall chart is lit."""

    DONE = "done"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"done": "已完成", "green": "按期推进", "yellow": "临近到期", "red": "已超期"}[self]


@dataclass(frozen=True, slots=True)
class Duty:
    """A task as the month's ranking sees it."""

    department: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A department in a month: of `whole` tasks `part` are done in time, `late` are overdue. Equals share a place."""

    department: str
    part: int
    whole: int
    late: int
    place: int
    praised: bool
    watched: bool

    def stored(self) -> dict[str, object]:
        """As the review keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


def lamp(*, due_on: date, done_on: date | None, today: date) -> Lamp:
    """Done; overdue from the day after; within a week of its day; in time."""
    if done_on is not None:
        return Lamp.DONE
    if due_on < today:
        return Lamp.RED
    return Lamp.YELLOW if due_on - today <= SOON else Lamp.GREEN


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def month_end(month_on: date) -> date:
    """The last day of the month that begins on `month_on`."""
    return (month_on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def ranking(duties: Iterable[Duty], *, month_on: date, today: date | None = None) -> list[Standing]:
    """The departments of a month, best first, with both ends named (红榜、督办); of a running month, until `today`.

    A task counts in the month that it falls due in, and later for as long as it stays open; what was done before the
    month began is no merit of it. The red list has the best, where nothing of theirs is overdue; supervision has the
    worst, where something is. Nobody is on both.
    """
    last = min(month_end(month_on), today or date.max)
    of: dict[str, list[Duty]] = {}
    for duty in duties:
        if duty.due_on <= last and (duty.done_on is None or duty.done_on >= month_on):
            of.setdefault(duty.department, []).append(duty)
    counted = sorted(
        (_counted(name, some, last) for name, some in of.items()), key=lambda one: (-one[1], one[4], one[0])
    )
    return [_standing(one, counted) for one in counted]


def _counted(name: str, some: Sequence[Duty], last: date) -> tuple[str, int, int, int, int]:
    """Department, share in basis points, done in time, all, overdue at the end of the month."""
    part = sum(1 for one in some if one.done_on is not None and one.done_on <= one.due_on)
    late = sum(1 for one in some if (one.done_on is None or one.done_on > last) and one.due_on <= last)
    return name, part * 10_000 // len(some), part, len(some), late


def _standing(
    one: tuple[str, int, int, int, int], counted: Sequence[tuple[str, int, int, int, int]]
) -> Standing:
    name, share, part, whole, late = one
    praised = share > 0 and late == 0 and share == counted[0][1]
    watched = late > 0 and share == min(other[1] for other in counted)
    place = 1 + sum((-other[1], other[4]) < (-share, late) for other in counted)
    return Standing(name, part, whole, late, place, praised, watched)
