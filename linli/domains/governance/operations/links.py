"""Links by which the platform may look at a photo until a moment, and nobody who has no such link (GI-16)."""

import hmac
import uuid
from datetime import datetime

from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.sealed import digest
from linli.platform.transactions import narrow

PHOTOS = "/p/governance/photos/"
_PARTS = 4


def photo_path(estate_id: uuid.UUID, photo_id: uuid.UUID, *, until: datetime) -> str:
    """The address of a photo below the site, good until a moment; the same every time it is made."""
    ends = int(until.timestamp())
    return f"{PHOTOS}{estate_id.hex}.{photo_id.hex}.{ends}.{_seal(estate_id, photo_id, ends)}"


def photo_by_link(link: str, *, now: datetime) -> Attachment:
    """The photo of a link. One that has ended, was changed, or whose photo is gone looks like none: Unknown."""
    try:
        estate_id, photo_id, ends, seal = _read(link)
    except ValueError:
        raise Unknown from None
    if not hmac.compare_digest(_seal(estate_id, photo_id, ends).encode(), seal.encode()):
        raise Unknown
    if ends <= now.timestamp():
        raise Unknown
    narrow(estate_id)
    return attachments.attachment(estate_id=estate_id, attachment_id=photo_id)


def photo_of(path: str) -> tuple[uuid.UUID, int]:
    """The photo and the end of a path that was made here."""
    _, photo_id, ends, _ = _read(path.removeprefix(PHOTOS))
    return photo_id, ends


def _read(link: str) -> tuple[uuid.UUID, uuid.UUID, int, str]:
    parts = link.split(".")
    if len(parts) != _PARTS or not parts[2].isascii() or not parts[2].isdecimal():
        raise ValueError(link)
    return uuid.UUID(parts[0]), uuid.UUID(parts[1]), int(parts[2]), parts[3]


def _seal(estate_id: uuid.UUID, photo_id: uuid.UUID, ends: int) -> str:
    return digest(f"governance-photo:{estate_id}:{photo_id}:{ends}")
