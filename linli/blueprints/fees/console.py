"""The property company's desk for bills: items and prices, runs, the list of bills, taking one back."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees import schemas
from linli.blueprints.fees.api import bills_asked, issue_run
from linli.blueprints.fees.checking import to_check
from linli.blueprints.fees.showing import detail, titles
from linli.domains.estates.rules import UnitKind
from linli.domains.fees import facts
from linli.domains.fees.models import Bill, BillRun, FeeItem, Voiding
from linli.domains.fees.operations import bills as operations
from linli.domains.fees.operations import items as setting
from linli.domains.fees.operations import runs
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import bills, charging, items
from linli.domains.fees.rules import Formula, ItemKind, format_rate, period_of, period_text
from linli.domains.fees.rules.places import PlaceOf
from linli.domains.payments.queries import orders
from linli.domains.payments.rules import AlarmKind
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("fees_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fees"


@bp.get(HERE)
@allow(Act.READ_BOOKS, GRANTS)
def desk(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    today = day_of(clock.now())
    issued = bills.runs(estate_id)
    return render_template(
        "fees/desk.html",
        place=estate_id,
        items=items.items(estate_id),
        kinds=titles(ItemKind),
        runs=[(one, period_text(one.run.since_on, one.run.until_on)) for one in issued],
        takings=orders.takings(estate_id, on=today),
        collection=_collection(estate_id, issued[0].run if issued else None),
        voidings=bills.open_voidings(estate_id),
        waiting=to_check(estate_id),
        alarms=orders.alarms(estate_id),
        alarm_titles=titles(AlarmKind),
        may_bill=permits(GRANTS, actor, Act.ISSUE_RUN),
    )


def _collection(estate_id: UUID, newest: BillRun | None) -> facts.Collection | None:
    """The rate of the bills due in the month of the newest run's due day."""
    if newest is None:
        return None
    since_on = newest.due_on.replace(day=1)
    until_on = period_of(since_on, 1).until_on
    found = facts.collection(since_on=since_on, until_on=until_on, cut_off=clock.now(), estate_id=estate_id)
    return found[0] if found else None


