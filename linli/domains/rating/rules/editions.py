"""Editing a catalogue: changing a line, what differs between two, and a code that would come to mean another thing."""

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.domains.rating.errors import BadCatalogue, WrongCatalogue
from linli.domains.rating.rules import catalogue as catalogues
from linli.domains.rating.rules import grading
from linli.domains.rating.rules.catalogue import LINE, Catalogue, Indicator, Source
from linli.domains.rating.rules.grading import plain

Content = dict[str, Any]
PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What may be changed of an indicator. Its name and what it asks are its meaning: those make a new code."""

    max: str
    grades: Mapping[str, str]
    not_applicable: str = ""
    zero_if: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """An indicator that a catalogue gains."""

    area: str
    code: str
    name: str
    max: str
    source: str
    ask: str
    unit: str = ""
    fact: str = ""
    grade: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    code: str
    name: str
    what: str
    before: str
    after: str


def change(content: Content, code: str, line: Line) -> Content:
    """The content with one line changed. Raises BadCatalogue beside the field; sums may still be wrong."""
    made, errors = copy.deepcopy(content), dict[str, list[str]]()
    raw = line_of(made, code)
    if raw is None:
        raise BadCatalogue(field_errors={"code": ["目录里没有这一项。"]})
    raw["max"] = _points(line.max, "max", errors)
    for place, part in enumerate(raw.get(PARTS, [raw])):
        key = part["key"] if PARTS in raw else "value"
        part["grade"] = _grade(line.grades.get(key, ""), f"grade_{place}", errors)
    for name, text in (("not_applicable", line.not_applicable), ("zero_if", line.zero_if)):
        raw.pop(name, None)
        if text:
            raw[name] = text
    if errors:
        raise BadCatalogue(field_errors=errors)
    return made


def change_area(content: Content, code: str, most: str) -> Content:
    """The content with another maximum of an area. Raises BadCatalogue."""
    made, errors = copy.deepcopy(content), dict[str, list[str]]()
    for area in made["areas"]:
        if area["code"] == code:
            area["max"] = _points(most, "max", errors)
    if errors:
        raise BadCatalogue(field_errors=errors)
    return made


def add(content: Content, line: NewLine, known: Sequence[Catalogue]) -> Content:
    """The content with one indicator more. Raises BadCatalogue, also for a code that once meant another thing."""
    made, errors = copy.deepcopy(content), dict[str, list[str]]()
    area = next((one for one in made["areas"] if one["code"] == line.area), None)
    if area is None:
        raise BadCatalogue(field_errors={"area": ["请从列出的方面里选。"]})
    here = {one["code"] for each in made["areas"] for one in each["indicators"]}
    if line.code in here | {one.code for each in known for one in each.indicators}:
        errors["code"] = ["这个代码用过，以前是别的指标；代码不能改作他用，请换一个。"]
    for word in line.source.split() or [""]:
        if word not in set(Source):
            errors["source"] = ["来源只能是 auto、site、doc，可以写几个。"]
    if (Source.AUTO in line.source.split()) != bool(line.fact):
        errors["fact"] = ["来源有 auto 的要写数据名，没有 auto 的不写。"]
    raw = {
        "code": line.code,
        "name": line.name,
        "max": _points(line.max, "max", errors),
        "source": line.source,
        "ask": line.ask,
        "unit": line.unit,
        "fact": line.fact,
        "grade": _grade(line.grade, "grade", errors),
    }
    if errors:
        raise BadCatalogue(field_errors=errors)
    area["indicators"].append({name: text for name, text in raw.items() if text} | {LINE: 0})
    return made


def drop(content: Content, code: str) -> Content:
    """The content without an indicator; its code stays taken for ever."""
    made = copy.deepcopy(content)
    for area in made["areas"]:
        area["indicators"] = [one for one in area["indicators"] if one["code"] != code]
    return made


def problem(content: Content, *, facts: Collection[str]) -> str:
    """Why the content cannot be published yet, without the line of a file; empty where it can."""
    try:
        catalogues.parse(content, facts=facts)
    except WrongCatalogue as no:
        return str(no).partition("：")[2]
    return ""


def sums(content: Content) -> list[tuple[str, str, str, str]]:
    """For each area: code, name, its maximum, and what its indicators add up to."""
    return [
        (
            area["code"],
            area["name"],
            area["max"],
            plain(sum(grading.hundredths(one["max"]) for one in area["indicators"])),
        )
        for area in content["areas"]
    ]


def line_of(content: Content, code: str) -> Content | None:
    """The raw line of an indicator, where it has one."""
    lines = (one for area in content["areas"] for one in area["indicators"] if one["code"] == code)
    return next(lines, None)


def keys_of(content: Content, code: str) -> list[str]:
    """The keys of an indicator's parts, in their order."""
    line = line_of(content, code) or {}
    return [part["key"] for part in line[PARTS]] if PARTS in line else ["value"]


def reused(new: Catalogue, known: Sequence[Catalogue]) -> list[str]:
    """The codes that mean another thing than in a catalogue before."""
    before = {one.code: one.name for each in known for one in each.indicators}
    return [one.code for one in new.indicators if before.get(one.code, one.name) != one.name]


def differences(old: Catalogue, new: Catalogue) -> list[Difference]:
    """Everything that is not as it was, in the order of the codes (RA-25)."""
    made = [
        Difference(area.code, area.name, "方面满分", plain(old_area.max), plain(area.max))
        for area in new.areas
        if (old_area := old.area(area.code)) is not None and old_area.max != area.max
    ]
    before = {one.code: one for one in old.indicators}
    after = {one.code: one for one in new.indicators}
    for code in sorted(before.keys() | after.keys()):
        made += _of_line(before.get(code), after.get(code))
    for was, now in zip(old.bands, new.bands, strict=False):
        if was.least != now.least:
            made.append(Difference("", f"{now.stars} 星", "分数线", plain(was.least), plain(now.least)))
    return made


def _of_line(old: Indicator | None, new: Indicator | None) -> list[Difference]:
    if old is None or new is None:
        one = old or new
        assert one is not None
        words = f"{plain(one.max)} 分"
        return [
            Difference(
                one.code, one.name, "删去" if old else "新增", words if old else "", words if new else ""
            )
        ]
    told = [
        ("名称", old.name, new.name),
        ("满分", plain(old.max), plain(new.max)),
        ("不适用", old.not_applicable, new.not_applicable),
        ("记 0 分", old.zero_if, new.zero_if),
        ("来源", " ".join(old.sources), " ".join(new.sources)),
    ]
    was = {part.key: part for part in old.parts}
    for part in new.parts:
        earlier = was.get(part.key)
        told.append(
            (
                "评分" if len(new.parts) == 1 else f"评分 {part.ask}",
                earlier.words if earlier else "",
                part.words,
            )
        )
        if earlier and earlier.fact != part.fact:
            told.append(("数据", earlier.fact, part.fact))
    return [Difference(new.code, new.name, what, a, b) for what, a, b in told if a != b]


def _points(text: str, name: str, errors: dict[str, list[str]]) -> str:
    try:
        if grading.hundredths(text) > 0:
            return text
        errors[name] = ["分值要大于 0。"]
    except ValueError:
        errors[name] = ["请填数字，最多两位小数，例如 2 或 1.5。"]
    return text


def _grade(text: str, name: str, errors: dict[str, list[str]]) -> str:
    try:
        grading.parse(text)
    except WrongCatalogue as no:
        errors[name] = [f"{no}。"]
    return text
