"""What an estate can do for its next star, the least effort first. The order of efforts is the project's own [P]."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction

from linli.domains.rating.rules import scoring
from linli.domains.rating.rules.catalogue import Catalogue, Indicator, Part
from linli.domains.rating.rules.grading import (
    Checklist,
    Choice,
    Deduction,
    Found,
    Linear,
    Steps,
    plain,
)
from linli.domains.rating.rules.scoring import Finding, Findings, half_up


class Effort(IntEnum):
    """How much it takes: mending what was found, doing something anew, or many people acting all year."""

    MEND = 1
    DO = 2
    GROW = 3

    @property
    def title(self) -> str:
        """As people read it."""
        return ("", "整改就见效", "要办成一件事", "要全年积累")[self]


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do, and what the total gains by it alone (hundredths)."""

    indicator: Indicator
    effort: Effort
    words: str
    points: int
    gain: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands between an estate and its next star: the ways, and how many of the first are enough."""

    stars: int
    kind: str
    short: int
    satisfaction: int | None
    vetoed: bool
    kept_up: bool
    ways: Sequence[Way]
    enough: int | None

    @property
    def chosen(self) -> Sequence[Way]:
        """The first ways, that together close the gap; all of them where even these don't."""
        return self.ways if self.enough is None else self.ways[: self.enough]


def total(catalogue: Catalogue, points: Mapping[str, int]) -> int:
    """The total of these points; an indicator without points does not apply (domain rules §4.2)."""
    exact = Fraction(0)
    for area in catalogue.areas:
        most = sum(one.max for one in area.indicators if one.code in points)
        if most:
            exact += Fraction(sum(points.get(one.code, 0) for one in area.indicators) * area.max, most)
    return half_up(exact)


def ways(catalogue: Catalogue, points: Mapping[str, int], findings: Findings) -> list[Way]:
    """Everything that would give more points, the least effort first, then the most points."""
    made = []
    for one in catalogue.indicators:
        if one.code not in points or points[one.code] >= one.max:
            continue
        effort, words, reached = _better(one, findings.get(one.code))
        reached = max(reached, points[one.code])
        gain = total(catalogue, {**points, one.code: reached}) - total(catalogue, points)
        if gain > 0:
            made.append(Way(one, effort, words, reached, gain))
    return sorted(made, key=lambda way: (way.effort, -way.gain, way.indicator.code))


def plan(
    catalogue: Catalogue,
    points: Mapping[str, int],
    findings: Findings,
    *,
    satisfaction: int | None,
    vetoed: bool,
    kept_up: bool = False,
) -> Plan | None:
    """What the next star asks for; None at the top."""
    now = total(catalogue, points)
    stars, _ = scoring.star(catalogue, now, satisfaction=satisfaction, vetoed=vetoed or kept_up)
    above = [band for band in catalogue.bands if band.stars > stars]
    if not above:
        return None
    band, found = above[-1], ways(catalogue, points, findings)
    lacks = band.satisfaction is not None and (satisfaction or 0) < band.satisfaction
    return Plan(
        stars=band.stars,
        kind=band.kind,
        short=max(0, band.least - now),
        satisfaction=band.satisfaction if lacks else None,
        vetoed=vetoed and band.stars > catalogue.veto_most,
        kept_up=kept_up and band.stars > catalogue.veto_most,
        ways=found,
        enough=_enough(catalogue, points, found, band.least),
    )


def with_done(
    catalogue: Catalogue, points: Mapping[str, int], found: Sequence[Way], codes: Collection[str]
) -> int:
    """What the total would be if some of the ways were gone."""
    return total(
        catalogue, {**points, **{w.indicator.code: w.points for w in found if w.indicator.code in codes}}
    )


def _enough(catalogue: Catalogue, points: Mapping[str, int], found: Sequence[Way], least: int) -> int | None:
    """How many of the ways, in their order, bring the total to the line; None where all of them don't."""
    reached = dict(points)
    for number in range(len(found) + 1):
        if total(catalogue, reached) >= least:
            return number
        if number < len(found):
            reached[found[number].indicator.code] = found[number].points
    return None


def _better(indicator: Indicator, finding: Finding | None) -> tuple[Effort, str, int]:
    """The effort, what to do in words, and the points then. What persons looked at is mended as they found it."""
    if finding is None:  # its points were corrected, and nothing stands behind them any more
        return Effort.DO, "对照评分办法逐条做到", indicator.max
    if finding.zeroed:
        better = replace(finding, zeroed=False)
        return Effort.GROW, f"不再出现“{indicator.zero_if}”", scoring.points_of(indicator, better)
    if finding.settled is not None or any(part.key not in finding.values for part in indicator.parts):
        return Effort.MEND, "现场和材料扣分的地方整改到位", indicator.max
    values, words, effort = dict(finding.values), [], Effort.MEND
    for part in indicator.parts:
        taken, said, value = _step(part, finding.values[part.key])
        if said:
            values[part.key], effort = value, max(effort, taken)
            words.append(said)
    return effort, "；".join(words), scoring.points_of(indicator, replace(finding, values=values))


def _step(part: Part, found: Found) -> tuple[Effort, str, Found]:
    """What one part asks for next; without words where it is at its best already."""
    if not _lacks(part, found):
        return Effort.MEND, "", found
    unit = part.unit if part.unit in {"", "%"} else f" {part.unit}"
    now = f"（现在 {part.grade.write(found)}{unit}）"
    effort, words, value = _reach(part, found, unit, now)
    return effort, f"{part.ask}{words}", value


def _reach(part: Part, found: Found, unit: str, now: str) -> tuple[Effort, str, Found]:
    """The next better value of a part, and the words to get there."""
    made: tuple[Effort, str, Found]
    match part.grade:
        case Linear(_, full_at):
            made = Effort.GROW, f"达到 {plain(full_at)}{unit}{now}", full_at
        case Steps(steps):
            least = min(threshold for threshold, _ in steps if threshold > int(found))
            made = Effort.DO, f"达到 {plain(least)}{unit}{now}", least
        case Choice(options):
            words = [text for text, _ in options]
            better = words[words.index(str(found)) - 1]
            made = Effort.DO, f"：做到“{better}”（现在“{found}”）", better
        case Checklist(items):
            made = Effort.MEND, f"：{items} 项都做到{now}", items
        case Deduction():
            made = Effort.MEND, f"：{found}{unit or ' 处'}整改到位", 0
        case _:
            made = Effort.MEND, "：做到", True
    return made


def _lacks(part: Part, found: Found) -> bool:
    best = 0 if isinstance(part.grade, Deduction) else part.grade.best
    return part.grade.points(found) < best
