"""Tables of task forces. They belong to a region; only what hangs on a ticket lies in its estate."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.taskforces.rules import State
from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class TaskForce(Model):
    """A task force from its proposal to its end; the ids of the regions above are kept, so that reach is one look."""

    __table_args__ = (Index("ix_task_force_region", "region_id", "state"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    county_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"))
    city_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"))
    title: Mapped[str]
    problem: Mapped[str]
    why: Mapped[str]
    goal: Mapped[str]
    lead: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime | None]
    review_words: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approval_words: Mapped[str] = mapped_column(default="")
    returned_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    returned_at: Mapped[datetime | None]
    returned_why: Mapped[str] = mapped_column(default="")
    dissolved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    dissolved_at: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(default="")

    @property
    def standing(self) -> State:
        """Where it stands."""
        return State(self.state)


class ForceMember(Model):
    """Somebody whom a department lends, with a post and for a time; `until_on` is the last day.

    Whoever has an account hears of tasks and meetings, and finds them among the day's work.
    """

    __table_args__ = (
        Index("ix_force_member_force", "force_id"),
        CheckConstraint("until_on IS NULL OR until_on >= since_on", name="days_in_order"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    part: Mapped[str]
    name: Mapped[str]
    department: Mapped[str]
    post: Mapped[str]
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    added_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
    account_id: Mapped[uuid.UUID | None]


class ForceTask(Model):
    """A line of the wall chart: what a department has to have done by a day."""

    __table_args__ = (Index("ix_force_task_force", "force_id", "due_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    department: Mapped[str]
    title: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")


class ForceMilestone(Model):
    """A step on the way of a task."""

    __table_args__ = (Index("ix_force_milestone_force", "force_id", "due_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    task_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("force_task.id"))
    title: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class ForceReport(Model):
    """What a week brought. Written once."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("force_id", "week_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    week_on: Mapped[date]
    done: Mapped[str]
    problems: Mapped[str]
    ahead: Mapped[str]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


class ForceMeeting(Model):
    """The members are called together. Written once; another time is another meeting."""

    __append_only__ = True
    __table_args__ = (Index("ix_force_meeting_force", "force_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    at: Mapped[datetime]
    place: Mapped[str]
    agenda: Mapped[str]
    called_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    called_at: Mapped[datetime]


class ForceReview(Model):
    """A month as the leading group judged it, with the ranking as it was then. Written once."""

    __append_only__ = True
    __table_args__ = (UniqueConstraint("force_id", "month_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    month_on: Mapped[date]
    ranking: Mapped[list[Any]]
    verdict: Mapped[str]
    reviewed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime]


class ForceTicket(OfEstate, Model):
    """A ticket that is part of the problem."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "force_id"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_force_ticket_force", "force_id"),
    )

    force_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("task_force.id"))
    ticket_id: Mapped[uuid.UUID]
    attached_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    attached_at: Mapped[datetime]
