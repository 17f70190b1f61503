"""Channels' statements beside our books: lines, differences with an owner, and closed days."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.protection import Guard


class ChannelStatement(OfEstate, Model):
    """A channel's statement of one day (Asia/Shanghai) at one merchant, taken once: the digest knows it again.

    A merchant may serve several estates: `elsewhere_fen` is what of its net sum belongs to the others.
    """

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "channel", "merchant", "on"),)

    channel: Mapped[str]
    merchant: Mapped[str]
    on: Mapped[date]
    digest: Mapped[str]
    lines: Mapped[int]
    paid_fen: Mapped[int]
    refunded_fen: Mapped[int]
    fee_fen: Mapped[int]
    elsewhere_fen: Mapped[int]
    imported_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    imported_at: Mapped[datetime]


class StatementLine(OfEstate, Model):
    """One movement of a statement, at its place in the file; a refund has a refund number.

    That its statement is there is asked once for all lines that come together, not by a reference for each of
    100,000; it stays there, for statements are only added.
    """

    __append_only__ = True
    __table_args__ = (Index("ix_statement_line_number", "estate_id", "number", "refund_number"),)
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER statement_line_stray BEFORE INSERT ON statement_line WHEN NOT EXISTS "
                "(SELECT 1 FROM channel_statement known WHERE known.estate_id = NEW.estate_id"
                " AND known.id = NEW.statement_id) BEGIN SELECT RAISE(ABORT, 'stray statement line'); END",
                "DROP TRIGGER IF EXISTS statement_line_stray",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE OR REPLACE FUNCTION linli_line_stray() RETURNS trigger LANGUAGE plpgsql AS $$\n"
                "BEGIN IF EXISTS (SELECT 1 FROM (SELECT DISTINCT estate_id, statement_id FROM fresh) one"
                " WHERE NOT EXISTS (SELECT 1 FROM channel_statement known"
                " WHERE known.estate_id = one.estate_id AND known.id = one.statement_id)) THEN\n"
                "RAISE EXCEPTION USING MESSAGE = 'stray statement line', ERRCODE = 'foreign_key_violation';\n"
                "END IF; RETURN NULL; END $$",
                "DROP FUNCTION IF EXISTS linli_line_stray() CASCADE",
            ),
            Guard(
                "CREATE TRIGGER statement_line_stray AFTER INSERT ON statement_line REFERENCING NEW TABLE AS fresh "
                "FOR EACH STATEMENT EXECUTE FUNCTION linli_line_stray()",
                "DROP TRIGGER IF EXISTS statement_line_stray ON statement_line",
            ),
        ),
    }

    estate_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-2)
    id = None  # type: ignore[assignment] # its statement and its place name it
    statement_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    refund_number: Mapped[str]
    trade_no: Mapped[str]
    amount_fen: Mapped[int]
    fee_fen: Mapped[int]
    good: Mapped[bool]
    at: Mapped[datetime]


class DifferenceCase(OfEstate, Model):
    """A difference between a statement and our books, until somebody (or a later statement) explains it."""

    __table_args__ = (
        UniqueConstraint("estate_id", "statement_id", "kind", "number", "refund_number"),
        estate_fk("channel_statement", "statement_id"),
        Index("ix_difference_case_state", "estate_id", "state"),
        CheckConstraint("state = 'open' OR note <> ''", name="explained"),
    )

    statement_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    number: Mapped[str]
    refund_number: Mapped[str]
    ours_fen: Mapped[int]
    theirs_fen: Mapped[int]
    state: Mapped[str]
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]


class ClosedDay(OfEstate, Model):
    """A day of a channel that is done: matched and explained are the channel's own sum (NN-29).

    `closed_by` is nobody where there was nothing to compare: the day closed by itself.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "statement_id"),
        estate_fk("channel_statement", "statement_id"),
    )

    statement_id: Mapped[uuid.UUID]
    matched_fen: Mapped[int]
    explained_fen: Mapped[int]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime]
