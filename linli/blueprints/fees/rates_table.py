"""Collection rates as a table that people open in spreadsheet programs."""

from collections.abc import Sequence

from flask import Response

from linli.domains.fees.queries.rates import Term
from linli.domains.fees.rules.arrears import LEAST_SHOWN, Part, Rates, Share
from linli.kernel.fen import format_fen
from linli.platform.spreadsheets import XLSX, SheetOut, Value, write_xlsx
from linli.platform.web.papers import download

_OF_PART = ("应收（元）", "已收（元）", "按金额", "应缴户数", "缴清户数", "按户数")
_PARTS = ("当期", "清欠", "综合")


def sent(term: Term, whole: Rates, shares: Sequence[Share]) -> Response:
    """The rates of an estate, and of its buildings what is shown of them."""
    rows = [["合计", *_cells(whole.current)], *([one.name, *_cells(one.current)] for one in shares)]
    head = ["楼栋", *(f"当期{name}" for name in _OF_PART)]
    return _file(term, [SheetOut("各楼栋", [head, *rows]), _three("三项收缴率", "小区", [("合计", whole)])])


def file(term: Term, what: str, rows: Sequence[tuple[str, Rates | None]]) -> Response:
    """The rates of many places, one a line."""
    return _file(term, [_three("收缴率", what, rows)])


def _three(name: str, what: str, rows: Sequence[tuple[str, Rates | None]]) -> SheetOut:
    head = [what, *(f"{part}{column}" for part in _PARTS for column in _OF_PART)]
    return SheetOut(name, [head, *([place, *_line(one)] for place, one in rows)])


def _line(one: Rates | None) -> list[Value]:
    if one is None:
        return [f"不满 {LEAST_SHOWN} 户，不单独显示"]
    return [cell for part in (one.current, one.overdue, one.total) for cell in _cells(part)]


def _cells(part: Part) -> list[Value]:
    return [
        format_fen(part.due_fen),
        format_fen(part.paid_fen),
        _percent(part.permille),
        part.households,
        part.households_paid,
        _percent(part.households_permille),
    ]


def _percent(permille: int | None) -> str:
    return "—" if permille is None else f"{permille // 10}.{permille % 10}%"


def _file(term: Term, sheets: Sequence[SheetOut]) -> Response:
    return download(write_xlsx(sheets), XLSX, f"收缴率 {term.since_on} 至 {term.until_on}.xlsx")
