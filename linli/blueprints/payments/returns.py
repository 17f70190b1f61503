"""Prepaid money on its way back: the desk's page and its twins for programs."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields

from linli.blueprints.fees.schemas import DecisionIn
from linli.domains.estates import queries as estates
from linli.domains.payments.models import PrepaidReturn
from linli.domains.payments.operations import returns as operations
from linli.domains.payments.permissions import GRANTS, Act
from linli.domains.payments.queries import returns
from linli.domains.payments.rules.returns import Ground, ReturnState
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.platform import clock
from linli.platform.web import (
    Api,
    Form,
    In,
    Out,
    Pages,
    allow,
    form_page,
    gives,
    idempotent,
    summary,
    takes,
)
from linli.platform.web.schemas import Text, one_of

bp = Pages("payments_returns", __name__)
api = Api("payments_returns_api", __name__, tag="payments")
HERE = "/work/e/<uuid:estate_id>/fees/prepaid"
THERE = "/estates/<uuid:estate_id>/prepaid-returns"
_TONES = {ReturnState.PROPOSED: "wait", ReturnState.APPROVED: "good", ReturnState.REFUSED: ""}


class ReturnIn(In):
    """Whose prepaid money is to go back, and why."""

    unit_id = fields.UUID(required=True, error_messages={"required": "请选择房屋。", "null": "请选择房屋。"})
    ground = one_of(Ground, required=True)
    reason = Text(most=200, least=2, required=True)


class ReturnOut(Out):
    """A proposal and where it stands."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    amount_fen = fields.Integer(required=True)
    ground = fields.String(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)


class ReturnsOut(Out):
    """The newest proposals."""

    items = fields.List(fields.Nested(ReturnOut), required=True)


@bp.get(HERE)
@allow(Act.READ_TAKINGS, GRANTS)
def list_prepaid(actor: Actor, estate_id: UUID) -> ResponseReturnValue:
    return _page(actor, estate_id, Form())


def _page(actor: Actor, estate_id: UUID, form: Form) -> str:
    proposals = returns.newest(estate_id)
    people = [one for each in proposals for one in (each.proposed_by, each.decided_by) if one]
    labels = {one.id: one.label for one in estates.unit_views(estate_id, [p.unit_id for p in proposals])}
    units = returns.prepaid_units(estate_id)
    return render_template(
        "payments/prepaid.html",
        place=estate_id,
        form=form,
        units=units,
        unit_options=[(str(one.id), one.label) for one, _ in units],
        names=identity.names(people),
        grounds=[(one.value, one.title) for one in Ground],
        returns=[
            (
                one,
                labels[one.unit_id],
                Ground(one.ground).title,
                ReturnState(one.state),
                _TONES[ReturnState(one.state)],
                permits(GRANTS, actor, Act.DECIDE_RETURN, one),
            )
            for one in proposals
        ],
        may_return=permits(GRANTS, actor, Act.RETURN_PREPAID),
    )


@bp.post(HERE)
@allow(Act.RETURN_PREPAID, GRANTS)
@takes(ReturnIn)
@idempotent()
@form_page(_page)
def propose(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    _propose(actor, estate_id, body)
    return redirect(f"/work/e/{estate_id}/fees/prepaid", 303)


def _propose(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> PrepaidReturn:
    ground = Ground(body.pop("ground"))
    return operations.propose(actor=actor, estate_id=estate_id, ground=ground, now=clock.now(), **body)


@bp.post(f"{HERE}/<uuid:return_id>/decision")
@allow(Act.DECIDE_RETURN, GRANTS, on=returns.found)
@takes(DecisionIn)
def decide(actor: Actor, found: PrepaidReturn, body: dict[str, Any]) -> ResponseReturnValue:
    operations.decide(actor=actor, found=found, now=clock.now(), **body)
    return redirect(f"/work/e/{found.estate_id}/fees/prepaid", 303)


@api.get(THERE)
@allow(Act.READ_TAKINGS, GRANTS)
@gives(ReturnsOut)
@summary("退预存的申请，从新到旧")
def list_returns(actor: Actor, estate_id: UUID) -> dict[str, Any]:  # noqa: ARG001
    return {"items": returns.newest(estate_id)}


@api.post(THERE)
@allow(Act.RETURN_PREPAID, GRANTS)
@takes(ReturnIn)
@gives(ReturnOut, 201)
@idempotent(required=True)
@summary("申请退还一套房屋的预存：合同终止，或搬离")
def propose_return(actor: Actor, estate_id: UUID, body: dict[str, Any]) -> PrepaidReturn:
    return _propose(actor, estate_id, body)


@api.post(f"{THERE}/<uuid:return_id>/decision")
@allow(Act.DECIDE_RETURN, GRANTS, on=returns.found)
@takes(DecisionIn)
@gives(ReturnOut)
@summary("复核退预存：同意后记到付款人名下，原路退款")
def decide_return(actor: Actor, found: PrepaidReturn, body: dict[str, Any]) -> PrepaidReturn:
    return operations.decide(actor=actor, found=found, now=clock.now(), **body)
