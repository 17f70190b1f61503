"""Agreeing to pay old debts by instalments, and ending the agreement by what the books say."""

import uuid
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.fees.errors import (
    FirstDayPast,
    NothingToPlan,
    PlanAnswered,
    PlanOpen,
    PlanStale,
    TooManyInstalments,
)
from linli.domains.fees.events import PlanMoved
from linli.domains.fees.models import ArrearsPlan, PlanBill, PlanInstalment
from linli.domains.fees.queries import plans
from linli.domains.fees.rules.plans import MOST_INSTALMENTS, PlanState, instalments
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def propose(
    *, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, count: int, first_on: date, now: datetime
) -> ArrearsPlan:
    """Offer a unit's owner to pay its overdue, undisputed bills in equal parts, one a month.

    Nothing is put off before the owner agrees. Raises NothingToPlan, FirstDayPast, TooManyInstalments, PlanOpen.
    """
    debts = plans.to_plan(estate_id, unit_id, on=day_of(now))
    total = sum(one.open_fen for one in debts)
    if not total:
        raise NothingToPlan
    if first_on < day_of(now):
        raise FirstDayPast(field_errors={"first_on": [FirstDayPast.sentence]})
    if not 1 <= count <= min(MOST_INSTALMENTS, total):
        raise TooManyInstalments(field_errors={"count": [TooManyInstalments.sentence]})
    made = ArrearsPlan(
        estate_id=estate_id,
        unit_id=unit_id,
        state=PlanState.PROPOSED,
        total_fen=total,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise PlanOpen from None
    db.session.add_all(PlanBill(estate_id=estate_id, plan_id=made.id, bill_id=one.bill_id) for one in debts)
    db.session.add_all(
        PlanInstalment(
            estate_id=estate_id,
            plan_id=made.id,
            position=number,
            due_on=one.due_on,
            amount_fen=one.amount_fen,
        )
        for number, one in enumerate(instalments(total, count=count, first_on=first_on), 1)
    )
    db.session.flush()
    _moved(made, "propose", now)
    return made


def answer(*, actor: Actor, plan: ArrearsPlan, agree: bool, now: datetime) -> ArrearsPlan:
    """The owner agrees, or not. His word also begins the three years anew (民法典第195条).

    Raises PlanAnswered, and PlanStale where what is open is no longer what was proposed.
    """
    db.session.refresh(plan, with_for_update=True)
    if plan.state != PlanState.PROPOSED:
        raise PlanAnswered
    if agree:
        found = plans.view(plan, on=day_of(now))
        if found.disputed or found.open_fen != plan.total_fen:
            raise PlanStale
        plan.state, plan.agreed_by, plan.agreed_at = PlanState.RUNNING, actor.account_id, now
    else:
        plan.state, plan.ended_at = PlanState.DECLINED, now
    db.session.flush()
    _moved(plan, "agree" if agree else "decline", now)
    return plan


def check(*, plan: ArrearsPlan, now: datetime) -> ArrearsPlan:
    """End a running agreement that the books show kept or broken; broken with what was open and what was to come."""
    db.session.refresh(plan, with_for_update=True)
    found = plans.view(plan, on=day_of(now))
    if plan.state != PlanState.RUNNING or (found.open_fen and not found.broken):
        return plan
    plan.state = PlanState.BROKEN if found.open_fen else PlanState.KEPT
    plan.ended_at, plan.open_fen, plan.to_come_fen = now, found.open_fen, found.to_come_fen
    db.session.flush()
    _moved(plan, "break" if found.open_fen else "keep", now)
    return plan


def _moved(plan: ArrearsPlan, verb: str, now: datetime) -> None:
    audit.record(f"fees:plan:{verb}", object_kind="arrears_plan", object_id=plan.id, estate_id=plan.estate_id)
    publish(
        PlanMoved(at=now, estate_id=plan.estate_id, plan_id=plan.id, unit_id=plan.unit_id, state=plan.state)
    )
