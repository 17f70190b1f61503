"""The course of a vote and its legal days (domain rules 1.5). Deadlines follow from the clock, never from a job."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from linli.domains.voting.errors import OpensTooEarly, WrongPeriod, WrongStep
from linli.domains.voting.rules.estate_rules import VotingRules
from linli.kernel.times import day_of
from linli.kernel.workdays import Calendar, YearWithoutCalendar

_SATURDAY = 5


class State(StrEnum):
    """Where a vote stands.

    Closed: nobody casts any more, but paper that came in before the close may still be entered. Counted: the box
    is sealed and the count is fixed, though nobody may read it before it is published. Announced words that must be
    changed go back to the draft, and the changed text is announced anew.
    """

    DRAFT = "draft"
    LEGALITY_REVIEW = "legality_review"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"
    FINAL = "final"
    VOID = "void"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _TITLES[self]


_TITLES = {
    State.DRAFT: "草稿",
    State.LEGALITY_REVIEW: "合法性审核",
    State.ANNOUNCED: "公告中",
    State.OPEN: "投票中",
    State.CLOSED: "已截止，待计票",
    State.COUNTED: "已计票，待公布",
    State.PUBLISHED: "结果公示中",
    State.FINAL: "已生效",
    State.VOID: "已作废",
}

STEPS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.DRAFT: frozenset({State.LEGALITY_REVIEW, State.ANNOUNCED}),
        State.LEGALITY_REVIEW: frozenset({State.DRAFT, State.ANNOUNCED}),
        State.ANNOUNCED: frozenset({State.DRAFT, State.OPEN, State.VOID}),
        State.OPEN: frozenset({State.CLOSED, State.VOID}),
        State.CLOSED: frozenset({State.COUNTED, State.VOID}),
        State.COUNTED: frozenset({State.PUBLISHED, State.VOID}),
        State.PUBLISHED: frozenset({State.FINAL, State.VOID}),
        State.FINAL: frozenset(),
        State.VOID: frozenset(),
    }
)
UNANNOUNCED = frozenset({State.DRAFT, State.LEGALITY_REVIEW})
AWAITING_RESULT = frozenset({State.CLOSED, State.COUNTED})
WITH_RESULT = frozenset({State.PUBLISHED, State.FINAL})


class Meeting(StrEnum):
    """What kind of assembly the vote belongs to: it decides the days of notice."""

    REGULAR = "regular"
    EXTRAORDINARY = "extraordinary"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "定期会议" if self is Meeting.REGULAR else "临时会议"


@dataclass(frozen=True, slots=True)
class Period:
    """From the opening moment up to, not including, the close."""

    opens_at: datetime
    closes_at: datetime


def step(now_in: State, to: State) -> State:
    """The next state. Raises WrongStep where the course does not lead there."""
    if to not in STEPS[now_in]:
        raise WrongStep(f"表决现在是“{now_in.title}”，不能转为“{to.title}”。")
    return to


def shown_state(state: State, period: Period, *, now: datetime) -> State:
    """The state as it is by the clock: at the close a vote is closed, whatever a job has yet to write down."""
    return State.CLOSED if state is State.OPEN and now >= period.closes_at else state


def notice_days(meeting: Meeting, rules: VotingRules) -> int:
    """How many days of notice the meeting needs: 物业管理条例第14条 15 days; local rules may say 7 for extraordinary ones."""
    return rules.regular_notice_days if meeting is Meeting.REGULAR else rules.extraordinary_notice_days


def last_day(first: date, days: int, calendar: Calendar) -> date:
    """The last of `days` after `first`, which is not counted (民法典第201条); a last day off moves on (第203条).

    For a year whose holidays are not yet known, only week-ends are taken for days off.
    """
    try:
        return calendar.last_day(first, days)
    except YearWithoutCalendar:
        last = first + timedelta(days=days)
        while last.weekday() >= _SATURDAY:
            last += timedelta(days=1)
        return last


def earliest_opening(announced_on: date, meeting: Meeting, rules: VotingRules, calendar: Calendar) -> date:
    """The first day on which voting may begin after a notice of that day."""
    return last_day(announced_on, notice_days(meeting, rules), calendar)


def check_period(
    period: Period, meeting: Meeting, rules: VotingRules, calendar: Calendar, *, now: datetime
) -> None:
    """Whether a notice given now may announce this period. Raises OpensTooEarly, WrongPeriod."""
    first = earliest_opening(day_of(now), meeting, rules, calendar)
    if day_of(period.opens_at) < first:
        raise OpensTooEarly(
            f"今天公告，满 {notice_days(meeting, rules)} 天以后才能投票，最早 {first.year}年{first.month}月{first.day}日"
            " 开始，请把开始时间往后改。",
            field_errors={"opens_at": [f"最早 {first.year}年{first.month}月{first.day}日。"]},
        )
    check_length(period, rules)


def check_length(period: Period, rules: VotingRules) -> None:
    """杭州市物业管理条例第20条: voting takes 5 days or more and 60 or less. Raises WrongPeriod."""
    length = period.closes_at - period.opens_at
    shortest, longest = rules.shortest_voting_days, rules.longest_voting_days
    if not timedelta(days=shortest) <= length <= timedelta(days=longest):
        said = f"投票时间要有 {shortest} 到 {longest} 天，请修改截止时间。"
        raise WrongPeriod(said, field_errors={"closes_at": [said]})


def check_extension(period: Period, days: int, rules: VotingRules) -> None:
    """Whether a notice may foresee to put off the close by so many days. Raises WrongPeriod."""
    length = period.closes_at - period.opens_at + timedelta(days=days)
    if length > timedelta(days=rules.longest_voting_days):
        said = f"连同可以延长的 {days} 天，投票最多 {rules.longest_voting_days} 天，请改短一些。"
        raise WrongPeriod(said, field_errors={"extension_days": [said]})


def objections_until(published_on: date, rules: VotingRules, calendar: Calendar) -> date:
    """The last day on which an objection to the published result can be made."""
    return last_day(published_on, rules.objection_days, calendar)
