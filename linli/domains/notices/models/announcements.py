"""Tables of what an estate is told: announcements, whom they went to, who read them, what was corrected."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class Announcement(OfEstate, Model):
    """Something an estate, or a part of it, is told. Withdrawing keeps the row, its readers and its words.

    `audience` is a `rules.Aim` in JSON, `aimed` says that it is narrower than the estate. `published_at` may
    lie ahead; from that moment on it is to be read, whether or not a job has run. `listed_at` is when its list
    of people was made, `told` how many they were.
    """

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
    urgency: Mapped[str] = mapped_column(default="ordinary")
    aimed: Mapped[bool] = mapped_column(default=False)
    ends_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    told: Mapped[int] = mapped_column(default=0)
    corrected_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminded_by: Mapped[uuid.UUID | None]
    reminded: Mapped[int] = mapped_column(default=0)


class AnnouncementRecipient(OfEstate, Model):
    """One person on an announcement's list, counted under the building of the home that brought them there."""

    __table_args__ = (
        UniqueConstraint("estate_id", "announcement_id", "account_id"),
        estate_fk("announcement", "announcement_id"),
        estate_fk("building", "building_id"),
    )

    announcement_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    building_id: Mapped[uuid.UUID | None]


class AnnouncementVersion(OfEstate, Model):
    """The text of an announcement that a correction took the place of, with the reason."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "announcement_id", "number"),
        estate_fk("announcement", "announcement_id"),
    )

    announcement_id: Mapped[uuid.UUID]
    number: Mapped[int]
    title: Mapped[str]
    words: Mapped[str]
    why: Mapped[str]
    corrected_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    corrected_at: Mapped[datetime]


class AnnouncementTemplate(OfEstate, Model):
    """A text an estate keeps for the next time, with its blanks in ［］."""

    __table_args__ = (Index("ix_announcement_template_estate", "estate_id", "dropped_at"),)

    name: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    urgency: Mapped[str]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]


class Outage(OfEstate, Model):
    """Water, power, lift … stops for the people an announcement is aimed at, until the all-clear."""

    __table_args__ = (
        UniqueConstraint("estate_id", "announcement_id"),
        Index("ix_outage_open", "estate_id", "restored_at"),
        estate_fk("announcement", "announcement_id"),
    )

    announcement_id: Mapped[uuid.UUID]
    what: Mapped[str]
    starts_at: Mapped[datetime]
    until_at: Mapped[datetime]
    restored_at: Mapped[datetime | None]
    restored_by: Mapped[uuid.UUID | None]


class AnnouncementRead(OfEstate, Model):
    """One person opened one announcement; the first time counts."""

    __table_args__ = (
        UniqueConstraint("estate_id", "announcement_id", "account_id"),
        estate_fk("announcement", "announcement_id"),
    )

    announcement_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime]
