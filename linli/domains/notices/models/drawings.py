"""The table of PDFs whose pages are to be drawn."""

import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class PdfDrawing(OfEstate, Model):
    """The pages of a PDF are wanted as pictures (NT-14). Once it is `done`, `pages` of them lie beside it; or none."""

    __table_args__ = (UniqueConstraint("estate_id", "file_id"), estate_fk("attachment", "file_id"))

    file_id: Mapped[uuid.UUID]
    pages: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
