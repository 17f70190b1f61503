"""Tables of what a desk works with: reply templates, checklists, caps of workers, saved filters."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Json, Model, OfEstate, estate_fk


class ReplyTemplate(OfEstate, Model):
    """Words that a desk sends often, with placeholders in braces (TK-33). `desk` is company or community: each has
    its own.
    """

    __table_args__ = (
        Index("ix_reply_template_list", "estate_id", "desk", "retired_at"),
        CheckConstraint("desk IN ('company', 'community')", name="desk_known"),
    )

    desk: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Checklist(OfEstate, Model):
    """What whoever does work of a category, or of a group of them, has to look at before it is done (TK-34)."""

    __table_args__ = (Index("ix_checklist_list", "estate_id", "retired_at", "category"),)

    category: Mapped[str]
    title: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class ChecklistPoint(OfEstate, Model):
    """One line of a checklist; without those that are `must` nobody can say that the work is done."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "checklist_id", "position"),
        estate_fk("checklist", "checklist_id"),
    )

    checklist_id: Mapped[uuid.UUID]
    position: Mapped[int]
    words: Mapped[str]
    must: Mapped[bool]


class TicketCheck(OfEstate, Model):
    """Somebody ticked a point for a ticket, or took the tick away; the newest row of a point counts."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("ticket", "ticket_id"),
        estate_fk("checklist_point", "point_id"),
        Index("ix_ticket_check_ticket", "estate_id", "ticket_id", "id"),
    )

    ticket_id: Mapped[uuid.UUID]
    point_id: Mapped[uuid.UUID]
    done: Mapped[bool]
    at: Mapped[datetime]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class WorkerCap(OfEstate, Model):
    """How many open orders one worker of a company is given in turn; the newest row counts (TK-20).

    Without `account_id` it is everybody's who has none of their own; without `most` there is no cap.
    """

    __append_only__ = True
    __table_args__ = (
        Index("ix_worker_cap_company", "estate_id", "company_id", "id"),
        CheckConstraint("most IS NULL OR most >= 0", name="most_counted"),
    )

    company_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("company.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    most: Mapped[int | None]
    at: Mapped[datetime]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))


class SavedFilter(OfEstate, Model):
    """A way of looking at the queue that somebody keeps for themselves (TK-52)."""

    __table_args__ = (UniqueConstraint("estate_id", "account_id", "title"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    title: Mapped[str]
    wanted: Mapped[dict[str, Any]] = mapped_column(Json)
    made_at: Mapped[datetime]
