"""What neighbours share, for residents: reports nearby, joining and following them, incidents, scanned codes."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import sharing_schemas as shapes
from linli.blueprints.tickets.sharing_shown import (
    common_place,
    incident,
    incident_detail,
    nearby,
    shared,
    shared_ticket,
)
from linli.blueprints.tickets.showing import page
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets.models import CommonPlace, Incident, Ticket
from linli.domains.tickets.operations import joining
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import sharing
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, takes

bp = Pages("tickets_sharing_pages", __name__)
HERE = "/e/<uuid:estate_id>/tickets"
ONE = f"{HERE}/<uuid:ticket_id>"


def _tab(estate_id: UUID, heading: str) -> dict[str, Any]:
    back = {"href": url_for("tickets_pages.own_tickets", estate_id=estate_id), "label": "返回我的报事"}
    return {"tab": "tickets", "heading": heading, "back": back}


@bp.get(f"{HERE}/nearby")
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(shapes.SpotIn, where="query")
def list_nearby(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    """A part of the form, fetched by its script when the place is known."""
    return render_template("tickets/_nearby.html", estate=estate, near=nearby(actor, estate.id, query))


@bp.get(f"{HERE}/followed")
@allow(Act.LIST_COMMON, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
def followed_tickets(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    found = page(sharing.followed(actor, estate.id, window=Window(20, query["cursor"])))
    address = url_for(".followed_tickets", estate_id=estate.id)
    return render_template(
        "tickets/followed.html",
        **_tab(estate.id, "我关注的"),
        tickets=found.items,
        next=found.next and f"{address}?cursor={found.next}",
    )


@bp.get(f"{ONE}/shared")
@allow(Act.READ_SHARED, GRANTS, on=shared)
def show_shared(actor: Actor, ticket: Ticket, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "tickets/shared.html",
        **_tab(ticket.estate_id, f"报事 {ticket.number}"),
        ticket=shared_ticket(actor, ticket),
        steps=sharing.public_steps(ticket),
        form=form or Form(),
        address=url_for(".show_shared", estate_id=ticket.estate_id, ticket_id=ticket.id).removesuffix(
            "/shared"
        ),
    )


@bp.post(f"{ONE}/me-too")
@allow(Act.FOLLOW, GRANTS, on=shared)
@form_page(show_shared)
def say_me_too(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    joining.join(actor=actor, ticket=ticket, me_too=True, now=clock.now())
    return _back(ticket)


@bp.post(f"{ONE}/follow")
@allow(Act.FOLLOW, GRANTS, on=shared)
@form_page(show_shared)
def follow(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    joining.join(actor=actor, ticket=ticket, me_too=False, now=clock.now())
    return _back(ticket)


@bp.post(f"{ONE}/unfollow")
@allow(Act.FOLLOW, GRANTS, on=shared)
@form_page(show_shared)
def unfollow(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    joining.leave(actor=actor, ticket=ticket, now=clock.now())
    return _back(ticket)


@bp.get("/e/<uuid:estate_id>/incidents/<uuid:incident_id>")
@allow(Act.LIST_COMMON, GRANTS, on=incident)
def show_incident(actor: Actor, found: Incident) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    return render_template(
        "tickets/incident.html", **_tab(found.estate_id, "小区事件"), incident=incident_detail(found)
    )


@bp.get("/e/<uuid:estate_id>/places/<uuid:place_id>")
@allow(Act.REPORT, GRANTS, on=common_place)
def scan(actor: Actor, place: CommonPlace) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    """Where the code on a wall or a machine leads: the form with its place, and its category if it has one."""
    if place.category:
        form = "tickets_pages.new_ticket"
        return redirect(url_for(form, estate_id=place.estate_id, category=place.category, at=place.id), 303)
    return redirect(url_for("tickets_pages.choose_category", estate_id=place.estate_id, at=place.id), 303)


def _back(ticket: Ticket) -> ResponseReturnValue:
    return redirect(url_for(".show_shared", estate_id=ticket.estate_id, ticket_id=ticket.id), 303)
