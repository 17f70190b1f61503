"""What was paid of an item's bills, for agreements that rest on it."""

import uuid
from datetime import date

from sqlalchemy import func, select

from linli.domains.fees.models import Bill, BillSettlement
from linli.kernel.times import start_of
from linli.platform.db import db


def of_item(estate_id: uuid.UUID, item_id: uuid.UUID, *, since_on: date) -> int:
    """What went to an item's bills since a day, less what was taken off them again."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(BillSettlement.amount_fen), 0))
        .join(Bill, (Bill.estate_id == BillSettlement.estate_id) & (Bill.id == BillSettlement.bill_id))
        .where(
            BillSettlement.estate_id == estate_id,
            Bill.item_id == item_id,
            BillSettlement.at >= start_of(since_on),
        )
    )
    return int(total or 0)
