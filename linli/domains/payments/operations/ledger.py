"""Writing in the books: entries first, then the transaction that closes them, all summing to zero."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, exists, func, insert, literal, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from linli.domains.fees.queries import bills
from linli.domains.payments.errors import Unbalanced
from linli.domains.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction
from linli.domains.payments.rules import AccountKind, Posting
from linli.kernel.ids import new_id
from linli.platform.db import db
from linli.platform.making_ids import IdHere
from linli.platform.prepared import prepared
from linli.platform.rows import write
from linli.platform.upsert import add_if_absent

NOBODY = uuid.UUID(int=0)
_ENTER = insert(cast("Table", LedgerEntry.__table__))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of what is booked: debit positive, credit negative."""

    kind: AccountKind
    amount_fen: int
    of_id: uuid.UUID = NOBODY
    channel: str = ""
    bill_id: uuid.UUID | None = None

    @property
    def account_key(self) -> tuple[str, uuid.UUID, str]:
        """What names its account within the estate."""
        return self.kind.value, self.of_id, self.channel


def post(
    *, estate_id: uuid.UUID, posting: Posting, source_id: uuid.UUID, sides: Sequence[Side], now: datetime
) -> None:
    """Book something once. Raises Unbalanced, and the database an IntegrityError for a second time."""
    written = [side for side in sides if side.amount_fen]
    if sum(side.amount_fen for side in written) or not written:
        raise Unbalanced(f"{posting} of {source_id}")
    transaction_id, known = new_id(), _accounts_of(estate_id, written)
    db.session.execute(
        _ENTER,
        [
            {
                "estate_id": estate_id,
                "id": new_id(),
                "transaction_id": transaction_id,
                "account_id": known[side.account_key],
                "bill_id": side.bill_id,
                "amount_fen": side.amount_fen,
            }
            for side in written
        ],
    )
    _close(estate_id, transaction_id, posting, source_id, now)


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of what is booked for a source, where the account is known already."""

    source_id: uuid.UUID
    account_id: uuid.UUID
    amount_fen: int
    bill_id: uuid.UUID | None = None


def post_many(*, estate_id: uuid.UUID, posting: Posting, entries: Sequence[Entry], now: datetime) -> None:
    """Book many sources in two statements, a transaction each. Raises Unbalanced."""
    sums: Counter[uuid.UUID] = Counter()
    for one in entries:
        sums[one.source_id] += one.amount_fen
    if any(sums.values()):
        raise Unbalanced(f"{posting} of {estate_id}")
    transactions = {source_id: new_id() for source_id in sums}
    db.session.execute(
        insert(LedgerEntry),
        [
            {
                "estate_id": estate_id,
                "id": new_id(),
                "transaction_id": transactions[one.source_id],
                "account_id": one.account_id,
                "bill_id": one.bill_id,
                "amount_fen": one.amount_fen,
            }
            for one in entries
        ],
        execution_options={"render_nulls": True},  # entries with and without a bill in one statement
    )
    db.session.execute(
        insert(LedgerTransaction),
        [
            {"estate_id": estate_id, "id": made, "posting": posting, "source_id": source_id, "at": now}
            for source_id, made in transactions.items()
        ],
    )


def post_run(
    *, estate_id: uuid.UUID, run_id: uuid.UUID, item_id: uuid.UUID, earned: AccountKind, now: datetime
) -> None:
    """Book the bills of a run in a few statements: each unit owes its bill, what the item earns is their sum."""
    issued = bills.run_bills(bills.run(estate_id=estate_id, run_id=run_id)).subquery("issued")
    _open_receivables(issued, now)
    transaction_id = new_id()
    # asked bill by bill with the whole key: a join would be planned as if a new estate had one account
    owing = select(LedgerAccount.id).where(*_receivable_of(issued.c)).scalar_subquery()
    debit = select(
        issued.c.estate_id,
        IdHere(now).label("id"),
        literal(transaction_id).label("transaction_id"),
        owing.label("account_id"),
        issued.c.id.label("bill_id"),
        issued.c.amount_fen,
    )
    names = ["estate_id", "id", "transaction_id", "account_id", "bill_id", "amount_fen"]
    db.session.execute(insert(LedgerEntry).from_select(names, debit, include_defaults=False))
    total = db.session.scalar(select(func.sum(issued.c.amount_fen)))
    income = {
        "estate_id": estate_id,
        "id": new_id(),
        "transaction_id": transaction_id,
        "account_id": account(estate_id, earned, of_id=item_id),
        "bill_id": None,
        "amount_fen": -int(total or 0),
    }
    db.session.execute(insert(LedgerEntry), [income])
    _close(estate_id, transaction_id, Posting.BILLS_ISSUED, run_id, now)


def earned_by(estate_id: uuid.UUID, run_id: uuid.UUID) -> AccountKind:
    """Whose a run's bills were booked as: the company's income, or the owners' rent."""
    found = db.session.scalar(
        select(LedgerAccount.kind)
        .join(
            LedgerEntry,
            (LedgerEntry.estate_id == LedgerAccount.estate_id) & (LedgerEntry.account_id == LedgerAccount.id),
        )
        .join(
            LedgerTransaction,
            (LedgerTransaction.estate_id == LedgerEntry.estate_id)
            & (LedgerTransaction.id == LedgerEntry.transaction_id),
        )
        .where(
            LedgerTransaction.estate_id == estate_id,
            LedgerTransaction.posting == Posting.BILLS_ISSUED,
            LedgerTransaction.source_id == run_id,
            LedgerAccount.kind == AccountKind.OWNERS_RENT,
        )
        .limit(1)
    )
    return AccountKind(found or AccountKind.INCOME)


