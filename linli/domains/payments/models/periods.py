"""Months of the books that are closed, and how one comes to be opened again."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.protection import Guard

_CLOSED = (
    "EXISTS (SELECT 1 FROM book_period period WHERE period.estate_id = NEW.estate_id"
    " AND period.closed AND NEW.at >= period.since_at AND NEW.at < period.until_at)"
)


class BookPeriod(OfEstate, Model):
    """A month of an estate's books once it was closed. While `closed`, nothing is booked into it.

    The database itself refuses a ledger transaction whose moment lies in a closed month.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "month_on"),
        CheckConstraint("debit_fen >= 0", name="no_debts"),
    )
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER ledger_transaction_period BEFORE INSERT ON ledger_transaction "
                f"WHEN {_CLOSED} BEGIN SELECT RAISE(ABORT, 'closed book period'); END",
                "DROP TRIGGER IF EXISTS ledger_transaction_period",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE OR REPLACE FUNCTION linli_period_closed() RETURNS trigger LANGUAGE plpgsql AS $$\n"
                f"BEGIN IF {_CLOSED} THEN\n"
                "RAISE EXCEPTION USING MESSAGE = 'closed book period', ERRCODE = 'check_violation';\n"
                "END IF; RETURN NEW; END $$",
                "DROP FUNCTION IF EXISTS linli_period_closed() CASCADE",
            ),
            Guard(
                "CREATE TRIGGER ledger_transaction_period BEFORE INSERT ON ledger_transaction "
                "FOR EACH ROW EXECUTE FUNCTION linli_period_closed()",
                "DROP TRIGGER IF EXISTS ledger_transaction_period ON ledger_transaction",
            ),
        ),
    }

    month_on: Mapped[date]
    since_at: Mapped[datetime]
    until_at: Mapped[datetime]
    closed: Mapped[bool]
    transactions: Mapped[int]
    debit_fen: Mapped[int]
    closed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime]


class PeriodReopening(OfEstate, Model):
    """Somebody wants a closed month open again, and why; another person lets it, or not."""

    __table_args__ = (
        estate_fk("book_period", "period_id"),
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
    )

    period_id: Mapped[uuid.UUID]
    reason: Mapped[str]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    agreed: Mapped[bool | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
