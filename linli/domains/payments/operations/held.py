"""Using what was paid too much: it goes to one's bills, or is prepaid for a unit."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from linli.domains.fees.operations import bills as fees
from linli.domains.fees.queries import bills
from linli.domains.fees.queries.bills import BillView
from linli.domains.payments.errors import NothingHeld, NothingToPay
from linli.domains.payments.models import Allocation, LedgerAccount
from linli.domains.payments.operations import ledger
from linli.domains.payments.queries import ahead, held
from linli.domains.payments.rules import AccountKind, Debt, Posting, apply_payment
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def use_surplus(
    *, actor: Actor, estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID], now: datetime
) -> Allocation:
    """Put one's surplus to one's household's open bills, those that one names first (民法典第560、561条).

    Raises Unknown for a bill that is not one's own, NothingHeld, NothingToPay.
    """
    bills.own_bills_named(actor, estate_id, bill_ids)
    owed = bills.own_bills(actor, estate_id, open_only=True)
    return _use(actor=actor, estate_id=estate_id, owed=owed, designated=bill_ids, now=now)


def prepay(*, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, amount_fen: int, now: datetime) -> None:
    """Keep part of one's surplus for a unit's next bills.

    Raises Unknown for a unit not one's own, TooMuchAhead, NothingHeld.
    """
    ahead.check(actor=actor, estate_id=estate_id, unit_id=unit_id, amount_fen=amount_fen, on=day_of(now))
    if not 0 < amount_fen <= locked_fen(estate_id, AccountKind.SURPLUS, actor.account_id):
        raise NothingHeld
    ledger.post(
        estate_id=estate_id,
        posting=Posting.PREPAID,
        source_id=new_id(),
        sides=[
            ledger.Side(AccountKind.SURPLUS, amount_fen, of_id=actor.account_id),
            ledger.Side(AccountKind.PREPAID, -amount_fen, of_id=unit_id),
        ],
        now=now,
    )
    audit.record(
        "payments:prepaid:keep",
        object_kind="unit",
        object_id=unit_id,
        estate_id=estate_id,
        amount_fen=amount_fen,
    )


def locked_fen(estate_id: uuid.UUID, kind: AccountKind, of_id: uuid.UUID) -> int:
    """What an account holds, kept from everybody else until the end of the transaction."""
    account_id = ledger.account(estate_id, kind, of_id=of_id)
    db.session.execute(
        select(LedgerAccount.id).filter_by(estate_id=estate_id, id=account_id).with_for_update()
    )
    return held.balance_fen(estate_id, kind, of_id)


def _use(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    owed: Sequence[BillView],
    designated: Sequence[uuid.UUID],
    now: datetime,
) -> Allocation:
    origin, of_id = AccountKind.SURPLUS, actor.account_id
    holds = locked_fen(estate_id, origin, of_id)
    if holds <= 0:
        raise NothingHeld
    debts = [Debt(one.bill.id, one.bill.due_on, one.open_fen) for one in owed]
    applied, _ = apply_payment(amount_fen=holds, debts=debts, today=day_of(now), designated=designated)
    allocation_id, units = new_id(), {one.bill.id: one.bill.unit_id for one in owed}
    wanted = {one.debt_id: one.total_fen for one in applied}
    settled = fees.settle(estate_id=estate_id, wanted=wanted, source_id=allocation_id, now=now)
    if not settled:
        raise NothingToPay
    made = Allocation(
        id=allocation_id,
        estate_id=estate_id,
        origin=origin,
        of_id=of_id,
        amount_fen=sum(settled.values()),
        made_by=actor.account_id,
        at=now,
    )
    db.session.add(made)
    sides = [ledger.Side(origin, made.amount_fen, of_id=of_id)] + [
        ledger.Side(AccountKind.RECEIVABLE, -amount, of_id=units[bill_id], bill_id=bill_id)
        for bill_id, amount in settled.items()
    ]
    ledger.post(estate_id=estate_id, posting=Posting.SURPLUS_USED, source_id=made.id, sides=sides, now=now)
    audit.record("payments:held:use", object_kind="allocation", object_id=made.id, estate_id=estate_id)
    return made
