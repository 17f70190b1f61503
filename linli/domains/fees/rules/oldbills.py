"""Reading a file of old debts: its headings, its rows, and a sentence for each row that cannot be taken (FE-29)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from linli.kernel.fen import NotMoney, parse_yuan

HEADINGS = ("房屋", "收费项目", "账期起", "账期止", "应缴（元）", "已缴（元）", "缴费截止", "说明")
_NEEDED = HEADINGS[:5]
_WORDS = {
    "房屋": ("房屋", "房号", "房间", "单元房号"),
    "收费项目": ("收费项目", "项目", "费用名称", "费项"),
    "账期起": ("账期起", "开始日期", "起始日期", "费用开始"),
    "账期止": ("账期止", "结束日期", "截止日期", "费用结束"),
    "应缴（元）": ("应缴（元）", "应缴", "应收", "应收金额", "金额", "欠费", "欠费金额"),
    "已缴（元）": ("已缴（元）", "已缴", "已收", "实收"),
    "缴费截止": ("缴费截止", "缴费期限", "应缴日期"),
    "说明": ("说明", "备注"),
}
_DAY = re.compile(r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 0{1,2}:00(?::00)?)?", re.ASCII)
_MOST_FEN = 10**10


@dataclass(frozen=True, slots=True)
class OldRow:
    """One row as it was understood. `open_fen` is what is still owed; `problems` are sentences."""

    number: int
    cells: Mapping[str, str]
    since_on: date | None = None
    until_on: date | None = None
    due_on: date | None = None
    amount_fen: int = 0
    paid_fen: int = 0
    problems: tuple[str, ...] = field(default=())

    @property
    def open_fen(self) -> int:
        """What is still owed."""
        return self.amount_fen - self.paid_fen

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to pay: the row makes no bill."""
        return not self.problems and self.open_fen == 0


def columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each heading stands in a row of headings; None where one that is needed is missing."""
    known = {word: name for name, words in _WORDS.items() for word in words}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = known.get(re.sub(r"\s", "", cell).replace("(", "（").replace(")", "）"))
        if name is not None:
            found.setdefault(name, place)
    return found if all(name in found for name in _NEEDED) else None


def read_row(number: int, cells: Mapping[str, str]) -> OldRow:
    """Understand one row by itself; what only the register knows is judged elsewhere."""
    problems = [f"没有写{name}。" for name in _NEEDED if not cells.get(name)]
    days = {name: _day(cells.get(name, "")) for name in ("账期起", "账期止", "缴费截止")}
    problems += [
        f"{name}不是日期，请写成 2025-01-01。" for name in days if cells.get(name) and days[name] is None
    ]
    amount, paid = _fen(cells.get("应缴（元）", "")), _fen(cells.get("已缴（元）", "") or "0")
    if cells.get("应缴（元）") and not amount:
        problems.append("应缴金额要大于零，最多两位小数。")
    if paid is None or paid > (amount or 0):
        problems.append("已缴金额不对：不能大于应缴，最多两位小数。")
    since, until = days["账期起"], days["账期止"]
    if since and until and until < since:
        problems.append("账期止早于账期起。")
    return OldRow(
        number, cells, since, until, days["缴费截止"] or until, amount or 0, paid or 0, tuple(problems)
    )


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _fen(text: str) -> int | None:
    try:
        fen = parse_yuan(re.sub(r"[,，￥¥元\s]", "", text))
    except NotMoney:
        return None
    return fen if fen < _MOST_FEN else None
