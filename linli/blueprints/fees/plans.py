"""Paying old debts by instalments: offered at the desk, answered by the owner, shown as it stands (issue 5)."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from linli.blueprints.fees.showing import shown
from linli.domains.estates import queries as estates
from linli.domains.estates.models import Unit
from linli.domains.fees.models import ArrearsPlan
from linli.domains.fees.operations import plans as planning
from linli.domains.fees.permissions import GRANTS, Act
from linli.domains.fees.queries import plans
from linli.domains.fees.rules.plans import MOST_INSTALMENTS, PlanState
from linli.kernel.actors import Actor
from linli.kernel.grants import permits
from linli.kernel.times import day_of
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
from linli.platform.web.schemas import Day, Whole

bp = Pages("fees_plans", __name__)
api = Api("fees_plans_api", __name__, tag="fees")
UNIT = "/work/e/<uuid:estate_id>/fees/arrears/<uuid:unit_id>/plans"
OWN = "/e/<uuid:estate_id>/bills/plans/<uuid:plan_id>"
THERE = "/estates/<uuid:estate_id>"


class PlanIn(In):
    """In how many parts, and by when the first."""

    count = Whole(least=1, most=MOST_INSTALMENTS, required=True)
    first_on = Day(required=True)


class PlanForm(In):
    """The same, typed."""

    count = fields.Integer(
        required=True,
        validate=validate.Range(1, MOST_INSTALMENTS, error=f"应在 1 到 {MOST_INSTALMENTS} 之间。"),
        error_messages={"required": "请填写分几期。", "invalid": "请填写整数。"},
    )
    first_on = Day(required=True)


class AnswerIn(In):
    """Whether the owner agrees."""

    agree = fields.Boolean(required=True, error_messages={"required": "请选择同意或不同意。"})


class InstalmentOut(Out):
    """How much is to be paid by the end of a day."""

    due_on = Day(required=True)
    amount_fen = fields.Integer(required=True)


class PlanOut(Out):
    """An agreement, and how it stands by the books."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    state = fields.String(required=True)
    total_fen = fields.Integer(required=True)
    open_fen = fields.Integer(required=True)
    to_come_fen = fields.Integer(required=True)
    instalments = fields.List(fields.Nested(InstalmentOut), required=True)


@api.post(f"{THERE}/units/<uuid:unit_id>/arrears-plans")
@allow(Act.PURSUE, GRANTS, on=estates.unit)
@takes(PlanIn)
@gives(PlanOut, 201)
@idempotent(required=True)
@summary("向业主提出分期缴清逾期账单")
def offer(actor: Actor, unit: Unit, body: dict[str, Any]) -> dict[str, Any]:
    return _plan_shown(_propose(actor, unit, body))


@api.get(f"{THERE}/arrears-plans/<uuid:plan_id>")
@allow(Act.READ_PLANS, GRANTS)
@gives(PlanOut)
@summary("一份分期约定和它的进展")
def read_plan(actor: Actor, estate_id: UUID, plan_id: UUID) -> dict[str, Any]:
    return _plan_shown(plans.plan_for(actor, estate_id=estate_id, plan_id=plan_id))


@api.post(f"{THERE}/arrears-plans/<uuid:plan_id>/answer")
@allow(Act.ANSWER_PLAN, GRANTS)
@takes(AnswerIn)
@gives(PlanOut)
@summary("业主同意或不同意分期约定")
def answer(actor: Actor, estate_id: UUID, plan_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    found = plans.plan_for(actor, estate_id=estate_id, plan_id=plan_id)
    return _plan_shown(planning.answer(actor=actor, plan=found, agree=body["agree"], now=clock.now()))


def _propose(actor: Actor, unit: Unit, body: dict[str, Any]) -> ArrearsPlan:
    return planning.propose(actor=actor, estate_id=unit.estate_id, unit_id=unit.id, now=clock.now(), **body)


def _plan_shown(found: ArrearsPlan) -> dict[str, Any]:
    view = plans.view(found, on=day_of(clock.now()))
    return {
        "id": found.id,
        "unit_id": found.unit_id,
        "state": found.state,
        "title": PlanState(found.state).title,
        "total_fen": found.total_fen,
        "open_fen": view.open_fen,
        "to_come_fen": view.to_come_fen,
        "disputed": view.disputed,
        "instalments": view.instalments,
        "bills": [shown(one) for one in view.bills],
        "agreed_at": found.agreed_at,
        "ended_at": found.ended_at,
        "ended_open_fen": found.open_fen,
        "ended_to_come_fen": found.to_come_fen,
    }


@bp.get(UNIT)
@allow(Act.READ_BOOKS, GRANTS, on=estates.unit)
def list_plans(actor: Actor, unit: Unit) -> ResponseReturnValue:
    return _page(actor, unit, Form({"count": "6"}))


def _page(actor: Actor, unit: Unit, form: Form) -> str:
    on, known = day_of(clock.now()), plans.of_units(unit.estate_id, [unit.id])
    waits = any(one.state in {PlanState.PROPOSED, PlanState.RUNNING} for one in known)
    return render_template(
        "fees/plans.html",
        place=unit.estate_id,
        unit=unit,
        plans=[_plan_shown(one) for one in known],
        owed_fen=sum(one.open_fen for one in plans.to_plan(unit.estate_id, unit.id, on=on)),
        may_offer=permits(GRANTS, actor, Act.PURSUE) and not waits,
        form=form,
    )


@bp.post(UNIT)
@allow(Act.PURSUE, GRANTS, on=estates.unit)
@takes(PlanForm)
@idempotent()
@form_page(_page)
def propose(actor: Actor, unit: Unit, body: dict[str, Any]) -> ResponseReturnValue:
    _propose(actor, unit, body)
    return redirect(f"/work/e/{unit.estate_id}/fees/arrears/{unit.id}/plans", 303)


@bp.get(OWN)
@allow(Act.READ_PLANS, GRANTS)
def show_plan(actor: Actor, estate_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    return _own(actor, estate_id, plan_id, Form())


def _own(actor: Actor, estate_id: UUID, plan_id: UUID, form: Form) -> str:
    return render_template(
        "fees/plan.html",
        tab="fees",
        back={"href": f"/e/{estate_id}/bills", "label": "返回缴费"},
        plan=_plan_shown(plans.plan_for(actor, estate_id=estate_id, plan_id=plan_id)),
        form=form,
    )


@bp.post(OWN)
@allow(Act.ANSWER_PLAN, GRANTS)
@takes(AnswerIn)
@form_page(_own)
def answer_on_page(actor: Actor, estate_id: UUID, plan_id: UUID, body: dict[str, Any]) -> ResponseReturnValue:
    found = plans.plan_for(actor, estate_id=estate_id, plan_id=plan_id)
    planning.answer(actor=actor, plan=found, agree=body["agree"], now=clock.now())
    return redirect(f"/e/{estate_id}/bills/plans/{plan_id}", 303)
