"""What was paid of an item's bills, for agreements that rest on it, and of each kind, for those it belongs to."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, select

from linli.domains.fees.models import Bill, BillSettlement, FeeItem
from linli.domains.fees.rules import ItemKind
from linli.domains.fees.rules.places import PlaceOf
from linli.kernel.times import end_of, start_of
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


def by_kind(estate_id: uuid.UUID, days: Sequence[date]) -> dict[tuple[date, ItemKind, PlaceOf], int]:
    """What went to bills of each kind (and owner of places) on each of these days, less what was taken off again."""
    if not days:
        return {}
    day = case(*[(BillSettlement.at < end_of(one), place) for place, one in enumerate(days)])
    rows = db.session.execute(
        select(day.label("day"), FeeItem.kind, FeeItem.place_of, func.sum(BillSettlement.amount_fen))
        .join(Bill, (Bill.estate_id == BillSettlement.estate_id) & (Bill.id == BillSettlement.bill_id))
        .join(FeeItem, (FeeItem.estate_id == Bill.estate_id) & (FeeItem.id == Bill.item_id))
        .where(
            BillSettlement.estate_id == estate_id,
            BillSettlement.at >= start_of(days[0]),
            BillSettlement.at < end_of(days[-1]),
        )
        .group_by("day", FeeItem.kind, FeeItem.place_of)
    )
    return {(days[day], ItemKind(kind), PlaceOf(whose)): int(total) for day, kind, whose, total in rows}
