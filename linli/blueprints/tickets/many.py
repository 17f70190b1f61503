"""Many tickets at once: the board, filters that one keeps, a step for all that are ticked (TK-52)."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from config.tickets import catalogue
from linli.blueprints.tickets import desk_schemas as shapes
from linli.blueprints.tickets.showing import shown
from linli.domains.tickets import queries
from linli.domains.tickets.models import SavedFilter
from linli.domains.tickets.operations import bulk, filters
from linli.domains.tickets.operations.bulk import BulkStep, Order, Report
from linli.domains.tickets.permissions import COMPANY, GRANTS, Act
from linli.domains.tickets.queries import COLUMNS, STAGES, Filter
from linli.domains.tickets.queries import filters as kept
from linli.domains.tickets.rules.routing import Addressee
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

api = Api("tickets_many_api", __name__, tag="tickets")
pages = Pages("tickets_many", __name__)
HERE, WORK = "/estates/<uuid:estate_id>", "/work/e/<uuid:estate_id>/tickets"
FILTERS = f"{HERE}/ticket-filters"
MOST_CARDS = 20
_WAYS = (
    (Act.BOARD, "board", "看板"),
    (Act.BULK, "bulk", "批量办理"),
    (Act.KEEP_FILTERS, "filters", "我的筛选"),
)


def saved(**ids: UUID) -> SavedFilter:
    """What a door finds: a filter of whoever stands there."""
    return kept.saved_filter(g.actor, **ids)


@api.get(f"{HERE}/tickets/board")
@allow(Act.BOARD, GRANTS)
@takes(shapes.BoardIn, where="query")
@gives(shapes.BoardOut)
@summary("看板：在办的工单按进度分列，每列期限早的在前")
def read_board(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> dict[str, Any]:
    return {"columns": columns(actor, estate_id, query)}


@api.post(f"{HERE}/tickets/bulk")
@allow(Act.BULK, GRANTS)
@takes(shapes.BulkIn)
@gives(shapes.BulkOut)
@idempotent()
@summary("一次办一批，最多 200 件；办不成的逐件说明原因，其余照办")
def take_for_many(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Report:
    return taken(actor, estate_id, body)


@api.get(FILTERS)
@allow(Act.KEEP_FILTERS, GRANTS)
@gives(shapes.FiltersOut)
@summary("自己存的筛选")
def list_filters(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return {"items": kept.saved(actor, estate_id)}


@api.post(FILTERS)
@allow(Act.KEEP_FILTERS, GRANTS)
@takes(shapes.FilterIn)
@gives(shapes.FilterOut, 201)
@idempotent()
@summary("存一个筛选；同名的换成新的")
def save_filter(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> SavedFilter:
    return filters.save(
        actor=actor, estate_id=estate_id, title=body.pop("title"), wanted=body, now=clock.now()
    )


@api.delete(f"{FILTERS}/<uuid:filter_id>")
@allow(Act.KEEP_FILTERS, GRANTS, on=saved)
@gives(None)
@summary("删掉自己存的筛选")
def drop_filter(actor: Actor, saved: SavedFilter) -> None:  # noqa: ARG001 - the door's
    filters.drop(saved=saved)


@pages.get(f"{WORK}/board")
@allow(Act.BOARD, GRANTS)
@takes(shapes.BoardIn, where="query")
def show_board(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    return render_template(
        "tickets/board.html",
        columns=columns(actor, estate_id, query),
        filter=query,
        options=_narrowings(estate_id, query),
        may_bulk=permits(GRANTS, actor, Act.BULK),
        address=url_for("tickets_console.queue", estate_id=estate_id),
    )


@pages.get(f"{WORK}/filters")
@allow(Act.KEEP_FILTERS, GRANTS)
def show_filters(actor: Actor, estate_id: UUID, form: Form | None = None) -> str:
    return render_template(
        "tickets/filters.html",
        filters=[(one, _link(estate_id, one), _said(one)) for one in kept.saved(actor, estate_id)],
        stages=[(name, title) for name, (title, _) in STAGES.items()],
        groups=[("", "全部类别"), *((group.code, group.title) for group in catalogue().groups)],
        form=form or Form(),
        address=url_for(".show_filters", estate_id=estate_id),
        queue_address=url_for("tickets_console.queue", estate_id=estate_id),
    )


@pages.post(f"{WORK}/filters")
@allow(Act.KEEP_FILTERS, GRANTS)
@takes(shapes.FilterIn)
@form_page(show_filters)
@idempotent()
def save(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = filters.save(
        actor=actor, estate_id=estate_id, title=body.pop("title"), wanted=body, now=clock.now()
    )
    return redirect(_link(estate_id, made), 303)


@pages.post(f"{WORK}/filters/<uuid:filter_id>/drop")
@allow(Act.KEEP_FILTERS, GRANTS, on=saved)
def drop(actor: Actor, saved: SavedFilter) -> ResponseReturnValue:  # noqa: ARG001 - the door's
    estate_id = saved.estate_id
    filters.drop(saved=saved)
    return redirect(url_for(".show_filters", estate_id=estate_id), 303)


@pages.get(f"{WORK}/bulk")
@allow(Act.BULK, GRANTS)
@takes(shapes.BulkSeenIn, where="query")
def choose(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> str:
    return bulk_page(actor, estate_id, wanted=query)


def bulk_page(
    actor: Actor, estate_id: UUID, form: Form | None = None, wanted: dict[str, Any] | None = None
) -> str:
    """The open tickets to tick, and the step to take; refused, with what was ticked and typed."""
    form, asked = form or Form(), dict(wanted or {})
    everything = asked.pop("everything", False)
    asked = asked or {"stage": form.value("stage") or "open", "category": form.value("category")}
    now = clock.now()
    found = queries.queue(actor, estate_id, wanted=Filter(**asked), window=Window(bulk.MOST), now=now)
    here = url_for(".choose", estate_id=estate_id)
    again = urlencode({name: value for name, value in asked.items() if value} | {"everything": "true"})
    return render_template(
        "tickets/bulk.html",
        tickets=shown(found.items),
        ticked=[str(one.id) for one in found.items] if everything else form.value("ticket_ids", []),
        filter=asked,
        steps=[(one.value, one.title) for one in BulkStep],
        hands=_hands(actor, estate_id),
        options=_narrowings(estate_id, asked, way="bulk"),
        everything=f"{here}?{again}",
        form=form,
        address=here,
        queue_address=url_for("tickets_console.queue", estate_id=estate_id),
    )


@pages.post(f"{WORK}/bulk")
@allow(Act.BULK, GRANTS)
@takes(shapes.BulkForm)
@form_page(bulk_page)
@idempotent()
def take(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    seen = {name: body.pop(name) for name in ("stage", "category")}
    report = taken(actor, estate_id, body)
    return render_template(
        "tickets/bulk_done.html",
        report=report,
        done=shown(report.done),
        step=BulkStep(body["step"]),
        again=f"{url_for('.choose', estate_id=estate_id)}?{urlencode({n: v for n, v in seen.items() if v})}",
        address=url_for("tickets_console.queue", estate_id=estate_id),
    )


def taken(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> Report:
    """The step taken for those that were ticked."""
    order = Order(step=BulkStep(body["step"]), words=body["words"], assignee_id=body["assignee_id"])
    return bulk.take(
        actor=actor, estate_id=estate_id, ticket_ids=body["ticket_ids"], order=order, now=clock.now()
    )


def columns(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> list[dict[str, Any]]:
    """The columns of the board with their counts and the names that their cards show."""
    now = clock.now()
    wanted = Filter(**query)
    found = queries.board(actor, estate_id, wanted=wanted, most=MOST_CARDS, now=now)
    counted = queries.counts(actor, estate_id, wanted=wanted, now=now)
    cards = {one.ticket.id: one for one in shown([one for each in found.values() for one in each])}
    return [
        {
            "stage": name,
            "title": STAGES[name][0],
            "count": counted[name],
            "items": [cards[one.id] for one in found[name]],
        }
        for name in COLUMNS
    ]


def ways_for_many(actor: Actor) -> list[tuple[str, str]]:
    """Where the queue leads whoever looks at more than one ticket."""
    return [way[1:] for way in _WAYS if permits(GRANTS, actor, way[0])]


def saved_options(actor: Actor, estate_id: UUID) -> list[dict[str, Any]]:
    """One's own filters as the queue offers them."""
    return [
        {"label": one.title, "href": _link(estate_id, one), "current": False}
        for one in kept.saved(actor, estate_id)
    ]


