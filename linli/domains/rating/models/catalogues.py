"""Tables of catalogues that a city makes, and of other scales that the same engine carries."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model
from linli.platform.protection import Guard


class CatalogueEdition(Model):
    """A catalogue for the years from `since` on: a copy of an earlier one, edited, published by a second person.

    `content` is the catalogue as a file would have it; once published nothing of the row changes.
    """

    __table_args__ = (
        CheckConstraint("published_by IS NULL OR published_by <> drafted_by", name="second_person"),
    )
    __guards__ = {
        "sqlite": (
            Guard(
                "CREATE TRIGGER catalogue_edition_settled BEFORE UPDATE ON catalogue_edition"
                " WHEN OLD.state = 'published' "
                "BEGIN SELECT RAISE(ABORT, 'settled catalogue_edition'); END",
                "DROP TRIGGER IF EXISTS catalogue_edition_settled",
            ),
        ),
        "postgresql": (
            Guard(
                "CREATE TRIGGER catalogue_edition_settled BEFORE UPDATE ON catalogue_edition FOR EACH ROW "
                "WHEN (OLD.state = 'published') EXECUTE FUNCTION linli_append_only()",
                "DROP TRIGGER IF EXISTS catalogue_edition_settled ON catalogue_edition",
            ),
        ),
    }

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    since: Mapped[int]
    version: Mapped[str]
    content: Mapped[dict[str, Any]]
    copied_from: Mapped[str]
    state: Mapped[str]
    drafted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]


class ScaleReading(Model):
    """What a community came to on another scale in a year. The newest reading holds."""

    __append_only__ = True
    __table_args__ = (Index("ix_scale_reading_region", "region_id", "scale", "year"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    scale: Mapped[str]
    version: Mapped[str]
    region_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    entries: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
