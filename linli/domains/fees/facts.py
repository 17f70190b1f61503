"""The named facts that this room offers to the rating, each one SQL set over all estates."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from linli.domains.fees.models import Bill, BillSettlement
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Collection:
    """当期收缴率 of one estate, by amount and by household: what was due, and what of it had come in.

    Red bills and what they take back count on both sides of nothing: the due sum is net.
    """

    estate_id: uuid.UUID
    due_fen: int
    paid_fen: int
    households: int
    households_paid: int


def collection(
    *, since_on: date, until_on: date, cut_off: datetime, estate_id: uuid.UUID | None = None
) -> list[Collection]:
    """For bills due from one day to another, what had been paid before the cut-off (domain rules §2.2).

    A household (a unit) has paid when all that it owed for those days is settled.
    """
    due = select(Bill.estate_id, Bill.unit_id, func.sum(Bill.amount_fen).label("due")).where(
        Bill.due_on.between(since_on, until_on)
    )
    paid = (
        select(Bill.estate_id, Bill.unit_id, func.sum(BillSettlement.amount_fen).label("paid"))
        .join(
            BillSettlement, (BillSettlement.estate_id == Bill.estate_id) & (BillSettlement.bill_id == Bill.id)
        )
        .where(Bill.due_on.between(since_on, until_on), BillSettlement.at < cut_off)
    )
    if estate_id is not None:
        due, paid = due.where(Bill.estate_id == estate_id), paid.where(Bill.estate_id == estate_id)
    owed = due.group_by(Bill.estate_id, Bill.unit_id).subquery()
    came = paid.group_by(Bill.estate_id, Bill.unit_id).subquery()
    came_in = func.coalesce(came.c.paid, 0)
    rows = db.session.execute(
        select(
            owed.c.estate_id,
            func.sum(owed.c.due),
            func.sum(came_in),
            func.count(),
            func.sum(case((came_in >= owed.c.due, 1), else_=0)),
        )
        .outerjoin(came, (came.c.estate_id == owed.c.estate_id) & (came.c.unit_id == owed.c.unit_id))
        .where(owed.c.due > 0)
        .group_by(owed.c.estate_id)
        .order_by(owed.c.estate_id)
    )
    return [Collection(place, *(int(value) for value in figures)) for place, *figures in rows]
