"""What owners said against a result in its days, and what they were told."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Objection(OfEstate, Model):
    """One objection, as it was written: against which count (`version`), of which kind, by whom."""

    __table_args__ = (
        estate_fk("vote", "vote_id"),
        Index("ix_objection_vote", "estate_id", "vote_id"),
        Index("ix_objection_made_by", "estate_id", "made_by"),
    )
    __append_only__ = True

    vote_id: Mapped[uuid.UUID]
    version: Mapped[int]
    kind: Mapped[str]
    words: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class ObjectionAnswer(OfEstate, Model):
    """The one answer to an objection: whether it was right, and why."""

    __table_args__ = (
        UniqueConstraint("estate_id", "objection_id"),
        estate_fk("objection", "objection_id"),
    )
    __append_only__ = True

    objection_id: Mapped[uuid.UUID]
    decision: Mapped[str]
    words: Mapped[str]
    answered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime]
