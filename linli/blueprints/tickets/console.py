"""Tickets for staff: the queue by deadline, one ticket with its next steps, the slip on paper."""

from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.tickets import catalogue
from linli.blueprints.tickets import desk_shown, loops_shown, schemas
from linli.blueprints.tickets.api import behalf_of, report_of
from linli.blueprints.tickets.many import saved_options, ways_for_many
from linli.blueprints.tickets.pages import named, units_of
from linli.blueprints.tickets.serving_shown import ways
from linli.blueprints.tickets.sharing_shown import place_options, plan_of
from linli.blueprints.tickets.showing import detail, page, readable, readable_inside
from linli.blueprints.tickets.verbs import PHOTOS, VERBS, Verb
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Estate
from linli.domains.tickets import queries
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations import recategorising, reporting, stepping
from linli.domains.tickets.permissions import GRANTS, Act
from linli.domains.tickets.queries import STAGES, Filter
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("tickets_console", __name__)
HERE = "/work/e/<uuid:estate_id>/tickets"
ONE = f"{HERE}/<uuid:ticket_id>"


@bp.get(HERE)
@allow(Act.QUEUE, GRANTS, on=estates.estate)
@takes(schemas.QueueIn, where="query")
def queue(actor: Actor, estate: Estate, query: dict[str, Any]) -> ResponseReturnValue:
    cursor, _ = query.pop("cursor"), query.pop("limit")
    query["stage"] = query["stage"] or "open"
    now = clock.now()
    found = page(queries.queue(actor, estate.id, wanted=Filter(**query), window=Window(30, cursor), now=now))
    address = url_for(".queue", estate_id=estate.id)
    return render_template(
        "tickets/queue.html",
        tickets=found.items,
        filter=query,
        options=_options(address, query, queries.counts(actor, estate.id, now=now))
        + saved_options(actor, estate.id),
        many=ways_for_many(actor),
        group_options=[("", "全部类别"), *((group.code, group.title) for group in catalogue().groups)],
        form=Form({name: str(value) for name, value in query.items()}),
        may_enter=permits(GRANTS, actor, Act.ENTER, None),
        extra=ways(actor),
        address=address,
        next=found.next and f"{address}?{_query(query, cursor=found.next)}",
    )


def _options(address: str, query: dict[str, Any], counts: dict[str, int]) -> list[dict[str, Any]]:
    shown = [
        {
            "label": f"超时 {counts['overdue']}",
            "href": f"{address}?overdue=true",
            "current": query["overdue"],
        }
    ]
    for name, (title, _) in STAGES.items():
        label = f"{title} {counts[name]}" if name != "over" else title
        here = query["stage"] == name and not query["overdue"] and not query["mine"]
        shown.append({"label": label, "href": f"{address}?stage={name}", "current": here})
    shown.insert(2, {"label": "交给我的", "href": f"{address}?mine=true", "current": query["mine"]})
    return shown


def _query(query: dict[str, Any], **more: Any) -> str:
    return urlencode({name: value for name, value in (query | more).items() if value})


@bp.get(f"{HERE}/new")
@allow(Act.ENTER, GRANTS, on=estates.estate)
def choose_category(actor: Actor, estate: Estate) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    return render_template(
        "tickets/enter_categories.html",
        groups=catalogue().groups,
        address=url_for(".choose_category", estate_id=estate.id),
    )


def show_form(
    actor: Actor,  # noqa: ARG001 - called like the view
    estate: Estate,
    category: str,
    form: Form | None = None,
) -> ResponseReturnValue:
    """The form for entering somebody's report, empty or as it was typed."""
    found = named(category)
    units = estates.unit_views(estate.id) if found.place == "unit" else []
    return render_template(
        "tickets/enter.html",
        category=found,
        **units_of(units),
        place_options=place_options(estate.id) if found.place == "common" else [],
        plan_options=plan_of(estate.id) if found.place == "common" else [],
        form=form or Form(),
    )


