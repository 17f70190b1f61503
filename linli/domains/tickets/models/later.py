"""The table of the question some weeks after a report was closed."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class LaterQuestion(OfEstate, Model):
    """Is it still solved? Asked once for a ticket, answered once, by its reporter (TK-46)."""

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_later_question_answered", "estate_id", "answered_at"),
        CheckConstraint("(answered_at IS NULL) = (still IS NULL)", name="answered"),
    )

    ticket_id: Mapped[uuid.UUID]
    asked_at: Mapped[datetime]
    until_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    still: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")
