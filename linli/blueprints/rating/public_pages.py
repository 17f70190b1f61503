"""What everybody sees of stars: an estate's page, its year in full, on paper and as a table, the map and ranking."""

from collections import OrderedDict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from linli.blueprints import features
from linli.blueprints.rating import explained as explaining
from linli.blueprints.rating import plots, public_schemas, ranked, shown, spreadsheet
from linli.domains.estates import queries as estates
from linli.domains.rating.models import ScoreSheet
from linli.domains.rating.queries import improving, prizes, sheets, stamps, years
from linli.domains.rating.rules.grading import plain
from linli.domains.rating.rules.prizes import Change, Standing, ten_thousands
from linli.domains.takeover import queries as takeovers
from linli.kernel.actors import Actor, Scope, ScopeKind
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.glance import glance
from linli.platform.spreadsheets import XLSX
from linli.platform.transactions import narrow
from linli.platform.web import Pages, public, takes
from linli.platform.web.papers import download, paper

bp = Pages("rating_public", __name__)
HERE = "/p/estates/<uuid:estate_id>"
YEAR = f"{HERE}/stars/<int:year>"
LINKS = [{"label": "星级榜", "href": "/p/stars"}]
CHANGED, WAYS = 6, 4
_MOST_KEPT = 256
_TONES = {Change.ROSE: "good", Change.FELL: "bad"}

_bodies: OrderedDict[tuple[UUID, str], Markup] = OrderedDict()


@bp.before_request
def glance_at_stamp() -> None:
    """Before the door, by one cheap glance: does the page still hold, and does the estate show its star at all."""
    if request.endpoint != f"{bp.name}.{show_star.__name__}":
        return
    estate_id, on = (request.view_args or {})["estate_id"], day_of(clock.now())
    row = glance(*stamps.asked(estate_id=estate_id, on=on))
    if row is not None:
        g.star_stamp = seen = stamps.read(row, on)
        features.know(estate_id, seen.off)


@bp.get(HERE)
@public
def show_star(actor: Actor | None, estate_id: UUID) -> ResponseReturnValue:
    stamp = g.pop("star_stamp", None) or stamps.stamp(estate_id, on=day_of(clock.now()))
    body = _bodies.get((estate_id, stamp.mark)) or _remember(estate_id, stamp.mark, _body(estate_id))
    return render_template(
        "rating/star.html",
        estate={"id": str(estate_id), "name": stamp.name},
        body=body,
        links=LINKS,
        person=(actor.name or "我") if actor else None,
    )


def _remember(estate_id: UUID, mark: str, body: str) -> Markup:
    """Keep what was drawn until anything about stars changes; it is the same for every reader."""
    made = _bodies[(estate_id, mark)] = Markup(body)  # noqa: S704 - our own template, escaped there
    while len(_bodies) > _MOST_KEPT:
        _bodies.popitem(last=False)
    return made


def _body(estate_id: UUID) -> str:
    """The part of the page that is the same for everybody."""
    today = day_of(clock.now())
    place, of = estates.estate(estate_id=estate_id), improving.newest(estate_id)
    values: dict[str, Any] = {
        "estate": place,
        "where": estates.surroundings(estate_id),
        "takeover": takeovers.in_force(estate_id, on=today),
        "plain": plain,
        "star": None,
    }
    if of is not None:
        narrow(estate_id)
        values |= _of_star(of, today)
    return render_template("rating/_star.html", **values)


def _of_star(of: ScoreSheet, today: Any) -> dict[str, Any]:
    history = sheets.stars(of.estate_id)
    lines = improving.lines(of)
    last = next((one for one in history if one.year == of.year - 1), None)
    change = _change(of, last)
    return {
        "star": history[0],
        "history": history,
        "course": plots.course(history),
        "last": last,
        "change": change,
        "change_tone": _TONES.get(change, ""),
        "radar": shown.radar(history[0].areas),
        "full": explaining.explained(of),
        "plan": improving.plan(of),
        "most_ways": WAYS,
        "moved": sorted(
            (one for one in lines if one.difference), key=lambda one: (-abs(one.difference or 0), one.code)
        )[:CHANGED],
        "not_compared": sum(1 for one in lines if one.why_not) if last else 0,
        "ranks": _ranks(of, today),
        "alike": improving.alike(of.estate_id, of.year, on=today),
        "prizes": prizes.of_estate(of.estate_id),
        "ten_thousands": ten_thousands,
    }


