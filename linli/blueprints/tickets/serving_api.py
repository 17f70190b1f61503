"""The service behind a work order for programs: grabbing, quotes, call-backs, urging."""

from typing import Any
from uuid import UUID

from linli.blueprints.tickets import schemas as ticket_schemas
from linli.blueprints.tickets import serving_schemas as schemas
from linli.blueprints.tickets.serving_shown import company_of, quote_of, quoted, the_service
from linli.blueprints.tickets.showing import Shown, detail, page, readable, readable_inside
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import callbacks, grabbing, quotes
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import serving
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import Api, WindowIn, allow, gives, idempotent, page_of, summary, takes

bp = Api("tickets_service_api", __name__, tag="tickets")
HERE = "/estates/<uuid:estate_id>"
ONE = f"{HERE}/tickets/<uuid:ticket_id>"
QUOTE = f"{ONE}/quotes/<uuid:quote_id>"


@bp.get(f"{HERE}/ticket-pool")
@allow(Act.GRAB_LIST, GRANTS)
@takes(WindowIn, where="query")
@gives(page_of(ticket_schemas.TicketOut))
@summary("可以抢的工单，期限早的在前")
def list_pool(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[Shown]:
    return page(serving.waiting_to_be_grabbed(actor, estate_id, window=Window(**query), now=clock.now()))


@bp.post(f"{ONE}/grab")
@allow(Act.GRAB, GRANTS, on=readable_inside)
@gives(ticket_schemas.TicketDetailOut)
@idempotent()
@summary("抢单；已被别人抢到时说明是谁")
def grab(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return detail(actor, grabbing.grab(actor=actor, ticket=ticket, now=clock.now()))


@bp.get(f"{HERE}/ticket-dispatch")
@allow(Act.GRAB_LIST, GRANTS)
@gives(schemas.ModeOut)
@summary("本小区怎么派单：人工、抢单、轮流")
def read_mode(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return {"mode": serving.mode(estate_id, company_of(actor, estate_id))}


@bp.put(f"{HERE}/ticket-dispatch")
@allow(Act.SET_DISPATCH, GRANTS)
@takes(schemas.ModeIn)
@gives(schemas.ModeOut)
@summary("改变派单方式，从现在起生效")
def set_mode(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    company_id = company_of(actor, estate_id)
    grabbing.set_mode(actor=actor, estate_id=estate_id, company_id=company_id, now=clock.now(), **body)
    return body


@bp.get(f"{HERE}/tickets/urged")
@allow(Act.READ_URGED, GRANTS)
@gives(schemas.UrgedListOut)
@summary("居民催办的在办工单，催得多的在前")
def list_urged(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    found = serving.urged(actor, estate_id, on=clock.now())
    return {
        "items": [
            {
                "id": one.ticket.id,
                "number": one.ticket.number,
                "due_at": one.ticket.due_at,
                "times": one.times,
            }
            | {"last_at": one.last_at, "assignee_name": one.assignee_name}
            for one in found
        ]
    }


@bp.get(f"{ONE}/service")
@allow(Act.READ_INSIDE, GRANTS, on=readable)
@gives(schemas.ServiceOut)
@summary("一件工单的催办次数、报价、回访和可疑评价")
def read_service(actor: Actor, ticket: Ticket) -> dict[str, Any]:  # noqa: ARG001 - the door's
    return the_service(ticket)


@bp.get(f"{ONE}/quotes")
@allow(Act.READ, GRANTS, on=readable)
@gives(schemas.QuotesOut)
@summary("维修报价，新的在前")
def list_quotes(actor: Actor, ticket: Ticket) -> dict[str, Any]:  # noqa: ARG001 - the door's
    return {"items": [quoted(one) for one in serving.quotes(ticket)]}


@bp.post(f"{ONE}/quotes")
@allow(Act.QUOTE, GRANTS, on=readable_inside)
@takes(schemas.QuoteIn)
@gives(schemas.QuotesOut, 201)
@idempotent()
@summary("报价：人工费加材料费，单位分；居民同意后才能动工")
def make_quote(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> dict[str, Any]:
    quotes.quote(actor=actor, ticket=ticket, now=clock.now(), **body)
    return {"items": [quoted(one) for one in serving.quotes(ticket)]}


@bp.post(f"{ONE}/quotes/take-back")
@allow(Act.QUOTE, GRANTS, on=readable_inside)
@gives(schemas.QuotesOut)
@summary("撤回报价，免费处理")
def take_back(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    quotes.take_back(actor=actor, ticket=ticket, now=clock.now())
    return {"items": [quoted(one) for one in serving.quotes(ticket)]}


@bp.post(f"{QUOTE}/accept")
@allow(Act.ANSWER_QUOTE, GRANTS, on=readable)
@takes(schemas.AnswerIn)
@gives(schemas.QuotesOut)
@summary("居民同意报价")
def accept(actor: Actor, ticket: Ticket, quote_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    quotes.accept(actor=actor, ticket=ticket, quote=quote_of(ticket, quote_id), now=clock.now(), **body)
    return {"items": [quoted(one) for one in serving.quotes(ticket)]}


@bp.post(f"{QUOTE}/decline")
@allow(Act.ANSWER_QUOTE, GRANTS, on=readable)
@takes(schemas.AnswerIn)
@gives(schemas.QuotesOut)
@summary("居民不同意报价")
def decline(actor: Actor, ticket: Ticket, quote_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    quotes.decline(actor=actor, ticket=ticket, quote=quote_of(ticket, quote_id), now=clock.now(), **body)
    return {"items": [quoted(one) for one in serving.quotes(ticket)]}


@bp.post(f"{ONE}/call-backs")
@allow(Act.CALL_BACK, GRANTS, on=readable_inside)
@takes(schemas.CallBackIn)
@gives(schemas.ServiceOut, 201)
@idempotent()
@summary("社区登记电话回访；另存，不改居民的评价")
def call_back(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> dict[str, Any]:
    callbacks.call_back(actor=actor, ticket=ticket, now=clock.now(), **body)
    return the_service(ticket)
