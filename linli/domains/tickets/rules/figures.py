"""The rates that a city publishes, each with its denominator, as pure rules over what happened (domain rules §3.2).

Nothing out of nothing is not a hundred percent (NN-27). The same rules are said in SQL in queries/figures.py;
a test holds the two to each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from linli.domains.tickets.rules.steps import Kind

#: 满意率 counts 非常满意, 满意 and 基本满意: three stars and more.
SATISFIED = 3
#: Whoever has it after one of these has not signed it yet, whoever signed before.
GIVEN = frozenset({Kind.ASSIGNED, Kind.DISPATCHED, Kind.ESCALATED, Kind.SETTLED})
_AGAIN = frozenset({Kind.REOPENED})
_RUNS_AGAIN = frozenset({Kind.RESUMED})


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The share as an exact number; None where there is nothing to have a share of."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> str:
        """As people read it, one decimal, rounded half up: 66.7%, or — where the whole is nothing."""
        if not self.whole:
            return "—"
        tenths = (self.part * 2000 + self.whole) // (2 * self.whole)
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def said(self) -> str:
        """Both numbers in words: 2 / 3."""
        return f"{self.part} / {self.whole}"

    @property
    def permille(self) -> int:
        """For drawing: thousandths, rounded down; 0 where there is nothing."""
        return self.part * 1000 // self.whole if self.whole else 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.part + other.part, self.whole + other.whole)


NOTHING = Share(0, 0)


class Family(StrEnum):
    """By which of its moments a ticket belongs to a period."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    DUE = "due"
    FIRST_DUE = "first_due"


class Measure(StrEnum):
    """What is measured, in the order in which it is shown."""

    ACCEPTED = "accepted"
    RESPONDED = "responded"
    CLOSED = "closed"
    ON_TIME = "on_time"
    ON_TIME_FIRST = "on_time_first"
    RATED = "rated"
    SOLVED = "solved"
    SATISFIED = "satisfied"
    REDONE = "redone"
    RETURNED = "returned"
    URGED = "urged"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return _MEASURES[self][0]

    @property
    def words(self) -> str:
        """How it is counted, in a sentence."""
        return _MEASURES[self][1]

    @property
    def family(self) -> Family:
        """Which moment of a ticket decides the period."""
        return _MEASURES[self][2]

    @property
    def low_is_good(self) -> bool:
        """Whether less of it is better."""
        return self in {Measure.REDONE, Measure.RETURNED, Measure.URGED}


