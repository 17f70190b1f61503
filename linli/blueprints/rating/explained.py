"""How each figure of a confirmed star came about: by which formula, from what, when, and who answers for it (NN-45)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.domains.people.queries import identity
from linli.domains.rating.models import ScoreEntry, ScoreSheet
from linli.domains.rating.queries import datasets, improving, sheets
from linli.domains.rating.rules import wording
from linli.domains.rating.rules.catalogue import Area, Band, Catalogue, Indicator
from linli.domains.rating.rules.grading import Deduction, plain
from linli.domains.rating.rules.scoring import Finding
from linli.domains.rating.rules.standing import Line


@dataclass(frozen=True, slots=True)
class How:
    """Formula, sources, moment and person behind a figure."""

    formula: str
    sources: str
    at: datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class Row:
    """One of the 54 lines: what was found, what it came to, how, and against the year before."""

    indicator: Indicator
    said: str
    points: int | None
    line: Line
    how: How


@dataclass(frozen=True, slots=True)
class Explained:
    """A confirmed year in full: the star, its total, each area with its lines, all with their how."""

    star: How
    total: How
    areas: Sequence[tuple[Area, Mapping[str, Any], How, Sequence[Row]]]

    @property
    def rows(self) -> list[Row]:
        """All lines in the catalogue's order."""
        return [row for *_, rows in self.areas for row in rows]


def explained(of: ScoreSheet) -> Explained:
    """Everything about a confirmed sheet that anybody may ask."""
    assert of.result is not None
    catalogue, entries, findings = sheets.catalogue(of.catalogue), sheets.entries(of), sheets.findings(of)
    frozen = datasets.frozen(of.year)
    people = [of.confirmed_by, frozen.frozen_by if frozen else None, *(e.made_by for e in entries.values())]
    names = identity.names([one for one in people if one is not None])
    confirmed = names.get(of.confirmed_by, "") if of.confirmed_by else ""
    computed = (frozen.frozen_at, names.get(frozen.frozen_by, "")) if frozen and frozen.frozen_by else None
    lines = {one.code: one for one in improving.lines(of)}
    scores = {area["code"]: area for area in of.result["areas"]}

    points = of.result["points"]

    def row(one: Indicator) -> Row:
        finding = findings.get(one.code)
        at, who = _by(entries.get(one.code), names, computed, (of.confirmed_at, confirmed))
        how = How(formula(one), _sources(one), at, who)
        return Row(one, said(one, finding), points.get(one.code), lines[one.code], how)

    return Explained(
        star=How(_star_words(catalogue), f"“{of.version}”指标目录的星级线", of.confirmed_at, confirmed),
        total=How("四个方面的得分相加，保留两位小数", "四个方面的得分", of.confirmed_at, confirmed),
        areas=[
            (
                area,
                scores[area.code],
                How(_area_words(area), f"本方面 {len(area.indicators)} 项指标", of.confirmed_at, confirmed),
                [row(one) for one in area.indicators],
            )
            for area in catalogue.areas
        ],
    )


def _by(
    entry: ScoreEntry | None,
    names: Mapping[UUID, str],
    computed: tuple[datetime | None, str] | None,
    confirmed: tuple[datetime | None, str],
) -> tuple[datetime | None, str]:
    """When a finding was made and by whom; a computed one by whoever froze the data."""
    if entry is not None:
        return entry.made_at, names.get(entry.made_by, "")
    return computed or confirmed


def formula(one: Indicator) -> str:
    """How an indicator gives its points, in one sentence or two."""
    parts = [
        f"{part.ask}：{wording.explained(part)}" if len(one.parts) > 1 else wording.explained(part)
        for part in one.parts
    ]
    deducts = isinstance(one.parts[0].grade, Deduction)
    words = f"满分 {plain(one.max)} 分。{one.parts[0].ask + '，' if len(one.parts) == 1 else ''}{'；'.join(parts)}"
    words += "，扣完为止" if deducts else ""
    if one.zero_if:
        words += f"。{one.zero_if}记 0 分"
    if one.not_applicable:
        words += f"。{one.not_applicable}时不适用"
    return f"{words}。"


def said(one: Indicator, finding: Finding | None) -> str:
    """What was found, in words."""
    if finding is None:
        return "没有记录"
    if not finding.applies:
        return "不适用"
    if finding.zeroed:
        return one.zero_if
    known = [
        f"{part.ask + ' ' if len(one.parts) > 1 else ''}{wording.said(part, finding.values[part.key])}"
        for part in one.parts
        if part.key in finding.values
    ]
    if finding.settled is not None:
        known.append("由测评员评定" if not known else "并由测评员评定")
    return "；".join(known)


def _sources(one: Indicator) -> str:
    facts = [part.fact for part in one.parts if part.fact]
    return wording.sources(one) + (f"（{'、'.join(facts)}）" if facts else "")


def _area_words(area: Area) -> str:
    return f"各项得分之和 ÷ 适用各项的满分之和 × {plain(area.max)} 分，四舍五入到两位小数"


def _star_words(catalogue: Catalogue) -> str:
    bands = "；".join(_band_words(band) for band in catalogue.bands)
    return f"按总分定星：{bands}。有一票否决的，或者年底由国有物业托底的，最高 {catalogue.veto_most} 星。"


def _band_words(band: Band) -> str:
    words = f"{band.stars} 星（{band.kind}）{plain(band.least)} 分起"
    if band.satisfaction is not None:
        words += f"，且万户评满意率不低于 {plain(band.satisfaction)}%"
    return words
