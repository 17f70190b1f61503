"""Tables of assessments: who assesses an estate, what they found, and the photos that prove it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Visit(OfEstate, Model):
    """One assessor has one estate to assess; `codes` names the indicators where it is not all of them (a third).

    `place` 1 and 2 were drawn or replaced somebody drawn, 3 was called for a gap. `ended_at`: replaced.
    """

    __tablename__ = "rating_visit"
    __table_args__ = (
        estate_fk("rating_course", "course_id"),
        Index("ix_rating_visit_course", "estate_id", "course_id"),
        Index("ix_rating_visit_assessor", "account_id"),
        CheckConstraint("place BETWEEN 1 AND 3", name="place"),
    )

    course_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    place: Mapped[int]
    codes: Mapped[list[Any]] = mapped_column(default=list)
    draw_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("assessor_draw.id"))
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")


class VisitMark(OfEstate, Model):
    """What one assessor found for one indicator. Written once, when the assessment is sent."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "visit_id", "code"),
        estate_fk("rating_visit", "visit_id"),
    )

    visit_id: Mapped[uuid.UUID]
    code: Mapped[str]
    values: Mapped[dict[str, Any]]
    zeroed: Mapped[bool]
    applies: Mapped[bool]
    words: Mapped[str]
    made_at: Mapped[datetime]


class VisitPhoto(OfEstate, Model):
    """A photo with its time and place; one may prove findings of several indicators (`codes`).

    The place is a common place of the estate, or coordinates in millionths of a degree, or words for a spot.
    """

    __append_only__ = True
    __table_args__ = (
        estate_fk("rating_visit", "visit_id"),
        estate_fk("attachment", "attachment_id"),
        Index("ix_visit_photo_visit", "estate_id", "visit_id"),
    )

    visit_id: Mapped[uuid.UUID]
    attachment_id: Mapped[uuid.UUID]
    codes: Mapped[list[Any]]
    taken_at: Mapped[datetime]
    place_id: Mapped[uuid.UUID | None]
    place: Mapped[str]
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
