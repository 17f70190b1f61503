"""What everybody may read over Open311: discovery, services, requests, their changes, and photos sent to be seen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, request

from config.open311 import terms
from config.tickets import catalogue
from linli.blueprints.open311 import schemas, shown
from linli.blueprints.open311.protocol import PREFIX, NoSuchKind, NoSuchRequest, bp
from linli.blueprints.open311.words import answer
from linli.domains.estates import queries as estates
from linli.domains.tickets.queries import outside
from linli.domains.tickets.queries.outside import Known, Wanted
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.transactions import narrow
from linli.platform.web import public, takes
from linli.platform.web.files import send

_FORM = "<any(xml, json):form>"


@bp.get(f"/discovery.{_FORM}")
@public
def discovery(actor: Actor | None, form: str) -> Response:  # noqa: ARG001 - the door's
    return _discovery(form)


@bp.get(f"/v2/discovery.{_FORM}")
@public
def discovery_at_endpoint(actor: Actor | None, form: str) -> Response:  # noqa: ARG001
    """For clients that were given the endpoint and look for discovery there."""
    return _discovery(form)


def _discovery(form: str) -> Response:
    said = terms()
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{request.host_url.rstrip('/')}{PREFIX}/v2",
        "changeset": said.changeset,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    told = {"changeset": said.changeset, "contact": said.contact, "key_service": said.key_service}
    return answer(form, "discovery", told | {"endpoints": [endpoint]})


@bp.get(f"/v2/services.{_FORM}")
@public
def list_services(actor: Actor | None, form: str) -> Response:  # noqa: ARG001
    return answer(form, "services", shown.services())


@bp.get(f"/v2/services/<service_code>.{_FORM}")
@public
def define_service(actor: Actor | None, service_code: str, form: str) -> Response:  # noqa: ARG001
    category = catalogue().category(service_code)
    if category is None:
        raise NoSuchKind
    return answer(form, "service_definition", shown.definition(category))


@bp.get(f"/v2/requests.{_FORM}")
@public
@takes(schemas.RequestsIn, where="query")
def list_requests(actor: Actor | None, estate_id: UUID, form: str, query: dict[str, Any]) -> Response:  # noqa: ARG001
    narrow(estate_id)
    if query["service_request_id"]:
        ids = [named for one in query["service_request_id"] if (named := _id(one))]
        found = outside.named(estate_id, ids, codes=shown.codes())
    else:
        found = outside.listed(estate_id, _wanted(query), page=query["page"], size=query["page_size"])
    estate = estates.estate(estate_id=estate_id)
    return answer(form, "service_requests", [shown.ticket(one, estate) for one in found])


@bp.get(f"/v2/requests/<service_request_id>.{_FORM}")
@public
def show_request(actor: Actor | None, estate_id: UUID, service_request_id: str, form: str) -> Response:  # noqa: ARG001
    narrow(estate_id)
    found, estate = _one(estate_id, service_request_id), estates.estate(estate_id=estate_id)
    return answer(form, "service_requests", [shown.ticket(found, estate)])


@bp.get(f"/v2/tokens/<token>.{_FORM}")
@public
def show_token(actor: Actor | None, estate_id: UUID, token: str, form: str) -> Response:  # noqa: ARG001
    """Ids are given at once, so that an id is its own token: clients that always ask here get on too."""
    narrow(estate_id)
    found = _one(estate_id, token)
    return answer(form, "service_requests", [{"service_request_id": found.ticket.id, "token": token}])


@bp.get(f"/v2/servicerequestupdates.{_FORM}")
@public
@takes(schemas.UpdatesIn, where="query")
def list_updates(actor: Actor | None, estate_id: UUID, form: str, query: dict[str, Any]) -> Response:  # noqa: ARG001
    narrow(estate_id)
    since, until = _span(query)
    found = outside.changes(
        estate_id, codes=shown.codes(), since=since, until=until, page=query["page"], size=query["page_size"]
    )
    return answer(form, "service_requests_updates", [shown.change(event) for event in found])


@bp.get("/media/<uuid:estate_id>/<uuid:ticket_id>/<uuid:photo_id>.jpg")
@public
def show_media(actor: Actor | None, estate_id: UUID, ticket_id: UUID, photo_id: UUID) -> Response:  # noqa: ARG001
    narrow(estate_id)
    return send(outside.photo(estate_id, ticket_id, photo_id, codes=terms().open_words))


def _wanted(query: dict[str, Any]) -> Wanted:
    since, until = _span(query)
    codes, statuses = set(shown.codes()), set(query["status"])
    if query["service_code"]:
        codes &= set(query["service_code"])
    settled = None if len(statuses) != 1 else statuses == {"closed"}
    return Wanted(codes=codes, since=since, until=until, settled=settled)


def _span(query: dict[str, Any]) -> tuple[datetime, datetime]:
    """The span that was asked for, never longer than 90 days; without one, the last 90 days."""
    since, until = query["start_date"], query["end_date"]
    if since is not None and until is None:
        return since, since + schemas.LONGEST
    until = until or clock.now()
    return since or until - schemas.LONGEST, until


def _one(estate_id: UUID, text: str) -> Known:
    """The request of that id. Raises NoSuchRequest, also for one that not everybody may read."""
    ids = [found for found in (_id(text),) if found]
    for found in outside.named(estate_id, ids, codes=shown.codes()):
        return found
    raise NoSuchRequest


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
