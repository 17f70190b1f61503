"""Owners who ask to see a vote's full bundle under their right of inspection (司法解释[2009]7号 第13条)."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Inspection(OfEstate, Model):
    """One request. `watermark` stands in the name of the file that was handed out, and in the audit log.

    `granted` is None while nobody has decided; a granted bundle is taken once.
    """

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        UniqueConstraint("watermark"),
        Index("ix_inspection_vote", "estate_id", "vote_id"),
    )

    vote_id: Mapped[uuid.UUID]
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    watermark: Mapped[str | None]
    taken_at: Mapped[datetime | None]
