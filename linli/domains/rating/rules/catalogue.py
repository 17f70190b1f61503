"""A catalogue of indicators as it is used: read from plain mappings, and refused where it does not add up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from linli.domains.rating.errors import WrongCatalogue
from linli.domains.rating.rules import grading
from linli.domains.rating.rules.grading import Deduction, Grade

LINE = "__line__"
WHOLE = 10_000
STAR, STAR_COUNT = "star", 54
COLOURS = {"green": "绿", "yellow": "黄", "red": "红"}


class Source(StrEnum):
    """Where a finding comes from."""

    AUTO = "auto"
    SITE = "site"
    DOC = "doc"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"auto": "平台数据", "site": "现场", "doc": "材料"}[self]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked of an indicator; `fact` names the figure of the platform, where there is one.

    `per` is 1000 where something is counted for each thousand households.
    """

    key: str
    ask: str
    unit: str
    fact: str
    words: str
    grade: Grade
    per: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the catalogue; points in hundredths."""

    code: str
    name: str
    area: str
    max: int
    sources: tuple[Source, ...]
    parts: tuple[Part, ...]
    zero_if: str
    not_applicable: str

    @property
    def deducts(self) -> bool:
        """Whether points are taken off its maximum for what is found."""
        return isinstance(self.parts[0].grade, Deduction)

    @property
    def automatic(self) -> bool:
        """Whether the platform's own figures are meant to fill it."""
        return Source.AUTO in self.sources


@dataclass(frozen=True, slots=True)
class Area:
    """A group of indicators with its share of the whole."""

    code: str
    name: str
    max: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """From so many points (hundredths) on, so many stars; `satisfaction` is a floor in 0.01 percent."""

    stars: int
    kind: str
    least: int
    satisfaction: int | None
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that turns findings into a star."""

    name: str
    title: str
    version: str
    since: int
    areas: tuple[Area, ...]
    bands: tuple[Band, ...]
    vetoes: tuple[tuple[str, str], ...]
    veto_most: int
    satisfaction: str
    not_applicable_most: int

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All of them, in order."""
        return tuple(one for area in self.areas for one in area.indicators)

    def indicator(self, code: str) -> Indicator | None:
        """The one with this code."""
        return next((one for one in self.indicators if one.code == code), None)

    @property
    def facts(self) -> dict[str, Part]:
        """Every fact that it asks for, with the part that asks."""
        return {part.fact: part for one in self.indicators for part in one.parts if part.fact}

    def asking(self, fact: str) -> Indicator | None:
        """The indicator that asks for a fact."""
        return next((one for one in self.indicators if fact in {part.fact for part in one.parts}), None)

    def area(self, code: str) -> Area | None:
        """The area with this code."""
        return next((area for area in self.areas if area.code == code), None)


def parse(raw: Mapping[str, Any], *, facts: Collection[str] | None = None) -> Catalogue:
    """Read and check a catalogue; `facts` are the names there are. Raises WrongCatalogue naming line and reason."""
    made = read(raw)
    _check(made, raw)
    if facts is not None:
        _check_facts(made, raw, facts)
    return made


def _check_facts(made: Catalogue, raw: Mapping[str, Any], facts: Collection[str]) -> None:
    lines = [line for area in _list(raw, "areas") for line in _list(area, "indicators")]
    for one, line in zip(made.indicators, lines, strict=True):
        for part in one.parts:
            if part.fact and part.fact not in facts:
                raise _wrong(line, f"{one.code}：没有叫 {part.fact} 的数据")


def read(raw: Mapping[str, Any]) -> Catalogue:
    """Read a catalogue whose sums may not be right yet. Raises WrongCatalogue for what cannot be read at all."""
    areas = tuple(_area(one) for one in _list(raw, "areas"))
    return Catalogue(
        name=_text(raw, "name"),
        title=_text(raw, "title"),
        version=_text(raw, "version"),
        since=_whole(raw, "since"),
        areas=areas,
        bands=tuple(_band(one) for one in _list(raw, "bands")),
        vetoes=tuple(
            (_text(one, "code"), _text(one, "name"))
            for one in (_list(raw, "vetoes") if "vetoes" in raw else [])
        ),
        veto_most=_whole(raw, "veto_most") if "vetoes" in raw else 0,
        satisfaction=str(raw.get("satisfaction", "")),
        not_applicable_most=_whole(raw, "not_applicable_most"),
    )


