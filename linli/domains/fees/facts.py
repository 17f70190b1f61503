"""The named facts that this room offers to the rating, each one SQL set over all estates."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select

from linli.domains.estates import queries as estates
from linli.domains.fees.models import Bill, BillSettlement
from linli.platform.db import db
from linli.platform.facts import Fact, Period


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


def _collected(period: Period) -> Select[*tuple[Any, ...]]:
    """What each unit owed for bills due in the year, net of what was taken back, and what of it had come in."""
    due = Bill.due_on.between(period.since_on, period.until_on)
    owed = (
        select(
            Bill.estate_id,
            Bill.unit_id,
            func.sum(Bill.amount_fen).label("due"),
            func.max(Bill.due_on).label("at"),
        )
        .where(due)
        .group_by(Bill.estate_id, Bill.unit_id)
        .subquery()
    )
    of_bill = (BillSettlement.estate_id == Bill.estate_id) & (BillSettlement.bill_id == Bill.id)
    came = (
        select(Bill.estate_id, Bill.unit_id, func.sum(BillSettlement.amount_fen).label("paid"))
        .join(BillSettlement, of_bill)
        .where(due, BillSettlement.at < period.as_of)
        .group_by(Bill.estate_id, Bill.unit_id)
        .subquery()
    )
    places = estates.unit_rows().subquery()
    return (
        select(
            owed.c.estate_id,
            owed.c.unit_id.label("id"),
            owed.c.at,
            places.c.label.label("words"),
            func.coalesce(came.c.paid, literal(0)).label("part"),
            owed.c.due.label("whole"),
        )
        .join(places, (places.c.estate_id == owed.c.estate_id) & (places.c.id == owed.c.unit_id))
        .outerjoin(came, (came.c.estate_id == owed.c.estate_id) & (came.c.unit_id == owed.c.unit_id))
        .where(owed.c.due > 0)
    )


STAR = (
    Fact(
        name="fees.collection_rate",
        title="物业费收缴率",
        counts="其中已收到的金额（分）",
        of="当年到期的账单金额（分）",
        rows=_collected,
        private=True,
    ),
)
