"""The table of banners: words of warning that stand on every page for some hours or days."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model


class Banner(Model):
    """A disturbance that the people of a region should know of; without `region_id`, everybody (NT-18).

    It is shown from `since_at` until `until_at`, or until somebody ended it before, at `ended_at`.
    """

    __table_args__ = (
        Index("ix_banner_until", "until_at", "region_id"),
        CheckConstraint("until_at > since_at", name="ends_after"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    region_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("region.id"))
    words: Mapped[str]
    since_at: Mapped[datetime]
    until_at: Mapped[datetime]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
