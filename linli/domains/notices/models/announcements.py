"""Tables of what an estate is told."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Announcement(OfEstate, Model):
    """Something an estate is told. Withdrawing keeps the row, its readers and its words."""

    __table_args__ = (Index("ix_announcement_published", "estate_id", "published_at"),)

    title: Mapped[str]
    words: Mapped[str]
    audience: Mapped[dict[str, Any]]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    author_role: Mapped[str]
    published_at: Mapped[datetime]
    ends_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None]


class AnnouncementRead(OfEstate, Model):
    """One person opened one announcement; the first time counts."""

    __table_args__ = (
        UniqueConstraint("estate_id", "announcement_id", "account_id"),
        estate_fk("announcement", "announcement_id"),
    )

    announcement_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime]
