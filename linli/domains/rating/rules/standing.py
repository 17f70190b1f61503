"""How estates stand beside each other and beside their own year before: ranks, classes, risers, likeness."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.domains.rating.rules.catalogue import Catalogue, Indicator
from linli.domains.rating.rules.prizes import Change, Standing

FEWEST_ALIKE = 3
_TWICE = 2
_YEARS_APART = 5
_PERCENT_APART = 30
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in two years, in hundredths; `why_not` says why the years cannot be compared."""

    code: str
    name: str
    max: int
    points: int | None
    before: int | None
    why_not: str = ""

    @property
    def difference(self) -> int | None:
        """Points gained or lost; None where the years cannot be compared."""
        if self.why_not or self.points is None or self.before is None:
            return None
        return self.points - self.before


@dataclass(frozen=True, slots=True)
class Traits:
    """What makes estates alike: units, the year it was built, the fee for a ㎡ and month in 0.001 fen."""

    units: int
    built: int | None = None
    fee_mfen: int | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """A year of many estates: how many of each star and class, before and after, and what became of them."""

    rated: int
    stars: Mapping[int, int]
    stars_before: Mapping[int, int]
    kinds: Mapping[str, int]
    kinds_before: Mapping[str, int]
    changes: Mapping[Change, int]

    def moved(self, kind: str) -> int:
        """By how many a class grew."""
        return self.kinds.get(kind, 0) - self.kinds_before.get(kind, 0)


def ranks(totals: Sequence[int]) -> list[int]:
    """The rank of each of these totals, the highest first; equal totals share a rank, and the next is skipped."""
    order = sorted(totals, reverse=True)
    first = {total: number for number, total in reversed(list(enumerate(order, start=1)))}
    return [first[total] for total in totals]


def movement(standings: Sequence[Standing], kinds: Mapping[int, str]) -> Movement:
    """What a year brought; `kinds` names the class of each star."""
    stars = Counter(one.after for one in standings)
    before = Counter(one.before for one in standings if one.before is not None)
    return Movement(
        rated=len(standings),
        stars=stars,
        stars_before=before,
        kinds=_by_kind(stars, kinds),
        kinds_before=_by_kind(before, kinds),
        changes=Counter(one.change for one in standings),
    )


def _by_kind(stars: Mapping[int, int], kinds: Mapping[int, str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for star, count in stars.items():
        counted[kinds[star]] += count
    return counted


def same_rule(one: Indicator, other: Indicator) -> bool:
    """Whether two years measure and grade an indicator alike, so that their points may be compared (RA-17)."""
    return _rule(one) == _rule(other)


def _rule(one: Indicator) -> tuple[object, ...]:
    parts = tuple((part.key, part.ask, part.unit, part.fact, part.grade) for part in one.parts)
    return (one.code, one.max, parts, one.zero_if)


def compared(
    catalogue: Catalogue,
    points: Mapping[str, int],
    before: Catalogue | None = None,
    points_before: Mapping[str, int] | None = None,
) -> list[Line]:
    """Each indicator of a year beside the year before, where code and rule are the same (RA-17)."""
    made = []
    for one in catalogue.indicators:
        old = before.indicator(one.code) if before else None
        last = (points_before or {}).get(one.code) if old is not None else None
        why_not = ""
        if before is None:
            why_not = "上一年没有公布"
        elif old is None:
            why_not = "上一年没有这一项"
        elif not same_rule(one, old):
            why_not = "评分办法改了，不作比较"
        elif last is None or one.code not in points:
            why_not = "有一年不适用"
        made.append(
            Line(one.code, one.name, one.max, points.get(one.code), None if why_not else last, why_not)
        )
    return made


def alike(one: Traits, other: Traits) -> bool:
    """Whether two estates may fairly be compared: half to twice the units, built within five years of each
    other, fees within 30 percent of the dearer. What is not known of either tells nothing against it.
    """
    small, large = sorted((one.units, other.units))
    if large > _TWICE * small:
        return False
    if one.built is not None and other.built is not None and abs(one.built - other.built) > _YEARS_APART:
        return False
    if one.fee_mfen and other.fee_mfen:
        low, high = sorted((one.fee_mfen, other.fee_mfen))
        return low * _WHOLE >= high * (_WHOLE - _PERCENT_APART)
    return True
