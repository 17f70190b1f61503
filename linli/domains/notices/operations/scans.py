"""A scanned PDF of an announcement, page by page as pictures, so that it opens on every phone (NT-14)."""

import io
import uuid
from datetime import datetime

from linli.domains.notices.queries import scans as kept
from linli.kernel.refusals import Refusal
from linli.platform import attachments, images, scans
from linli.platform.storage import FileMissing


def unfold(*, estate_id: uuid.UUID, file_id: uuid.UUID, now: datetime) -> int:
    """Keep each page of a scan as a picture beside the PDF; a second time nothing happens. Returns how many pages.

    What is no scan, or has a page that is no picture we can draw, stays a download.
    """
    try:
        document = attachments.attachment(estate_id=estate_id, attachment_id=file_id)
        if kept.pages_of(estate_id, [file_id]):
            return 0
        found = [images.redraw(jpeg).content for jpeg in scans.pages(attachments.read(document))]
    except (Refusal, FileMissing):
        return 0
    for jpeg in found:
        attachments.store_image(
            estate_id=estate_id, stream=io.BytesIO(jpeg), object_kind=kept.PAGES_OF, object_id=file_id,
            made_by=document.made_by, now=now,
        )  # fmt: skip
    return len(found)
