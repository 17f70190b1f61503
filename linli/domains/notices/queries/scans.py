"""The pages of PDFs that announcements carry (NT-14), and those still to be drawn."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from linli.domains.notices.models import Announcement, PdfDrawing
from linli.domains.notices.queries import announcements
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.storage import FileMissing

PAGES_OF = "announcement_scan"


def pages_of(estate_id: uuid.UUID, file_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Attachment]]:
    """The pages of some PDFs, first to last; of what is no scan nothing."""
    if not file_ids:
        return {}
    return attachments.of_objects(estate_id=estate_id, object_kind=PAGES_OF, object_ids=file_ids)


def next_wanted() -> tuple[uuid.UUID, uuid.UUID] | None:
    """Estate and file of the PDF that has waited longest for its pages to be drawn."""
    waiting = select(PdfDrawing.estate_id, PdfDrawing.file_id).where(PdfDrawing.done_at.is_(None))
    first = db.session.execute(waiting.order_by(PdfDrawing.made_at, PdfDrawing.id).limit(1)).first()
    return (first.estate_id, first.file_id) if first else None


def content(estate_id: uuid.UUID, file_id: uuid.UUID) -> bytes:
    """What is in a PDF; nothing where it was taken away meanwhile."""
    try:
        return attachments.read(attachments.attachment(estate_id=estate_id, attachment_id=file_id))
    except (Unknown, FileMissing):
        return b""


def drawing(estate_id: uuid.UUID, file_id: uuid.UUID) -> PdfDrawing:
    """The wish for the pages of a PDF."""
    return db.session.scalars(select(PdfDrawing).filter_by(estate_id=estate_id, file_id=file_id)).one()


def pages(found: Announcement, file_id: uuid.UUID) -> list[Attachment]:
    """The pages of one PDF of an announcement, or Unknown where there are none."""
    document = announcements.file(found, file_id)
    listed = pages_of(found.estate_id, [document.id]).get(document.id)
    if not listed:
        raise Unknown
    return listed


def page(found: Announcement, file_id: uuid.UUID, number: int) -> Attachment:
    """One page by its number, from 1 on, or Unknown."""
    listed = pages(found, file_id)
    if not 1 <= number <= len(listed):
        raise Unknown
    return listed[number - 1]