def _link(estate_id: UUID, one: SavedFilter) -> str:
    asked = {name: "true" if value is True else value for name, value in one.wanted.items() if value}
    return f"{url_for('tickets_console.queue', estate_id=estate_id)}?{urlencode(asked)}"


def _said(one: SavedFilter) -> str:
    titles = {group.code: group.title for group in catalogue().groups}
    words = [
        STAGES.get(one.wanted["stage"], ("",))[0],
        titles.get(one.wanted["category"], one.wanted["category"]),
        "交给我的" if one.wanted["mine"] else "",
        "超时" if one.wanted["overdue"] else "",
    ]
    return "，".join(word for word in words if word)


def _narrowings(estate_id: UUID, query: dict[str, Any], way: str = "board") -> list[dict[str, Any]]:
    """Everything, what is mine, what is overdue, each group of categories."""
    here = f"{url_for('tickets_console.queue', estate_id=estate_id)}/{way}"
    plain = not any(query.get(name) for name in ("category", "mine", "overdue"))
    return [
        {"label": "全部", "href": here, "current": plain},
        {"label": "交给我的", "href": f"{here}?mine=true", "current": bool(query.get("mine"))},
        {"label": "超时", "href": f"{here}?overdue=true", "current": bool(query.get("overdue"))},
        *(
            {
                "label": group.title,
                "href": f"{here}?category={group.code}",
                "current": query.get("category") == group.code,
            }
            for group in catalogue().groups
        ),
    ]


def _hands(actor: Actor, estate_id: UUID) -> list[tuple[str, str]]:
    """Whom the work can be given to: the company's people, or the community's."""
    now = clock.now()
    addressee = Addressee.COMPANY if actor.role in COMPANY else Addressee.COMMUNITY
    found = queries.hands(estate_id, addressee=addressee, on=day_of(now), now=now)
    return [("", "请选择"), *((str(one.account_id), f"{one.name}（手上 {one.open} 件）") for one in found)]
