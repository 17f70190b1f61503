"""From what was found to points, areas, a total and a star (domain rules §4.2). No database, no fractions lost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from linli.domains.rating.rules.catalogue import Area, Catalogue, Indicator
from linli.domains.rating.rules.grading import Deduction, Found


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one indicator: a value for each part, or that it does not apply here.

    `settled` are its points in hundredths where several persons' findings came to a mean, or an appeal or a signed
    correction decided them; then the values no longer do.
    """

    values: Mapping[str, Found]
    zeroed: bool = False
    applies: bool = True
    settled: int | None = None


Findings = Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class AreaScore:
    """What an area comes to; `score` and `max` in hundredths, `open` are the codes without a finding."""

    code: str
    name: str
    score: int
    max: int
    open: tuple[str, ...]
    not_applicable: tuple[str, ...]
    too_many_not_applicable: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a sheet comes to."""

    total: int
    areas: tuple[AreaScore, ...]
    points: Mapping[str, int]
    stars: int
    kind: str
    vetoed: bool
    satisfaction: int | None
    kept_up: bool = False

    @property
    def open(self) -> tuple[str, ...]:
        """The codes that nothing was found for yet."""
        return tuple(code for area in self.areas for code in area.open)


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands between an estate and its next star."""

    stars: int
    points: int
    satisfaction: int | None
    vetoed: bool
    losses: tuple[tuple[Indicator, int], ...]


def points_of(indicator: Indicator, finding: Finding) -> int:
    """The points of one indicator, in hundredths, between 0 and its maximum."""
    if finding.settled is not None:
        return min(max(finding.settled, 0), indicator.max)
    if finding.zeroed:
        return 0
    base = indicator.max if isinstance(indicator.parts[0].grade, Deduction) else 0
    total = base + sum(part.grade.points(finding.values[part.key]) for part in indicator.parts)
    return min(max(total, 0), indicator.max)


def score(
    catalogue: Catalogue, findings: Findings, *, vetoes: Collection[str] = (), kept_up: bool = False
) -> Result:
    """What the findings come to. What is not found yet counts nothing here and is named as open: a sheet
    with open lines has a preview, not a result. `kept_up`: the state-owned company ran it at the year's end, so
    that it is 托底维持型 whatever its points, like one with a veto.
    """
    points = {
        one.code: points_of(one, findings[one.code])
        for one in catalogue.indicators
        if one.code in findings and findings[one.code].applies
    }
    exact = {area.code: _exact(area, findings, points) for area in catalogue.areas}
    total = half_up(sum(exact.values(), Fraction(0)))
    satisfaction = _satisfaction(catalogue, findings)
    stars, kind = star(catalogue, total, satisfaction=satisfaction, vetoed=bool(vetoes) or kept_up)
    areas = tuple(_area(catalogue, area, findings, half_up(exact[area.code])) for area in catalogue.areas)
    return Result(total, areas, points, stars, kind, bool(vetoes), satisfaction, kept_up)


def half_up(value: Fraction) -> int:
    """A value that is not negative, to a whole number, halves up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def star(catalogue: Catalogue, total: int, *, satisfaction: int | None, vetoed: bool) -> tuple[int, str]:
    """The stars and the class of a rounded total. A veto caps them, whatever the total (RA-11, RA-12)."""
    band = next(
        band
        for band in catalogue.bands
        if total >= band.least
        and (band.satisfaction is None or (satisfaction is not None and satisfaction >= band.satisfaction))
        and (not vetoed or band.stars <= catalogue.veto_most)
    )
    return band.stars, band.kind


def missing(catalogue: Catalogue, result: Result, *, most: int = 5) -> Missing | None:
    """What the next star asks for, the greatest losses first; None at the top."""
    above = [band for band in catalogue.bands if band.stars > result.stars]
    if not above:
        return None
    band = above[-1]
    short = band.satisfaction is not None and (result.satisfaction or 0) < band.satisfaction
    lost = [
        (one, one.max - result.points[one.code]) for one in catalogue.indicators if one.code in result.points
    ]
    losses = sorted((pair for pair in lost if pair[1] > 0), key=lambda pair: (-pair[1], pair[0].code))
    return Missing(
        stars=band.stars,
        points=max(0, band.least - result.total),
        satisfaction=band.satisfaction if short else None,
        vetoed=result.vetoed and band.stars > catalogue.veto_most,
        losses=tuple(losses[:most]),
    )


def _exact(area: Area, findings: Findings, points: Mapping[str, int]) -> Fraction:
    """Points over what applies, times the area's maximum; 0 where nothing applies."""
    applicable = sum(one.max for one in area.indicators if _applies(one, findings))
    gained = sum(points.get(one.code, 0) for one in area.indicators)
    return Fraction(gained * area.max, applicable) if applicable else Fraction(0)


def _area(catalogue: Catalogue, area: Area, findings: Findings, score: int) -> AreaScore:
    absent = [one for one in area.indicators if not _applies(one, findings)]
    share = Fraction(100 * sum(one.max for one in absent), area.max)
    return AreaScore(
        code=area.code,
        name=area.name,
        score=score,
        max=area.max,
        open=tuple(one.code for one in area.indicators if one.code not in findings),
        not_applicable=tuple(one.code for one in absent),
        too_many_not_applicable=share > catalogue.not_applicable_most,
    )


def _applies(indicator: Indicator, findings: Findings) -> bool:
    found = findings.get(indicator.code)
    return found is None or found.applies


def _satisfaction(catalogue: Catalogue, findings: Findings) -> int | None:
    """The rate of the satisfaction survey in 0.01 percent; None where it was not sound."""
    found = findings.get(catalogue.satisfaction)
    if found is None or not found.applies or found.zeroed or not found.values:
        return None
    (value,) = found.values.values()
    return int(value)
