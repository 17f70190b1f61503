"""A household's bills: what is open, ticked like a cart; what each is made of; what was paid."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees.showing import detail, page_shown, shown
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import bills, own_readings
from linli.domains.payments.queries import orders
from linli.domains.payments.rules import receipt_number
from linli.kernel.actors import Actor, Role
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Pages, WindowIn, allow, takes

bp = Pages("fees_pages", __name__)


@bp.get("/e/<uuid:estate_id>/bills")
@allow(Act.READ_OWN_BILLS, GRANTS)
def cart(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    owing = [shown(one) for one in bills.own_bills(actor, estate_id, open_only=True)]
    being_paid = orders.being_paid(estate_id, [one["id"] for one in owing], now=clock.now())
    ticked = [one["open_fen"] for one in owing if one["id"] not in being_paid]
    return render_template(
        "fees/cart.html",
        tab="fees",
        bills=owing,
        ticked=len(ticked),
        total_fen=sum(ticked),
        being_paid=being_paid,
        surplus_fen=orders.surplus_fen(estate_id, actor.account_id),
        meters=own_readings.own_meters(actor, estate_id, on=day_of(clock.now())),
        tenant=actor.role is Role.TENANT,
        options=options(estate_id, paid=False),
    )


def options(estate_id: UUID, *, paid: bool) -> list[dict[str, Any]]:
    """The two halves of a household's bills, and what all share."""
    return [
        {"label": "待缴", "href": f"/e/{estate_id}/bills", "current": not paid},
        {"label": "已缴和往期", "href": f"/e/{estate_id}/bills/paid", "current": paid},
        {"label": "公共分摊", "href": f"/e/{estate_id}/bills/shared", "current": False},
    ]


@bp.get("/e/<uuid:estate_id>/bills/paid")
@allow(Act.READ_OWN_BILLS, GRANTS)
@takes(WindowIn, where="query")
def paid(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    found = page_shown(bills.paid_page(actor, estate_id, window=Window(**query)))
    return render_template(
        "fees/paid.html",
        tab="fees",
        bills=found.items,
        options=options(estate_id, paid=True),
        next=found.next and f"/e/{estate_id}/bills/paid?cursor={found.next}",
    )


@bp.get("/e/<uuid:estate_id>/bills/<uuid:bill_id>")
@allow(Act.READ_OWN_BILLS, GRANTS)
def show_bill(actor: Actor, estate_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    found = bills.bill_for(actor, estate_id=estate_id, bill_id=bill_id)
    receipts = orders.receipts_of_bill(estate_id, bill_id)
    return render_template(
        "fees/bill.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        bill=detail(found),
        receipts=[(receipt_number(one.year, one.count), one) for one in receipts],
    )
