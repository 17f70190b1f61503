"""The cashier's pages: money at the desk, and what came in on a day."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from linli.blueprints.fees.showing import page_shown
from linli.blueprints.payments import schemas
from linli.blueprints.payments.showing import receipt_shown
from linli.domains.fees.queries import bills
from linli.domains.payments.operations import desk
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import orders, slips
from linli.domains.payments.rules import Desk
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes

bp = Pages("payments_console", __name__)
HERE = "/work/e/<uuid:estate_id>/fees"


@bp.get(f"{HERE}/desk")
@allow(Act.ENTER, GRANTS)
@takes(schemas.DeskQueryIn, where="query")
def open_desk(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _desk(actor, estate_id, Form({"search": query["search"]}))


def _desk(actor: Actor, estate_id: UUID, form: Form) -> str:
    search = form.value("search") or request.args.get("search", "")[:50]
    found = (
        bills.bills_page(actor, estate_id, window=Window(50), search=search, open_only=True)
        if search
        else None
    )
    owing = page_shown(found).items if found else []
    return render_template(
        "payments/desk.html",
        place=estate_id,
        form=form,
        search=search,
        bills=owing,
        more=bool(found and found.next),
        total_fen=sum(one["open_fen"] for one in owing),
        ways=[(way.value, way.title) for way in Desk],
    )


@bp.post(f"{HERE}/desk")
@allow(Act.ENTER, GRANTS)
@takes(schemas.DeskForm, files=True)
@idempotent()
@form_page(_desk)
def enter(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    payment = desk.enter(
        actor=actor,
        estate_id=estate_id,
        bill_ids=body["bill"],
        way=body["way"],
        voucher_no=body["voucher_no"],
        received_fen=body["received"],
        photos=[one.stream for one in body["photos"]],
        now=clock.now(),
    )
    made = orders.receipt_of_payment(payment)
    return redirect(f"/e/{estate_id}/receipts/{made.receipt.id}", 303)


@bp.get(f"{HERE}/takings")
@allow(Act.READ_TAKINGS, GRANTS)
@takes(schemas.DayQueryIn, where="query")
def takings(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    on = query["on"] or day_of(clock.now())
    found = orders.payments_page(estate_id, on=on, window=Window(query["limit"], query["cursor"]))
    here = f"/work/e/{estate_id}/fees/takings"
    return render_template(
        "payments/takings.html",
        place=estate_id,
        on=on,
        sums=[(orders.way_title(one.channel), one) for one in orders.takings(estate_id, on=on)],
        payments=[receipt_shown(one) for one in found.items],
        before=f"{here}?on={on - timedelta(days=1)}",
        after=f"{here}?on={on + timedelta(days=1)}" if on < day_of(clock.now()) else None,
        next=found.next and f"{here}?on={on}&cursor={found.next}",
        desked=slips.desked(estate_id, [one.payment for one in found.items]),
    )
