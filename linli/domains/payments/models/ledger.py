"""The double-entry ledger. What is booked is never changed, and a transaction that does not sum to zero is refused.

The database itself refuses it: its entries are written first, and writing the transaction's own row closes it.
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.protection import Guard

_BALANCED = (
    "COALESCE((SELECT sum(entry.amount_fen) FROM ledger_entry entry"
    " WHERE entry.estate_id = NEW.estate_id AND entry.transaction_id = NEW.id), 1) <> 0"
)


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
