"""Tables of the ledger, orders, payments and receipts.

What is booked is never changed. The database itself refuses a transaction that does not sum to zero:
its entries are written first, and writing the transaction's own row closes it.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.protection import Guard

_BALANCED = (
    "COALESCE((SELECT sum(entry.amount_fen) FROM ledger_entry entry"
    " WHERE entry.estate_id = NEW.estate_id AND entry.transaction_id = NEW.id), 1) <> 0"
)
_FROZEN = "estate_id, id, number, account_id, channel, amount_fen, currency, made_at"


class LedgerAccount(OfEstate, Model):
    """One account of an estate's books: what a unit owes, an item's income, a payer's surplus, a channel's clearing.

    `of_id` is the unit, item or payer (nil for a channel's); `channel` is empty but for clearing accounts.
    """

    __table_args__ = (UniqueConstraint("estate_id", "kind", "of_id", "channel"),)

    kind: Mapped[str]
    of_id: Mapped[uuid.UUID]
    channel: Mapped[str]


class LedgerTransaction(OfEstate, Model):
    """Something that was booked, once: it closes the entries that were written for it."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "posting", "source_id"),)
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER ledger_transaction_balanced BEFORE INSERT ON ledger_transaction "
                f"WHEN {_BALANCED} BEGIN SELECT RAISE(ABORT, 'unbalanced ledger transaction'); END",
                "DROP TRIGGER IF EXISTS ledger_transaction_balanced",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE OR REPLACE FUNCTION linli_ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$\n"
                f"BEGIN IF {_BALANCED} THEN\n"
                "RAISE EXCEPTION USING MESSAGE = 'unbalanced ledger transaction', ERRCODE = 'check_violation';\n"
                "END IF; RETURN NEW; END $$",
                "DROP FUNCTION IF EXISTS linli_ledger_balanced() CASCADE",
            ),
            Guard(
                "CREATE TRIGGER ledger_transaction_balanced BEFORE INSERT ON ledger_transaction "
                "FOR EACH ROW EXECUTE FUNCTION linli_ledger_balanced()",
                "DROP TRIGGER IF EXISTS ledger_transaction_balanced ON ledger_transaction",
            ),
        ),
    }

    posting: Mapped[str]
    source_id: Mapped[uuid.UUID]
    at: Mapped[datetime]


