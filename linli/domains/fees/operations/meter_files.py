"""Readings from a file: every row is judged, and only a file without a fault is taken."""

import re
from dataclasses import dataclass
from datetime import datetime

from linli.domains.fees.errors import NotAnOldBillFile
from linli.domains.fees.models import ReadingWindow
from linli.domains.fees.operations import meters
from linli.domains.fees.operations.meters import Shown
from linli.domains.fees.queries import meters as queries
from linli.domains.fees.queries.meters import MeterView
from linli.domains.people.queries.sheets import read_table
from linli.kernel.actors import Actor
from linli.kernel.refusals import Refusal

_NUMBER = ("表号", "表编号", "水表号", "电表号")
_VALUE = ("本次读数", "读数", "止码", "本期读数", "止数")
_DIGITS = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,3}))?", re.ASCII)


class NotReadings(NotAnOldBillFile):
    """No row of the file holds the headings of readings."""

    code, sentence = "fees.not_readings", "没有找到表头。第一行请写：表号、本次读数。"


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the file: what it says, and what is wrong with it (empty: nothing)."""

    row: int
    number: str
    value: str
    problem: str = ""


def read_file(
    *, actor: Actor | None, window: ReadingWindow, content: bytes, filename: str, now: datetime
) -> list[Found]:
    """Take all readings of a file, or none: then the rows say what is wrong.

    Raises NotReadings, OutsideWindow, WindowBilled, and a RosterRefused for a file that cannot be read.
    """
    meters.check_open(window, now=now)
    rows = read_table(content, filename).rows
    head = next((place for place, cells in enumerate(rows) if _columns(cells)), None)
    if head is None:
        raise NotReadings
    number, value = _columns(rows[head]) or (0, 0)
    known = {one.meter.number: one for one in queries.sheet(window)}
    seen: set[str] = set()
    found, fine = [], []
    for place, cells in enumerate(rows[head + 1 :], head + 2):
        if not any(cells):
            continue
        said = Found(place, cells[number], cells[value])
        problem, shown = _judge(said, known, seen)
        seen.add(said.number)
        found.append(Found(place, said.number, said.value, problem))
        if shown is not None:
            fine.append((known[said.number], shown))
    if not any(one.problem for one in found):
        for row, shown in fine:
            meters.keep(
                actor=actor, window=window, row=row, shown=shown, spent=meters.judged(row, shown), now=now
            )
    return found


def _columns(cells: tuple[str, ...]) -> tuple[int, int] | None:
    number = next((place for place, cell in enumerate(cells) if cell in _NUMBER), None)
    value = next((place for place, cell in enumerate(cells) if cell in _VALUE), None)
    return None if number is None or value is None else (number, value)


def _judge(said: Found, known: dict[str, MeterView], seen: set[str]) -> tuple[str, Shown | None]:
    if said.number not in known:
        return "没有登记这块表，请核对表号。", None
    if said.number in seen:
        return "这块表在文件里出现了两次。", None
    milli = parse_quantity(said.value)
    if milli is None:
        return "读数不是数字，最多三位小数。", None
    shown = Shown(milli)
    try:
        meters.judged(known[said.number], shown)
    except Refusal as no:
        return no.sentence, None
    return "", shown


def parse_quantity(text: str) -> int | None:
    """Thousandths of a quantity as it is typed, at most three decimals; None where it is none."""
    found = _DIGITS.fullmatch(text.strip())
    return None if found is None else int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
