"""Tables of score sheets: an estate's year and what was found for each indicator."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class ScoreSheet(OfEstate, Model):
    """One estate's year. `result` is what the sheet came to when it was submitted, in hundredths of a point."""

    __table_args__ = (UniqueConstraint("estate_id", "year"),)

    year: Mapped[int]
    catalogue: Mapped[str]
    version: Mapped[str]
    state: Mapped[str]
    vetoes: Mapped[list[Any]] = mapped_column(default=list)
    decision: Mapped[str] = mapped_column(default="")
    result: Mapped[dict[str, Any] | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    submitted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    sent_back_for: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    plan_id: Mapped[uuid.UUID | None]


class ScoreEntry(OfEstate, Model):
    """What was found for one indicator. A correction is a new row; the newest one holds (RA-19).

    `points` is set where the course of the year settled them (the mean of two assessors, an appeal granted, a
    signed correction): then they hold, in hundredths, and `values` are what one person found or nothing.
    """

    __append_only__ = True
    __table_args__ = (
        estate_fk("score_sheet", "sheet_id"),
        Index("ix_score_entry_sheet", "estate_id", "sheet_id", "code"),
    )

    sheet_id: Mapped[uuid.UUID]
    code: Mapped[str]
    values: Mapped[dict[str, Any]]
    zeroed: Mapped[bool]
    applies: Mapped[bool]
    by_hand: Mapped[bool]
    evidence: Mapped[str]
    points: Mapped[int | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
