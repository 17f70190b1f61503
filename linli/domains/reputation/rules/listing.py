"""The quarterly red and black list: who is proposed for it, and the life of an entry (domain rules §5.3)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from linli.domains.reputation.rules.grading import Score

RED_PERCENT, RED_FLOOR, BLACK_PERCENT = 10, 8500, 5
REPLY_WITHIN = 3  # working days
RECTIFY_WITHIN = timedelta(days=30)


class Colour(StrEnum):
    """The two ends of the list."""

    RED = "red"
    BLACK = "black"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return "红榜" if self is Colour.RED else "黑榜"


class EntryState(StrEnum):
    """Where an entry stands."""

    PROPOSED = "proposed"
    NOTIFIED = "notified"
    READY = "ready"
    PUBLISHED = "published"
    RECTIFYING = "rectifying"
    LEFT = "left"
    STRUCK = "struck"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _STATES[self]


_STATES = {
    EntryState.PROPOSED: "拟上榜",
    EntryState.NOTIFIED: "已告知，可申辩",
    EntryState.READY: "申辩期满，可公布",
    EntryState.PUBLISHED: "在榜",
    EntryState.RECTIFYING: "在榜，整改中",
    EntryState.LEFT: "已退出",
    EntryState.STRUCK: "不上榜",
}
ON_THE_LIST = frozenset({EntryState.PUBLISHED, EntryState.RECTIFYING})


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.next.first_on - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def title(self) -> str:
        """As people read it."""
        return f"{self.year} 年第 {self.number} 季度"


def quarter_of(day: date) -> Quarter:
    """The quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company or project that belongs on the list, with the place it has among how many."""

    subject_id: uuid.UUID
    colour: Colour
    score: Score
    place: int
    among: int

    @property
    def reason(self) -> str:
        """Why, in a sentence that an officer may put better."""
        points = f"{self.score.hundredths // 100}.{self.score.hundredths % 100:02d}"
        if self.colour is Colour.BLACK and self.score.veto:
            return f"有一票否决的不良信息，信用分 {points}。"
        which = f"前 {RED_PERCENT}%，且没有不良信息" if self.colour is Colour.RED else f"后 {BLACK_PERCENT}%"
        return f"信用分 {points}，在 {self.among} 个中排第 {self.place}，位于{which}。"


def candidates(scores: Mapping[uuid.UUID, Score]) -> list[Candidate]:
    """Red: the best tenth, from 85 points and without a bad record. Black: the last twentieth, or a veto.

    Equal scores share a place, so that nobody gets on or off the list by the order of names: the last of the best
    tenth take their equals along, and of equals at the lower end all or none come on the list.
    """
    among = len(scores)
    values = [one.hundredths for one in scores.values()]
    found = []
    for subject_id, one in scores.items():
        above = sum(value > one.hundredths for value in values)
        not_above = sum(value <= one.hundredths for value in values)
        if one.veto or (not_above * 100 <= BLACK_PERCENT * among):
            found.append(Candidate(subject_id, Colour.BLACK, one, above + 1, among))
        elif above * 100 < RED_PERCENT * among and one.hundredths >= RED_FLOOR and not one.bad:
            found.append(Candidate(subject_id, Colour.RED, one, above + 1, among))
    return sorted(found, key=lambda one: (one.colour != Colour.RED, one.place, str(one.subject_id)))


@dataclass(frozen=True, slots=True)
class EntrySteps:
    """The days and moments of an entry; where it stands follows from them."""

    notified_at: datetime | None
    reply_until: date | None
    struck_at: datetime | None
    published_at: datetime | None
    term_until: date
    talked_on: date | None
    left_on: date | None


def entry_standing(steps: EntrySteps, *, today: date) -> EntryState:
    """Where an entry stands on a day; at the end of its term it leaves by itself."""
    if steps.struck_at is not None:
        return EntryState.STRUCK
    if steps.published_at is not None:
        if (steps.left_on is not None and steps.left_on <= today) or steps.term_until < today:
            return EntryState.LEFT
        return EntryState.RECTIFYING if steps.talked_on is not None else EntryState.PUBLISHED
    if steps.notified_at is None or steps.reply_until is None:
        return EntryState.PROPOSED
    return EntryState.READY if steps.reply_until < today else EntryState.NOTIFIED
