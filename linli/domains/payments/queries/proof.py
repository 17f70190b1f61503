"""Proving the books: what the auditor asks every night, and a test at every step (check E-14)."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Select, func, select, union_all

from linli.domains.fees.queries import bills
from linli.domains.payments.models import LedgerAccount, LedgerEntry, Payment
from linli.domains.payments.rules import AccountKind
from linli.platform.db import db

Rows = Select[uuid.UUID, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in an estate's books that does not hold."""

    what: str
    estate_id: uuid.UUID
    object_id: uuid.UUID


def faults() -> list[Fault]:
    """All that does not hold, in every estate: an empty list is the proof."""
    asked = {
        "unbalanced_transaction": _unbalanced(),
        "bill_differs_from_ledger": _bills_that_differ(),
        "bill_over_settled": _over_settled(),
        "payment_differs_from_ledger": _payments_that_differ(),
    }
    return [
        Fault(what, estate_id, object_id)
        for what, question in asked.items()
        for estate_id, object_id in db.session.execute(question)
    ]


def _unbalanced() -> Rows:
    return (
        select(LedgerEntry.estate_id, LedgerEntry.transaction_id)
        .group_by(LedgerEntry.estate_id, LedgerEntry.transaction_id)
        .having(func.sum(LedgerEntry.amount_fen) != 0)
    )


def _bills_that_differ() -> Rows:
    """What a bill still owes must be what the ledger holds as receivable for it."""
    issued, settled = bills.issued_amounts().subquery(), bills.settled_sums().subquery()
    booked = (
        select(LedgerEntry.estate_id, LedgerEntry.bill_id, -LedgerEntry.amount_fen)
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .where(LedgerAccount.kind == AccountKind.RECEIVABLE, LedgerEntry.bill_id.is_not(None))
    )
    sides = union_all(
        select(issued.c.estate_id, issued.c.bill_id, issued.c.amount_fen.label("owed")),
        select(settled.c.estate_id, settled.c.bill_id, -settled.c.amount_fen),
        booked,
    ).subquery()
    return (
        select(sides.c.estate_id, sides.c.bill_id)
        .group_by(sides.c.estate_id, sides.c.bill_id)
        .having(func.sum(sides.c.owed) != 0)
    )


def _over_settled() -> Rows:
    issued, settled = bills.issued_amounts().subquery(), bills.settled_sums().subquery()
    return (
        select(settled.c.estate_id, settled.c.bill_id)
        .join(issued, (issued.c.estate_id == settled.c.estate_id) & (issued.c.bill_id == settled.c.bill_id))
        .where((settled.c.amount_fen > issued.c.amount_fen) | (settled.c.amount_fen < 0))
    )


def _payments_that_differ() -> Rows:
    """Money in each way's clearing account must be the sum of that way's payments."""
    paid = (
        select(Payment.estate_id, Payment.channel, func.sum(Payment.amount_fen).label("paid"))
        .group_by(Payment.estate_id, Payment.channel)
        .subquery()
    )
    cleared = (
        select(LedgerEntry.estate_id, LedgerEntry.account_id, func.sum(LedgerEntry.amount_fen).label("held"))
        .group_by(LedgerEntry.estate_id, LedgerEntry.account_id)
        .subquery()
    )
    return (
        select(LedgerAccount.estate_id, LedgerAccount.id)
        .outerjoin(
            paid, (paid.c.estate_id == LedgerAccount.estate_id) & (paid.c.channel == LedgerAccount.channel)
        )
        .outerjoin(
            cleared,
            (cleared.c.estate_id == LedgerAccount.estate_id) & (cleared.c.account_id == LedgerAccount.id),
        )
        .where(
            LedgerAccount.kind == AccountKind.CLEARING,
            func.coalesce(paid.c.paid, 0) != func.coalesce(cleared.c.held, 0),
        )
    )
