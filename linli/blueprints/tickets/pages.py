"""Tickets for residents: report, follow, rate."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from config.tickets import Category, catalogue
from linli.blueprints.tickets import schemas
from linli.blueprints.tickets.api import report_of
from linli.blueprints.tickets.blocks import own
from linli.blueprints.tickets.devices import device
from linli.blueprints.tickets.hints import found_for
from linli.blueprints.tickets.hints_schemas import StartIn
from linli.blueprints.tickets.sharing_schemas import AtIn, SpotIn
from linli.blueprints.tickets.sharing_shown import nearby, place_options, plan_of
from linli.blueprints.tickets.showing import detail, page, readable
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.notices.queries import outages as stops
from linli.domains.tickets import queries
from linli.domains.tickets.errors import UnknownCategory
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import joining, rating, reporting
from linli.domains.tickets.operations.rating import Opinion
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import places, serving
from linli.domains.tickets.rules.ratings import TAGS
from linli.domains.tickets.rules.routing import Stage
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, WindowIn, allow, form_page, idempotent, takes

bp = Pages("tickets_pages", __name__)
HERE = "/e/<uuid:estate_id>/tickets"
ONE = f"{HERE}/<uuid:ticket_id>"
_STAGES = (("", "全部"), ("open", "在办"), ("feedback", "待评价"), ("over", "已结束"))


def _tab(estate_id: UUID, heading: str = "", **back: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {"tab": "tickets", "heading": heading}
    if heading:
        shown["back"] = back or {
            "href": url_for(".own_tickets", estate_id=estate_id),
            "label": "返回我的报事",
        }
    return shown


@bp.get(HERE)
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(schemas.QueueIn, where="query")
def own_tickets(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    stage, window = query["stage"], Window(20, query["cursor"])
    found = page(queries.of_reporter(actor, estate.id, window=window, stage=stage))
    address = url_for(".own_tickets", estate_id=estate.id)
    return render_template(
        "tickets/own.html",
        **_tab(estate.id),
        tickets=found.items,
        stage=stage,
        options=[
            {"label": label, "href": f"{address}?stage={name}", "current": name == stage}
            for name, label in _STAGES
        ],
        next=found.next and f"{address}?stage={stage}&cursor={found.next}",
    )


@bp.get(f"{HERE}/common")
@allow(Act.LIST_COMMON, GRANTS, on=estates.estate)
@takes(WindowIn, where="query")
def common_tickets(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    found = page(queries.in_common(estate.id, window=Window(20, query["cursor"])))
    address = url_for(".common_tickets", estate_id=estate.id)
    return render_template(
        "tickets/common.html",
        **_tab(estate.id, "小区正在处理的"),
        tickets=found.items,
        next=found.next and f"{address}?cursor={found.next}",
    )


@bp.get(f"{HERE}/new")
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(StartIn, where="query")
def choose_category(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    at = query["at"]
    return render_template(
        "tickets/categories.html",
        **_tab(estate.id, "报事报修"),
        groups=catalogue().groups,
        own_block=own(actor, estate.id),
        hints=found_for(actor, estate.id, query["words"]),
        form=Form({"words": query["words"]}),
        outages=stops.affecting(estate.id, list(actor.units), now=clock.now()),
        at_place=places.common_place(estate_id=estate.id, place_id=at) if at else None,
        address=url_for(".choose_category", estate_id=estate.id),
    )


def show_form(actor: Actor, estate: Estate, category: str, form: Form | None = None) -> ResponseReturnValue:
    """The form of one category, empty or as it was typed, with what is open near the place that it names."""
    found, form = named(category), form or Form()
    address = url_for(".choose_category", estate_id=estate.id)
    return render_template(
        "tickets/new.html",
        **_tab(estate.id, found.title, href=address, label="重新选择类别"),
        category=found,
        own_block={"blocked": False} if found.emergency else own(actor, estate.id),
        **units_of(estates.unit_views(estate.id, list(actor.units))),
        place_options=place_options(estate.id) if found.place == "common" else [],
        plan_options=plan_of(estate.id) if found.place == "common" else [],
        near=_near(actor, estate.id, found, form),
        outages=stops.affecting(estate.id, list(actor.units), now=clock.now()),
        hints_address=url_for("tickets_hints.show_hints", estate_id=estate.id),
        nearby_address=url_for("tickets_sharing_pages.list_nearby", estate_id=estate.id),
        form=form,
    )


def _near(actor: Actor, estate_id: UUID, category: Category, form: Form) -> dict[str, Any]:
    """What to offer before sending (TK-09). A form that was typed wrong has nothing near."""
    units = list(actor.units)
    named_unit = form.value("unit_id") or (str(units[0]) if len(units) == 1 else "")
    unit_id = named_unit if category.place == "unit" else ""
    sought = {
        "unit_id": unit_id,
        "place_id": form.value("place_id"),
        "place": form.value("place"),
        "building_id": form.value("building_id"),
    }
    try:
        return nearby(actor, estate_id, SpotIn().load({"category": category.code, **sought}))
    except (ValidationError, Unknown):
        return {"items": [], "incidents": []}


def units_of(units: list[estates.UnitView]) -> dict[str, Any]:
    """The units to choose from, and as the options of a list."""
    return {"units": units, "unit_options": [("", "请选择"), *((str(unit.id), unit.label) for unit in units)]}


def named(category: str) -> Any:
    """The category in an address; one that is not there is a page that is not there."""
    try:
        return queries.category(category)
    except UnknownCategory:
        raise Unknown from None


@bp.get(f"{HERE}/new/<category>")
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(AtIn, where="query")
def new_ticket(actor: Actor, estate: Estate, category: str, query: dict[str, Any]) -> ResponseReturnValue:
    return show_form(actor, estate, category, Form({"place_id": query["at"]} if query["at"] else {}))


@bp.post(f"{HERE}/new/<category>")
@allow(Act.REPORT, GRANTS, on=estates.estate)
@takes(schemas.ReportForm, files=True)
@form_page(show_form)
@idempotent()
def report_ticket(actor: Actor, estate: Estate, category: str, body: dict[str, Any]) -> ResponseReturnValue:
    report, photos = report_of(body, category=named(category).code), body["photos"]
    if not body["sure"]:
        joining.check_new(actor=actor, estate_id=estate.id, report=report)
    made = reporting.report(actor=actor, estate_id=estate.id, report=report, photos=photos, now=clock.now())
    return redirect(url_for(".show_ticket", estate_id=estate.id, ticket_id=made.id), 303)


@bp.get(ONE)
@allow(Act.READ, GRANTS, on=readable)
def show_ticket(actor: Actor, ticket: Ticket, form: Form | None = None) -> ResponseReturnValue:
    return render_template(
        "tickets/show.html",
        **_tab(ticket.estate_id, f"报事 {ticket.number}"),
        ticket=detail(actor, ticket),
        category=queries.category(ticket.category),
        may=queries.allowed(actor, ticket),
        kinds=Kind,
        quoted=bool(serving.quotes(ticket)),
        form=form or Form(),
        address=url_for(".show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id),
    )


@bp.post(f"{ONE}/withdraw")
@allow(Act.WITHDRAW, GRANTS, on=readable)
@takes(schemas.WithdrawIn)
@form_page(show_ticket)
def withdraw_ticket(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    reporting.withdraw(actor=actor, ticket=ticket, now=clock.now(), **body)
    return _back(ticket)


@bp.post(f"{ONE}/urge")
@allow(Act.URGE, GRANTS, on=readable)
@form_page(show_ticket)
def urge_ticket(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    reporting.urge(actor=actor, ticket=ticket, now=clock.now())
    return _back(ticket)


@bp.post(f"{ONE}/photos")
@allow(Act.ADD_PHOTOS, GRANTS, on=readable)
@takes(schemas.PhotosIn, files=True)
@form_page(show_ticket)
@idempotent()
def add_photos(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    reporting.add_photos(
        actor=actor, ticket=ticket, photos=body["photos"], stage=Stage(body["stage"]), now=clock.now()
    )
    return _back(ticket)


def show_rating(actor: Actor, ticket: Ticket, form: Form | None = None) -> ResponseReturnValue:
    """The form for rating, with what was said before where it is being changed."""
    before = queries.rating(ticket)
    said: dict[str, Any] = (
        {}
        if before is None
        else {
            "stars": before.stars,
            "tags": before.tags,
            "words": before.words,
            "solved": {True: "true", False: "false", None: ""}[before.solved],
        }
    )
    address = url_for(".show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id)
    return render_template(
        "tickets/rate.html",
        **_tab(ticket.estate_id, "评价", href=address, label="返回这件报事"),
        ticket=detail(actor, ticket),
        tag_options=[{"value": code, "label": title} for code, title in TAGS.items()],
        redo_left=catalogue().redo_most - ticket.redone,
        form=form or Form(said),
        back_href=address,
    )


@bp.get(f"{ONE}/rating")
@allow(Act.RATE, GRANTS, on=readable)
def rating_form(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    return show_rating(actor, ticket)


@bp.post(f"{ONE}/rating")
@allow(Act.RATE, GRANTS, on=readable)
@takes(schemas.RatingIn)
@form_page(show_rating)
@idempotent()
def rate_ticket(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
    rating.rate(actor=actor, ticket=ticket, opinion=Opinion(**body), device=device(), now=clock.now())
    return _back(ticket)


def _back(ticket: Ticket) -> ResponseReturnValue:
    return redirect(url_for(".show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id), 303)
