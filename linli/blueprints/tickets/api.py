"""Tickets for programs: JSON in, JSON out."""

from typing import Any
from uuid import UUID

from flask import Response

from config.tickets import Catalogue, catalogue
from linli.blueprints.tickets import schemas
from linli.blueprints.tickets.devices import device
from linli.blueprints.tickets.showing import Shown, at_first, detail, inside, page, readable
from linli.blueprints.tickets.verbs import PHOTOS, VERBS, Verb
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import rating, reporting
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.operations.reporting import Behalf, Report
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import Filter
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.routing import Addressee, Channel
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import (
    Api,
    WindowIn,
    allow,
    gives,
    idempotent,
    page_of,
    summary,
    takes,
)
from linli.platform.web.files import send

bp = Api("tickets_api", __name__, tag="tickets")
ONE = "/estates/<uuid:estate_id>/tickets/<uuid:ticket_id>"


@bp.get("/estates/<uuid:estate_id>/ticket-categories")
@allow(Act.LIST, GRANTS)
@gives(schemas.CategoriesOut)
@summary("报事类别，两级")
def list_categories(actor: Actor, estate_id: UUID) -> Catalogue:  # noqa: ARG001 - the door's
    return catalogue()


@bp.get("/estates/<uuid:estate_id>/tickets")
@allow(Act.LIST, GRANTS, on=estates.estate)
@takes(schemas.QueueIn, where="query")
@gives(page_of(schemas.TicketOut))
@summary("居民：自己的报事，新的在前；工作人员：工单，按期限，超时在前")
def list_tickets(actor: Actor, estate: Estate, query: dict[str, Any]) -> Page[Shown]:
    window = Window(query.pop("limit"), query.pop("cursor"))
    if not inside(actor):
        return page(queries.of_reporter(actor, estate.id, window=window, stage=query["stage"]))
    return page(queries.queue(actor, estate.id, wanted=Filter(**query), window=window, now=clock.now()))


@bp.get("/estates/<uuid:estate_id>/tickets/common")
@allow(Act.LIST_COMMON, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
@gives(page_of(schemas.CommonOut))
@summary("小区公共部位正在办理的报事，不含个人信息")
def list_common(actor: Actor, estate: Estate, query: dict[str, Any]) -> Page[Shown]:  # noqa: ARG001
    return page(queries.in_common(estate.id, window=Window(**query)))


@bp.post("/estates/<uuid:estate_id>/tickets")
@allow(Act.REPORT, GRANTS)
@takes(schemas.ReportIn)
@gives(schemas.TicketDetailOut, 201)
@idempotent()
@summary("报事；照片随后上传")
def report_ticket(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return at_first(
        actor,
        reporting.filed(actor=actor, estate_id=estate_id, report=report_of(body), now=clock.now()),
    )


@bp.post("/estates/<uuid:estate_id>/tickets/entered")
@allow(Act.ENTER, GRANTS)
@takes(schemas.EnterIn)
@gives(schemas.TicketDetailOut, 201)
@idempotent()
@summary("工作人员代居民登记电话或窗口报事")
def enter_ticket(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    behalf = behalf_of(body)
    made = reporting.enter_for(
        actor=actor, estate_id=estate_id, report=report_of(body), behalf=behalf, now=clock.now()
    )
    return detail(actor, made)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=readable)
@gives(schemas.TicketDetailOut)
@summary("一件报事，含办理经过和可以办的下一步")
def show_ticket(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return detail(actor, ticket)


@bp.get(f"{ONE}/hands")
@allow(Act.ASSIGN, GRANTS, on=readable)
@gives(schemas.HandsOut)
@summary("可以派给哪些人，各有多少在办")
def list_hands(actor: Actor, ticket: Ticket) -> dict[str, Any]:  # noqa: ARG001 - the door's
    now = clock.now()
    addressee = Addressee(ticket.addressee)
    return {"items": queries.hands(ticket.estate_id, addressee=addressee, on=day_of(now), now=now)}


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ, GRANTS, on=readable)
@gives(None, media_type="image/jpeg")
@summary("报事的一张照片")
def show_photo(actor: Actor, ticket: Ticket, photo_id: UUID) -> Response:
    return send(queries.photo(ticket, photo_id, inside=inside(actor)))


@bp.put(f"{ONE}/rating")
@allow(Act.RATE, GRANTS, on=readable)
@takes(schemas.RatingIn)
@gives(schemas.TicketDetailOut)
@summary("评价，或在期限内修改评价；一星两星可以要求重办")
def rate_ticket(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> dict[str, Any]:
    rating.rate(actor=actor, ticket=ticket, opinion=Opinion(**body), device=device(), now=clock.now())
    return detail(actor, ticket)


def _verb(verb: Verb) -> None:
    """Register one step as POST …/tickets/<id>/<word>."""

    def take(actor: Actor, ticket: Ticket, body: dict[str, Any] | None = None) -> dict[str, Any]:
        return detail(actor, verb.do(actor, ticket, body or {}, clock.now()))

    take.__name__ = verb.name
    view = summary(verb.summary)(gives(schemas.TicketDetailOut)(idempotent()(take)))
    if verb.brings is not None:
        view = takes(verb.brings, files=verb is PHOTOS)(view)
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=readable)(view))


for _one in (*VERBS, PHOTOS):
    _verb(_one)


def report_of(body: dict[str, Any], *, category: str = "") -> Report:
    """The report that a form or a program sent."""
    return Report(
        category=category or body["category"],
        words=body["words"],
        unit_id=body["unit_id"],
        place=body["place"],
        urgency=Urgency(body["urgency"]),
        anonymous=body["anonymous"],
        answers=body["answers"],
        place_id=body["place_id"],
        building_id=body["building_id"],
    )


def behalf_of(body: dict[str, Any]) -> Behalf:
    """For whom it was entered."""
    return Behalf(
        name=body["for_name"],
        phone=body["for_phone"],
        channel=Channel(body["channel"]),
        inside=body["inside"],
    )
