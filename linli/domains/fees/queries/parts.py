"""The lines of bills that do not come from a price, and what price lines rest on."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, select, union_all

from linli.domains.fees.models import Bill, BillLine, BillPart, Tariff
from linli.domains.fees.rules import BillKind
from linli.platform.db import db


def parts(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[BillPart]:
    """What a bill is made of besides its price lines, in order."""
    return db.session.scalars(
        select(BillPart).filter_by(estate_id=estate_id, bill_id=bill_id).order_by(BillPart.position)
    ).all()


def bases(estate_id: uuid.UUID, tariff_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """The contract or decision that each price rests on."""
    rows = db.session.execute(
        select(Tariff.id, Tariff.basis).where(Tariff.estate_id == estate_id, Tariff.id.in_(tariff_ids))
    )
    return {row.id: row.basis for row in rows}


def bills_that_differ() -> Select[uuid.UUID, uuid.UUID]:
    """The bills whose lines do not add up to them, in every estate: none (FE-20)."""
    sides = union_all(
        select(Bill.estate_id, Bill.id.label("bill_id"), Bill.amount_fen.label("fen")).where(
            Bill.kind == BillKind.BILL
        ),
        select(BillLine.estate_id, BillLine.bill_id, -BillLine.amount_fen),
        select(BillPart.estate_id, BillPart.bill_id, -BillPart.amount_fen),
    ).subquery("side")
    return (
        select(sides.c.estate_id, sides.c.bill_id)
        .group_by(sides.c.estate_id, sides.c.bill_id)
        .having(func.sum(sides.c.fen) != 0)
    )
