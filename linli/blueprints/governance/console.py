"""The officer's pages: what is out, what came back, what is stuck; one tap sends again."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from config.governance import agreement
from linli.blueprints.governance import schemas, showing
from linli.domains.governance.models import GovernanceDifference, GovernanceParcel
from linli.domains.governance.operations import cases as operations
from linli.domains.governance.operations import comparing, sending
from linli.domains.governance.permissions import GRANTS, Act
from linli.domains.governance.ports import Platform
from linli.domains.governance.queries import cases, health
from linli.domains.governance.queries.cases import VIEWS
from linli.domains.governance.rules.states import Sending
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.models import Ticket
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.ports import use
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("governance_console", __name__)
HERE = "/work/e/<uuid:estate_id>/governance"
ONE = f"{HERE}/<uuid:ticket_id>"


@bp.get(HERE)
@allow(Act.READ, GRANTS)
@takes(schemas.CasesIn, where="query")
def list_cases(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    now, view = clock.now(), query["view"]
    found = cases.cases_page(estate_id, view=view, window=Window(30, query["cursor"]), now=now)
    counts, address = cases.counts(estate_id, now=now), url_for(".list_cases", estate_id=estate_id)
    return render_template(
        "governance/cases.html",
        cases=showing.shown(estate_id, found.items, now=now),
        views=[
            {
                "label": f"{title} {counts[name]}" if name else title,
                "href": f"{address}?view={name}",
                "current": name == view,
            }
            for name, title in VIEWS.items()
        ],
        view=view,
        differences=showing.differences_shown(cases.differences(estate_id)),
        offered=use(Platform).offered,
        address=address,
        next=found.next and f"{address}?{urlencode({'view': view, 'cursor': found.next})}",
    )


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=cases.ticket)
def show_case(actor: Actor, ticket: Ticket, form: Form | None = None) -> ResponseReturnValue:
    found = cases.of_ticket(ticket.estate_id, ticket.id)
    inside = found is None or found.sending in {Sending.UNPROCESSED, Sending.SKIPPED}
    return render_template(
        "governance/case.html",
        ticket=ticket,
        title=tickets.category(ticket.category).title,
        found=showing.shown(ticket.estate_id, [found], now=clock.now())[0] if found else None,
        numbers=[one.number for one in cases.numbers(found)] if found else [],
        parcels=showing.parcels_shown(found) if found else [],
        updates=showing.updates_shown(found) if found else [],
        may_send=inside and not ticket.done and permits(GRANTS, actor, Act.SEND, ticket),
        may_resend=permits(GRANTS, actor, Act.RESEND, None),
        offered=use(Platform).offered,
        today=day_of(clock.now()),
        form=form or Form({}),
        address=url_for(".show_case", estate_id=ticket.estate_id, ticket_id=ticket.id),
        back=url_for(".list_cases", estate_id=ticket.estate_id),
    )


@bp.post(f"{ONE}/send")
@allow(Act.SEND, GRANTS, on=cases.ticket)
@takes(schemas.SendIn)
@form_page(show_case)
@idempotent()
def send(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    operations.send(actor=actor, ticket=ticket, now=clock.now(), **body)
    return _back(ticket.estate_id, ticket.id)


@bp.post(f"{ONE}/hand-over")
@allow(Act.HAND_OVER, GRANTS, on=cases.ticket)
@takes(schemas.HandOverIn)
@form_page(show_case)
@idempotent()
def hand_over(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    operations.hand_over(actor=actor, ticket=ticket, now=clock.now(), **body)
    return _back(ticket.estate_id, ticket.id)


@bp.post(f"{HERE}/parcels/<uuid:parcel_id>/resend")
@allow(Act.RESEND, GRANTS, on=cases.parcel)
def resend(actor: Actor, parcel: GovernanceParcel) -> ResponseReturnValue:  # noqa: ARG001
    sending.resend(parcel=parcel, now=clock.now())
    return _back(parcel.estate_id, cases.by_id(estate_id=parcel.estate_id, case_id=parcel.case_id).ticket_id)


@bp.post(f"{HERE}/differences/<uuid:difference_id>/close")
@allow(Act.CLOSE_DIFFERENCE, GRANTS, on=cases.difference)
@takes(schemas.CloseIn)
def close(actor: Actor, difference: GovernanceDifference, body: dict[str, Any]) -> ResponseReturnValue:
    comparing.close(actor=actor, difference=difference, now=clock.now(), **body)
    return redirect(url_for(".list_cases", estate_id=difference.estate_id), 303)


@bp.get("/work/governance")
@allow(Act.READ_HEALTH, GRANTS)
def show_health(actor: Actor) -> ResponseReturnValue:
    with seeing_every_estate():
        found = health.health(now=clock.now())
    return render_template(
        "governance/health.html",
        health=found,
        differences=showing.differences_shown(health.platform_differences()),
        strays=health.strays(),
        offered=use(Platform).offered,
        limit=agreement().warn_minutes,
        may_close=permits(GRANTS, actor, Act.CLOSE_ANY, None),
    )


@bp.post("/work/governance/differences")
@allow(Act.CLOSE_ANY, GRANTS)
@takes(schemas.ClosePlatformIn)
def close_of_platform(actor: Actor, body: dict[str, Any]) -> ResponseReturnValue:
    difference = health.platform_difference(difference_id=body.pop("difference_id"))
    comparing.close(actor=actor, difference=difference, now=clock.now(), **body)
    return redirect(url_for(".show_health"), 303)


@bp.app_template_global()
def sending_of(estate_id: UUID | str, ticket_id: UUID) -> showing.Shown | None:
    """How a ticket stands with the platform, for the staff's page of the ticket; none: it stays in the house.

    The frame of a page names its estate in letters.
    """
    place = UUID(str(estate_id))
    found = cases.of_ticket(place, ticket_id)
    if found is None:
        return None
    shown = showing.shown(place, [found], now=clock.now())[0]
    actor: Actor | None = g.get("actor")
    return replace(shown, may_look=actor is not None and permits(GRANTS, actor, Act.READ, found))


def _back(estate_id: UUID, ticket_id: UUID) -> Response:
    return redirect(url_for(".show_case", estate_id=estate_id, ticket_id=ticket_id), 303)
