"""A PDF of an announcement, page by page as pictures, so that it opens on every phone (NT-14)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.notices.models import PdfDrawing
from linli.domains.notices.queries import scans as kept
from linli.platform import attachments, images, pdf_pages
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.images import Picture


def want(*, document: Attachment, now: datetime) -> None:
    """Have the pages of a PDF drawn soon."""
    db.session.add(PdfDrawing(estate_id=document.estate_id, file_id=document.id, made_at=now))


def draw(raw: bytes) -> list[Picture]:
    """The pages of a PDF, first to last, none where it cannot be drawn; outside of any transaction.

    They are drawn twice: what comes back from a process that reads a stranger's file is a stranger's picture.
    """
    return [images.redraw(one) for one in pdf_pages.drawn(raw)]


def keep(*, estate_id: uuid.UUID, file_id: uuid.UUID, pages: Sequence[Picture], now: datetime) -> None:
    """Keep the drawn pages beside their PDF, first to last; a second time nothing happens."""
    drawing = kept.drawing(estate_id, file_id)
    db.session.refresh(drawing, with_for_update=True)
    if drawing.done_at is not None:
        return
    document = db.session.get_one(Attachment, (estate_id, file_id))
    for page in pages:
        attachments.store_picture(
            estate_id=estate_id, picture=page, object_kind=kept.PAGES_OF, object_id=file_id,
            made_by=document.made_by, now=now,
        )  # fmt: skip
    drawing.pages, drawing.done_at = len(pages), now
