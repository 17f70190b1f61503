"""The cashier's day on paper to hand over, and the vouchers of what was entered at the desk (PA-16)."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import schemas
from linli.blueprints.payments.commons_schemas import VouchersIn
from linli.blueprints.payments.showing import receipt_shown
from linli.domains.estates import queries as estates
from linli.domains.payments.models import Payment
from linli.domains.payments.operations import desk
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import slips
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.web import Form, Pages, allow, form_page, idempotent, takes
from linli.platform.web.files import send
from linli.platform.web.papers import paper

bp = Pages("payments_slips", __name__)
HERE = "/work/e/<uuid:estate_id>/fees"
ONE = f"{HERE}/vouchers/<uuid:payment_id>"


@bp.get(f"{HERE}/slips")
@allow(Act.READ_TAKINGS, GRANTS)
@takes(schemas.DayQueryIn, where="query")
def print_slips(actor: Actor, estate_id: UUID, query: dict[str, Any]) -> Response:
    on = query["on"] or day_of(clock.now())
    return paper(
        "papers/handover.html",
        name=f"交班单 {on}",
        place=estates.estate(estate_id=estate_id).name,
        on=on,
        slips=slips.slips(estate_id, on=on),
        printed_by=actor.name,
        made_at=clock.now(),
    )


@bp.get(ONE)
@allow(Act.READ_TAKINGS, GRANTS, on=slips.payment)
def show_voucher(actor: Actor, payment: Payment) -> ResponseReturnValue:
    return _one(actor, payment, Form())


def _one(actor: Actor, payment: Payment, form: Form) -> str:
    return render_template(
        "payments/voucher.html",
        here=f"/work/e/{payment.estate_id}/fees/vouchers/{payment.id}",
        form=form,
        receipt=receipt_shown(slips.receipt_of(payment)),
        photos=slips.vouchers(payment),
        may_add=permits(GRANTS, actor, Act.ENTER),
    )


@bp.post(f"{ONE}/photos")
@allow(Act.ENTER, GRANTS, on=slips.payment)
@takes(VouchersIn, files=True)
@idempotent()
@form_page(_one)
def add_photos(actor: Actor, payment: Payment, body: dict[str, Any]) -> ResponseReturnValue:
    photos = [one.stream for one in body["photos"]]
    desk.add_photos(actor=actor, payment=payment, photos=photos, now=clock.now())
    return redirect(f"/work/e/{payment.estate_id}/fees/vouchers/{payment.id}", 303)


@bp.get(f"{ONE}/photos/<uuid:photo_id>")
@allow(Act.READ_TAKINGS, GRANTS, on=slips.payment)
def show_photo(actor: Actor, payment: Payment, photo_id: UUID) -> Response:  # noqa: ARG001
    return send(slips.voucher(payment, photo_id))
