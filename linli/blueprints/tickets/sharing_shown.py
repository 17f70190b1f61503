"""What households share, as pages and programs show it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import g

from linli.blueprints.tickets.showing import Shown, shown
from linli.domains.estates import queries as estates
from linli.domains.tickets import queries
from linli.domains.tickets.models import CommonPlace, Incident, Ticket
from linli.domains.tickets.queries import incidents, places, sharing
from linli.domains.tickets.rules.nearby import APART, SAME_BUILDING, SAME_ENTRANCE, SAME_SPOT, SAME_WORDS
from linli.kernel.actors import Actor

HOW_NEAR = {
    SAME_SPOT: "同一个地方",
    SAME_WORDS: "地点相同",
    SAME_ENTRANCE: "同一个单元",
    SAME_BUILDING: "同一幢楼",
    APART: "",
}


def shared(**ids: UUID) -> Ticket:
    """What a door finds: the ticket, if it is shared with whoever stands there."""
    return sharing.shared(g.actor, queries.ticket(**ids))


def common_place(**ids: UUID) -> CommonPlace:
    """What a door finds: the place of the list."""
    return places.common_place(**ids)


def incident(**ids: UUID) -> Incident:
    """What a door finds: the incident."""
    return incidents.incident(**ids)


def shared_ticket(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """A neighbour's report: what, where, how far; whether one's own household is counted."""
    (one,) = shown([ticket])
    found = sharing.follow(actor, ticket)
    following = found is not None and found.ended_at is None
    return _of(one) | {
        "households": sharing.households(ticket.estate_id, [ticket.id])[ticket.id],
        "mine": ticket.reporter_id == actor.account_id,
        "following": following,
        "me_too": found is not None and found.me_too,
    }


def nearby(actor: Actor, estate_id: UUID, sought: dict[str, Any]) -> dict[str, Any]:
    """What is open near a place of a category, and what is going on there. An unknown place has nothing near."""
    spot = places.spot(
        estate_id,
        unit_id=sought.get("unit_id"),
        place_id=sought.get("place_id"),
        building_id=sought.get("building_id"),
        words=sought.get("place", ""),
    )
    offers = sharing.nearby(actor, estate_id, category=sought["category"], spot=spot)
    names = {one.ticket.id: one for one in shown([offer.ticket for offer in offers])}
    going_on = incidents.open_incidents(estate_id, category=sought["category"], building_id=spot.building_id)
    return {
        "items": [
            _of(names[offer.ticket.id])
            | {
                "households": offer.households,
                "how_near": HOW_NEAR[offer.nearness],
                "mine": offer.ticket.reporter_id == actor.account_id,
                "following": offer.mine and offer.ticket.reporter_id != actor.account_id,
                "me_too": False,
            }
            for offer in offers
        ],
        "incidents": incident_rows(estate_id, going_on),
    }


def incident_rows(estate_id: UUID, found: Sequence[Incident]) -> list[dict[str, Any]]:
    """Incidents in a list."""
    sizes = incidents.sizes(estate_id, [one.id for one in found]) if found else {}
    buildings = {one.id: one.name for one in estates.buildings(estate_id)} if found else {}
    return [
        {
            "id": one.id,
            "title": one.title,
            "category": one.category,
            "category_title": queries.category(one.category).title,
            "building_id": one.building_id,
            "building": buildings.get(one.building_id, "") if one.building_id else "全小区",
            "opened_at": one.opened_at,
            "closed_at": one.closed_at,
            "result": one.result,
            "reports": sizes.get(one.id, 0),
        }
        for one in found
    ]


def incident_detail(found: Incident) -> dict[str, Any]:
    """An incident with its reports' numbers and what was told."""
    (row,) = incident_rows(found.estate_id, [found])
    return row | {
        "numbers": [ticket.number for ticket in incidents.tickets_of(found)],
        "notices": incidents.notices_of(found),
    }


def plan_of(estate_id: UUID) -> list[tuple[str, str]]:
    """The buildings of the plan, to point at."""
    return [(str(one.id), one.name) for one in estates.buildings(estate_id)]


def place_options(estate_id: UUID) -> list[tuple[str, str]]:
    """The common places to choose from; none where the estate keeps no list."""
    found = places.common_places(estate_id)
    rows = [(str(one.id), one.name) for one in found]
    return [("", "不在列表里，下面用文字写"), *rows] if rows else []


def _of(one: Shown) -> dict[str, Any]:
    return {
        "id": one.ticket.id,
        "number": one.ticket.number,
        "category": one.ticket.category,
        "category_title": one.category_title,
        "place": one.ticket.place or one.unit_label,
        "state": one.ticket.state,
        "state_title": one.state_title,
        "tone": one.tone,
        "reported_at": one.ticket.reported_at,
        "over": one.ticket.over,
    }
