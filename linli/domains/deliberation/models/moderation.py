"""Tables of moderation: what was reported, what was decided, what was said against it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.deliberation.rules.moderating import CaseState
from linli.platform.db import Model, OfEstate, estate_fk


class ModerationCase(OfEstate, Model):
    """One post that was reported or hidden: due, decided with a reason, appealed, decided again by somebody else."""

    __table_args__ = (
        estate_fk("topic", "topic_id"),
        Index("ix_moderation_case_queue", "estate_id", "state", "due_at"),
        Index("ix_moderation_case_object", "estate_id", "object_id"),
    )

    object_kind: Mapped[str]
    object_id: Mapped[uuid.UUID]
    topic_id: Mapped[uuid.UUID]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(default=CaseState.OPEN)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(default="")
    appealed_at: Mapped[datetime | None]
    appeal_answer: Mapped[str] = mapped_column(default="")
    appeal_decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    appeal_decided_at: Mapped[datetime | None]


class PostReport(OfEstate, Model):
    """One person finds something wrong with a post."""

    __table_args__ = (
        UniqueConstraint("estate_id", "case_id", "reporter_id"),
        estate_fk("moderation_case", "case_id"),
    )

    case_id: Mapped[uuid.UUID]
    reporter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    ground: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