def _check(made: Catalogue, raw: Mapping[str, Any]) -> None:
    for area, one in zip(made.areas, _list(raw, "areas"), strict=True):
        _check_area(area, one)
    codes = [one.code for one in made.indicators]
    if len(set(codes)) != len(codes):
        raise _wrong(raw, f"代码重复：{next(code for code in codes if codes.count(code) > 1)}")
    if sum(area.max for area in made.areas) != WHOLE:
        raise _wrong(raw, "各方面的分值之和不是 100")
    if made.name == STAR and len(codes) != STAR_COUNT:
        raise _wrong(raw, f"应有 {STAR_COUNT} 项，现有 {len(codes)} 项")
    if made.satisfaction and made.satisfaction not in codes:
        raise _wrong(raw, f"没有满意率指标 {made.satisfaction}")
    least = [band.least for band in made.bands]
    if not least or least != sorted(set(least), reverse=True) or least[-1] != 0:
        raise _wrong(raw, "星级的分数线要从高到低，最低一档从 0 开始")


def _check_area(made: Area, raw: Mapping[str, Any]) -> None:
    for one, line in zip(made.indicators, _list(raw, "indicators"), strict=True):
        if not one.deducts and sum(part.grade.best for part in one.parts) != one.max:
            raise _wrong(line, f"{one.code}：最高得分不等于满分 {grading.plain(one.max)}")
    if sum(one.max for one in made.indicators) != made.max:
        total = grading.plain(sum(one.max for one in made.indicators))
        raise _wrong(raw, f"{made.code} 各项之和是 {total}，应是 {grading.plain(made.max)}")


def _area(raw: Mapping[str, Any]) -> Area:
    code = _text(raw, "code")
    indicators = tuple(_indicator(one, code) for one in _list(raw, "indicators"))
    return Area(code, _text(raw, "name"), _points(raw, "max"), indicators)


def _indicator(raw: Mapping[str, Any], area: str) -> Indicator:
    code, most = _text(raw, "code"), _points(raw, "max")
    sources = tuple(_source(raw, word) for word in _text(raw, "source").split())
    parts = tuple(
        _part(one) for one in (_list(raw, "parts") if "parts" in raw else [{"key": "value", **raw}])
    )
    deducts = {isinstance(part.grade, Deduction) for part in parts}
    if len(deducts) != 1:
        raise _wrong(raw, f"{code}：扣分和得分不能混在一项里")
    if len({part.key for part in parts}) != len(parts):
        raise _wrong(raw, f"{code}：key 重复")
    if {Source.AUTO in sources} != {bool(part.fact) for part in parts}:
        raise _wrong(raw, f"{code}：平台数据的每一部分要写明 fact，其他的不写")
    return Indicator(
        code=code,
        name=_text(raw, "name"),
        area=area,
        max=most,
        sources=sources,
        parts=parts,
        zero_if=str(raw.get("zero_if", "")),
        not_applicable=str(raw.get("not_applicable", "")),
    )


def _part(raw: Mapping[str, Any]) -> Part:
    words = _text(raw, "grade")
    try:
        grade = grading.parse(words)
    except WrongCatalogue as no:
        raise _wrong(raw, str(no)) from None
    return Part(
        key=_text(raw, "key"),
        ask=_text(raw, "ask"),
        unit=str(raw.get("unit", "")),
        fact=str(raw.get("fact", "")),
        words=words,
        grade=grade,
        per=_whole(raw, "per") if "per" in raw else 0,
    )


def _band(raw: Mapping[str, Any]) -> Band:
    floor = _points(raw, "satisfaction") if "satisfaction" in raw else None
    colour = str(raw.get("colour", ""))
    if colour not in {"", *COLOURS}:
        raise _wrong(raw, f"颜色“{colour}”不认识")
    return Band(_whole(raw, "stars"), _text(raw, "class"), _points(raw, "from"), floor, colour)


def _source(raw: Mapping[str, Any], word: str) -> Source:
    if word not in set(Source):
        raise _wrong(raw, f"来源“{word}”不认识")
    return Source(word)


def _wrong(raw: Mapping[str, Any], reason: str) -> WrongCatalogue:
    return WrongCatalogue(f"第 {raw.get(LINE, 1)} 行：{reason}")


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise _wrong(raw, f"缺少 {name}")
    return value


def _points(raw: Mapping[str, Any], name: str) -> int:
    try:
        return grading.hundredths(_text(raw, name))
    except ValueError:
        raise _wrong(raw, f"{name} 不是两位小数以内的数") from None


def _whole(raw: Mapping[str, Any], name: str) -> int:
    text = _text(raw, name)
    if not (text.isascii() and text.isdecimal()):
        raise _wrong(raw, f"{name} 不是整数")
    return int(text)


def _list(raw: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    value = raw.get(name)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _wrong(raw, f"缺少 {name}")
    return value
