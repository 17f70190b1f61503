"""Pages of the loops beyond the estate: a department's part of a ticket, and who holds the departments' posts."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import loops_schemas as shapes
from linli.blueprints.tickets import loops_shown, schemas
from linli.blueprints.tickets.console import ONE, show_ticket
from linli.blueprints.tickets.loops import part_here, region_of, seats, ticket_of
from linli.blueprints.tickets.showing import readable_inside
from linli.domains.people.queries import staff
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket, TicketPart
from linli.domains.tickets.operations import cooperating, posting, stepping
from linli.domains.tickets.permissions import GRANTS, Act
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("tickets_loops_pages", __name__)
POSTS = "/work/department-posts"


def show_part(actor: Actor, part: TicketPart, form: Form | None = None) -> ResponseReturnValue:
    """The ticket of a part, with what was typed."""
    page: ResponseReturnValue = show_ticket(actor, ticket_of(part), form)
    return page


def show_waived(
    actor: Actor,
    ticket: Ticket,
    part_id: UUID,  # noqa: ARG001 - stands in the address
    form: Form | None = None,
) -> ResponseReturnValue:
    """The same, where the part stands in the address only."""
    page: ResponseReturnValue = show_ticket(actor, ticket, form)
    return page


@bp.post(f"{ONE}/parts/<uuid:part_id>/sign")
@allow(Act.DO_PART, GRANTS, on=part_here)
@form_page(show_part)
@idempotent()
def sign_part(actor: Actor, part: TicketPart) -> ResponseReturnValue:
    return _back(cooperating.sign_part(actor=actor, ticket=ticket_of(part), part=part, now=clock.now()))


@bp.post(f"{ONE}/parts/<uuid:part_id>/finish")
@allow(Act.DO_PART, GRANTS, on=part_here)
@takes(schemas.seeing(shapes.ResultIn))
@form_page(show_part)
@idempotent()
def finish_part(actor: Actor, part: TicketPart, body: dict[str, Any]) -> ResponseReturnValue:
    ticket = ticket_of(part)
    stepping.check_seen(ticket, body.pop("seen"))
    return _back(
        cooperating.finish_part(actor=actor, ticket=ticket, part=part, now=clock.now(), **body)
    )  # fmt: skip


@bp.post(f"{ONE}/waive-part/<uuid:part_id>")
@allow(Act.WAIVE_PART, GRANTS, on=readable_inside)
@takes(schemas.seeing(shapes.WaiveIn))
@form_page(show_waived)
@idempotent()
def waive_part(actor: Actor, ticket: Ticket, part_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    stepping.check_seen(ticket, body.pop("seen"))
    part = queries.part_of(ticket, part_id)
    return _back(cooperating.waive_part(actor=actor, ticket=ticket, part=part, now=clock.now(), **body))


@bp.get(POSTS)
@allow(Act.KEEP_POSTS, GRANTS)
def show_posts(actor: Actor, form: Form | None = None) -> ResponseReturnValue:
    found = [loops_shown.seat(one) for one in seats(actor)]
    people = staff.officers_of(region_of(actor), now=clock.now())
    return render_template(
        "tickets/posts.html",
        seats=found,
        department_options=[(one["department"], one["title"]) for one in found],
        people=[(str(one.account_id), one.name) for one in people],
        form=form or Form(),
    )


@bp.post(POSTS)
@allow(Act.KEEP_POSTS, GRANTS)
@takes(shapes.AppointIn)
@form_page(show_posts)
@idempotent()
def appoint(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    posting.appoint(actor=actor, region_id=region_of(actor), now=clock.now(), **body)
    return redirect(url_for(".show_posts"), 303)


def _back(ticket: Ticket) -> ResponseReturnValue:
    return redirect(
        url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id), 303
    )
