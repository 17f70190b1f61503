"""The pages of scanned PDFs that announcements carry (NT-14)."""

import uuid
from collections.abc import Sequence

from linli.domains.notices.models import Announcement
from linli.domains.notices.queries import announcements
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment

PAGES_OF = "announcement_scan"


def pages_of(estate_id: uuid.UUID, file_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Attachment]]:
    """The pages of some PDFs, first to last; of what is no scan nothing."""
    if not file_ids:
        return {}
    return attachments.of_objects(estate_id=estate_id, object_kind=PAGES_OF, object_ids=file_ids)


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
