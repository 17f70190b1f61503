"""The words in which a catalogue grades: LIN, STEP, BOOL, CHK and DED, in whole hundredths of a point."""

import re
from dataclasses import dataclass
from typing import Protocol

from linli.domains.rating.errors import WrongCatalogue
from linli.kernel.fen import divide_half_up

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?", re.ASCII)
_WORD = re.compile(r"(LIN|STEP|BOOL|CHK|DED)\((.+)\)", re.ASCII)
MOST = 10**9

Found = int | bool | str


def hundredths(text: str) -> int:
    """The text "2.5" is 250. A ValueError for anything that is no plain number with at most two decimals."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError("请填数字，最多两位小数，例如 95 或 87.25。")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def plain(amount: int) -> str:
    """250 → "2.5", 200 → "2": the shortest way to write hundredths."""
    whole, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


class Grade(Protocol):
    """One grading word with its numbers. Points come in hundredths; those of a deduction are below zero."""

    @property
    def best(self) -> int:
        """The most points it can give."""

    def read(self, text: str) -> Found:
        """What was typed, as the word needs it. A ValueError carries a sentence for the person."""

    def write(self, found: Found) -> str:
        """What was found, as it would be typed again."""

    def points(self, found: Found) -> int:
        """The points of what was found."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Points in proportion between two values, clamped at both; falling where `zero_at` is the greater."""

    zero_at: int
    full_at: int
    best: int

    def read(self, text: str) -> Found:
        return hundredths(text)

    def write(self, found: Found) -> str:
        return plain(int(found))

    def points(self, found: Found) -> int:
        way, whole = int(found) - self.zero_at, self.full_at - self.zero_at
        if whole < 0:
            way, whole = -way, -whole
        return divide_half_up(self.best * min(max(way, 0), whole), whole)


@dataclass(frozen=True, slots=True)
class Steps:
    """The points of the highest step that was reached; `steps` from the top down."""

    steps: tuple[tuple[int, int], ...]

    @property
    def best(self) -> int:
        return self.steps[0][1]

    def read(self, text: str) -> Found:
        return hundredths(text)

    def write(self, found: Found) -> str:
        return plain(int(found))

    def points(self, found: Found) -> int:
        return next((points for threshold, points in self.steps if int(found) >= threshold), 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """The points of the words that fit; the best first."""

    options: tuple[tuple[str, int], ...]

    @property
    def best(self) -> int:
        return self.options[0][1]

    def read(self, text: str) -> Found:
        if text not in dict(self.options):
            raise ValueError("请从列出的情况里选一项。")
        return text

    def write(self, found: Found) -> str:
        return str(found)

    def points(self, found: Found) -> int:
        return dict(self.options)[str(found)]


@dataclass(frozen=True, slots=True)
class YesNo:
    """All or nothing."""

    best: int

    def read(self, text: str) -> Found:
        if text not in {"yes", "no"}:
            raise ValueError("请选“做到了”或“没做到”。")
        return text == "yes"

    def write(self, found: Found) -> str:
        return "yes" if found is True else "no"

    def points(self, found: Found) -> int:
        return self.best if found is True else 0


@dataclass(frozen=True, slots=True)
class Checklist:
    """The share of a list that was met."""

    items: int
    best: int

    def read(self, text: str) -> Found:
        count = _count(text)
        if count > self.items:
            raise ValueError(f"最多 {self.items} 项。")
        return count

    def write(self, found: Found) -> str:
        return str(found)

    def points(self, found: Found) -> int:
        return divide_half_up(self.best * int(found), self.items)


@dataclass(frozen=True, slots=True)
class Deduction:
    """So much off for each finding, from the indicator's maximum, which the catalogue knows."""

    each: int
    best: int = 0

    def read(self, text: str) -> Found:
        return _count(text)

    def write(self, found: Found) -> str:
        return str(found)

    def points(self, found: Found) -> int:
        return -self.each * int(found)


def _count(text: str) -> int:
    if not re.fullmatch(r"0|[1-9][0-9]{0,3}", text, re.ASCII):
        raise ValueError("请填整数，没有就填 0。")
    return int(text)


def parse(text: str) -> Grade:
    """A grading word as it stands in a catalogue. Raises WrongCatalogue with the reason."""
    found = _WORD.fullmatch(text)
    if found is None:
        raise WrongCatalogue(f"“{text}”不是评分词")
    word, inside = found.groups()
    try:
        if word == "DED":
            return Deduction(_positive(inside))
        if word == "BOOL":
            return YesNo(_positive(inside))
        pairs = [_pair(part) for part in inside.split(", ")]
        return {"LIN": _linear, "STEP": _steps, "CHK": _checklist}[word](pairs)
    except ValueError as fault:
        raise WrongCatalogue(f"“{text}”：{fault}") from None


def _pair(part: str) -> tuple[str, int]:
    left, arrow, right = part.partition("→")
    if not arrow or not left:
        raise ValueError("要写成“值→分”")
    return left, hundredths(right)


def _positive(text: str) -> int:
    made = hundredths(text)
    if made == 0:
        raise ValueError("分值要大于 0")
    return made


def _linear(pairs: list[tuple[str, int]]) -> Grade:
    if len(pairs) != 2 or pairs[0][1] != 0 or pairs[1][1] <= 0:  # noqa: PLR2004
        raise ValueError("LIN 要有两点，先写得 0 分的")
    zero_at, full_at = hundredths(pairs[0][0]), hundredths(pairs[1][0])
    if zero_at == full_at:
        raise ValueError("LIN 的两点不能相同")
    return Linear(zero_at, full_at, pairs[1][1])


def _steps(pairs: list[tuple[str, int]]) -> Grade:
    points = [right for _, right in pairs]
    if points != sorted(set(points), reverse=True) or points[0] == 0:
        raise ValueError("STEP 要从高分写到低分，分值不能重复")
    if all(_NUMBER.fullmatch(left) for left, _ in pairs):
        thresholds = [hundredths(left) for left, _ in pairs]
        if thresholds != sorted(set(thresholds), reverse=True):
            raise ValueError("STEP 的门槛要从高到低")
        return Steps(tuple(zip(thresholds, points, strict=True)))
    if len({left for left, _ in pairs}) != len(pairs) or points[-1] != 0:
        raise ValueError("STEP 的文字不能重复，最后一项要是 0 分")
    return Choice(tuple(pairs))


def _checklist(pairs: list[tuple[str, int]]) -> Grade:
    if len(pairs) != 1 or pairs[0][1] == 0:
        raise ValueError("CHK 要写成“项数→满分”")
    items = _count(pairs[0][0])
    if items == 0:
        raise ValueError("CHK 至少一项")
    return Checklist(items, pairs[0][1])
