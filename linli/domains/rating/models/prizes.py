"""Tables of what follows a confirmed star: prize money, estates that were redrawn, and measures for weak points."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class PrizeRound(Model):
    """A region's prize money of one year, proposed by one person and approved by another.

    `base` is what each new star was worth then, in fen; `lines` are the shares as they were proposed.
    """

    __table_args__ = (
        UniqueConstraint("region_id", "year"),
        CheckConstraint("budget_fen >= 0", name="budget"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    budget_fen: Mapped[int]
    basis: Mapped[str]
    base: Mapped[dict[str, Any]]
    lines: Mapped[list[Any]]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="")


class PrizeShare(OfEstate, Model):
    """What an estate gets, as it was approved. Written once."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "round_id"),
        Index("ix_prize_share_round", "round_id"),
        CheckConstraint("amount_fen >= 0 AND amount_fen <= base_fen", name="amount"),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("prize_round.id"))
    year: Mapped[int]
    before: Mapped[int]
    after: Mapped[int]
    base_fen: Mapped[int]
    amount_fen: Mapped[int]
    approved_at: Mapped[datetime]


class PrizePayment(OfEstate, Model):
    """The share was paid: when, by which voucher. Written once; there is one for a share."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "share_id"),
        estate_fk("prize_share", "share_id"),
        CheckConstraint("amount_fen > 0", name="amount"),
    )

    share_id: Mapped[uuid.UUID]
    amount_fen: Mapped[int]
    paid_on: Mapped[date]
    voucher: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Redrawing(OfEstate, Model):
    """The estate was merged or split in a year: what it was before is another estate, so it has not risen."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("estate_id", "year"),)

    year: Mapped[int]
    kind: Mapped[str]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Measure(OfEstate, Model):
    """What is done about points lost on an indicator, by whom and until when (RA-24)."""

    __table_args__ = (Index("ix_measure_year", "estate_id", "year", "code"),)

    year: Mapped[int]
    code: Mapped[str]
    words: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    done_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
