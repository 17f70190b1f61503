"""Rent of common places that was paid and still lies with the company: the owners' (民法典第282条)."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from linli.domains.fees.queries import items
from linli.domains.payments.models import LedgerAccount, LedgerEntry
from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Rent:
    """An item whose rent is the owners', with what was paid of it and not passed on yet."""

    item_id: uuid.UUID
    name: str
    waiting_fen: int


def rents(estate_id: uuid.UUID) -> list[Rent]:
    """The items that were ever billed as the owners' rent, with what waits to be passed on; an estate has a few."""
    named = {one.id: one.name for one in items.items(estate_id)}
    billed = db.session.scalars(
        select(LedgerAccount.of_id)
        .filter_by(estate_id=estate_id, kind=AccountKind.OWNERS_RENT)
        .order_by(LedgerAccount.of_id)
    )
    return [Rent(one, named[one], waiting_fen(estate_id, one)) for one in billed]


def waiting_fen(estate_id: uuid.UUID, item_id: uuid.UUID) -> int:
    """What was paid of an item's rent and not passed on: all that was billed, less what is open, less what went on."""
    issue, owing = aliased(LedgerEntry), aliased(LedgerEntry)
    earned, receivable = aliased(LedgerAccount), aliased(LedgerAccount)
    billed = (
        select(issue.transaction_id)
        .join(earned, (earned.estate_id == issue.estate_id) & (earned.id == issue.account_id))
        .where(
            issue.estate_id == estate_id,
            earned.kind == AccountKind.OWNERS_RENT,
            earned.of_id == item_id,
            issue.amount_fen < 0,
        )
    )
    bills = select(owing.bill_id).where(
        owing.estate_id == estate_id, owing.transaction_id.in_(billed), owing.bill_id.is_not(None)
    )
    still_open = db.session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(
            receivable,
            (receivable.estate_id == LedgerEntry.estate_id) & (receivable.id == LedgerEntry.account_id),
        )
        .where(
            LedgerEntry.estate_id == estate_id,
            receivable.kind == AccountKind.RECEIVABLE,
            LedgerEntry.bill_id.in_(bills),
        )
    )
    return max(0, held.balance_fen(estate_id, AccountKind.OWNERS_RENT, item_id) - int(still_open or 0))