def account(
    estate_id: uuid.UUID, kind: AccountKind, *, of_id: uuid.UUID = NOBODY, channel: str = ""
) -> uuid.UUID:
    """The id of an account, opened when it is first needed."""
    key = {"estate_id": estate_id, "kind": kind, "of_id": of_id, "channel": channel}
    asked = select(LedgerAccount.id).filter_by(**key)
    found = db.session.scalar(asked)
    if found is None:
        add_if_absent(LedgerAccount, id=new_id(), **key)
        found = db.session.execute(asked).scalar_one()
    return found


def _accounts_of(estate_id: uuid.UUID, sides: Sequence[Side]) -> dict[tuple[str, uuid.UUID, str], uuid.UUID]:
    """The accounts of some sides, asked for together; those that are missing are opened."""
    rows = db.session.execute(*_named(estate_id=estate_id, keys=[side.account_key for side in sides]))
    known = {(row[0], row[1], row[2]): row[3] for row in rows}
    for side in sides:
        if side.account_key not in known:
            known[side.account_key] = account(estate_id, side.kind, of_id=side.of_id, channel=side.channel)
    return known


@prepared
def _named(estate_id: Any, keys: Any) -> Select[str, uuid.UUID, str, uuid.UUID]:
    one = LedgerAccount
    key = tuple_(one.kind, one.of_id, one.channel)
    return select(one.kind, one.of_id, one.channel, one.id).where(one.estate_id == estate_id, key.in_(keys))


def accounts(estate_id: uuid.UUID, kind: AccountKind) -> dict[uuid.UUID, uuid.UUID]:
    """The ids of an estate's accounts of a kind, by whose they are."""
    rows = db.session.execute(
        select(LedgerAccount.of_id, LedgerAccount.id).filter_by(estate_id=estate_id, kind=kind)
    )
    return {row[0]: row[1] for row in rows}


def _open_receivables(issued: object, now: datetime) -> None:
    units = issued.c  # type: ignore[attr-defined]
    wanted = (
        select(
            units.estate_id,
            IdHere(now).label("id"),
            literal(AccountKind.RECEIVABLE.value).label("kind"),
            units.unit_id.label("of_id"),
            literal("").label("channel"),
        )
        .where(~exists().where(*_receivable_of(units)))  # nearly every month, nearly all are open already
        .group_by(units.estate_id, units.unit_id)
    )
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    names = ["estate_id", "id", "kind", "of_id", "channel"]
    db.session.execute(
        make(LedgerAccount).from_select(names, wanted, include_defaults=False).on_conflict_do_nothing()
    )


def _receivable_of(units: Any) -> tuple[ColumnElement[bool], ...]:
    """What names the account of what a unit owes: its whole key."""
    return (
        LedgerAccount.estate_id == units.estate_id,
        LedgerAccount.kind == AccountKind.RECEIVABLE,
        LedgerAccount.of_id == units.unit_id,
        LedgerAccount.channel == "",
    )


def _close(
    estate_id: uuid.UUID, transaction_id: uuid.UUID, posting: Posting, source_id: uuid.UUID, now: datetime
) -> None:
    made = LedgerTransaction(
        estate_id=estate_id, id=transaction_id, posting=posting, source_id=source_id, at=now
    )
    write(made)