@bp.get(f"{HERE}/new/<category>")
@allow(Act.ENTER, GRANTS, on=estates.estate)
def new_ticket(actor: Actor, estate: Estate, category: str) -> ResponseReturnValue:
    return show_form(actor, estate, category)


@bp.post(f"{HERE}/new/<category>")
@allow(Act.ENTER, GRANTS, on=estates.estate)
@takes(schemas.EnterForm, files=True)
@form_page(show_form)
@idempotent()
def enter_ticket(actor: Actor, estate: Estate, category: str, body: dict[str, Any]) -> ResponseReturnValue:
    report, photos = report_of(body, category=named(category).code), body["photos"]
    made = reporting.enter_for(
        actor=actor, estate_id=estate.id, report=report, behalf=behalf_of(body), photos=photos,
        now=clock.now(),
    )  # fmt: skip
    if not permits(GRANTS, actor, Act.READ_INSIDE, made):
        return _queue(made)
    return _back(made)


@bp.get(ONE)
@allow(Act.READ_INSIDE, GRANTS, on=readable)
def show_ticket(actor: Actor, ticket: Ticket, form: Form | None = None) -> ResponseReturnValue:
    now = clock.now()
    may = queries.allowed(actor, ticket)
    hands = queries.hands(
        ticket.estate_id, addressee=Addressee(ticket.addressee), on=day_of(now), now=now
    ) if Kind.ASSIGNED in may else []  # fmt: skip
    return render_template(
        "tickets/work.html",
        ticket=detail(actor, ticket),
        category=queries.category(ticket.category),
        phone=ticket.for_phone or "",
        may=may,
        new_categories=recategorising.choices(ticket, now) if Kind.RECATEGORISED in may else [],
        kinds=Kind,
        hands=hands,
        hand_options=[
            {
                "value": str(hand.account_id),
                "label": f"{hand.name or hand.role.title}（{hand.role.title}）",
                "hint": f"手上 {hand.open} 件",
            }
            for hand in hands
        ],
        **loops_shown.page_values(actor, ticket, now),
        **desk_shown.points_of(actor, ticket),
        form=form or Form(),
        address=url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id),
        queue_address=url_for("tickets_console.queue", estate_id=ticket.estate_id),
    )


@bp.get(f"{ONE}/slip")
@allow(Act.READ_INSIDE, GRANTS, on=readable)
def show_slip(actor: Actor, ticket: Ticket) -> ResponseReturnValue:
    address = url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id)
    return render_template(
        "tickets/slip.html",
        ticket=detail(actor, ticket),
        category=queries.category(ticket.category),
        back={"href": address, "label": "返回工单"},
        now=clock.now(),
    )


def _verb(verb: Verb) -> None:
    """Register one step as a form's POST; refused, the ticket is shown again with what was typed."""

    def take(actor: Actor, ticket: Ticket, body: dict[str, Any]) -> ResponseReturnValue:
        stepping.check_seen(ticket, body.pop("seen"))
        verb.do(actor, ticket, body, clock.now())
        return _back(ticket) if permits(GRANTS, actor, Act.READ_INSIDE, ticket) else _queue(ticket)

    take.__name__ = verb.name
    view = takes(schemas.seeing(verb.form), files=verb.with_files)(idempotent()(form_page(show_ticket)(take)))
    bp.post(f"{ONE}/{verb.word}")(allow(verb.act, GRANTS, on=readable_inside)(view))


for _one in (*VERBS, PHOTOS):
    if _one.act not in {Act.WITHDRAW, Act.URGE, Act.REPLY}:
        _verb(_one)


def _queue(ticket: Ticket) -> ResponseReturnValue:
    return redirect(url_for("tickets_console.queue", estate_id=ticket.estate_id), 303)


def _back(ticket: Ticket) -> ResponseReturnValue:
    return redirect(
        url_for("tickets_console.show_ticket", estate_id=ticket.estate_id, ticket_id=ticket.id), 303
    )
