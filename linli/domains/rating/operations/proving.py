"""Hanging documents and photos on a self-report or an appeal."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linli.domains.rating.models import RatingAppeal, SelfReport
from linli.kernel.actors import Actor
from linli.platform import attachments
from linli.platform.attachments import Readable


def hang(
    *,
    actor: Actor,
    on: SelfReport | RatingAppeal,
    kind: str,
    documents: Sequence[Readable],
    photos: Sequence[Readable],
    now: datetime,
) -> None:
    """Keep documents (PDF) and photos with what they prove. Raises what a file is refused for."""
    estate_id: uuid.UUID = on.estate_id
    hung: dict[str, Any] = {"estate_id": estate_id, "object_kind": kind, "object_id": on.id}
    for one in documents:
        name = getattr(one, "filename", "") or ""
        attachments.store_document(stream=one, name=name, made_by=actor.account_id, now=now, **hung)
    for one in photos:
        attachments.store_image(stream=one, made_by=actor.account_id, now=now, **hung)
