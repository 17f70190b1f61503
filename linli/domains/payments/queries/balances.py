"""What a month of the books adds up to: its trial balance, and its vouchers for accounting software."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, literal, select

from linli.domains.fees.queries import items
from linli.domains.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.queries.orders import way_title
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.commons import Category
from linli.domains.payments.rules.periods import Month, Subject, subject_of, summary_of
from linli.kernel.times import day_of
from linli.platform.db import db

AT_ONCE = 500
NOBODY = uuid.UUID(int=0)
_COMMON = (AccountKind.COMMON_INCOME, AccountKind.COMMON_SPENDING)


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account of the trial balance: debits positive, credits negative, in fen."""

    subject: Subject
    detail: str
    opening_fen: int
    debit_fen: int
    credit_fen: int

    @property
    def closing_fen(self) -> int:
        """What it stands at in the end."""
        return self.opening_fen + self.debit_fen - self.credit_fen


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One line of a voucher: either the debit or the credit is zero."""

    number: int
    on: date
    summary: str
    subject: Subject
    detail: str
    debit_fen: int
    credit_fen: int


def trial_balance(estate_id: uuid.UUID, month: Month) -> list[TrialLine]:
    """Every account with what it held, what moved in a month and what it holds: the columns' sums agree."""
    amount, at = LedgerEntry.amount_fen, LedgerTransaction.at
    within = and_(at >= month.since_at, at < month.until_at)
    of_item = _of_item()
    rows = db.session.execute(
        select(
            LedgerAccount.kind,
            LedgerAccount.channel,
            of_item,
            func.sum(case((at < month.since_at, amount), else_=0)),
            func.sum(case((and_(within, amount > 0), amount), else_=0)),
            func.sum(case((and_(within, amount < 0), -amount), else_=0)),
        )
        .join(
            LedgerEntry,
            (LedgerEntry.estate_id == LedgerAccount.estate_id) & (LedgerEntry.account_id == LedgerAccount.id),
        )
        .join(
            LedgerTransaction,
            (LedgerTransaction.estate_id == LedgerEntry.estate_id)
            & (LedgerTransaction.id == LedgerEntry.transaction_id),
        )
        .where(LedgerAccount.estate_id == estate_id, at < month.until_at)
        .group_by(LedgerAccount.kind, LedgerAccount.channel, "of_item")
    )
    named = _details(estate_id)
    lines = [
        TrialLine(
            subject_of(kind, channel), named.of(kind, channel, of_id), int(opening), int(debit), int(credit)
        )
        for kind, channel, of_id, opening, debit, credit in rows
    ]
    return sorted(lines, key=lambda one: (one.subject, one.detail))


def moved(estate_id: uuid.UUID, month: Month) -> tuple[int, int]:
    """How many transactions a month has, and what they move in debits."""
    inside = (
        LedgerTransaction.estate_id == estate_id,
        LedgerTransaction.at >= month.since_at,
        LedgerTransaction.at < month.until_at,
    )
    count = db.session.scalar(select(func.count()).select_from(LedgerTransaction).where(*inside))
    debit = db.session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(
            LedgerTransaction,
            (LedgerTransaction.estate_id == LedgerEntry.estate_id)
            & (LedgerTransaction.id == LedgerEntry.transaction_id),
        )
        .where(*inside, LedgerEntry.amount_fen > 0)
    )
    return int(count or 0), int(debit or 0)


def voucher_pages(estate_id: uuid.UUID, month: Month) -> Iterator[list[VoucherLine]]:
    """The vouchers of a month, one a transaction, numbered from 1 in the order of booking, a few hundred at a time.

    What many units owe by one bill run is one line: the software of accountants keeps no units.
    """
    named, number, after = _details(estate_id), 0, NOBODY
    at: datetime = month.since_at
    while True:
        found = db.session.execute(
            select(LedgerTransaction.id, LedgerTransaction.at, LedgerTransaction.posting)
            .where(
                LedgerTransaction.estate_id == estate_id,
                LedgerTransaction.at < month.until_at,
                (LedgerTransaction.at > at) | ((LedgerTransaction.at == at) & (LedgerTransaction.id > after)),
            )
            .order_by(LedgerTransaction.at, LedgerTransaction.id)
            .limit(AT_ONCE)
        ).all()
        if not found:
            return
        sides, page = _sides(estate_id, [row.id for row in found]), []
        for number, row in enumerate(found, number + 1):  # noqa: B020 - goes on where the last page ended
            page += _voucher(number, row.at, row.posting, sides.get(row.id, []), named)
        yield page
        at, after = found[-1].at, found[-1].id


def _voucher(
    number: int,
    at: datetime,
    posting: str,
    sides: Sequence[tuple[str, str, uuid.UUID, int, int]],
    named: "_Details",
) -> list[VoucherLine]:
    """The lines of one voucher: debits first, each account once a side."""
    lines = []
    for kind, channel, of_id, debit, credit in sides:
        subject, detail = subject_of(kind, channel), named.of(kind, channel, of_id)
        both = ((debit, 0), (0, credit))
        lines += [
            VoucherLine(number, day_of(at), summary_of(posting), subject, detail, *one)
            for one in both
            if any(one)
        ]
    return sorted(lines, key=lambda one: (one.debit_fen == 0, one.subject, one.detail))


def _sides(
    estate_id: uuid.UUID, transaction_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[tuple[str, str, uuid.UUID, int, int]]]:
    amount, of_item = LedgerEntry.amount_fen, _of_item()
    rows = db.session.execute(
        select(
            LedgerEntry.transaction_id,
            LedgerAccount.kind,
            LedgerAccount.channel,
            of_item,
            func.sum(case((amount > 0, amount), else_=0)),
            func.sum(case((amount < 0, -amount), else_=0)),
        )
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .where(LedgerEntry.estate_id == estate_id, LedgerEntry.transaction_id.in_(transaction_ids))
        .group_by(LedgerEntry.transaction_id, LedgerAccount.kind, LedgerAccount.channel, "of_item")
    )
    found: dict[uuid.UUID, list[tuple[str, str, uuid.UUID, int, int]]] = {}
    for of_transaction, kind, channel, of_id, debit, credit in rows:
        found.setdefault(of_transaction, []).append((kind, channel, of_id, int(debit), int(credit)))
    return found


def _of_item() -> ColumnElement[uuid.UUID]:
    """The fee item of an income account; nothing for accounts of units and payers, which are taken together."""
    of_items = LedgerAccount.kind.in_((AccountKind.INCOME, AccountKind.OWNERS_RENT))
    return case((of_items, LedgerAccount.of_id), else_=literal(NOBODY)).label("of_item")


@dataclass(frozen=True, slots=True)
class _Details:
    """The names of what lies under an account: items, ways to pay, kinds of common income."""

    items: dict[uuid.UUID, str]

    def of(self, kind: str, channel: str, of_id: uuid.UUID) -> str:
        """The name that goes beside the account."""
        if kind in _COMMON and channel in set(Category):
            return Category(channel).title
        return way_title(channel) if channel else self.items.get(of_id, "")


def _details(estate_id: uuid.UUID) -> _Details:
    return _Details({one.id: one.name for one in items.items(estate_id)})
