"""Which bills are paid by instalments: while that is kept, nobody reminds of them or charges for being late."""

from datetime import date

from sqlalchemy import ColumnElement, exists, select

from linli.domains.fees.models import ArrearsPlan, Bill, PlanBill
from linli.domains.fees.rules.plans import PlanState
from linli.kernel.times import day_of
from linli.platform.db import db


def in_plan() -> ColumnElement[bool]:
    """Whether a bill is in an agreement that is running."""
    return (
        exists()
        .where(
            PlanBill.estate_id == Bill.estate_id,
            PlanBill.bill_id == Bill.id,
            ArrearsPlan.estate_id == PlanBill.estate_id,
            ArrearsPlan.id == PlanBill.plan_id,
            ArrearsPlan.state == PlanState.RUNNING,
        )
        .correlate(Bill)
    )


def late_stops_on(bill: Bill) -> date | None:
    """The day of the agreement from which being late costs nothing; a broken one never stopped it."""
    at = db.session.scalar(
        select(ArrearsPlan.agreed_at)
        .join(PlanBill, (PlanBill.estate_id == ArrearsPlan.estate_id) & (PlanBill.plan_id == ArrearsPlan.id))
        .where(
            PlanBill.estate_id == bill.estate_id,
            PlanBill.bill_id == bill.id,
            ArrearsPlan.state.in_([PlanState.RUNNING, PlanState.KEPT]),
        )
        .order_by(ArrearsPlan.id)
        .limit(1)
    )
    return day_of(at) if at else None