@bp.get(f"{HERE}/items/new")
@allow(Act.SET_TARIFF, GRANTS)
def new_item(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new_item(actor, estate_id, Form())


def _new_item(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001
    return render_template(
        "fees/item_new.html",
        place=estate_id,
        form=form,
        kinds=titles(ItemKind),
        places=list(titles(PlaceOf).items()),
    )


@bp.post(f"{HERE}/items")
@allow(Act.SET_TARIFF, GRANTS)
@takes(schemas.ItemIn)
@idempotent()
@form_page(_new_item)
def add_item(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = setting.add_item(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/fees/items/{made.id}", 303)


@bp.get(f"{HERE}/items/<uuid:item_id>")
@allow(Act.READ_BOOKS, GRANTS, on=items.item)
def show_item(actor: Actor, item: FeeItem) -> ResponseReturnValue:
    return _item(actor, item, Form())


def _item(actor: Actor, item: FeeItem, form: Form) -> str:
    return render_template(
        "fees/item.html",
        place=item.estate_id,
        item=item,
        kind=ItemKind(item.kind).title,
        place_of=PlaceOf(item.place_of).title if item.kind == ItemKind.PARKING_RENT else "",
        places=list(titles(PlaceOf).items()),
        tariffs=[
            (one, f"{format_rate(one.rate_mfen)} {Formula(one.formula).per}")
            for one in items.tariffs(item.estate_id, item.id)
        ],
        unit_kinds=titles(UnitKind),
        formulas=[(one.value, f"{one.title}（{one.per}）") for one in Formula],
        form=form,
        today=day_of(clock.now()),
        may_bill=permits(GRANTS, actor, Act.SET_TARIFF),
    )


@bp.post(f"{HERE}/items/<uuid:item_id>/places")
@allow(Act.SET_TARIFF, GRANTS, on=items.item)
@takes(schemas.PlacesIn)
@form_page(_item)
def say_whose(actor: Actor, item: FeeItem, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    setting.say_whose(item=item, **body)
    return redirect(f"/work/e/{item.estate_id}/fees/items/{item.id}", 303)


@bp.post(f"{HERE}/items/<uuid:item_id>/tariffs")
@allow(Act.SET_TARIFF, GRANTS, on=items.item)
@takes(schemas.TariffForm)
@idempotent()
@form_page(_item)
def set_tariff(actor: Actor, item: FeeItem, body: dict[str, Any]) -> ResponseReturnValue:
    rate = body.pop("rate")
    setting.set_tariff(actor=actor, item=item, rate_mfen=rate, now=clock.now(), **body)
    return redirect(f"/work/e/{item.estate_id}/fees/items/{item.id}", 303)


@bp.get(f"{HERE}/runs/new")
@allow(Act.PREVIEW_RUN, GRANTS)
def new_run(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _new_run(actor, estate_id, Form())


def _new_run(actor: Actor, estate_id: UUID, form: Form, preview: Any = None) -> str:  # noqa: ARG001
    offered = items.items(estate_id)
    today = day_of(clock.now())
    return render_template(
        "fees/run_new.html",
        place=estate_id,
        form=form,
        items=[(str(one.id), one.name) for one in offered],
        first=today.replace(day=1),
        months=offered[0].cycle_months if offered else 1,
        due_on=today + timedelta(days=30),
        preview=preview,
        two_people=runs.needs_two_people(estate_id, on=today),
        words=period_text(preview.period.since_on, preview.period.until_on) if preview else "",
        before=period_text(preview.before.since_on, preview.before.until_on)
        if preview and preview.before
        else "",
        unit_kinds=titles(UnitKind),
    )


@bp.post(f"{HERE}/runs/preview")
@allow(Act.PREVIEW_RUN, GRANTS)
@takes(schemas.RunIn)
@form_page(_new_run)
def preview_run(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    period = period_of(body["since_on"], body["months"])
    runs.check(estate_id=estate_id, period=period, due_on=body["due_on"], today=day_of(clock.now()))
    item = items.item(estate_id=estate_id, item_id=body["item_id"])
    typed = {name: _plain(value) for name, value in body.items()}
    return _new_run(actor, estate_id, Form(typed), charging.preview(item=item, period=period))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


@bp.post(f"{HERE}/runs")
@allow(Act.ISSUE_RUN, GRANTS)
@takes(schemas.RunIn)
@idempotent()
@form_page(_new_run)
def issue(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    made = issue_run(actor, estate_id, body)
    return redirect(f"/work/e/{estate_id}/fees/runs/{made.run.id}", 303)


@bp.get(f"{HERE}/runs/<uuid:run_id>")
@allow(Act.READ_BOOKS, GRANTS, on=bills.run)
def show_run(actor: Actor, run: BillRun) -> ResponseReturnValue:  # noqa: ARG001
    return render_template(
        "fees/run.html",
        place=run.estate_id,
        view=bills.run_view(run),
        period=period_text(run.since_on, run.until_on),
    )


@bp.get(f"{HERE}/bills")
@allow(Act.READ_BOOKS, GRANTS)
@takes(schemas.BillsQueryIn, where="query")
def list_bills(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = bills_asked(actor, estate_id, query)
    return render_template(
        "fees/list.html",
        place=estate_id,
        bills=found.items,
        form=Form({"search": query["search"]}),
        options=_ways(estate_id, query),
        run_id=query["run_id"],
        next=found.next and f"/work/e/{estate_id}/fees/bills?{_asked(query, cursor=found.next)}",
    )


def _ways(estate_id: UUID, query: dict[str, Any]) -> list[dict[str, Any]]:
    chosen = "overdue" if query["overdue"] else ("open" if query["open"] else "")
    base = {"open": False, "overdue": False}
    return [
        {
            "label": label,
            "href": f"/work/e/{estate_id}/fees/bills?{_asked(query | base | ({name: True} if name else {}))}",
            "current": name == chosen,
        }
        for name, label in (("", "全部"), ("open", "未缴清"), ("overdue", "已逾期"))
    ]


def _asked(query: dict[str, Any], **more: Any) -> str:
    wanted = {name: value for name, value in (query | {"cursor": None} | more).items() if value}
    return urlencode({name: "true" if value is True else value for name, value in wanted.items()})


@bp.get(f"{HERE}/bills/<uuid:bill_id>")
@allow(Act.READ_BOOKS, GRANTS, on=bills.bill)
def show_bill(actor: Actor, bill: Bill) -> ResponseReturnValue:
    return _bill(actor, bill, Form())


def _bill(actor: Actor, bill: Bill, form: Form) -> str:
    asked = bills.voidings_of(bill.estate_id, bill.id)
    people = [one.proposed_by for one in asked] + [one.decided_by for one in asked if one.decided_by]
    return render_template(
        "fees/console_bill.html",
        place=bill.estate_id,
        bill=detail(bills.views([bill])[0]),
        receipts=orders.receipts_of_bill(bill.estate_id, bill.id),
        voidings=[(one, permits(GRANTS, actor, Act.DECIDE_VOIDING, one)) for one in asked],
        names=identity.names(people),
        form=form,
        may_bill=permits(GRANTS, actor, Act.PROPOSE_VOIDING),
    )


@bp.post(f"{HERE}/bills/<uuid:bill_id>/voidings")
@allow(Act.PROPOSE_VOIDING, GRANTS, on=bills.bill)
@takes(schemas.VoidingIn)
@idempotent()
@form_page(_bill)
def propose_voiding(actor: Actor, bill: Bill, body: dict[str, Any]) -> ResponseReturnValue:
    operations.propose_voiding(actor=actor, bill=bill, reason=body["reason"], now=clock.now())
    return redirect(f"/work/e/{bill.estate_id}/fees/bills/{bill.id}", 303)


@bp.post(f"{HERE}/voidings/<uuid:voiding_id>/decision")
@allow(Act.DECIDE_VOIDING, GRANTS, on=bills.voiding)
@takes(schemas.DecisionIn)
def decide_voiding(actor: Actor, voiding: Voiding, body: dict[str, Any]) -> ResponseReturnValue:
    operations.decide_voiding(actor=actor, voiding=voiding, approve=body["approve"], now=clock.now())
    return redirect(f"/work/e/{voiding.estate_id}/fees/bills/{voiding.bill_id}", 303)