def _change(of: ScoreSheet, last: sheets.Star | None) -> Change:
    assert of.result is not None
    redrawn = any(one.estate_id == of.estate_id for one in years.redrawings(of.year))
    return Standing(of.estate_id, last.stars if last else None, of.result["stars"], redrawn).change


def _ranks(of: ScoreSheet, today: Any) -> list[dict[str, Any]]:
    """The estate's rank in its street, county and city (RA-21)."""
    place = estates.estate(estate_id=of.estate_id)
    city = years.rated(Scope(ScopeKind.CITY, place.city_id), of.year, on=today)
    where = estates.surroundings(of.estate_id)
    mine = next(one.total for one in city if one.estate_id == of.estate_id)
    levels = (
        (where.street, [one.total for one in city if one.street_id == place.street_id], place.street_id),
        (where.county, [one.total for one in city if one.county_id == place.county_id], place.county_id),
        (where.city, [one.total for one in city], place.city_id),
    )
    return [
        {
            "name": name,
            "rank": 1 + sum(total > mine for total in totals),
            "count": len(totals),
            "region": region,
        }
        for name, totals, region in levels
    ]


@bp.get(YEAR)
@public
def show_year(actor: Actor | None, estate_id: UUID, year: int) -> ResponseReturnValue:
    of = _year(estate_id, year)
    return render_template(
        "rating/star_year.html",
        estate=estates.estate(estate_id=estate_id),
        star=next(one for one in sheets.stars(estate_id) if one.year == year),
        full=explaining.explained(of),
        plain=plain,
        links=LINKS,
        person=(actor.name or "我") if actor else None,
    )


def _year(estate_id: UUID, year: int) -> ScoreSheet:
    """The estate's confirmed year; from here on only this estate is seen."""
    of = improving.confirmed(estate_id=estate_id, year=year)
    narrow(estate_id)
    return of


@bp.get(f"{YEAR}/sheet.pdf")
@public
def print_sheet(actor: Actor | None, estate_id: UUID, year: int) -> Response:  # noqa: ARG001
    of, place = _year(estate_id, year), estates.estate(estate_id=estate_id)
    return paper(
        "papers/star_sheet.html",
        name=f"{place.name}{year}年有礼小区评分表",
        place=place.name,
        where=estates.surroundings(estate_id),
        star=next(one for one in sheets.stars(estate_id) if one.year == year),
        full=explaining.explained(of),
        plain=plain,
        made_at=clock.now(),
    )


@bp.get(f"{YEAR}/sheet.xlsx")
@public
def download_sheet(actor: Actor | None, estate_id: UUID, year: int) -> Response:  # noqa: ARG001
    of, place = _year(estate_id, year), estates.estate(estate_id=estate_id)
    star = next(one for one in sheets.stars(estate_id) if one.year == year)
    made = spreadsheet.of_estate(place.name, star, explaining.explained(of))
    return download(made, XLSX, f"{place.name}{year}年有礼小区评分表.xlsx")


@bp.get("/p/stars")
@public
@takes(public_schemas.RankingIn, where="query")
def show_ranking(actor: Actor | None, query: dict[str, Any]) -> ResponseReturnValue:
    found = ranked.ranking(query)
    blocks = plots.blocks(found.rated, found.names)
    moved = found.movement
    return render_template(
        "rating/ranking.html",
        found=found,
        query=query,
        blocks=blocks,
        map_height=plots.height(blocks),
        columns=plots.columns(moved.stars, moved.stars_before) if moved else [],
        years_offered=[(year, f"{year} 年") for year in found.years] or [("", "—")],
        changes=[("", "全部"), *((one.value, one.title) for one in Change)],
        tones=_TONES,
        plain=plain,
        next=found.next and f"/p/stars?{urlencode(_asked(query) | {'start': found.next})}",
        links=[LINKS[0] | {"current": True}],
        person=(actor.name or "我") if actor else None,
    )


def _asked(query: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value and name != "start"}


@bp.get("/e/<uuid:estate_id>/star")
@public
def to_star(actor: Actor | None, estate_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    return redirect(f"/p/estates/{estate_id}", 303)
