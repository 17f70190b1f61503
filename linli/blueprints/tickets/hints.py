"""What to read before filing: while somebody types, the outage or the announcement that tells of it already."""

from typing import Any
from uuid import UUID

from flask import render_template

from linli.blueprints.tickets import hints_schemas as schemas
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.notices.queries.hints import Hints, hints_for
from linli.domains.tickets.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Pages, allow, gives, summary, takes

pages = Pages("tickets_hints", __name__)
api = Api("tickets_hints_api", __name__, tag="tickets")


@api.get("/estates/<uuid:estate_id>/tickets/hints")
@allow(Act.REPORT, GRANTS)
@takes(schemas.HintsIn, where="query")
@gives(schemas.HintsOut)
@summary("报事前先看：按打的字找正在停水停电等的通知和有关公告")
def list_hints(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    found = hints_for(actor, estate_id, query["words"], now=clock.now())
    return {
        "outages": [
            {
                "announcement_id": one.announcement.id, "title": one.announcement.title, "what": one.what,
                "until_at": one.outage.until_at,
            }
            for one in found.outages
        ],
        "announcements": [{"announcement_id": one.id, "title": one.title} for one in found.announcements],
    }  # fmt: skip


@pages.get("/e/<uuid:estate_id>/tickets/hints")
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(schemas.HintsIn, where="query")
def show_hints(actor: Actor, estate: Estate, query: dict[str, Any]) -> str:
    """A part of the form, fetched by its script while somebody types."""
    return render_template(
        "tickets/_hints.html", estate=estate, hints=found_for(actor, estate.id, query["words"])
    )


def found_for(actor: Actor, estate_id: UUID, words: str) -> Hints:
    """The same for a page that is asked with the words."""
    return hints_for(actor, estate_id, words, now=clock.now())
