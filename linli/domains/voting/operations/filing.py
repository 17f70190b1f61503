"""Keeping a paper of a vote: a PDF as it is, anything else as a photo."""

import uuid
from datetime import datetime
from typing import Any

from linli.platform import attachments
from linli.platform.attachments import Attachment

_PDF = b"%PDF-"


def keep_file(
    *,
    upload: Any,
    estate_id: uuid.UUID,
    object_kind: str,
    object_id: uuid.UUID,
    made_by: uuid.UUID,
    now: datetime,
) -> Attachment:
    """Keep an upload, a PDF by its first bytes. Raises attachments.TooLarge and the refusals of a photo."""
    stream = getattr(upload, "stream", upload)
    start = stream.read(len(_PDF))
    stream.seek(0)
    shared = {
        "estate_id": estate_id,
        "stream": stream,
        "object_kind": object_kind,
        "object_id": object_id,
        "made_by": made_by,
        "now": now,
    }
    if start == _PDF:
        return attachments.store_document(name=getattr(upload, "filename", None) or "", **shared)
    return attachments.store_image(**shared)
