"""Agreements to pay by instalments as people see them, and how each stands by the books."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from linli.domains.fees.models import ArrearsPlan, Bill, PlanBill, PlanInstalment
from linli.domains.fees.queries import arrears, bills, owed
from linli.domains.fees.queries.bills import BillView
from linli.domains.fees.rules.plans import PlanState, is_broken
from linli.kernel.actors import RESIDENTS, Actor, Tie
from linli.kernel.refusals import Unknown
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class PlanView:
    """An agreement with its bills and instalments, and what is open on a day beside what is still to come."""

    plan: ArrearsPlan
    bills: list[BillView]
    instalments: Sequence[PlanInstalment]
    disputed: bool
    to_come_fen: int

    @property
    def open_fen(self) -> int:
        """What is open on its bills."""
        return sum(one.open_fen for one in self.bills)

    @property
    def broken(self) -> bool:
        """Whether an instalment was not paid; while somebody objects to one of its bills, nobody says so."""
        return not self.disputed and is_broken(open_fen=self.open_fen, to_come_fen=self.to_come_fen)


def plan(*, estate_id: uuid.UUID, plan_id: uuid.UUID, **_: object) -> ArrearsPlan:
    """The agreement, or Unknown."""
    found = db.session.get(ArrearsPlan, (estate_id, plan_id))
    if found is None:
        raise Unknown
    return found


def plan_for(actor: Actor, *, estate_id: uuid.UUID, plan_id: uuid.UUID) -> ArrearsPlan:
    """An agreement that the actor may see: staff every one, an owner his own unit's. Otherwise Unknown."""
    found = plan(estate_id=estate_id, plan_id=plan_id)
    if actor.role in RESIDENTS and actor.units.get(found.unit_id) is not Tie.OWNER:
        raise Unknown
    return found


def view(found: ArrearsPlan, *, on: date) -> PlanView:
    """How an agreement stands on a day."""
    rows = db.session.scalars(
        select(Bill)
        .join(PlanBill, (PlanBill.estate_id == Bill.estate_id) & (PlanBill.bill_id == Bill.id))
        .where(PlanBill.estate_id == found.estate_id, PlanBill.plan_id == found.id)
        .order_by(Bill.due_on, Bill.id)
    ).all()
    parts = db.session.scalars(
        select(PlanInstalment)
        .filter_by(estate_id=found.estate_id, plan_id=found.id)
        .order_by(PlanInstalment.position)
    ).all()
    contested = arrears.disputed_bills(found.estate_id)
    return PlanView(
        found,
        bills.views(rows),
        parts,
        disputed=any(one.id in contested for one in rows),
        to_come_fen=sum(one.amount_fen for one in parts if one.due_on >= on),
    )


def of_units(estate_id: uuid.UUID, unit_ids: Sequence[uuid.UUID]) -> Sequence[ArrearsPlan]:
    """The agreements of some units, the newest first; at most fifty."""
    return db.session.scalars(
        select(ArrearsPlan)
        .where(ArrearsPlan.estate_id == estate_id, ArrearsPlan.unit_id.in_(unit_ids))
        .order_by(ArrearsPlan.id.desc())
        .limit(50)
    ).all()


def to_plan(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> list[owed.Owed]:
    """A unit's overdue bills that nobody objects to: what an agreement may be about."""
    unit = select(Bill.unit_id).where(Bill.estate_id == estate_id, Bill.unit_id == unit_id)
    return [one for one in owed.of_units(estate_id, unit) if one.due_on < on]


def running() -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Every agreement that is running, wherever it is: estate and id."""
    rows = db.session.execute(
        select(ArrearsPlan.estate_id, ArrearsPlan.id)
        .where(ArrearsPlan.state == PlanState.RUNNING)
        .order_by(ArrearsPlan.estate_id, ArrearsPlan.id)
    )
    return [(row[0], row[1]) for row in rows]
