"""Since when the developer's warranty runs, and the reports that lie within it: for the staff."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from linli.blueprints.tickets import warranty_schemas as schemas
from linli.blueprints.tickets.showing import page
from linli.blueprints.tickets.warranty_shown import shown_mark
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets.models import Warranty
from linli.domains.tickets.operations import warranty as warranting
from linli.domains.tickets.operations.warranty import Completion
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import warranty
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Page, Window
from linli.platform.web import (
    Api,
    Form,
    Pages,
    allow,
    form_page,
    gives,
    idempotent,
    page_of,
    summary,
    takes,
)

pages = Pages("tickets_warranties", __name__)
api = Api("tickets_warranties_api", __name__, tag="tickets")
HERE, LIST = "/work/e/<uuid:estate_id>/warranties", "/estates/<uuid:estate_id>/warranties"


@api.get(LIST)
@allow(Act.KEEP_WARRANTIES, GRANTS)
@gives(schemas.WarrantiesOut)
@summary("开发商保修从哪天起算，每幢一条")
def list_warranties(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001 - the door's
    return {"items": warranty.warranties(estate_id)}


@api.post(LIST)
@allow(Act.KEEP_WARRANTIES, GRANTS)
@takes(schemas.WarrantyIn)
@gives(schemas.WarrantyOut, 201)
@idempotent()
@summary("登记一幢（不选楼幢是其余全部）的竣工验收日期和开发商")
def set_warranty(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Warranty:
    return warranting.set_warranty(actor=actor, estate_id=estate_id, of=Completion(**body), now=clock.now())


@api.get("/estates/<uuid:estate_id>/warranty-cases")
@allow(Act.KEEP_WARRANTIES, GRANTS)
@takes(schemas.CasesIn, where="query")
@gives(page_of(schemas.CaseOut))
@summary("保修期内的报事和负责的开发商，新的在前")
def list_cases(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    return cases(actor, estate_id, Window(**query))


@pages.get(HERE)
@allow(Act.KEEP_WARRANTIES, GRANTS, on=estates.estate)
@takes(schemas.CasesIn, where="query")
def show_warranties(actor: Actor, estate: Estate, query: dict[str, Any]) -> str:
    return _page(actor, estate, Window(20, query["cursor"]), Form())


def _again(actor: Actor, estate: Estate, form: Form) -> str:
    return _page(actor, estate, Window(20), form)


@pages.post(HERE)
@allow(Act.KEEP_WARRANTIES, GRANTS, on=estates.estate)
@takes(schemas.WarrantyIn)
@form_page(_again)
@idempotent()
def add_warranty(actor: Actor, estate: Estate, body: dict[str, Any]) -> ResponseReturnValue:
    warranting.set_warranty(actor=actor, estate_id=estate.id, of=Completion(**body), now=clock.now())
    return redirect(url_for(".show_warranties", estate_id=estate.id), 303)


def cases(actor: Actor, estate_id: UUID, window: Window) -> Page[dict[str, Any]]:
    """The reports within the warranty, each with its mark."""
    found = page(warranty.cases(actor, estate_id, window=window, now=clock.now()))
    marks = warranty.marks(estate_id, [one.id for one in found.items])
    names = ("id", "number", "category", "category_title", "place", "state", "state_title", "reported_at")
    return Page(
        [
            {name: getattr(one, name) for name in (*names, "tone", "where")}
            | {"warranty": shown_mark(marks[one.id])}
            for one in found.items
        ],
        found.next,
    )


def _page(actor: Actor, estate: Estate, window: Window, form: Form) -> str:
    buildings = {one.id: one.name for one in estates.buildings(estate.id)}
    found, address = cases(actor, estate.id, window), url_for(".show_warranties", estate_id=estate.id)
    return render_template(
        "tickets/warranties.html",
        warranties=[
            {"of": buildings.get(one.building_id, "") if one.building_id else "其余全部", "it": one}
            for one in warranty.warranties(estate.id)
        ],
        cases=found.items,
        buildings=[("", "没有单独登记的全部楼幢"), *((str(id_), name) for id_, name in buildings.items())],
        form=form,
        address=address,
        tickets_address=f"/work/e/{estate.id}/tickets/",
        next=found.next and f"{address}?cursor={found.next}",
    )
