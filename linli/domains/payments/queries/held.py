"""Money that an estate holds for people: surplus of payers, prepaid of units, on its way back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from linli.domains.payments.models import Allocation, LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.rules import AccountKind, Posting
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Prepaid:
    """What is prepaid for a unit, and the account that holds it."""

    unit_id: uuid.UUID
    account_id: uuid.UUID
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of what is held: more (positive) or less, to `balance_fen`."""

    at: datetime
    posting: Posting
    amount_fen: int
    balance_fen: int


def balance_fen(
    estate_id: uuid.UUID,
    kind: AccountKind,
    of_id: uuid.UUID,
    *,
    channel: str = "",
    at: datetime | None = None,
) -> int:
    """What an account holds, counted from its entries: credits positive, as people read it.

    With `at`, what it held at that moment (PA-30).
    """
    query = (
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .where(
            LedgerAccount.estate_id == estate_id,
            LedgerAccount.kind == kind,
            LedgerAccount.of_id == of_id,
            LedgerAccount.channel == channel,
        )
    )
    if at is not None:
        query = query.join(
            LedgerTransaction,
            (LedgerTransaction.estate_id == LedgerEntry.estate_id)
            & (LedgerTransaction.id == LedgerEntry.transaction_id),
        ).where(LedgerTransaction.at <= at)
    return -int(db.session.scalar(query) or 0)


def movements(estate_id: uuid.UUID, kind: AccountKind, of_id: uuid.UUID, *, most: int = 50) -> list[Movement]:
    """What moved an account, the newest first, with what it held after each."""
    credit = -LedgerEntry.amount_fen
    moves = (
        select(
            LedgerTransaction.id,
            LedgerTransaction.at,
            LedgerTransaction.posting,
            credit.label("amount_fen"),
            func.sum(credit).over(order_by=(LedgerTransaction.id, LedgerEntry.id)).label("balance_fen"),
        )
        .select_from(LedgerEntry)
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .join(
            LedgerTransaction,
            (LedgerTransaction.estate_id == LedgerEntry.estate_id)
            & (LedgerTransaction.id == LedgerEntry.transaction_id),
        )
        .where(LedgerAccount.estate_id == estate_id, LedgerAccount.kind == kind, LedgerAccount.of_id == of_id)
        .subquery()
    )
    rows = db.session.execute(select(moves).order_by(moves.c.id.desc()).limit(most))
    return [Movement(row.at, Posting(row.posting), row.amount_fen, int(row.balance_fen)) for row in rows]


def allocations(estate_id: uuid.UUID, of_id: uuid.UUID) -> Sequence[Allocation]:
    """What was done with the money held for a payer or a unit, the newest first; at most a hundred."""
    return db.session.scalars(
        select(Allocation)
        .filter_by(estate_id=estate_id, of_id=of_id)
        .order_by(Allocation.id.desc())
        .limit(100)
    ).all()


def prepaid(estate_id: uuid.UUID, *, lock: bool = False) -> list[Prepaid]:
    """The units for which something is prepaid, with how much; `lock` keeps it until the end of the transaction."""
    if lock:
        found = select(LedgerAccount.id).filter_by(estate_id=estate_id, kind=AccountKind.PREPAID)
        db.session.execute(found.order_by(LedgerAccount.id).with_for_update())
    query = _prepaid(estate_id).with_only_columns(
        LedgerAccount.of_id, LedgerAccount.id, -func.sum(LedgerEntry.amount_fen)
    )
    return [Prepaid(row[0], row[1], int(row[2])) for row in db.session.execute(query)]


def prepaid_units(estate_id: uuid.UUID) -> Select[Any]:
    """The units for which something is prepaid, as a set of ids."""
    return _prepaid(estate_id).with_only_columns(LedgerAccount.of_id)


def _prepaid(estate_id: uuid.UUID) -> Select[Any]:
    return (
        select(LedgerAccount.of_id)
        .join(
            LedgerEntry,
            (LedgerEntry.estate_id == LedgerAccount.estate_id) & (LedgerEntry.account_id == LedgerAccount.id),
        )
        .where(LedgerAccount.estate_id == estate_id, LedgerAccount.kind == AccountKind.PREPAID)
        .group_by(LedgerAccount.of_id, LedgerAccount.id)
        .having(func.sum(LedgerEntry.amount_fen) < 0)
    )
