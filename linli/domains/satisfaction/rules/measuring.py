"""From counts to shares: satisfaction with and without 基本满意, its interval, the mean, the smallest sample."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isqrt
from types import MappingProxyType

from linli.domains.satisfaction.rules.questions import RATED, Level

WHOLE = 10_000
FLOOR_SHARE, FLOOR_ANSWERS = 30, 100  # percent of the households, or so many answers (domain rules §5.1)
FEWEST_SHOWN = 5  # a group smaller than this is not shown by itself: it would show its members
_Z_SQUARED, _Z_UNIT = 38_416, 10_000  # 1.96 squared: of a hundred such intervals, 95 hold the truth


def enough(*, households: int, valid: int) -> bool:
    """Whether so many answers stand for so many households: 30 %, or 100, whichever is less (SC-02)."""
    if valid <= 0 or households <= 0:
        return False
    return valid >= FLOOR_ANSWERS or valid * 100 >= FLOOR_SHARE * households


def needed(households: int) -> int:
    """The fewest answers that are enough for so many households."""
    return min(FLOOR_ANSWERS, -(-households * FLOOR_SHARE // 100))


def share(part: int, whole: int) -> int | None:
    """A share in basis points, half up; of nothing none."""
    return None if whole <= 0 else (part * WHOLE * 2 + whole) // (2 * whole)


def interval(part: int, whole: int) -> tuple[int, int] | None:
    """The Wilson interval of a share at 95 %, in basis points and rounded outward; of nothing none."""
    if whole <= 0:
        return None
    z, unit = _Z_SQUARED, _Z_UNIT
    middle = (2 * part * unit + z) * whole
    root = isqrt(z * (4 * part * (whole - part) * unit + z * whole) * whole)
    below = 2 * (whole * unit + z) * whole
    low = max(0, (middle - root - 1) * WHOLE // below)
    high = min(WHOLE, -(-(middle + root + 1) * WHOLE // below))
    return (0 if part == 0 else low), (WHOLE if part == whole else high)


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each level was said of one question."""

    said: Mapping[Level, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def valid(self) -> int:
        """How many said one of the five levels."""
        return sum(self.said.get(level, 0) for level in RATED)

    @property
    def satisfied(self) -> int:
        """非常满意 and 满意."""
        return self.said.get(Level.VERY_GOOD, 0) + self.said.get(Level.GOOD, 0)

    @property
    def basic(self) -> int:
        """基本满意, always counted apart: together with it the same answers give a far higher figure."""
        return self.said.get(Level.FAIR, 0)

    @property
    def score(self) -> int | None:
        """The mean level times twenty, in hundredths of a point: 100 when all are very content."""
        if not self.valid:
            return None
        points = sum(int(level) * self.said.get(level, 0) for level in RATED)
        return (points * 20 * 100 * 2 + self.valid) // (2 * self.valid)

    def __add__(self, other: "Spread") -> "Spread":
        return Spread({level: self.said.get(level, 0) + other.said.get(level, 0) for level in Level})


def total(spreads: Iterable[Spread]) -> Spread:
    """All of them in one: how a city's figure is made, from answers and not from means (NN-39)."""
    return sum(spreads, Spread())


@dataclass(frozen=True, slots=True)
class Measure:
    """What is told of a sample: counts always, shares only of one that is large enough."""

    households: int
    valid: int
    satisfied: int
    basic: int

    @property
    def sound(self) -> bool:
        """Whether there are enough answers."""
        return enough(households=self.households, valid=self.valid)

    @property
    def rate(self) -> int | None:
        """满意率 in basis points, without 基本满意; none of too small a sample."""
        return share(self.satisfied, self.valid) if self.sound else None

    @property
    def rate_with_basic(self) -> int | None:
        """The share of those who are at least 基本满意."""
        return share(self.satisfied + self.basic, self.valid) if self.sound else None

    @property
    def between(self) -> tuple[int, int] | None:
        """Where 满意率 lies, at 95 %."""
        return interval(self.satisfied, self.valid) if self.sound else None

    @property
    def took_part(self) -> int | None:
        """The share of the households that answered."""
        return share(self.valid, self.households)

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(
            self.households + other.households,
            self.valid + other.valid,
            self.satisfied + other.satisfied,
            self.basic + other.basic,
        )


def change(now: int | None, before: int | None) -> int | None:
    """By how much a share moved, in basis points; only where both years have one (SC-08)."""
    return None if now is None or before is None else now - before
