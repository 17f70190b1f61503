"""A price to agree to, for the resident: what it is made of, yes or no."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import serving_schemas as schemas
from linli.blueprints.tickets.serving_shown import quote_of, quoted
from linli.blueprints.tickets.showing import detail, readable
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import quotes
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import serving
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("tickets_service_pages", __name__)
ONE = "/e/<uuid:estate_id>/tickets/<uuid:ticket_id>"


@bp.get(f"{ONE}/quote")
@allow(Act.ANSWER_QUOTE, GRANTS, on=readable)
def show_quote(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    return _page(actor, ticket)


def _page(actor: Actor, ticket: Ticket, quote_id: UUID | None = None, form: Form | None = None) -> str:  # noqa: ARG001
    address = f"/e/{ticket.estate_id}/tickets/{ticket.id}"
    return render_template(
        "tickets/quote.html",
        tab="tickets",
        heading="维修报价",
        back={"href": address, "label": "返回这件报事"},
        ticket=detail(actor, ticket),
        quotes=[quoted(one) for one in serving.quotes(ticket)],
        form=form or Form(),
        address=address,
    )


@bp.post(f"{ONE}/quotes/<uuid:quote_id>/accept")
@allow(Act.ANSWER_QUOTE, GRANTS, on=readable)
@takes(schemas.AnswerIn)
@form_page(_page)
@idempotent()
def accept(actor: Actor, ticket: Ticket, quote_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    quotes.accept(actor=actor, ticket=ticket, quote=quote_of(ticket, quote_id), now=clock.now(), **body)
    return redirect(f"/e/{ticket.estate_id}/tickets/{ticket.id}/quote", 303)


@bp.post(f"{ONE}/quotes/<uuid:quote_id>/decline")
@allow(Act.ANSWER_QUOTE, GRANTS, on=readable)
@takes(schemas.AnswerIn)
@form_page(_page)
@idempotent()
def decline(actor: Actor, ticket: Ticket, quote_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    quotes.decline(actor=actor, ticket=ticket, quote=quote_of(ticket, quote_id), now=clock.now(), **body)
    return redirect(f"/e/{ticket.estate_id}/tickets/{ticket.id}/quote", 303)
