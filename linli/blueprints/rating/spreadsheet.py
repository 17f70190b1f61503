"""Stars as tables for spreadsheet programs: an estate's year with all its lines, and a region's year."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from linli.blueprints.rating.explained import Explained
from linli.domains.rating.queries.prizes import Paid
from linli.domains.rating.queries.sheets import Star
from linli.domains.rating.queries.years import Rated
from linli.domains.rating.rules.grading import plain
from linli.kernel.fen import format_fen
from linli.kernel.times import shanghai
from linli.platform.spreadsheets import SheetOut, Value, write_xlsx

LINES = (
    "代码",
    "方面",
    "指标",
    "情况",
    "得分",
    "满分",
    "上年得分",
    "变化",
    "怎么算",
    "来源",
    "时间",
    "负责人",
)
RANKED = (
    "名次",
    "小区",
    "县区",
    "街道",
    "星级",
    "类别",
    "总分",
    "上年星级",
    "变化",
    "奖补（元）",
    "付款日期",
    "凭证",
)


def of_estate(name: str, star: Star, full: Explained) -> bytes:
    """One estate's year: the star, the areas, the 54 lines."""
    head: list[Sequence[Value]] = [
        ("小区", name),
        ("年度", star.year),
        ("星级", star.title),
        ("类别", star.kind),
        ("总分", plain(star.total)),
        ("指标目录", star.version),
        ("公布日期", f"{shanghai(star.confirmed_at):%Y-%m-%d}"),
        ("总分怎么算", full.total.formula),
        ("星级怎么定", full.star.formula),
        ("负责人", full.star.who),
        *(
            (f"{area.name}（满分 {plain(area.max)}）", plain(score["score"]))
            for area, score, *_ in full.areas
        ),
    ]
    return write_xlsx(
        [
            SheetOut("总览", head, header_rows=0, widths={0: 22, 1: 60}),
            SheetOut("指标", [LINES, *_lines(full)], widths={2: 24, 3: 30, 8: 50, 9: 24, 10: 18}),
        ]
    )


def _lines(full: Explained) -> list[Sequence[Value]]:
    return [
        (
            row.indicator.code,
            area.name,
            row.indicator.name,
            row.said,
            _points(row.points),
            plain(row.indicator.max),
            _points(row.line.before),
            row.line.why_not or _points(row.line.difference),
            row.how.formula,
            row.how.sources,
            f"{shanghai(row.how.at):%Y-%m-%d %H:%M}" if row.how.at else "",
            row.how.who,
        )
        for area, _, _, rows in full.areas
        for row in rows
    ]


def _points(points: int | None) -> str:
    return "" if points is None else plain(points)


def of_year(
    figures: Sequence[Sequence[Value]],
    rated: Sequence[Rated],
    names: Mapping[UUID, str],
    paid: Sequence[Paid],
) -> bytes:
    """A region's year: its figures, and every estate by rank with what it was given."""
    given = {one.share.estate_id: one for one in paid}
    lines: list[Sequence[Value]] = [_ranked(one, names, given.get(one.estate_id)) for one in rated]
    return write_xlsx(
        [
            SheetOut("年度", list(figures), header_rows=0, widths={0: 24, 1: 40}),
            SheetOut("小区", [RANKED, *lines], widths={1: 24, 2: 16, 3: 16}),
        ]
    )


def _ranked(one: Rated, names: Mapping[UUID, str], given: Paid | None) -> Sequence[Value]:
    payment = given.payment if given else None
    return (
        one.rank,
        one.name,
        names.get(one.county_id, ""),
        names.get(one.street_id, ""),
        one.stars,
        one.kind,
        plain(one.total),
        one.before if one.before is not None else "",
        one.change.title,
        format_fen(given.share.amount_fen) if given else "",
        payment.paid_on.isoformat() if payment else "",
        payment.voucher if payment else "",
    )
