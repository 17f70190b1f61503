"""Tables of phones that may not report for a while, and of appeals against that."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.sealed import Sealed


class ReportBlock(OfEstate, Model):
    """From this phone no reports are taken in an estate until a day, save emergencies (TK-58).

    The phone is found again by its keyed digest. `reason` is what the person reads.
    """

    __table_args__ = (
        Index("ix_report_block_phone", "estate_id", "phone_digest", "until_at"),
        CheckConstraint("until_at > since_at", name="lasts"),
    )

    phone: Mapped[str] = mapped_column(Sealed)
    phone_digest: Mapped[str]
    reason: Mapped[str]
    since_at: Mapped[datetime]
    until_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[uuid.UUID | None]


class BlockAppeal(OfEstate, Model):
    """Why the person thinks the block is wrong, and what somebody else than its maker decided."""

    __table_args__ = (
        estate_fk("report_block", "block_id"),
        Index("ix_block_appeal_block", "estate_id", "block_id", "id"),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided"),
    )

    block_id: Mapped[uuid.UUID]
    words: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
