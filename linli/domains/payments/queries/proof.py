"""Proving the books: what the auditor asks every night, and a test at every step (check E-14)."""

import uuid
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, func, select, union_all

from linli.domains.fees.queries import bills, parts
from linli.domains.payments.models import Deposit, LedgerAccount, LedgerEntry, Payment, Refund
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.deposits import DepositState
from linli.domains.payments.rules.refunds import RefundState
from linli.platform.db import db

Rows = Select[uuid.UUID, uuid.UUID]
NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in an estate's books that does not hold."""

    what: str
    estate_id: uuid.UUID
    object_id: uuid.UUID


def faults() -> list[Fault]:
    """All that does not hold, in every estate: an empty list is the proof."""
    return [
        Fault(what, estate_id, object_id)
        for what, question in _asked().items()
        for estate_id, object_id in db.session.execute(question)
    ]


@cache
def _asked() -> dict[str, Rows]:
    return {
        "unbalanced_transaction": _unbalanced(),
        "bill_differs_from_ledger": _bills_that_differ(),
        "bill_over_settled": _over_settled(),
        "bill_differs_from_lines": parts.bills_that_differ(),
        "payment_differs_from_ledger": _payments_that_differ(),
        "refund_differs_from_ledger": _refunds_that_differ(),
        "more_given_than_paid": _over_given(),
        "less_than_nothing_held": _below_zero(),
        "deposit_differs_from_ledger": _deposits_that_differ(),
    }


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
    """Money in each way's clearing account must be the sum of that way's payments without what was given back."""
    moved = union_all(
        select(Payment.estate_id, Payment.channel, Payment.amount_fen.label("fen")),
        select(Refund.estate_id, Payment.channel, -Refund.amount_fen)
        .join(Payment, (Payment.estate_id == Refund.estate_id) & (Payment.id == Refund.payment_id))
        .where(Refund.state == RefundState.DONE),
    ).subquery()
    paid = (
        select(moved.c.estate_id, moved.c.channel, func.sum(moved.c.fen).label("paid"))
        .group_by(moved.c.estate_id, moved.c.channel)
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


def _refunds_that_differ() -> Rows:
    """What is on its way back to a payer must be the sum of his refunds that have no end yet."""
    on_the_way = (RefundState.REQUESTED, RefundState.APPROVED, RefundState.PROCESSING)
    sides = union_all(
        select(
            Refund.estate_id,
            func.coalesce(Refund.account_id, NOBODY).label("of_id"),
            Refund.amount_fen.label("fen"),
        ).where(Refund.state.in_(on_the_way)),
        select(LedgerAccount.estate_id, LedgerAccount.of_id, LedgerEntry.amount_fen)
        .join(
            LedgerEntry,
            (LedgerEntry.estate_id == LedgerAccount.estate_id) & (LedgerEntry.account_id == LedgerAccount.id),
        )
        .where(LedgerAccount.kind == AccountKind.REFUNDING),
    ).subquery()
    return (
        select(sides.c.estate_id, sides.c.of_id)
        .group_by(sides.c.estate_id, sides.c.of_id)
        .having(func.sum(sides.c.fen) != 0)
    )


def _deposits_that_differ() -> Rows:
    """What the ledger holds as a deposit must be its whole sum while it is held, and nothing before and after."""
    sides = union_all(
        select(Deposit.estate_id, Deposit.id.label("of_id"), Deposit.amount_fen.label("fen")).where(
            Deposit.state == DepositState.HELD
        ),
        select(LedgerAccount.estate_id, LedgerAccount.of_id, LedgerEntry.amount_fen)
        .join(
            LedgerEntry,
            (LedgerEntry.estate_id == LedgerAccount.estate_id) & (LedgerEntry.account_id == LedgerAccount.id),
        )
        .where(LedgerAccount.kind == AccountKind.DEPOSIT),
    ).subquery()
    return (
        select(sides.c.estate_id, sides.c.of_id)
        .group_by(sides.c.estate_id, sides.c.of_id)
        .having(func.sum(sides.c.fen) != 0)
    )


def _over_given() -> Rows:
    """Never more goes back than came by a payment (check E-11)."""
    gone = (RefundState.FAILED, RefundState.DECLINED)
    return (
        select(Refund.estate_id, Refund.payment_id)
        .join(Payment, (Payment.estate_id == Refund.estate_id) & (Payment.id == Refund.payment_id))
        .where(Refund.state.not_in(gone))
        .group_by(Refund.estate_id, Refund.payment_id)
        .having(func.sum(Refund.amount_fen) > func.max(Payment.amount_fen))
    )


def _below_zero() -> Rows:
    """What is held for somebody is never less than nothing."""
    held = (AccountKind.SURPLUS, AccountKind.PREPAID, AccountKind.REFUNDING, AccountKind.DEPOSIT)
    return (
        select(LedgerEntry.estate_id, LedgerEntry.account_id)
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .where(LedgerAccount.kind.in_(held))
        .group_by(LedgerEntry.estate_id, LedgerEntry.account_id)
        .having(func.sum(LedgerEntry.amount_fen) > 0)
    )
