"""Checklists and their ticks: for programs and as pages (TK-34)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import desk_schemas as shapes
from linli.blueprints.tickets import schemas
from linli.blueprints.tickets.console import show_ticket
from linli.blueprints.tickets.desk_shown import category_options, checklist_of, lists_of, points_of
from linli.blueprints.tickets.showing import readable, readable_inside
from linli.domains.tickets.models import Checklist, Ticket
from linli.domains.tickets.operations import checklists, stepping
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import checklists as kept
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

api = Api("tickets_checklists_api", __name__, tag="tickets")
pages = Pages("tickets_checklists", __name__)
LIST, WORK = "/estates/<uuid:estate_id>/checklists", "/work/e/<uuid:estate_id>/checklists"
CHECKS = "/estates/<uuid:estate_id>/tickets/<uuid:ticket_id>/checks"


@api.get(LIST)
@allow(Act.KEEP_CHECKLISTS, GRANTS)
@gives(shapes.ChecklistsOut)
@summary("本小区各类报事的检查单")
def list_checklists(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001 - the door's
    return {"items": lists_of(estate_id, list(kept.checklists(estate_id)))}


@api.post(LIST)
@allow(Act.KEEP_CHECKLISTS, GRANTS)
@takes(shapes.ChecklistIn)
@gives(shapes.ChecklistOut, 201)
@idempotent()
@summary("新增检查单：一行一项，“选查”开头的可以不查")
def add_checklist(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    made = checklists.add(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return lists_of(estate_id, [made])[0]


@api.put(f"{LIST}/<uuid:checklist_id>")
@allow(Act.KEEP_CHECKLISTS, GRANTS, on=checklist_of)
@takes(shapes.ChecklistIn)
@gives(shapes.ChecklistOut)
@summary("换成新的检查单，从现在起按新的查")
def replace_checklist(actor: Actor, checklist: Checklist, body: dict[str, Any]) -> dict[str, Any]:
    made = checklists.replace(actor=actor, checklist=checklist, now=clock.now(), **body)
    return lists_of(made.estate_id, [made])[0]


@api.delete(f"{LIST}/<uuid:checklist_id>")
@allow(Act.KEEP_CHECKLISTS, GRANTS, on=checklist_of)
@gives(None)
@summary("停用检查单，已经打的勾保留")
def retire_checklist(actor: Actor, checklist: Checklist) -> None:  # noqa: ARG001 - the door's
    checklists.retire(checklist=checklist, now=clock.now())


@api.get(CHECKS)
@allow(Act.READ_INSIDE, GRANTS, on=readable)
@gives(shapes.PointsOut)
@summary("一件工单的检查单：哪些查过了")
def read_checks(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    return {"items": points_of(actor, ticket)["points"]}


@api.put(CHECKS)
@allow(Act.CHECK, GRANTS, on=readable_inside)
@takes(shapes.TicksIn)
@gives(shapes.PointsOut)
@summary("打勾：列出查过的项，没列的算没查")
def tick(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> dict[str, Any]:
    checklists.tick(actor=actor, ticket=ticket, now=clock.now(), **body)
    return {"items": points_of(actor, ticket)["points"]}


@pages.post("/work/e/<uuid:estate_id>/tickets/<uuid:ticket_id>/checks")
@allow(Act.CHECK, GRANTS, on=readable_inside)
@takes(schemas.seeing(shapes.TicksIn))
@form_page(show_ticket)
def check(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    stepping.check_seen(ticket, body.pop("seen"))
    checklists.tick(actor=actor, ticket=ticket, now=clock.now(), **body)
    shown = url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id)
    return redirect(f"{shown}#checklist", 303)


@pages.get(WORK)
@allow(Act.KEEP_CHECKLISTS, GRANTS)
def keep(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:  # noqa: ARG001 - the door's
    return render_template(
        "tickets/checklists.html",
        lists=lists_of(estate_id, list(kept.checklists(estate_id))),
        categories=category_options(),
        form=form or Form(),
        address=url_for(".keep", estate_id=estate_id),
    )


@pages.post(WORK)
@allow(Act.KEEP_CHECKLISTS, GRANTS)
@takes(shapes.ChecklistIn)
@form_page(keep)
@idempotent()
def add(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    checklists.add(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _back(estate_id)


@pages.get(f"{WORK}/<uuid:checklist_id>")
@allow(Act.KEEP_CHECKLISTS, GRANTS, on=checklist_of)
def show(actor: Actor, checklist: Checklist, form: Form | None = None) -> str:  # noqa: ARG001 - the door's
    (one,) = lists_of(checklist.estate_id, [checklist])
    return render_template(
        "tickets/checklist.html",
        checklist=one,
        categories=category_options(),
        form=form or Form({"title": one["title"], "category": one["category"], "points": one["typed"]}),
        address=url_for(".show", estate_id=checklist.estate_id, checklist_id=checklist.id),
        back_href=url_for(".keep", estate_id=checklist.estate_id),
    )


@pages.post(f"{WORK}/<uuid:checklist_id>")
@allow(Act.KEEP_CHECKLISTS, GRANTS, on=checklist_of)
@takes(shapes.ChecklistIn)
@form_page(show)
@idempotent()
def replace(actor: Actor, checklist: Checklist, body: dict[str, Any]) -> ResponseReturnValue:
    checklists.replace(actor=actor, checklist=checklist, now=clock.now(), **body)
    return _back(checklist.estate_id)


@pages.post(f"{WORK}/<uuid:checklist_id>/retire")
@allow(Act.KEEP_CHECKLISTS, GRANTS, on=checklist_of)
def retire(actor: Actor, checklist: Checklist) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    checklists.retire(checklist=checklist, now=clock.now())
    return _back(checklist.estate_id)


def _back(estate_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".keep", estate_id=estate_id), 303)
