"""The cashier counts the cash, a second person counts it again: page and API."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import schemas
from linli.domains.payments.operations import closings as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import closings
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, idempotent, summary, takes

bp = Pages("payments_closing", __name__)
api = Api("payments_closing_api", __name__, tag="payments")
HERE = "/work/e/<uuid:estate_id>/fees/closings"
THERE = "/estates/<uuid:estate_id>/desk-closings"


def _shown(estate_id: UUID) -> dict[str, Any]:
    names = ("id", "until_at", "booked_fen", "counted_fen", "reason")
    return {
        "booked_fen": closings.unclosed_cash(estate_id),
        "items": [
            {name: getattr(one.closing, name) for name in names}
            | {"difference_fen": one.difference_fen, "closed_by": one.closed_by, "checked_by": one.checked_by}
            for one in closings.recent(estate_id)
        ],
    }


@api.get(THERE)
@allow(Act.CLOSE, GRANTS)
@gives(schemas.ClosingsOut)
@summary("待清点的现金和最近的结账")
def list_closings(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return _shown(estate_id)


@api.post(THERE)
@allow(Act.CLOSE, GRANTS)
@takes(schemas.ClosingIn)
@gives(schemas.ClosingsOut, 201)
@idempotent(required=True)
@summary("现金结账：点出的现金与账面并列，不一致要写原因")
def close(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    operations.close(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _shown(estate_id)


@api.post(f"{THERE}/checks")
@allow(Act.CLOSE, GRANTS)
@takes(schemas.CheckIn)
@gives(schemas.ClosingsOut, 201)
@summary("由另一个人复核一次结账")
def check(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    operations.check(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _shown(estate_id)


@bp.get(HERE)
@allow(Act.CLOSE, GRANTS)
def open_closing(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form({}))


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001 - as the view is called
    return render_template("payments/closing.html", place=estate_id, form=form, **_shown(estate_id))


@bp.post(HERE)
@allow(Act.CLOSE, GRANTS)
@takes(schemas.ClosingForm)
@idempotent()
@form_page(_page)
def close_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    operations.close(
        actor=actor, estate_id=estate_id, counted_fen=body["counted"], reason=body["reason"], now=clock.now()
    )
    return redirect(f"/work/e/{estate_id}/fees/closings", 303)


@bp.post(f"{HERE}/checks")
@allow(Act.CLOSE, GRANTS)
@takes(schemas.CheckIn)
@form_page(_page)
def check_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    operations.check(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/fees/closings", 303)
