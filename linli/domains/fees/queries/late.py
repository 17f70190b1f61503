"""What is to be paid for being late, where the contract says so; by default nothing."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from linli.domains.fees.models import Bill, BillPart, LateTerm
from linli.domains.fees.queries import bills, planned
from linli.domains.fees.queries.bills import BillView
from linli.domains.fees.rules.late import Late, late_fen
from linli.domains.fees.rules.parts import PartKind
from linli.kernel.times import day_of
from linli.platform.db import db


def terms(estate_id: uuid.UUID, item_id: uuid.UUID) -> Sequence[LateTerm]:
    """Every agreed rate of an item, the newest first."""
    return db.session.scalars(
        select(LateTerm).filter_by(estate_id=estate_id, item_id=item_id).order_by(LateTerm.since_on.desc())
    ).all()


def term_of(bill: Bill) -> LateTerm | None:
    """What was agreed when the bill fell due."""
    known = terms(bill.estate_id, bill.item_id)
    return next((one for one in known if one.since_on <= bill.due_on), None)


def accrued_fen(view: BillView, *, on: date) -> int:
    """What being late has come to by a day; nothing on a late charge itself, nor without an agreed rate (FE-16).

    Nothing is added while an agreement to pay by instalments is kept.
    """
    on = min(on, planned.late_stops_on(view.bill) or on)
    term = term_of(view.bill) if on > view.bill.due_on and not view.voided else None
    if term is None:
        return 0
    paid = [(day_of(one.at), one.amount_fen) for one in bills.settlements(view.bill.estate_id, view.bill.id)]
    return late_fen(
        amount_fen=view.bill.amount_fen,
        due_on=view.bill.due_on,
        on=on,
        paid=paid,
        terms=Late(term.daily_ppm, term.cap_permille),
    )


def charged(bill: Bill) -> bool:
    """Whether a standing bill for being late with this one exists."""
    late, red = aliased(Bill), aliased(Bill)
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    BillPart.estate_id == bill.estate_id,
                    BillPart.source_id == bill.id,
                    BillPart.kind == PartKind.LATE,
                    late.estate_id == BillPart.estate_id,
                    late.id == BillPart.bill_id,
                    ~exists().where(red.estate_id == late.estate_id, red.corrects_id == late.id),
                )
            )
        )
    )
