"""What the owners of some units owe, as rows to work with: no names, nothing to show."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from linli.domains.fees.models import Bill, BillSettlement
from linli.domains.fees.queries import arrears, bills
from linli.domains.fees.rules import Liable
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Owed:
    """A bill with what is open on it."""

    bill_id: uuid.UUID
    unit_id: uuid.UUID
    due_on: date
    open_fen: int


def of_units(estate_id: uuid.UUID, units: Select[Any]) -> list[Owed]:
    """What is open on the undisputed bills of the owners of some units (a set of ids), unit by unit.

    What a developer owes is not theirs.
    """
    paid = bills.settled_sums().where(BillSettlement.estate_id == estate_id).subquery()
    rows = db.session.execute(
        select(Bill.id, Bill.unit_id, Bill.due_on, Bill.amount_fen - func.coalesce(paid.c.amount_fen, 0))
        .outerjoin(paid, (paid.c.estate_id == Bill.estate_id) & (paid.c.bill_id == Bill.id))
        .where(open_of(estate_id, units))
        .order_by(Bill.unit_id, Bill.id)
    )
    return [Owed(row[0], row[1], row[2], int(row[3])) for row in rows]


def open_of(estate_id: uuid.UUID, units: Select[Any]) -> ColumnElement[bool]:
    """Which bills those are."""
    return (
        (Bill.estate_id == estate_id)
        & Bill.unit_id.in_(units)
        & (Bill.liable == Liable.OWNER)
        & bills.owing()
        & ~arrears.disputed()
    )
