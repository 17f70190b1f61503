"""Results of the yearly round for everybody: the city, the companies, the estates; the same for each reader."""

from typing import Any
from uuid import UUID

from flask import render_template

from linli.blueprints.satisfaction import shown
from linli.domains.estates import queries as estates
from linli.domains.satisfaction.models import SatisfactionRound
from linli.domains.satisfaction.queries import results, rounds
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform.paging import Window
from linli.platform.web import Pages, WindowIn, public, takes

bp = Pages("satisfaction_public", __name__)
HERE = "/p/satisfaction"


@bp.get(HERE)
@public
def list_rounds(actor: Actor | None) -> str:
    every = [
        {"year": one.year, "city": estates.region(one.city_id).name, "href": f"{HERE}/{one.id}"}
        for one in rounds.closed()
    ]
    return render_template("satisfaction/public/rounds.html", person=actor, rounds=every)


@bp.get(f"{HERE}/<uuid:round_id>")
@public
@takes(WindowIn, where="query")
def show_round(actor: Actor | None, round_id: UUID, query: dict[str, Any]) -> str:
    one = _closed(round_id)
    some = results.estates_page(one, window=Window(50, query["cursor"]))
    asked, sound = results.sound_estates(one)
    return render_template(
        "satisfaction/public/round.html",
        person=actor,
        here=f"{HERE}/{one.id}",
        round=one,
        city=estates.region(one.city_id).name,
        result=shown.result(results.of_city(one)),
        companies=[shown.line(line) for line in results.companies(one)],
        estates=[shown.line(line) for line in some.items],
        asked=asked,
        sound=sound,
        first=query["cursor"] is None,
        next=some.next and f"{HERE}/{one.id}?cursor={some.next}",
        **_words(),
    )


@bp.get(f"{HERE}/<uuid:round_id>/<uuid:estate_id>")
@public
def show_estate(actor: Actor | None, round_id: UUID, estate_id: UUID) -> str:
    one, place = _closed(round_id), estates.estate(estate_id=estate_id)
    result = results.of_estate(one, estate_id)
    if result is None:
        raise Unknown
    return render_template(
        "satisfaction/public/estate.html",
        person=actor,
        back=f"{HERE}/{one.id}",
        round=one,
        name=place.name,
        result=shown.result(result),
        **_words(),
    )


def _closed(round_id: UUID) -> SatisfactionRound:
    one = rounds.round_(round_id=round_id)
    if one.closed_at is None:
        raise Unknown
    return one


def _words() -> dict[str, Any]:
    return {"percent": shown.percent, "signed": shown.signed, "points": shown.points}
