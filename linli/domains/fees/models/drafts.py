"""Bills prepared by one person and issued by another, and old bills brought in by a file."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class BillDraft(OfEstate, Model):
    """A period's bills of one or several items, tried out and put to a second person (FE-21)."""

    __table_args__ = (
        CheckConstraint("until_on >= since_on", name="days_in_order"),
        CheckConstraint("decided_by IS NULL OR decided_by <> drafted_by", name="two_people"),
        Index("ix_bill_draft_state", "state"),
    )

    since_on: Mapped[date]
    until_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str]
    drafted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    refused_why: Mapped[str] = mapped_column(default="")


class DraftPart(OfEstate, Model):
    """One item of a draft: what was tried out, and once it is issued, its run. Each is issued by itself."""

    __table_args__ = (
        UniqueConstraint("estate_id", "draft_id", "item_id"),
        estate_fk("bill_draft", "draft_id"),
        estate_fk("fee_item", "item_id"),
        estate_fk("bill_run", "run_id"),
        Index("ix_draft_part_state", "state"),
    )

    draft_id: Mapped[uuid.UUID]
    item_id: Mapped[uuid.UUID]
    count: Mapped[int]
    total_fen: Mapped[int]
    state: Mapped[str]
    refused_why: Mapped[str] = mapped_column(default="")
    run_id: Mapped[uuid.UUID | None]


class OldBills(OfEstate, Model):
    """A file of debts from before: read, judged row by row, then all of it issued or nothing (FE-29)."""

    __table_args__ = (Index("ix_old_bills_digest", "estate_id", "digest"),)

    filename: Mapped[str]
    digest: Mapped[str]
    attachment_id: Mapped[uuid.UUID]
    state: Mapped[str]
    count: Mapped[int] = mapped_column(default=0)
    total_fen: Mapped[int] = mapped_column(default=0)
    uploaded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
    issued_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime | None]
