"""Charging for being late, where the contract agreed it: once the bill is paid, as a bill of its own (民法典第585条)."""

from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from linli.domains.fees.errors import NotLate, TariffTaken
from linli.domains.fees.models import Bill, BillRun, FeeItem, LateTerm
from linli.domains.fees.operations import issuing
from linli.domains.fees.operations import items as setting
from linli.domains.fees.operations.issuing import Charge, Part
from linli.domains.fees.queries import bills, items
from linli.domains.fees.queries import late as queries
from linli.domains.fees.rules import ItemKind, Period
from linli.domains.fees.rules.late import days_late
from linli.domains.fees.rules.parts import PartKind
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db

ITEM = "违约金"
TO_PAY_WITHIN = timedelta(days=30)


def agree(
    *,
    actor: Actor,
    item: FeeItem,
    since_on: date,
    daily_ppm: int,
    cap_permille: int,
    basis: str,
    now: datetime,
) -> LateTerm:
    """Write down what the contract says of being late, for bills due from a day on. Raises TariffTaken, NotLate."""
    if item.name == ITEM:
        raise NotLate("违约金不再计违约金。")
    term = LateTerm(
        estate_id=item.estate_id,
        item_id=item.id,
        since_on=since_on,
        daily_ppm=daily_ppm,
        cap_permille=cap_permille,
        basis=basis,
        made_by=actor.account_id,
        made_at=now,
    )
    db.session.add(term)
    try:
        db.session.flush()
    except IntegrityError:
        raise TariffTaken(field_errors={"since_on": [TariffTaken.sentence]}) from None
    audit.record("fees:late_term:agree", object_kind="late_term", object_id=term.id, estate_id=item.estate_id)
    return term


def charge(*, actor: Actor, bill: Bill, now: datetime) -> BillRun:
    """Bill what being late came to, frozen on the day it was paid off; waiving it is taking this bill back.

    Raises NotLate where nothing was agreed, nothing was late, or it was charged before.
    """
    view = bills.views([bill])[0]
    paid = bills.settlements(bill.estate_id, bill.id)
    term = queries.term_of(bill)
    if view.open_fen or view.voided or not paid or term is None or queries.charged(bill):
        raise NotLate
    paid_on = max(day_of(one.at) for one in paid)
    amount = queries.accrued_fen(view, on=paid_on)
    if not amount:
        raise NotLate
    today = day_of(now)
    part = Part(
        kind=PartKind.LATE,
        words=f"{view.item_name}逾期 {days_late(bill.due_on, paid_on)} 天，{paid_on} 缴清",
        basis=term.basis,
        rate_mfen=None,
        whole_fen=bill.amount_fen,
        weight=term.daily_ppm,
        amount_fen=amount,
        source_id=bill.id,
    )
    return issuing.issue_parts(
        actor=actor,
        item=_item(actor, bill, now),
        period=Period(bill.since_on, bill.until_on),
        due_on=today + TO_PAY_WITHIN,
        charges=[Charge(bill.unit_id, (part,))],
        again=True,
        now=now,
    )


def _item(actor: Actor, bill: Bill, now: datetime) -> FeeItem:
    return items.item_by_name(bill.estate_id, ITEM) or setting.add_item(
        actor=actor, estate_id=bill.estate_id, name=ITEM, kind=ItemKind.OTHER, cycle_months=1, now=now
    )
