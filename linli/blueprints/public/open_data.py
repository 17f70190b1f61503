"""Open data: final figures of votes, stars, prizes and counts of tickets as CSV, without anybody in them.

A count below five is written "<5", so that nobody is found behind it; the words of a report, rooms, names
and single ballots are in none of the tables.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response

from linli.domains.estates import queries as estates
from linli.domains.estates.queries import traits
from linli.domains.rating.queries import prizes as granted
from linli.domains.rating.queries import sheets as ratings
from linli.domains.rating.queries import years
from linli.domains.rating.rules.grading import plain
from linli.domains.tickets import facts as tickets
from linli.domains.voting import facts as voting
from linli.kernel.actors import EVERYWHERE, Actor
from linli.kernel.area import format_area
from linli.kernel.fen import format_fen
from linli.kernel.times import SHANGHAI, day_of, shanghai
from linli.platform import clock
from linli.platform.spreadsheets import Value, write_csv
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Pages, public

bp = Pages("open_data", __name__)
FEWEST = 5


@bp.get("/p/open-data/votes.csv")
@public
def votes(actor: Actor | None) -> Response:  # noqa: ARG001
    with seeing_every_estate():
        names, found = dict(estates.all_estates()), voting.final_results()
    head = (
        "小区",
        "表决",
        "公布日期",
        "事项",
        "应参加人数",
        "应参加面积",
        "参加人数",
        "参加面积",
        "同意人数",
        "同意面积",
        "结果",
    )
    return _csv(
        head,
        [
            (names[one.estate_id], one.title, _on(one.published_at), *row)
            for one in found
            for row in _items(one)
        ],
    )


def _items(one: voting.FinalResult) -> list[Sequence[Value]]:
    """The resolutions of a vote; an election's candidates are persons and stay where they were published."""
    return [
        (
            title,
            *_weight(item["roll"]),
            *_weight(item["participating"]),
            *_weight(item["for"]),
            "通过" if item["passed"] else "未通过",
        )
        for title, item in one.resolutions
    ]


def _weight(weight: dict[str, Any]) -> tuple[Value, Value]:
    return weight["heads"], format_area(weight["area"])


@bp.get("/p/open-data/stars.csv")
@public
def stars(actor: Actor | None) -> Response:  # noqa: ARG001
    names = dict(estates.all_estates())
    found = ratings.newest_stars(list(names))
    rows = [(names[one.estate_id], one.year, one.stars, _on(one.confirmed_at)) for one in found.values()]
    return _csv(("小区", "年度", "星级", "认定日期"), sorted(rows, key=str))


@bp.get("/p/open-data/star-years.csv")
@public
def star_years(actor: Actor | None) -> Response:  # noqa: ARG001
    regions = {one.id: one.name for one in traits.regions_above_communities()}
    rows = [
        (
            year,
            one.name,
            regions.get(one.county_id, ""),
            regions.get(one.street_id, ""),
            one.rank,
            one.stars,
            one.kind,
            plain(one.total),
            one.change.title,
        )
        for year in years.years()
        for one in years.rated(EVERYWHERE, year, on=day_of(clock.now()))
    ]
    return _csv(("年度", "小区", "县区", "街道", "名次", "星级", "类别", "总分", "和上年比"), rows)


@bp.get("/p/open-data/prizes.csv")
@public
def prizes(actor: Actor | None) -> Response:  # noqa: ARG001
    names = dict(estates.all_estates())
    rows = [
        (
            names[one.share.estate_id],
            one.share.year,
            one.share.before,
            one.share.after,
            format_fen(one.share.amount_fen),
            one.payment.paid_on.isoformat() if one.payment else "",
        )
        for one in granted.everywhere()
    ]
    return _csv(("小区", "年度", "原星级", "新星级", "奖补（元）", "付款日期"), rows)


@bp.get("/p/open-data/tickets.csv")
@public
def ticket_counts(actor: Actor | None) -> Response:  # noqa: ARG001
    now = clock.now()
    year = datetime(day_of(now).year, 1, 1, tzinfo=SHANGHAI)
    with seeing_every_estate():
        names, punctual = dict(estates.all_estates()), tickets.on_time_rate(since=year, until=now, as_of=now)
        closed = tickets.closed_rate(since=year, until=now, as_of=now)
    rows = [
        (
            name,
            _count(closed[one].whole),
            _count(closed[one].part),
            punctual[one].percent if _enough(punctual.get(one)) else "",
        )
        for one, name in names.items()
        if one in closed
    ]
    return _csv(("小区", "今年受理", "其中办结", "按时办结率"), rows)


def _count(number: int) -> str:
    return str(number) if number >= FEWEST or number == 0 else f"<{FEWEST}"


def _enough(share: Any) -> bool:
    return share is not None and share.whole >= FEWEST


def _on(at: datetime) -> str:
    return f"{shanghai(at):%Y-%m-%d}"


def _csv(head: Sequence[Value], rows: Sequence[Sequence[Value]]) -> Response:
    answer = Response(write_csv([head, *rows]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment"
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
