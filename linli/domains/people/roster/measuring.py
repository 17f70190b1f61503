"""A row's areas: which figure counts, where it comes from, and what is not certain about it."""

from dataclasses import dataclass

from linli.domains.estates.rules import AreaSource
from linli.domains.people.roster.findings import Entry, Findings, RowFields
from linli.domains.people.roster.lines import Field
from linli.domains.people.roster.spellings.areas import parse_area_text
from linli.domains.people.roster.spellings.states import parse_source
from linli.kernel.area import format_area

_RARELY_LARGER = 500_000  # 5,000 ㎡
# 司法解释第8条: the register, else the survey, else the contract; a plain 建筑面积 between them.
_BELIEVED = (AreaSource.REGISTER, AreaSource.SURVEY, None, AreaSource.CONTRACT)


@dataclass(frozen=True, slots=True)
class Measured:
    """Areas in 0.01 ㎡; None where the roster gives none."""

    area: int | None
    inner_area: int | None
    source: AreaSource | None


def measure(fields: RowFields, findings: Findings) -> Measured:
    """The area that counts in votes and fees, the one within the walls, and the source.

    A missing area is a doubt the officer can accept (or answer with 暂缺): the unit then stands in the
    register without area, on the list of what is not ready for a roll (EI-02), and never counts as 0.
    """
    inner = _inner(fields, findings)
    entry = _believed(fields, findings)
    if entry is None:
        broken = any(one.field is Field.AREA for one in findings.reasons)
        if not broken:
            code = "area.only_inner" if inner else "area.missing"
            findings.add(code, of=Field.AREA, entry=fields.column(Field.AREA))
        return Measured(None, inner, None)
    read = parse_area_text(entry.text)
    if read.doubt:
        reading = format_area(read.area) if read.area is not None else ""
        findings.add(read.doubt, of=Field.AREA, entry=entry, reading=reading)
    elif read.area is not None and read.area > _RARELY_LARGER:
        findings.add("area.large", of=Field.AREA, entry=entry)
    if inner is not None and read.area is not None and inner > read.area:
        findings.add("area.inner_larger", of=Field.INNER_AREA, entry=fields.first(Field.INNER_AREA))
    source = _source(fields, entry, findings) if read.area is not None else None
    return Measured(read.area, inner, source)


def _believed(fields: RowFields, findings: Findings) -> Entry | None:
    """Of several area columns with something in them, the one the law believes first."""
    entries = fields.entries(Field.AREA)
    if not entries:
        return None
    order = sorted(
        entries, key=lambda one: (_BELIEVED.index(one.column.heading.source), one.column.heading.rank)
    )
    areas = {parse_area_text(one.text).area for one in entries}
    if len(areas) > 1:
        findings.add("area.differs", of=Field.AREA, entry=order[0])
    return order[0]


def _inner(fields: RowFields, findings: Findings) -> int | None:
    entry = fields.first(Field.INNER_AREA)
    if entry is None:
        return None
    read = parse_area_text(entry.text)
    if read.doubt:
        findings.add("inner_area.malformed", of=Field.INNER_AREA, entry=entry)
        return None
    return read.area


def _source(fields: RowFields, entry: Entry, findings: Findings) -> AreaSource | None:
    said = fields.first(Field.AREA_SOURCE)
    if said is None:
        return entry.column.heading.source
    source = parse_source(said.text)
    if source is None:
        findings.add("source.unknown", of=Field.AREA_SOURCE, entry=said)
    return source
