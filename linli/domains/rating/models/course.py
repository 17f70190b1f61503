"""Tables of the way an estate's year takes: its steps, self-report, checks, appeals, corrections, remarks."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.rating.rules.course import Stage
from linli.platform.db import Model, OfEstate, estate_fk


class RatingCourse(OfEstate, Model):
    """An estate's year within a plan. `stage` is where its newest step led; the sheet keeps what it came to.

    `round` grows with every step undone: what was checked before that is to be checked again.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "plan_id"),
        UniqueConstraint("estate_id", "sheet_id"),
        estate_fk("score_sheet", "sheet_id"),
        Index("ix_rating_course_plan", "plan_id", "stage"),
    )

    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rating_plan.id"))
    sheet_id: Mapped[uuid.UUID]
    year: Mapped[int]
    stage: Mapped[str]
    since_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    confirmed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]

    @property
    def standing(self) -> Stage:
        """Where it stands."""
        return Stage(self.stage)


class CourseStep(OfEstate, Model):
    """A step forward, or one undone with its reason (RA-15). Written once."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("rating_course", "course_id"),
        Index("ix_course_step_course", "estate_id", "course_id"),
    )

    course_id: Mapped[uuid.UUID]
    before: Mapped[str]
    after: Mapped[str]
    undone: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class SelfReport(OfEstate, Model):
    """What the estate says of itself for one indicator, with the days its proof is valid. The newest holds."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("rating_course", "course_id"),
        Index("ix_self_report_course", "estate_id", "course_id", "code"),
        CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name="days_in_order"
        ),
    )

    course_id: Mapped[uuid.UUID]
    code: Mapped[str]
    values: Mapped[dict[str, Any]]
    words: Mapped[str]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class AreaCheck(OfEstate, Model):
    """An area was looked through by the county, before the city publishes (RA-15). The newest of a round holds."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("rating_course", "course_id"),
        Index("ix_area_check_course", "estate_id", "course_id"),
    )

    course_id: Mapped[uuid.UUID]
    round: Mapped[int]
    area: Mapped[str]
    passed: Mapped[bool]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class RatingAppeal(OfEstate, Model):
    """The estate does not agree with one indicator; filed once, decided by somebody who took no part (NN-37)."""

    __table_args__ = (
        UniqueConstraint("estate_id", "course_id", "code"),
        estate_fk("rating_course", "course_id"),
    )

    course_id: Mapped[uuid.UUID]
    code: Mapped[str]
    words: Mapped[str]
    filed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    filed_at: Mapped[datetime]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    points_before: Mapped[int | None]
    points_after: Mapped[int | None]
    total_before: Mapped[int | None]
    total_after: Mapped[int | None]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]


class ScoreCorrection(OfEstate, Model):
    """A signed line that changes a confirmed result, with its reason; what stood before stays readable."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("score_sheet", "sheet_id"),
        Index("ix_score_correction_sheet", "estate_id", "sheet_id"),
    )

    sheet_id: Mapped[uuid.UUID]
    code: Mapped[str]
    points_before: Mapped[int | None]
    points_after: Mapped[int | None]
    total_before: Mapped[int]
    total_after: Mapped[int]
    stars_before: Mapped[int]
    stars_after: Mapped[int]
    reason: Mapped[str]
    signed_name: Mapped[str]
    signed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime]
    signature: Mapped[str]


class RatingRemark(OfEstate, Model):
    """A comment or question about an indicator, or the answer to one; kept with the year, by name (RA-26)."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("rating_course", "course_id"),
        estate_fk("rating_remark", "answer_to"),
        Index("ix_rating_remark_course", "estate_id", "course_id", "code"),
    )

    course_id: Mapped[uuid.UUID]
    code: Mapped[str]
    words: Mapped[str]
    answer_to: Mapped[uuid.UUID | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
