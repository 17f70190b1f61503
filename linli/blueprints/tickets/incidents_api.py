"""Incidents for programs: opening one, letting reports belong to it, telling everybody, closing it."""

from typing import Any
from uuid import UUID

from linli.blueprints.tickets import sharing_schemas as shapes
from linli.blueprints.tickets.sharing_shown import incident, incident_detail, incident_rows
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets.models import Incident
from linli.domains.tickets.operations import incidents as operations
from linli.domains.tickets.operations.incidents import Closing, Matter
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import incidents
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("tickets_incidents_api", __name__, tag="tickets")
ALL = "/estates/<uuid:estate_id>/incidents"
ONE = f"{ALL}/<uuid:incident_id>"


@bp.get(ALL)
@allow(Act.KEEP_INCIDENTS, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
@gives(page_of(shapes.IncidentShortOut))
@summary("同一起因的报事归成的事件，新的在前")
def list_incidents(actor: Actor, estate: Estate, query: dict[str, Any]) -> Page[dict[str, Any]]:  # noqa: ARG001
    found = incidents.incidents_page(estate.id, window=Window(**query))
    return Page(incident_rows(estate.id, found.items), found.next)


@bp.post(ALL)
@allow(Act.KEEP_INCIDENTS, GRANTS)
@takes(shapes.IncidentIn)
@gives(shapes.IncidentOut, 201)
@idempotent()
@summary("建一个事件，可以同时加入报事")
def open_incident(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return incident_detail(opened(actor, estate_id, body))


@bp.get(ONE)
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@gives(shapes.IncidentOut)
@summary("一个事件，含报事编号和发过的通知")
def show_incident(actor: Actor, found: Incident) -> dict[str, Any]:  # noqa: ARG001
    return incident_detail(found)


@bp.post(f"{ONE}/tickets")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@takes(shapes.IncidentNumberIn)
@gives(shapes.IncidentOut)
@idempotent()
@summary("按编号加入一件报事")
def add_ticket(actor: Actor, found: Incident, body: dict[str, Any]) -> dict[str, Any]:
    return incident_detail(operations.add_ticket(actor=actor, incident=found, now=clock.now(), **body))


@bp.post(f"{ONE}/notices")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@takes(shapes.IncidentWordsIn)
@gives(shapes.IncidentOut)
@idempotent()
@summary("发一次通知，报过和关注的住户每人收到一次")
def tell(actor: Actor, found: Incident, body: dict[str, Any]) -> dict[str, Any]:
    operations.tell(actor=actor, incident=found, now=clock.now(), **body)
    return incident_detail(found)


@bp.post(f"{ONE}/close")
@allow(Act.KEEP_INCIDENTS, GRANTS, on=incident)
@takes(shapes.IncidentCloseIn)
@gives(shapes.IncidentClosedOut)
@idempotent()
@summary("结束事件；选中的报事一起办结，办不了的逐件说明原因")
def close(actor: Actor, found: Incident, body: dict[str, Any]) -> dict[str, Any]:
    closing = operations.close(actor=actor, incident=found, now=clock.now(), **body)
    return incident_detail(found) | outcome(closing)


def opened(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Incident:
    """The incident that a form or a program opens."""
    matter = Matter(title=body["title"], category=body["category"], building_id=body["building_id"])
    return operations.open_incident(
        actor=actor, estate_id=estate_id, matter=matter, ticket_ids=body["ticket_ids"], now=clock.now()
    )


def outcome(closing: Closing) -> dict[str, Any]:
    """What became of the reports."""
    refused = [{"number": number, "why": why} for number, why in closing.refused]
    return {"done": list(closing.done), "refused": refused}
