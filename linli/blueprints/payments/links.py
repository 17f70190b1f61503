"""Payment links of a household: choosing bills, the link with its code, taking it back (PA-28)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.fees.showing import shown
from linli.blueprints.payments import links_schemas as schemas
from linli.domains.fees.queries import bills
from linli.domains.payments.operations import links as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import links
from linli.domains.payments.queries.links import LinkView
from linli.domains.payments.rules.links import DAYS
from linli.kernel.actors import Actor
from linli.platform import clock, qr
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, summary, takes
from linli.platform.web.show import site

bp = Pages("payments_links", __name__)
api = Api("payments_links_api", __name__, tag="payments")
HERE = "/e/<uuid:estate_id>/payments/links"
THERE = "/estates/<uuid:estate_id>/payment-links"


def address_of(token: str) -> str:
    """The address to give to whoever pays."""
    return f"{site()}/p/pay/{token}"


@bp.get(HERE)
@allow(Act.SHARE_BILLS, GRANTS)
@takes(schemas.LinkQueryIn, where="query")
def choose(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> ResponseReturnValue:
    return _page(actor, estate_id, Form({"bill": query["bill"]}))


def _page(actor: Actor, estate_id: UUID, form: Form, address: str = "") -> str:
    return render_template(
        "payments/links.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        heading="请人代付",
        form=form,
        bills=[shown(one) for one in bills.own_bills(actor, estate_id, open_only=True)],
        links=links.own(actor, estate_id=estate_id, now=clock.now()),
        days=[(str(one), f"{one} 天") for one in DAYS],
        address=address,
        code=qr.svg(address) if address else "",
    )


@bp.post(HERE)
@allow(Act.SHARE_BILLS, GRANTS)
@takes(schemas.LinkForm)
@form_page(_page)
def make(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    _, token = operations.make(
        actor=actor, estate_id=estate_id, bill_ids=body["bill"], days=body["days"], now=clock.now()
    )
    return _page(actor, estate_id, Form(), address_of(token))


@bp.post(f"{HERE}/<uuid:payment_link_id>/revocation")
@allow(Act.SHARE_BILLS, GRANTS)
def revoke(actor: Actor, estate_id: UUID, payment_link_id: UUID) -> ResponseReturnValue:
    found = links.own_link(actor, estate_id=estate_id, payment_link_id=payment_link_id)
    operations.revoke(link=found, now=clock.now())
    return redirect(f"/e/{estate_id}/payments/links", 303)


@api.get(THERE)
@allow(Act.SHARE_BILLS, GRANTS)
@gives(schemas.LinksOut)
@summary("我发出的、还有效的代付链接")
def list_links(actor: Actor, estate_id: UUID) -> dict[str, Any]:
    return {"items": [_told(one) for one in links.own(actor, estate_id=estate_id, now=clock.now())]}


@api.post(THERE)
@allow(Act.SHARE_BILLS, GRANTS)
@takes(schemas.LinkIn)
@gives(schemas.LinkMadeOut, 201)
@summary("请人代付：生成一个链接，地址只在这时给出")
def make_link(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    _, token = operations.make(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _told(links.live(token, now=clock.now())) | {"address": address_of(token)}


@api.post(f"{THERE}/<uuid:payment_link_id>/revocation")
@allow(Act.SHARE_BILLS, GRANTS)
@gives(None, 204)
@summary("收回代付链接")
def revoke_link(actor: Actor, estate_id: UUID, payment_link_id: UUID) -> None:
    found = links.own_link(actor, estate_id=estate_id, payment_link_id=payment_link_id)
    operations.revoke(link=found, now=clock.now())


def _told(one: LinkView) -> dict[str, Any]:
    return {
        "id": one.link.id,
        "total_fen": one.total_fen,
        "bills": len(one.bills),
        "expires_at": one.link.expires_at,
    }
