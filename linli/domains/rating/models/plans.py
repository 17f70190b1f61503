"""Tables of a city's plan for a year: who assesses, what ties them, and how they were drawn."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.rating.rules.course import PLANNED, Stage, Window
from linli.kernel.ids import new_id
from linli.platform.db import Model


class RatingPlan(Model):
    """A city's plan for a year: the catalogue, the days of each stage ({stage: [first, last]}), who is hired."""

    __table_args__ = (UniqueConstraint("city_id", "year"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    city_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    catalogue: Mapped[str]
    version: Mapped[str]
    organisation: Mapped[str]
    windows: Mapped[dict[str, Any]]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]

    @property
    def days(self) -> dict[Stage, Window]:
        """The days of each planned stage."""
        return {
            stage: Window(*(date.fromisoformat(day) for day in self.windows[stage]))
            for stage in PLANNED
            if stage in self.windows
        }


class PlanAssessor(Model):
    """Somebody whom the assessing organisation sends for a year."""

    __table_args__ = (UniqueConstraint("plan_id", "account_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rating_plan.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class AssessorTie(Model):
    """An assessor has to do with a company, a street or an estate. Declared once, it bars from then on (NN-36)."""

    __append_only__ = True
    __table_args__ = (Index("ix_assessor_tie_account", "account_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    words: Mapped[str]
    declared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]


class AssessorDraw(Model):
    """A draw as it was held: the seed and all that went in, so that anybody can repeat it. Written once."""

    __append_only__ = True
    __table_args__ = (Index("ix_assessor_draw_plan", "plan_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rating_plan.id"))
    seed: Mapped[str]
    inputs: Mapped[dict[str, Any]]
    inputs_hash: Mapped[str]
    result_hash: Mapped[str]
    drawn_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime]
