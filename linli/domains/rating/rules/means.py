"""What several assessors found becomes one figure: the mean of two, a third where they are far apart (§4.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from linli.domains.rating.rules.catalogue import Indicator
from linli.domains.rating.rules.grading import Deduction, plain
from linli.domains.rating.rules.scoring import Finding, half_up, points_of

GAP_PERCENT = 20
TWO, THREE = 2, 3


@dataclass(frozen=True, slots=True)
class Settled:
    """What the assessors together come to: points in hundredths, or that it does not apply."""

    points: int
    applies: bool = True


def gap(indicator: Indicator, one: Finding, other: Finding) -> bool:
    """Whether two assessors are so far apart that a third looks too: more than 20 percent of the maximum.

    That an indicator applies at all is not a matter of points: there they must agree.
    """
    if one.applies != other.applies:
        return True
    if not one.applies:
        return False
    apart = abs(points_of(indicator, one) - points_of(indicator, other))
    return 100 * apart > GAP_PERCENT * indicator.max


def disputed(
    indicators: Sequence[Indicator], one: Mapping[str, Finding], other: Mapping[str, Finding]
) -> list[Indicator]:
    """The indicators that a third assessor has to look at."""
    return [each for each in indicators if gap(each, one[each.code], other[each.code])]


def settle(indicator: Indicator, found: Sequence[Finding]) -> Settled | None:
    """The common figure of two or three findings; None where a third is still needed.

    Of two, the mean, to a hundredth, halves up. Of three, the mean of the two that lie closest together; the
    middle one where both neighbours are equally far. Whether it applies is decided by the greater number.
    """
    if len(found) < TWO or (len(found) == TWO and gap(indicator, *found)):
        return None
    applying = [one for one in found if one.applies]
    if 2 * len(applying) < len(found) or not applying:
        return Settled(0, applies=False)
    points = sorted(points_of(indicator, one) for one in applying)
    if len(points) == THREE:
        points = _nearest(*points)
    return Settled(half_up(Fraction(sum(points), len(points))))


def _nearest(low: int, middle: int, high: int) -> list[int]:
    if middle - low == high - middle:
        return [middle]
    return [low, middle] if middle - low < high - middle else [middle, high]


def by_person(rows: Sequence[tuple[UUID, str, Finding]]) -> dict[str, list[Finding]]:
    """What was found for each indicator, one finding a person, in the order of the rows."""
    of: dict[str, dict[UUID, Finding]] = {}
    for person, code, finding in rows:
        of.setdefault(code, {})[person] = finding
    return {code: list(found.values()) for code, found in of.items()}


def combined(indicator: Indicator, automatic: Finding | None, persons: Settled) -> Settled:
    """An indicator that both the platform's data and persons speak about.

    Where points are taken off for findings, both kinds are taken off; otherwise the lower of the two holds, so that
    nobody raises what the data say. Where there are no data, the persons decide.
    """
    if automatic is None or not persons.applies:
        return persons
    if not automatic.applies:
        return persons
    by_data = points_of(indicator, automatic)
    if automatic.zeroed or not isinstance(indicator.parts[0].grade, Deduction):
        return Settled(min(by_data, persons.points))
    return Settled(max(0, persons.points - (indicator.max - by_data)))


def points_text(indicator: Indicator, finding: Finding) -> str:
    """What one finding comes to, in words."""
    return f"{plain(points_of(indicator, finding))} 分" if finding.applies else "不适用"
