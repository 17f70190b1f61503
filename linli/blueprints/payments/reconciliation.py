"""The channels' days beside the books: page of the cashier and accountant, and its API."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from linli.blueprints.payments import refund_schemas as schemas
from linli.domains.payments.models import DifferenceCase
from linli.domains.payments.operations import reconciliation as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.ports import Channels
from linli.domains.payments.queries import orders, reconciliation, statements
from linli.domains.payments.rules.reconciling import Difference
from linli.domains.payments.rules.statements import MOST_BYTES
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import clock
from linli.platform.ports import use
from linli.platform.web import Api, Form, Pages, allow, form_page, gives, summary, takes

bp = Pages("payments_reconciliation", __name__)
api = Api("payments_reconciliation_api", __name__, tag="payments")
HERE = "/work/e/<uuid:estate_id>/fees/reconciliation"
THERE = "/estates/<uuid:estate_id>/statements"


def _shown(estate_id: UUID) -> dict[str, Any]:
    names = ("id", "channel", "on", "lines", "paid_fen", "refunded_fen", "fee_fen")
    return {
        "days": [
            {name: getattr(one.statement, name) for name in names}
            | {"net_fen": one.net_fen, "open_count": one.open_count}
            | {"closed": one.closed, "by_itself": one.by_itself}
            for one in reconciliation.recent(estate_id)
        ],
        "lacking": [
            {"on": on, "channel": channel}
            for on, channel in statements.lacking(estate_id, before=day_of(clock.now()))
        ],
        "open": _cases_shown(reconciliation.cases(estate_id, open_only=True)),
    }


def _cases_shown(cases: Sequence[DifferenceCase]) -> list[dict[str, Any]]:
    """Differences with the name of whoever looks into each; empty where nobody does yet."""
    names = (
        "id",
        "statement_id",
        "kind",
        "number",
        "refund_number",
        "ours_fen",
        "theirs_fen",
        "state",
        "note",
    )
    owners = identity.names([one.owner_id for one in cases if one.owner_id])
    return [
        {name: getattr(one, name) for name in names}
        | {"owner": owners.get(one.owner_id, "") if one.owner_id else ""}
        for one in cases
    ]


def _take(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> None:
    operations.take_statement(
        actor=actor,
        estate_id=estate_id,
        channel=body["channel"],
        on=body["on"],
        content=body["file"].stream.read(MOST_BYTES + 1),
        now=clock.now(),
    )


@api.get(THERE)
@allow(Act.RECONCILE, GRANTS)
@gives(schemas.ReconciliationOut)
@summary("最近的渠道对账和待处理的差异")
def list_days(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return _shown(estate_id)


@api.post(THERE)
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.StatementIn, files=True)
@gives(schemas.ReconciliationOut, 201)
@summary("上传渠道的日对账单：同一文件再传不重复")
def upload(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    _take(actor, estate_id, body)
    return _shown(estate_id)


@api.post(f"{THERE}/owners")
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.OwnerIn)
@gives(schemas.ReconciliationOut)
@summary("由自己来查一条差异：页面上写明谁在处理")
def assign(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    operations.assign(estate_id=estate_id, owner_id=actor.account_id, **body)
    return _shown(estate_id)


@api.post(f"{THERE}/explanations")
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.ExplanationIn)
@gives(schemas.ReconciliationOut)
@summary("说明一条差异的原因和处理")
def explain(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    operations.explain(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _shown(estate_id)


@api.post(f"{THERE}/closings")
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.DayClosingIn)
@gives(schemas.ReconciliationOut)
@summary("对账日结：差异都说明、合计与渠道一致才能结")
def close(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    operations.close_day(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return _shown(estate_id)


@bp.get(HERE)
@allow(Act.RECONCILE, GRANTS)
def open_days(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form({}))


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:  # noqa: ARG001 - as the view is called
    shown = _shown(estate_id)
    serving = use(Channels).serving(estate_id, on=day_of(clock.now()))
    return render_template(
        "payments/reconciliation.html",
        place=estate_id,
        form=form,
        channels=[(name, one.title) for name, one in serving.items()],
        days=[(orders.way_title(one["channel"]), one) for one in shown["days"]],
        lacking=[(one["on"], orders.way_title(one["channel"])) for one in shown["lacking"]],
        open=[(Difference(one["kind"]), one) for one in shown["open"]],
    )


@bp.post(HERE)
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.StatementIn, files=True)
@form_page(_page)
def upload_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    _take(actor, estate_id, body)
    return redirect(f"/work/e/{estate_id}/fees/reconciliation", 303)


@bp.post(f"{HERE}/owners")
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.OwnerIn)
@form_page(_page)
def assign_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    operations.assign(estate_id=estate_id, owner_id=actor.account_id, **body)
    return redirect(f"/work/e/{estate_id}/fees/reconciliation", 303)


@bp.post(f"{HERE}/explanations")
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.ExplanationIn)
@form_page(_page)
def explain_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    operations.explain(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/fees/reconciliation", 303)


@bp.post(f"{HERE}/closings")
@allow(Act.RECONCILE, GRANTS)
@takes(schemas.DayClosingIn)
@form_page(_page)
def close_on_page(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    operations.close_day(actor=actor, estate_id=estate_id, now=clock.now(), **body)
    return redirect(f"/work/e/{estate_id}/fees/reconciliation", 303)
