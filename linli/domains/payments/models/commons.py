"""The owners' common income: what came in and went out, what was put before them, and what they asked (scenario 22)."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class CommonEntry(OfEstate, Model):
    """One income or spending of what belongs to all owners (民法典第282条), under a number without gaps.

    Never changed: a mistake is undone by an entry that names it in `reverses_id`, with the same sum on the same side.
    `vote_id` names a vote on this platform; a decision taken on paper is named by `decision` alone.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "year", "count"),
        UniqueConstraint("estate_id", "reverses_id"),
        estate_fk("common_entry", "reverses_id"),
        CheckConstraint("amount_fen > 0", name="something"),
        CheckConstraint("side <> 'income' OR (contract <> '' AND decision <> '')", name="income_is_founded"),
        Index("ix_common_entry_on", "estate_id", "on"),
    )

    year: Mapped[int]
    count: Mapped[int]
    side: Mapped[str]
    category: Mapped[str]
    on: Mapped[date]
    title: Mapped[str]
    counterparty: Mapped[str]
    contract: Mapped[str]
    decision: Mapped[str]
    vote_id: Mapped[uuid.UUID | None]
    amount_fen: Mapped[int]
    reverses_id: Mapped[uuid.UUID | None]
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]


class CommonDisclosure(OfEstate, Model):
    """The accounts of a quarter or half-year as they were put before the owners; a later version stands beside it.

    `figures` is all that is shown, frozen with its `digest`; vouchers that were missing are counted.
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "since_on", "until_on", "version"),
        CheckConstraint("closing_fen = opening_fen + income_fen - spending_fen", name="adds_up"),
    )

    since_on: Mapped[date]
    until_on: Mapped[date]
    version: Mapped[int]
    opening_fen: Mapped[int]
    income_fen: Mapped[int]
    spending_fen: Mapped[int]
    closing_fen: Mapped[int]
    missing_vouchers: Mapped[int]
    figures: Mapped[dict[str, Any]]
    digest: Mapped[str]
    published_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]


class CommonQuestion(OfEstate, Model):
    """An owner's question or objection to one entry, to be answered by `due_on`; owners read it without a name."""

    __table_args__ = (
        estate_fk("common_entry", "entry_id"),
        CheckConstraint("answered_at IS NULL OR answer <> ''", name="answered"),
        Index("ix_common_question_entry", "estate_id", "entry_id"),
        Index("ix_common_question_waiting", "estate_id", "answered_at", "due_on"),
    )

    entry_id: Mapped[uuid.UUID]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    words: Mapped[str]
    due_on: Mapped[date]
    answer: Mapped[str]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
