"""Adding answers up: integers only, each figure with its denominator, small groups never by themselves."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from linli.domains.surveys.rules.answering import visible
from linli.domains.surveys.rules.questions import SCORING, Kind, Option, Question

LEAST = 5  # fewer answers than this are shown to nobody: one could guess whose they are

G = TypeVar("G", bound=Hashable)


@dataclass(slots=True)
class Count:
    """What was said to one question: to how many it was put, how many answered, and how often each thing was said."""

    asked: int = 0
    answered: int = 0
    times: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Count") -> "Count":
        return Count(self.asked + other.asked, self.answered + other.answered, self.times + other.times)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a figure: how many, and their share of those who answered, in tenths of a percent."""

    key: str
    label: str
    number: int
    tenths: int

    @property
    def percent(self) -> str:
        """12.5"""
        return tenth(self.tenths)


@dataclass(frozen=True, slots=True)
class Figure:
    """How one question came out. `mean` and `median` are in hundredths; `method` names how a rank was counted."""

    question: Question
    asked: int
    answered: int
    bars: tuple[Bar, ...] = ()
    rows: tuple["Figure", ...] = ()
    mean: int | None = None
    median: int | None = None
    method: str = ""
    best: tuple[str, ...] = ()
    title: str = ""

    @property
    def mean_said(self) -> str:
        """4.25; empty where there is none."""
        return "" if self.mean is None else hundredth(self.mean)

    @property
    def median_said(self) -> str:
        """3.00; empty where there is none."""
        return "" if self.median is None else hundredth(self.median)


def count(questions: Sequence[Question], answers: Iterable[Mapping[str, Any]]) -> dict[str, Count]:
    """Add up one answer after the other; the order does not matter. A text counts as answered, its words don't."""
    found = {question.key: Count() for question in questions}
    for one in answers:
        for question in visible(questions, one):
            counted = found[question.key]
            counted.asked += 1
            if question.key in one:
                counted.answered += 1
                counted.times.update(_said(question, one[question.key]))
    return found


def _said(question: Question, answer: Any) -> dict[str, int]:
    """How often an answer says each thing; a rank of n gives n - 1 points to the first, 0 to the last (Borda)."""
    if question.kind is Kind.TEXT:
        return {}
    if question.kind is Kind.RANK:
        return {key: len(answer) - 1 - place for place, key in enumerate(answer)}
    if isinstance(answer, dict):
        return {f"{row}={score}": 1 for row, score in answer.items()}
    if isinstance(answer, list):
        return dict.fromkeys(answer, 1)
    return {str(answer): 1}


def figure(question: Question, counted: Count) -> Figure:
    """The figure of one question."""
    if question.kind is Kind.MATRIX:
        return Figure(question, counted.asked, counted.answered, rows=_rows(question, counted))
    if question.kind is Kind.NUMBER:
        numbers = {int(value): times for value, times in counted.times.items()}
        return Figure(question, counted.asked, counted.answered, mean=_mean(numbers), median=_median(numbers))
    if question.kind is Kind.SCALE:
        return _scored(question, counted, "")
    bars = _bars(question.options, question, counted)
    if question.kind is Kind.RANK:
        bars = tuple(sorted(bars, key=lambda bar: -bar.number))
        return Figure(
            question, counted.asked, counted.answered, bars, method="博达计数：排第一得最多分，最后得 0 分"
        )
    return Figure(question, counted.asked, counted.answered, bars, best=_best(question, bars))


def _rows(question: Question, counted: Count) -> tuple[Figure, ...]:
    found = []
    for row in question.rows:
        of_row = Counter(
            {key.partition("=")[2]: n for key, n in counted.times.items() if key.partition("=")[0] == row.key}
        )
        found.append(_scored(question, Count(counted.asked, of_row.total(), of_row), row.text))
    return tuple(found)


def _scored(question: Question, counted: Count, title: str) -> Figure:
    points = tuple(Option(str(n), question.said(str(n))) for n in range(1, question.points + 1))
    mean = _mean({int(score): times for score, times in counted.times.items()})
    bars = _bars(points, question, counted)
    return Figure(question, counted.asked, counted.answered, bars, mean=mean, title=title)


def _bars(options: Sequence[Option], question: Question, counted: Count) -> tuple[Bar, ...]:
    """Shares of those who answered; a rank's points as shares of all that one option could get."""
    of = counted.answered * (len(options) - 1) if question.kind is Kind.RANK else counted.answered
    return tuple(
        Bar(one.key, one.text, counted.times[one.key], share(counted.times[one.key], of)) for one in options
    )


def _best(question: Question, bars: Sequence[Bar]) -> tuple[str, ...]:
    """The days on which most can (DL-18); several where they are level."""
    most = max((bar.number for bar in bars), default=0)
    if question.kind is not Kind.DATE or not most:
        return ()
    return tuple(bar.label for bar in bars if bar.number == most)


def share(number: int, of: int) -> int:
    """A share in tenths of a percent, half rounded up; of nobody it is nothing."""
    return (number * 2000 + of) // (2 * of) if of else 0


def tenth(tenths: int) -> str:
    """125 → 12.5, 1000 → 100"""
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def hundredth(value: int) -> str:
    """425 → 4.25"""
    sign, value = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{value // 100}.{value % 100:02d}"


def _mean(numbers: Mapping[int, int]) -> int | None:
    answered = sum(numbers.values())
    total = sum(value * times for value, times in numbers.items())
    return (total * 200 + answered) // (2 * answered) if answered else None


def _median(numbers: Mapping[int, int]) -> int | None:
    answered = sum(numbers.values())
    if not answered:
        return None
    return (_at(numbers, (answered - 1) // 2) + _at(numbers, answered // 2)) * 100 // 2


def _at(numbers: Mapping[int, int], place: int) -> int:
    for value in sorted(numbers):
        place -= numbers[value]
        if place < 0:
            return value
    raise IndexError(place)


def joined(sizes: Mapping[G, int], *, least: int = LEAST) -> list[tuple[G, ...]]:
    """Groups that may be shown beside each other: small ones are joined, and where they stay small, with the
    smallest of the others, so that subtracting shows nothing. One group alone is no comparison: then none.
    """
    filled = {group: size for group, size in sizes.items() if size}
    pool = [group for group, size in filled.items() if size < least]
    alone = sorted((group for group in filled if group not in pool), key=lambda group: filled[group])
    while pool and alone and sum(filled[group] for group in pool) < least:
        pool.append(alone.pop(0))
    order = list(filled)
    groups: list[tuple[G, ...]] = [(group,) for group in sorted(alone, key=order.index)]
    if pool and sum(filled[group] for group in pool) >= least:
        groups.append(tuple(sorted(pool, key=order.index)))
    return groups if len(groups) > 1 else []


__all__ = [
    "LEAST",
    "SCORING",
    "Bar",
    "Count",
    "Figure",
    "count",
    "figure",
    "hundredth",
    "joined",
    "share",
    "tenth",
]
