"""Links by which the platform may look at a photo until a moment, and nobody who has no such link (GI-16)."""

import hmac
import uuid
from datetime import datetime

from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.sealed import digest
from linli.platform.transactions import narrow


def photo_path(estate_id: uuid.UUID, photo_id: uuid.UUID, *, until: datetime) -> str:
    """The address of a photo below the site, good until a moment; the same every time it is made."""
    ends = int(until.timestamp())
    return f"/p/governance/photos/{estate_id}/{photo_id}/{ends}/{_seal(estate_id, photo_id, ends)}"


def photo_by_link(
    *, estate_id: uuid.UUID, photo_id: uuid.UUID, ends: int, seal: str, now: datetime
) -> Attachment:
    """The photo of a link. One that has ended, was changed, or whose photo is gone looks like none: Unknown."""
    if not hmac.compare_digest(_seal(estate_id, photo_id, ends).encode(), seal.encode()):
        raise Unknown
    if ends <= now.timestamp():
        raise Unknown
    narrow(estate_id)
    return attachments.attachment(estate_id=estate_id, attachment_id=photo_id)


def photo_of(path: str) -> tuple[uuid.UUID, uuid.UUID, int]:
    """Estate, photo and end of a path that was made here."""
    parts = path.split("/")
    return uuid.UUID(parts[4]), uuid.UUID(parts[5]), int(parts[6])


def _seal(estate_id: uuid.UUID, photo_id: uuid.UUID, ends: int) -> str:
    return digest(f"governance-photo:{estate_id}:{photo_id}:{ends}")
