"""Tables of the service behind a work order: how work is handed out, what it costs, call-backs, doubts of ratings."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class DispatchRule(OfEstate, Model):
    """How a company hands out the work of an estate from a moment on; the newest counts (TK-19)."""

    __append_only__ = True
    __table_args__ = (Index("ix_dispatch_rule_company", "estate_id", "company_id", "id"),)

    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    mode: Mapped[str]
    at: Mapped[datetime]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class DispatchTurn(OfEstate, Model):
    """Whose turn a ticket was, so that the next one goes to whoever has waited longest."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("ticket", "ticket_id"),
        Index("ix_dispatch_turn_account", "estate_id", "account_id", "at"),
    )

    ticket_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class RepairQuote(OfEstate, Model):
    """What a paid repair will cost, in fen: labour and materials. A change is a new version (TK-37).

    `materials` is a list of {words, quantity, unit_fen, amount_fen}; `total_fen` is their sum and the labour.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "version"),
        estate_fk("ticket", "ticket_id"),
        CheckConstraint("labour_fen >= 0 AND total_fen > 0 AND total_fen >= labour_fen", name="sums"),
    )

    ticket_id: Mapped[uuid.UUID]
    version: Mapped[int]
    labour_fen: Mapped[int]
    materials: Mapped[list[Any]]
    total_fen: Mapped[int]
    words: Mapped[str]
    at: Mapped[datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class QuoteAnswer(OfEstate, Model):
    """What became of a quote: the resident accepted or declined it, or the house took it back."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "quote_id"), estate_fk("repair_quote", "quote_id"))

    quote_id: Mapped[uuid.UUID]
    answer: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class RepairCharge(OfEstate, Model):
    """An accepted quote was billed, once, when the work was done."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "quote_id"), estate_fk("repair_quote", "quote_id"))

    quote_id: Mapped[uuid.UUID]
    at: Mapped[datetime]


class CallBack(OfEstate, Model):
    """What the reporter told the community on the phone (回访). It stands beside the rating, never in its place."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("ticket", "ticket_id"),
        Index("ix_call_back_ticket", "estate_id", "ticket_id", "id"),
    )

    ticket_id: Mapped[uuid.UUID]
    outcome: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class RatingMark(OfEstate, Model):
    """From which device a rating came, as a keyed digest, to see bursts; kept for a quarter (config/retention.yml)."""

    __table_args__ = (
        estate_fk("ticket", "ticket_id"),
        Index("ix_rating_mark_device", "estate_id", "device_digest", "at"),
        Index("ix_rating_mark_at", "at"),
    )

    ticket_id: Mapped[uuid.UUID]
    device_digest: Mapped[str]
    at: Mapped[datetime]


class RatingDoubt(OfEstate, Model):
    """Why the rating of a ticket is left out of leaderboards; the rating itself stays as it was given."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "ticket_id", "cause"), estate_fk("ticket", "ticket_id"))

    ticket_id: Mapped[uuid.UUID]
    cause: Mapped[str]
    at: Mapped[datetime]
