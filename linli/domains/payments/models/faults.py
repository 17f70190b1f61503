"""What the auditor found wrong in an estate's books, until it is found right again."""

import uuid
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from linli.platform.db import Model, OfEstate


class BookFault(OfEstate, Model):
    """Something that does not hold, since the night when it was first seen; each once while it is open."""

    __table_args__ = (
        Index(
            "ix_book_fault_open",
            "estate_id",
            "what",
            "object_id",
            unique=True,
            sqlite_where=text("cleared_at IS NULL"),
            postgresql_where=text("cleared_at IS NULL"),
        ),
    )

    what: Mapped[str]
    object_id: Mapped[uuid.UUID]
    found_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
