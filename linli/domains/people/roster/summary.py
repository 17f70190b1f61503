"""A reading and its differences as lines of text, for the command line."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from linli.domains.people.roster.differences import Change, Differences
from linli.domains.people.roster.lines import Field, RosterReading, Verdict, Weight
from linli.kernel.area import format_area

_MOST_ROWS = 200


def summary(reading: RosterReading, *, most: int = _MOST_ROWS) -> Iterator[str]:
    """What was read: the sheets and their columns, the counts, the units, and every row that waits."""
    yield f"文件　{reading.filename}"
    for sheet in reading.sheets:
        yield f"工作表　{sheet.name}　{len(sheet.rows)} 行" + (
            f"，表头在第 {sheet.header_row} 行" if sheet.header_row else "，没有名册"
        )
        for column in sheet.columns:
            use = "不导入" if column.field is Field.OTHER else column.field.heading
            yield f"　　{column.letter} {pad(column.title, 16)} → {use}"
    for hidden in reading.hidden:
        yield f"隐藏的工作表　{hidden.name}　{hidden.rows} 行，没有读取"
    yield ""
    for verdict, count in reading.counts.items():
        yield f"{pad(verdict.words, 10)}{count:>7} 行"
    yield f"{pad('合计', 10)}{reading.row_count:>7} 行"
    yield ""
    yield from _units(reading)
    yield from _rows(reading, most)


def _units(reading: RosterReading) -> Iterator[str]:
    units = reading.units
    for kind, count in Counter(unit.kind for unit in units).items():
        area = sum(unit.area or 0 for unit in units if unit.kind is kind)
        yield f"{pad(kind.title, 10)}{count:>7} 户　{format_area(area)} ㎡"
    waiting = sum(1 for unit in units if not unit.ready_for_roll)
    if waiting:
        yield f"其中 {waiting} 户没有面积或面积来源，补齐以前不能进入表决名册。"
    for name in reading.developers:
        yield f"未售房屋的开发商　{name}"


def _rows(reading: RosterReading, most: int) -> Iterator[str]:
    for verdict in (Verdict.REFUSED, Verdict.DOUBTFUL, Verdict.LEFT_OUT):
        rows = [row for row in reading.rows if row.verdict is verdict]
        if rows:
            yield ""
            yield f"{verdict.words}（{len(rows)} 行）"
        for row in rows[:most]:
            why = " ".join(one.sentence for one in row.reasons if one.weight is not Weight.REMARK)
            yield f"　　{row.sheet} 第 {row.row} 行　{why}"
        if len(rows) > most:
            yield f"　　……还有 {len(rows) - most} 行"


def difference_lines(differences: Differences, *, most: int = _MOST_ROWS) -> Iterator[str]:
    """What applying the file would change."""
    if differences.empty:
        yield f"与现有登记完全一致（{differences.unchanged} 户），不需要导入。"
        return
    yield f"不变　{differences.unchanged} 户"
    counts = Counter(one.change for one in differences.changes)
    for change in Change:
        if counts[change]:
            yield f"{change.words}　{counts[change]} 户"
    for one in differences.changes[:most]:
        yield f"　　{one.label}　{one.change.words}　{one.before or '（空）'} → {one.after or '（空）'}"


def pad(text: str, width: int) -> str:
    """The text filled up with spaces to a width in which a Chinese letter counts two."""
    wide = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(0, width - wide)
