"""The service behind a work order for staff: the pool to grab from, urging, quotes, call-backs, the order on paper."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import schemas as ticket_schemas
from linli.blueprints.tickets import serving_schemas as schemas
from linli.blueprints.tickets.serving_shown import company_of, the_service
from linli.blueprints.tickets.showing import detail, page, readable, readable_inside, shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import callbacks, grabbing, quotes
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import serving
from linli.domains.tickets.rules.serving import Mode, Outcome
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock, exports
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes
from linli.platform.web.papers import paper

bp = Pages("tickets_service", __name__)
HERE = "/work/e/<uuid:estate_id>/tickets"
ONE = f"{HERE}/<uuid:ticket_id>"


@bp.get(f"{HERE}/pool")
@allow(Act.GRAB_LIST, GRANTS)
@takes(WindowIn, where="query")
def show_pool(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    found = page(
        serving.waiting_to_be_grabbed(actor, estate_id, window=Window(20, query["cursor"]), now=clock.now())
    )
    here = f"/work/e/{estate_id}/tickets"
    return render_template(
        "tickets/pool.html",
        tickets=found.items,
        mode=serving.mode(estate_id, company_of(actor, estate_id)),
        modes=[(mode.value, mode.title) for mode in Mode],
        may_set=permits(GRANTS, actor, Act.SET_DISPATCH, None),
        may_grab=actor.role in {role for rule in GRANTS[Act.GRAB] for role in rule.roles},
        form=Form(),
        here=here,
        next=found.next and f"{here}/pool?cursor={found.next}",
    )


@bp.post(f"{HERE}/pool")
@allow(Act.SET_DISPATCH, GRANTS)
@takes(schemas.ModeIn)
def set_mode(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    company_id = company_of(actor, estate_id)
    grabbing.set_mode(actor=actor, estate_id=estate_id, company_id=company_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/tickets/pool", 303)


@bp.post(f"{ONE}/grab")
@allow(Act.GRAB, GRANTS, on=readable_inside)
@idempotent()
def grab(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    grabbing.grab(actor=actor, ticket=ticket, now=clock.now())
    return redirect(f"/work/e/{ticket.estate_id}/tickets/{ticket.id}", 303)


@bp.get(f"{HERE}/urged")
@allow(Act.READ_URGED, GRANTS)
def show_urged(actor: Actor, estate_id: UUID) -> str:
    found = serving.urged(actor, estate_id, on=clock.now())
    return render_template(
        "tickets/urged.html",
        lines=list(zip(shown([one.ticket for one in found]), found, strict=True)),
        here=f"/work/e/{estate_id}/tickets",
    )


@bp.get(f"{ONE}/service")
@allow(Act.READ_INSIDE, GRANTS, on=readable_inside)
def show_service(actor: Actor, ticket: Ticket, form: Form | None = None) -> str:
    return render_template(
        "tickets/service.html",
        ticket=detail(actor, ticket),
        service=the_service(ticket),
        may_quote=permits(GRANTS, actor, Act.QUOTE, ticket) and ticket.standing in quotes.QUOTED_IN,
        quotable=ticket.unit_id is not None and ticket.reporter_id is not None,
        may_call=permits(GRANTS, actor, Act.CALL_BACK, ticket) and ticket.settled_at is not None,
        outcomes=[(one.value, one.title) for one in Outcome],
        form=form or Form(),
        here=f"/work/e/{ticket.estate_id}/tickets/{ticket.id}",
    )


@bp.post(f"{ONE}/quotes")
@allow(Act.QUOTE, GRANTS, on=readable_inside)
@takes(schemas.QuoteForm)
@form_page(show_service)
@idempotent()
def make_quote(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    quotes.quote(actor=actor, ticket=ticket, now=clock.now(), **body)
    return _back(ticket)


@bp.post(f"{ONE}/quotes/take-back")
@allow(Act.QUOTE, GRANTS, on=readable_inside)
@form_page(show_service)
def take_back(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    quotes.take_back(actor=actor, ticket=ticket, now=clock.now())
    return _back(ticket)


@bp.post(f"{ONE}/call-backs")
@allow(Act.CALL_BACK, GRANTS, on=readable_inside)
@takes(schemas.CallBackIn)
@form_page(show_service)
@idempotent()
def call_back(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    callbacks.call_back(actor=actor, ticket=ticket, now=clock.now(), **body)
    return _back(ticket)


@bp.get(f"{ONE}/order.pdf")
@allow(Act.READ_INSIDE, GRANTS, on=readable)
def print_order(actor: Actor, ticket: Ticket) -> Response:
    return paper(
        "papers/work_order.html",
        name=f"工单 {ticket.number}",
        place=estates.estate(estate_id=ticket.estate_id).name,
        ticket=detail(actor, ticket),
        service=the_service(ticket),
        made_at=clock.now(),
    )


@bp.post(f"{HERE}/export")
@allow(Act.QUEUE, GRANTS, on=estates.estate)
@takes(ticket_schemas.QueueIn)
@idempotent()
def export(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    wanted = {name: value for name, value in body.items() if name not in {"limit", "cursor"}}
    wanted["stage"] = wanted["stage"] or "open"
    exports.ask(
        actor=actor, estate_id=estate.id, name="tickets", parameters={"wanted": wanted}, now=clock.now()
    )
    return redirect(f"/work/e/{estate.id}/exports", 303)


def _back(ticket: Ticket) -> ResponseReturnValue:
    return redirect(f"/work/e/{ticket.estate_id}/tickets/{ticket.id}/service", 303)
