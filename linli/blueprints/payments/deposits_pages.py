"""A household's deposits: what is asked for and paid, what is held, what went back (FE-17)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import deposits_schemas as schemas
from linli.blueprints.payments.deposits_console import TONES
from linli.blueprints.payments.pages import here_scene, ways
from linli.blueprints.payments.securing import secured
from linli.domains.payments.models import Deposit
from linli.domains.payments.operations import deposits as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import deposits, refunds
from linli.domains.payments.rules.refunds import RefundState
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.paging import Window
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send

bp = Pages("payments_deposits_pages", __name__)
HERE = "/e/<uuid:estate_id>/deposits"


@bp.get(HERE)
@allow(Act.READ_OWN_DEPOSITS, GRANTS)
def show(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form())


def _page(actor: Actor, estate_id: UUID, form: Form, deposit_id: UUID | None = None) -> str:  # noqa: ARG001
    found = deposits.deposits_page(actor, estate_id, window=Window(50)).items
    mine = {one.id: one for one in refunds.refunds_page(actor, estate_id, window=Window(100)).items}
    back = {
        one.deposit.id: RefundState(mine[one.settled.refund_id].state).title
        for one in found
        if one.settled and one.settled.refund_id in mine
    }
    return render_template(
        "payments/own_deposits.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        form=form,
        deposits=found,
        refunds=back,
        secures=secured(actor, [one.deposit for one in found]),
        tones=TONES,
        channels=ways(estate_id),
    )


@bp.post(f"{HERE}/<uuid:deposit_id>/payments")
@allow(Act.PAY, GRANTS)
@takes(schemas.ChannelIn)
@idempotent()
@form_page(_page)
def pay(actor: Actor, estate_id: UUID, deposit_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    found = deposits.own(actor, estate_id=estate_id, deposit_id=deposit_id)
    order = operations.start(actor=actor, deposit=found, now=clock.now(), scene=here_scene(), **body)
    return redirect(f"/e/{estate_id}/payments/{order.id}/cashier", 303)


@bp.get(f"{HERE}/<uuid:deposit_id>/photos/<uuid:photo_id>")
@allow(Act.READ_OWN_DEPOSITS, GRANTS, on=deposits.deposit)
def photo(actor: Actor, deposit: Deposit, photo_id: UUID) -> Response:
    return send(deposits.photo(actor, deposit, photo_id))