_MEASURES: dict[Measure, tuple[str, str, Family]] = {
    Measure.ACCEPTED: ("受理率", "本期报事中已受理的；撤回、并案的不算", Family.REPORTED),
    Measure.RESPONDED: ("响应率", "本期受理的工单中，经办人在接单期限内接单联系的", Family.ACCEPTED),
    Measure.CLOSED: ("办结率", "本期受理的工单中，到查看时已办结的", Family.ACCEPTED),
    Measure.ON_TIME: (
        "按时办结率",
        "现行期限落在本期的工单中，在期限内处理完的；超期未办立即算未按时，暂缓期间停表",
        Family.DUE,
    ),
    Measure.ON_TIME_FIRST: ("按原定期限办结率", "同上，但按最初承诺的期限算，延期不影响", Family.FIRST_DUE),
    Measure.RATED: ("评价率", "本期受理、已请居民评价的工单中，居民评价了的", Family.ACCEPTED),
    Measure.SOLVED: ("解决率", "回答了“解决了吗”的居民中，说解决了的", Family.ACCEPTED),
    Measure.SATISFIED: ("满意率", "评价了的居民中，三星以上的；没评价的不算满意，另列", Family.ACCEPTED),
    Measure.REDONE: ("重办率", "本期受理的工单中，被要求重办的", Family.ACCEPTED),
    Measure.RETURNED: ("退回率", "本期受理的工单中，经办人申请过退回的", Family.ACCEPTED),
    Measure.URGED: ("催办率", "本期受理的工单中，居民催办过的", Family.ACCEPTED),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a ticket, as the figures see it."""

    seq: int
    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A rating, as the figures see it."""

    at: datetime
    stars: int
    solved: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A ticket as the figures see it: what was promised, what happened by the moment of looking, what was said."""

    reported_at: datetime
    first_due_at: datetime
    due_at: datetime
    sign_due_at: datetime | None
    late: bool
    happened: tuple[Happened, ...]
    ratings: tuple[Said, ...] = ()

    def counts(
        self, measure: Measure, *, since: datetime, until: datetime, as_of: datetime
    ) -> tuple[bool, bool]:
        """Whether the ticket is in the measure's denominator and in its numerator, for a period."""
        moment = self._moment(measure.family, as_of)
        whole = moment is not None and since <= moment < until and self._asked(measure, as_of)
        return whole, whole and self._holds(measure, as_of)

    def _moment(self, family: Family, as_of: datetime) -> datetime | None:
        if family is Family.REPORTED:
            return self.reported_at if self.reported_at <= as_of else None
        if family is Family.ACCEPTED:
            return next((one.at for one in self._until(as_of) if one.kind is Kind.ACCEPTED), None)
        if family is Family.FIRST_DUE:
            return self.first_due_at if self.first_due_at < as_of else None
        paused = self._last(Kind.SUSPENDED, as_of, unless=_RUNS_AGAIN)
        stands_still = paused is not None and paused.at <= self.due_at
        return self.due_at if self.due_at < as_of and not stands_still else None

    def _asked(self, measure: Measure, as_of: datetime) -> bool:
        kinds = {one.kind for one in self._until(as_of)}
        if kinds & {Kind.WITHDRAWN, Kind.MERGED}:
            return False
        if measure in {Measure.ON_TIME, Measure.ON_TIME_FIRST}:
            return Kind.REJECTED not in kinds
        if measure is Measure.RATED:
            return Kind.FED_BACK in kinds
        said = self._said(as_of)
        if measure is Measure.SOLVED:
            return said is not None and said.solved is not None
        return measure is not Measure.SATISFIED or said is not None

    def _holds(self, measure: Measure, as_of: datetime) -> bool:
        settled = self._last(Kind.FED_BACK, as_of, unless=_AGAIN)
        signed = self._last(Kind.SIGNED, as_of, unless=GIVEN)
        kinds = {one.kind for one in self._until(as_of)}
        said = self._said(as_of)
        return {
            Measure.ACCEPTED: Kind.ACCEPTED in kinds,
            Measure.RESPONDED: bool(signed and self.sign_due_at and signed.at <= self.sign_due_at),
            Measure.CLOSED: self._last(Kind.CLOSED, as_of, unless=_AGAIN) is not None,
            Measure.ON_TIME: bool(settled and settled.at <= self.due_at and not self.late),
            Measure.ON_TIME_FIRST: bool(settled and settled.at <= self.first_due_at),
            Measure.RATED: said is not None,
            Measure.SOLVED: said is not None and said.solved is True,
            Measure.SATISFIED: said is not None and said.stars >= SATISFIED,
            Measure.REDONE: Kind.REOPENED in kinds,
            Measure.RETURNED: Kind.RETURN_REQUESTED in kinds,
            Measure.URGED: Kind.URGED in kinds,
        }[measure]

    def _said(self, as_of: datetime) -> Said | None:
        return next((one for one in reversed(self.ratings) if one.at <= as_of), None)

    def _until(self, as_of: datetime) -> Iterable[Happened]:
        return (one for one in self.happened if one.at <= as_of)

    def _last(self, kind: Kind, as_of: datetime, *, unless: frozenset[Kind]) -> Happened | None:
        """The last event of a kind, unless one that undoes it came after."""
        found = [one for one in self._until(as_of) if one.kind in unless | {kind}]
        return found[-1] if found and found[-1].kind is kind else None


def share_of(
    measure: Measure, courses: Iterable[Course], *, since: datetime, until: datetime, as_of: datetime
) -> Share:
    """The share of a measure over some tickets."""
    counted = [one.counts(measure, since=since, until=until, as_of=as_of) for one in courses]
    return Share(sum(part for _, part in counted), sum(whole for whole, _ in counted))
