"""Is it still solved? The resident's page some weeks later, and the figure that comes of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import figures_shown
from linli.blueprints.tickets import later_schemas as schemas
from linli.blueprints.tickets.showing import readable, shown
from linli.blueprints.work import home
from linli.domains.estates.rules import Feature
from linli.domains.tickets.models import LaterQuestion, Ticket
from linli.domains.tickets.operations import later as asking
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import later
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

pages = Pages("tickets_later", __name__)
api = Api("tickets_later_api", __name__, tag="tickets")
ONE, API_ONE = (f"/{way}/<uuid:estate_id>/tickets/<uuid:ticket_id>/later" for way in ("e", "estates"))
_MOST = 20


@pages.get(ONE)
@allow(Act.ANSWER_LATER, GRANTS, on=readable)
def show_later(actor: Actor, ticket: Ticket, form: Form | None = None) -> str:  # noqa: ARG001 - the door's
    address = url_for("tickets_pages.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id)
    found = _asked(ticket)
    return render_template(
        "tickets/later.html",
        tab="tickets",
        back={"href": address, "label": "返回这件报事"},
        heading="回头看",
        ticket=shown([ticket])[0],
        found=found,
        open=ticket.done and found.answered_at is None and found.until_at > clock.now(),
        form=form or Form(),
        address=f"{address}/later",
    )


@pages.post(ONE)
@allow(Act.ANSWER_LATER, GRANTS, on=readable)
@takes(schemas.LaterIn)
@form_page(show_later)
@idempotent()
def answer_later(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    asking.answer(ticket=ticket, now=clock.now(), **body)
    return redirect(url_for(".show_later", estate_id=ticket.estate_id, ticket_id=ticket.id), 303)


@api.get(API_ONE)
@allow(Act.ANSWER_LATER, GRANTS, on=readable)
@gives(schemas.LaterOut)
@summary("办结几周以后问的：现在还好吗")
def read_later(actor: Actor, ticket: Ticket) -> LaterQuestion:  # noqa: ARG001 - the door's
    return _asked(ticket)


@api.put(API_ONE)
@allow(Act.ANSWER_LATER, GRANTS, on=readable)
@takes(schemas.LaterIn)
@gives(schemas.LaterOut)
@summary("答复：现在还好吗，答一次；不好要写哪里不好")
def put_later(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> LaterQuestion:  # noqa: ARG001
    return asking.answer(ticket=ticket, now=clock.now(), **body)


@api.get("/estates/<uuid:estate_id>/ticket-figures/later")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.LaterFigureIn, where="query")
@gives(schemas.LaterFigureOut)
@summary("小区一个月的“回头看”：几周以后还好的占多少；单独计算，不进别的指标")
def read_figure(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    return figure(actor, estate_id, query["month"])


@api.get("/ticket-figures/later")
@allow(Act.READ_FIGURES, GRANTS)
@takes(schemas.LaterFigureIn, where="query")
@gives(schemas.LaterFigureOut)
@summary("辖区或公司一个月的“回头看”")
def read_figure_everywhere(actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    with seeing_every_estate():
        return figure(actor, None, query["month"])


def figure(actor: Actor, estate_id: UUID | None, month: str) -> dict[str, Any]:
    """The figure of a month, in plain numbers."""
    cut = figures_shown.cut_of(actor, estate_id, month=month, now=clock.now(), months=1)
    share, asked = later.still_solved(actor, estate_id, since=cut.edges[0], until=cut.edges[1])
    return {
        "month": f"{cut.edges[0]:%Y-%m}", "still": share.part, "answered": share.whole, "asked": asked,
        "percent": share.percent,
    }  # fmt: skip


def _asked(ticket: Ticket) -> LaterQuestion:
    found = later.question(ticket)
    if found is None:
        raise Unknown
    return found


def awaited(actor: Actor, estate_id: UUID, now: datetime) -> Iterator[home.Awaiting]:
    """Reports of mine about which I am asked again."""
    for ticket in shown(later.open_for(actor, estate_id, now=now, limit=_MOST)):
        yield home.Awaiting(
            kind="later",
            title=f"{ticket.category_title}：现在还好吗？",
            text="几周前办结的事，请说一声",
            action="去答复",
            href=url_for("tickets_later.show_later", estate_id=estate_id, ticket_id=ticket.id),
            until=None,
        )


home.contribute("tickets_later", feature=Feature.TICKETS, ask=awaited)
