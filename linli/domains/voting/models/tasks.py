"""What a passed resolution asks to be done, and how far it has come (NN-19, DL-10)."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class ResolutionTask(OfEstate, Model):
    """One thing to do after a decision, until a day. `steps` are [{title, done}]; `flagged_at`: the decision
    it rests on was revoked. `basis` says which rule sets the day.
    """

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        estate_fk("vote_item", "item_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_of_hundred"),
        Index("ix_resolution_task_vote", "estate_id", "vote_id"),
    )

    vote_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID | None]
    title: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    percent: Mapped[int] = mapped_column(default=0)
    steps: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    flagged_at: Mapped[datetime | None]


class TaskEntry(OfEstate, Model):
    """One word on how a task goes, as it was written; the public page shows them in order."""

    __table_args__ = (
        estate_fk("resolution_task", "task_id"),
        Index("ix_task_entry_task", "estate_id", "task_id"),
    )
    __append_only__ = True

    task_id: Mapped[uuid.UUID]
    words: Mapped[str]
    percent: Mapped[int]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
