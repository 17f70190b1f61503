"""Incidents for the staff: one matter behind many reports, told of once and closed once."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.tickets import catalogue
from linli.blueprints.tickets import sharing_schemas as shapes
from linli.blueprints.tickets.incidents_api import opened
from linli.blueprints.tickets.pages import named
from linli.blueprints.tickets.sharing_shown import incident, incident_detail, incident_rows
from linli.blueprints.tickets.showing import shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets.models import Incident
from linli.domains.tickets.operations import incidents as operations
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import incidents
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("tickets_incidents_console", __name__)
HERE = "/work/e/<uuid:estate_id>/incidents"
ONE = f"{HERE}/<uuid:incident_id>"


@bp.get(HERE)
@allow(Act.KEEP_INCIDENTS, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
def list_incidents(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = incidents.incidents_page(estate.id, window=Window(30, query["cursor"]))
    address = url_for(".list_incidents", estate_id=estate.id)
    return render_template(
        "tickets/incidents.html",
        incidents=incident_rows(estate.id, found.items),
        groups=catalogue().groups,
        address=address,
        next=found.next and f"{address}?cursor={found.next}",
    )


def show_form(actor: Actor, estate: Estate, category: str, form: Form | None = None) -> ResponseReturnValue:
    """The form for an incident of a category, with the open reports that may belong to it."""
    chosen = named(category)
    waiting = shown(incidents.joinable(actor, estate.id, category=category))
    return render_template(
        "tickets/incident_new.html",
        category=chosen,
        options=[
            {"value": str(one.ticket.id), "label": f"{one.where or '没写地点'}（{one.ticket.number}）"}
            for one in waiting
        ],
        buildings=[("", "全小区"), *((str(one.id), one.name) for one in estates.buildings(estate.id))],
        form=form or Form({"ticket_ids": [str(one.ticket.id) for one in waiting]}),
        back_href=url_for(".list_incidents", estate_id=estate.id),
    )


@bp.get(f"{HERE}/new/<category>")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=estates.estate)
def new_incident(actor: Actor, estate: Estate, category: str) -> ResponseReturnValue:
    return show_form(actor, estate, category)


@bp.post(f"{HERE}/new/<category>")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=estates.estate)
@takes(shapes.IncidentForm)
@form_page(show_form)
@idempotent()
def open_incident(actor: Actor, estate: Estate, category: str, body: dict[str, Any]) -> ResponseReturnValue:
    return _back(opened(actor, estate.id, body | {"category": category}))


@bp.get(ONE)
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
def show_incident(actor: Actor, found: Incident, form: Form | None = None) -> ResponseReturnValue:
    waiting = operations.closable(actor, found)
    reports = shown(incidents.tickets_of(found))
    return render_template(
        "tickets/incident_work.html",
        incident=incident_detail(found),
        reports=reports,
        options=[
            {"value": str(one.id), "label": one.number, "hint": why, "disabled": bool(why)}
            for one, why in waiting
        ],
        chosen=[str(one.id) for one, why in waiting if not why],
        form=form or Form(),
        address=url_for(".show_incident", estate_id=found.estate_id, incident_id=found.id),
        queue_address=url_for("tickets_console.queue", estate_id=found.estate_id),
        back_href=url_for(".list_incidents", estate_id=found.estate_id),
    )


@bp.post(f"{ONE}/tickets")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@takes(shapes.IncidentNumberIn)
@form_page(show_incident)
def add_ticket(actor: Actor, found: Incident, body: dict[str, Any]) -> ResponseReturnValue:
    return _back(operations.add_ticket(actor=actor, incident=found, now=clock.now(), **body))


@bp.post(f"{ONE}/notices")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@takes(shapes.IncidentWordsIn)
@form_page(show_incident)
@idempotent()
def tell(actor: Actor, found: Incident, body: dict[str, Any]) -> ResponseReturnValue:
    operations.tell(actor=actor, incident=found, now=clock.now(), **body)
    return _back(found)


@bp.post(f"{ONE}/close")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@takes(shapes.IncidentCloseIn)
@form_page(show_incident)
@idempotent()
def close(actor: Actor, found: Incident, body: dict[str, Any]) -> ResponseReturnValue:
    operations.close(actor=actor, incident=found, now=clock.now(), **body)
    return _back(found)


def _back(found: Incident) -> ResponseReturnValue:
    return redirect(url_for(".show_incident", estate_id=found.estate_id, incident_id=found.id), 303)
