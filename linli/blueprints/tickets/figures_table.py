"""The figures of a month as an .xlsx: each share with what it is a share of, and how it is counted."""

from linli.blueprints.tickets.figures_shown import Shown
from linli.domains.tickets.queries.figures import Figures
from linli.domains.tickets.rules.figures import Measure
from linli.kernel.times import shanghai
from linli.platform.spreadsheets import SheetOut, Value, write_xlsx

_EACH = ("", "：达到", "：计入")


def workbook(found: Shown) -> bytes:
    """Three sheets: the parts as the page divides them with their sum, month by month, and what each figure means."""
    parts = [(part.name, part.figures) for part in found.parts]
    months = [(f"{month.year} 年 {month.month} 月", figures) for month, figures in found.before]
    return write_xlsx(
        [
            _sheet(f"按{found.by.title}", found.by.title, [*parts, ("合计", found.total)]),
            _sheet("每月变化", "月份", months),
            SheetOut("怎么算", [("指标", "怎么算"), *_words(found)], widths={0: 18, 1: 60}),
        ]
    )


def _sheet(name: str, first: str, lines: list[tuple[str, Figures]]) -> SheetOut:
    head: list[Value] = [first, *(f"{measure.title}{word}" for measure in Measure for word in _EACH)]
    rows = [[title, *_cells(figures)] for title, figures in lines]
    return SheetOut(name, [head, *rows], widths={0: 24})


def _cells(figures: Figures) -> list[Value]:
    return [
        cell
        for measure in Measure
        for cell in (figures[measure].percent, figures[measure].part, figures[measure].whole)
    ]


def _words(found: Shown) -> list[tuple[Value, Value]]:
    seen = f"{shanghai(found.as_of):%Y-%m-%d %H:%M}"
    return [
        *((measure.title, measure.words) for measure in Measure),
        ("月份", f"{found.month.year} 年 {found.month.month} 月，看到 {seen} 为止"),
        ("达到、计入", "比率等于达到的件数除以计入的件数；没有计入的写“—”"),
    ]
