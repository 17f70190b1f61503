"""Tables of the yearly round: the questions, which household took part, what was said, and the sums that remain."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.sealed import Sealed


class SatisfactionRound(Model):
    """A city's round of a year. The questions are plain values (rules.questions), frozen once published."""

    __table_args__ = (
        UniqueConstraint("city_id", "year"),
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    city_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    questions: Mapped[list[Any]]
    replaces: Mapped[bool] = mapped_column(default=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)


class SatisfactionParticipation(OfEstate, Model):
    """This household has answered. Never what; the id is random and the day coarse, so that neither leads there.

    `device` is a keyed digest, to see bursts; who answered, and from where, go at the close.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "round_id", "unit_id"),
        estate_fk("unit", "unit_id"),
        Index("ix_satisfaction_participation_device", "round_id", "device"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("satisfaction_round.id"))
    unit_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    keyed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str]
    device: Mapped[str | None]
    answered_on: Mapped[date]


class SatisfactionEnvelope(OfEstate, Model):
    """An answer until the close, sealed. `token` is the household under a key that lies outside the database, so
    that an answer can be replaced and nobody with the tables alone can tell whose it is.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "round_id", "token"),
        # Kept by its key and not in the order of writing, so that two tables cannot be laid side by side (SQLite).
        {"sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("satisfaction_round.id"))
    token: Mapped[str]
    content: Mapped[str] = mapped_column(Sealed)


class SatisfactionTally(OfEstate, Model):
    """How often each level was said of a question through a channel: all that is left of the answers."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "round_id", "question", "channel"),)

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("satisfaction_round.id"))
    question: Mapped[str]
    channel: Mapped[str]
    very_good: Mapped[int]
    good: Mapped[int]
    fair: Mapped[int]
    poor: Mapped[int]
    very_poor: Mapped[int]
    unknown: Mapped[int]


class SatisfactionResult(OfEstate, Model):
    """An estate's result: counts of the question about the whole, with the company that served it at the close."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "round_id"),
        Index("ix_satisfaction_result_year", "year"),
        Index("ix_satisfaction_result_company", "company_id"),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("satisfaction_round.id"))
    year: Mapped[int]
    company_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("company.id"))
    households: Mapped[int]
    valid: Mapped[int]
    satisfied: Mapped[int]
    basic: Mapped[int]
    score: Mapped[int | None]
    sound: Mapped[bool]
