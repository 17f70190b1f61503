"""Photos that show what they should not: blacked out or taken away by staff, with a trace that the reporter reads."""

import io
import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.domains.tickets import queries
from linli.domains.tickets.errors import NothingCovered
from linli.domains.tickets.models import Ticket
from linli.domains.tickets.operations.stepping import lock, needed, step
from linli.domains.tickets.rules.photos import FIELDS, boxes
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.actors import Actor
from linli.platform import attachments, images


def redact(
    *, actor: Actor, ticket: Ticket, photo_id: uuid.UUID, fields: Sequence[str], reason: str, now: datetime
) -> Ticket:
    """Black out some fields of a photo, or without any take it away (个人信息保护法第47条). The photo as it was
    disappears from everyone's eyes at once and for good after a month; that it was done, by whom and why, stays.

    Raises ReasonMissing, NothingCovered, and Unknown for a photo that is not this ticket's.
    """
    lock(ticket)
    photo = queries.photo(ticket, photo_id, inside=True)
    if set(fields) - set(FIELDS):
        raise NothingCovered(field_errors={"fields": [NothingCovered.sentence]})
    kind = Kind.PHOTO_COVERED if fields else Kind.PHOTO_REMOVED
    step(
        ticket=ticket, kind=kind, actor=actor, now=now, reason=needed(reason), photo=photo.id,
        of=photo.object_id, fields=[FIELDS[one][0] for one in fields],
    )  # fmt: skip
    if fields:
        covered = images.blackened(attachments.read(photo), boxes(fields))
        attachments.store_image(
            estate_id=ticket.estate_id, stream=io.BytesIO(covered), object_kind=queries.PHOTOS_OF,
            object_id=photo.object_id, made_by=photo.made_by, now=now,
        )  # fmt: skip
    attachments.delete(photo, now=now)
    return ticket
