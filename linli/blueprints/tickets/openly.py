"""The reports of an estate for everybody: figures, a plan of the buildings, a list; nobody's words or names (TK-15)."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, url_for

from linli.blueprints import features
from linli.blueprints.tickets.openly_schemas import OpenlyIn, OpenlyOut
from linli.blueprints.tickets.showing import TONES
from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Feature
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.queries import openly, places
from linli.domains.tickets.queries.openly import Which
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.transactions import narrow
from linli.platform.web import Api, Pages, gives, public, summary, takes

pages = Pages("tickets_public", __name__)
api = Api("tickets_public_api", __name__, tag="tickets")
HERE = "/p/estates/<uuid:estate_id>/tickets"
_HOUR, _DAY = 3600, 86_400


@pages.get(HERE)
@public
@takes(OpenlyIn, where="query")
def show_openly(actor: Actor | None, estate_id: UUID, query: dict[str, Any]) -> str:
    found, address = _found(estate_id, query), url_for(".show_openly", estate_id=estate_id)
    kept = {name: str(query[name]) for name in ("stage", "building_id") if query[name]}
    return render_template(
        "tickets/openly.html",
        person=actor,
        estate=estates.estate(estate_id=estate_id),
        found=found,
        stage=query["stage"],
        address=address,
        chosen=query["building_id"],
        next=found["next"] and f"{address}?{urlencode(kept | {'cursor': found['next']})}",
    )


@api.get("/estates/<uuid:estate_id>/public-tickets")
@public
@takes(OpenlyIn, where="query")
@gives(OpenlyOut)
@summary("小区公共部位报事的公开情况：在办、已办、平均用时，不含个人信息；不用登录")
def read_openly(actor: Actor | None, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001
    return _found(estate_id, query)


def _found(estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    narrow(estate_id)
    estates.estate(estate_id=estate_id)
    if Feature.TICKETS in features.off(estate_id):
        raise Unknown
    counted = openly.summary(estate_id, now=clock.now())
    page = openly.listed(
        estate_id, window=Window(query["limit"], query["cursor"]), which=Which(query["stage"]),
        building_id=query["building_id"],
    )  # fmt: skip
    buildings = {one.id: one.name for one in estates.buildings(estate_id)}
    at = openly.open_by_building(estate_id)
    return {
        "open": counted.open,
        "handled": counted.handled,
        "average_seconds": counted.average_seconds,
        "average": duration(counted.average_seconds),
        "buildings": [{"id": id_, "name": name, "open": at.get(id_, 0)} for id_, name in buildings.items()],
        "elsewhere": at.get(None, 0),
        "items": _rows(estate_id, page.items, buildings),
        "next": page.next,
    }


def _place(one: Ticket, names: Mapping[UUID, tuple[str, int]], buildings: Mapping[UUID, str]) -> str:
    if one.place_id and one.place_id in names:
        return names[one.place_id][0]
    return buildings.get(one.building_id, "") if one.building_id else ""


def _rows(estate_id: UUID, tickets: Sequence[Ticket], buildings: dict[UUID, str]) -> list[dict[str, Any]]:
    names = places.named_places(estate_id, [one.place_id for one in tickets if one.place_id])
    return [
        {
            "category": queries.category(one.category).title,
            "place": _place(one, names, buildings),
            "state": one.standing.title,
            "tone": TONES.get(one.standing, "info"),
            "reported_at": one.reported_at,
            "settled_at": one.settled_at,
        }
        for one in tickets
    ]


def duration(seconds: int | None) -> str:
    """A time in plain words: 2 天 3 小时; none: —."""
    if seconds is None:
        return "—"
    days, hours = divmod(seconds // _HOUR, _DAY // _HOUR)
    said = [f"{number} {unit}" for number, unit in ((days, "天"), (hours, "小时")) if number]
    return " ".join(said) or "不到 1 小时"
