"""What whoever holds a payment link sees: bills without a name, a way to pay, what became of it (PA-28)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.account.limits import by_address
from linli.blueprints.fees.showing import shown
from linli.blueprints.payments import links_schemas as schemas
from linli.blueprints.payments.pages import here_scene, ways
from linli.blueprints.payments.schemas import CashierQueryIn
from linli.blueprints.payments.showing import order_shown, verify_url
from linli.domains.estates import queries as estates
from linli.domains.payments.errors import ChannelSilent
from linli.domains.payments.operations import links as operations
from linli.domains.payments.operations import orders as paying
from linli.domains.payments.ports import TillKind
from linli.domains.payments.queries import links, orders
from linli.kernel.actors import Actor
from linli.platform import clock, qr
from linli.platform.limits import Limit
from linli.platform.web import Form, Pages, form_page, limited, public, takes
from linli.platform.web.show import site

bp = Pages("payments_links_public", __name__)
HERE = "/p/pay/<string(maxlength=60):link>"
ONE = f"{HERE}/<uuid:order_id>"
TRIES = Limit("payment_link", 60, timedelta(minutes=10))


@bp.get(HERE)
@public
@limited(TRIES, by=by_address)
def show(actor: Actor | None, link: str) -> ResponseReturnValue:
    return _page(actor, link, Form())


def _page(actor: Actor | None, link: str, form: Form) -> str:  # noqa: ARG001 - the same for everybody
    found = links.live(link, now=clock.now())
    bills = [shown(one) for one in found.bills]
    return render_template(
        "payments/link.html",
        here=f"/p/pay/{link}",
        form=form,
        place=estates.estate(estate_id=found.link.estate_id).name,
        bills=bills,
        total_fen=found.total_fen,
        expires_at=found.link.expires_at,
        being_paid=orders.being_paid(found.link.estate_id, [one["id"] for one in bills], now=clock.now()),
        channels=ways(found.link.estate_id),
    )


@bp.post(HERE)
@public
@limited(TRIES, by=by_address)
@takes(schemas.ChannelIn)
@form_page(_page)
def pay(actor: Actor | None, link: str, body: dict[str, Any]) -> ResponseReturnValue:  # noqa: ARG001
    order = operations.start(token=link, channel=body["channel"], scene=here_scene(), now=clock.now())
    return redirect(f"/p/pay/{link}/{order.id}/cashier", 303)


@bp.get(f"{ONE}/cashier")
@public
@limited(TRIES, by=by_address)
@takes(CashierQueryIn, where="query")
def cashier(
    actor: Actor | None,  # noqa: ARG001
    link: str,
    order_id: UUID,
    query: dict[str, Any],
) -> ResponseReturnValue:
    now, here = clock.now(), f"/p/pay/{link}/{order_id}"
    order = links.order_by(link, order_id, now=now)
    if not paying.payable(order, now=now):
        return redirect(here, 303)
    till, trouble = None, ""
    try:
        till = paying.cashier_page(
            order=order, site=site(), now=now, code=query["code"], payer_ip=by_address({}), page=here
        )
    except ChannelSilent as no:
        trouble = no.sentence
    if till is not None and till.kind is TillKind.PAGE and till.address.startswith("/"):
        return redirect(till.address, 303)
    return render_template(
        "payments/link_till.html",
        here=here,
        order=order_shown(order),
        way=orders.way_title(order.channel),
        till=till,
        trouble=trouble,
        code=qr.svg(till.address) if till and till.kind is TillKind.CODE else None,
    )


@bp.get(ONE)
@public
@limited(TRIES, by=by_address)
def result(actor: Actor | None, link: str, order_id: UUID) -> ResponseReturnValue:  # noqa: ARG001
    order = links.order_by(link, order_id, now=clock.now())
    receipt = orders.receipt_of_order(order)
    return render_template(
        "payments/link_result.html",
        here=f"/p/pay/{link}/{order_id}",
        order=order_shown(order),
        way=orders.way_title(order.channel),
        receipt=verify_url(receipt.code) if receipt else "",
    )