class LedgerEntry(OfEstate, Model):
    """One side of a transaction: a debit (positive) or credit (negative) of an account, in fen."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("ledger_transaction", "transaction_id", deferrable=True, initially="DEFERRED"),
        estate_fk("ledger_account", "account_id"),
        estate_fk("bill", "bill_id"),
        CheckConstraint("amount_fen <> 0", name="something"),
        Index("ix_ledger_entry_transaction", "estate_id", "transaction_id"),
        Index("ix_ledger_entry_account", "estate_id", "account_id"),
        Index("ix_ledger_entry_bill", "estate_id", "bill_id"),
    )
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER ledger_entry_late BEFORE INSERT ON ledger_entry WHEN EXISTS "
                "(SELECT 1 FROM ledger_transaction closed WHERE closed.estate_id = NEW.estate_id"
                " AND closed.id = NEW.transaction_id) BEGIN SELECT RAISE(ABORT, 'closed ledger transaction'); END",
                "DROP TRIGGER IF EXISTS ledger_entry_late",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE OR REPLACE FUNCTION linli_ledger_late() RETURNS trigger LANGUAGE plpgsql AS $$\n"
                "BEGIN IF EXISTS (SELECT 1 FROM fresh JOIN ledger_transaction closed"
                " ON closed.estate_id = fresh.estate_id AND closed.id = fresh.transaction_id) THEN\n"
                "RAISE EXCEPTION USING MESSAGE = 'closed ledger transaction', ERRCODE = 'check_violation';\n"
                "END IF; RETURN NULL; END $$",
                "DROP FUNCTION IF EXISTS linli_ledger_late() CASCADE",
            ),
            Guard(
                "CREATE TRIGGER ledger_entry_late AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS fresh "
                "FOR EACH STATEMENT EXECUTE FUNCTION linli_ledger_late()",
                "DROP TRIGGER IF EXISTS ledger_entry_late ON ledger_entry",
            ),
        ),
    }

    transaction_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID | None]
    amount_fen: Mapped[int]


class PaymentOrder(OfEstate, Model):
    """Somebody's wish to pay some bills in one sum. Who, how much and how never change once it is made."""

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        Index("ix_payment_order_number", "number"),
        Index("ix_payment_order_waiting", "state", "expires_at"),
        CheckConstraint("amount_fen > 0", name="something"),
    )
    __guards__ = {
        "sqlite": (
            Guard(
                f"CREATE TRIGGER payment_order_frozen BEFORE UPDATE OF {_FROZEN} ON payment_order "
                "BEGIN SELECT RAISE(ABORT, 'frozen payment order'); END",
                "DROP TRIGGER IF EXISTS payment_order_frozen",
            ),
        ),
        "postgresql": (
            Guard(
                f"CREATE TRIGGER payment_order_frozen BEFORE UPDATE OF {_FROZEN} ON payment_order "
                "FOR EACH ROW EXECUTE FUNCTION linli_append_only()",
                "DROP TRIGGER IF EXISTS payment_order_frozen ON payment_order",
            ),
        ),
    }

    number: Mapped[str]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    channel: Mapped[str]
    amount_fen: Mapped[int]
    currency: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class PaymentOrderLine(OfEstate, Model):
    """One bill of an order, with what was open on it when the order was made."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "order_id", "bill_id"),
        estate_fk("payment_order", "order_id"),
        estate_fk("bill", "bill_id"),
        CheckConstraint("amount_fen > 0", name="something"),
        Index("ix_payment_order_line_bill", "estate_id", "bill_id"),
    )

    order_id: Mapped[uuid.UUID]
    bill_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]


class Payment(OfEstate, Model):
    """Money that has come, under the number that the channel (or the cashier's voucher) gives it: once."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "channel", "trade_no"),
        estate_fk("payment_order", "order_id"),
        Index("ix_payment_trade", "channel", "trade_no"),
        Index("ix_payment_order", "estate_id", "order_id"),
        Index("ix_payment_paid", "estate_id", "paid_at"),
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("surplus_fen BETWEEN 0 AND amount_fen", name="surplus"),
    )

    order_id: Mapped[uuid.UUID]
    channel: Mapped[str]
    trade_no: Mapped[str]
    amount_fen: Mapped[int]
    surplus_fen: Mapped[int]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    paid_at: Mapped[datetime]
    booked_at: Mapped[datetime]


class Receipt(OfEstate, Model):
    """What the payer holds in hand: a number without gaps, and a code under which anybody can check it."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "year", "count"),
        UniqueConstraint("estate_id", "payment_id"),
        estate_fk("payment", "payment_id"),
        Index("ix_receipt_code", "code"),
    )

    payment_id: Mapped[uuid.UUID]
    year: Mapped[int]
    count: Mapped[int]
    code: Mapped[str]
    issued_at: Mapped[datetime]


class ReceiptCounter(OfEstate, Model):
    """The last receipt number of an estate in a year: locked while the next one is given."""

    __table_args__ = (UniqueConstraint("estate_id", "year"),)

    year: Mapped[int]
    last: Mapped[int]


class ChannelAlarm(Model):
    """A genuine notification that did not fit, once for each trade and reason, until somebody has looked."""

    __table_args__ = (UniqueConstraint("channel", "trade_no", "order_number", "kind"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    estate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"), index=True)
    channel: Mapped[str]
    kind: Mapped[str]
    order_number: Mapped[str]
    trade_no: Mapped[str]
    said: Mapped[dict[str, Any]]
    at: Mapped[datetime]
