"""What was done to a ticket, as one reader may see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from linli.domains.people.queries import identity
from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.rules.steps import Kind
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.prepared import prepared

PHOTOS_OF = "ticket_event"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ticket's history, as one reader may see it."""

    event: TicketEvent
    kind: Kind
    name: str
    photos: Sequence[Attachment]


def history(found: Ticket, *, inside: bool) -> list[Entry]:
    """What was done, first to last. The staff's own notes are left out unless the reader is `inside`."""
    shown = [True, False] if inside else [True]
    events = db.session.scalars(*_events(estate_id=found.estate_id, ticket_id=found.id, shown=shown)).all()
    names = identity.names([event.actor_id for event in events if event.actor_id])
    photos = attachments.of_objects(
        estate_id=found.estate_id, object_kind=PHOTOS_OF, object_ids=[event.id for event in events]
    )
    return [
        Entry(
            event, Kind(event.kind), names.get(event.actor_id, "") if event.actor_id else "",
            photos.get(event.id, ()),
        )
        for event in events
    ]  # fmt: skip


@prepared
def _events(estate_id: Any, ticket_id: Any, shown: Any) -> Select[TicketEvent]:
    return (
        select(TicketEvent)
        .where(
            TicketEvent.estate_id == estate_id,
            TicketEvent.ticket_id == ticket_id,
            TicketEvent.public.in_(shown),
        )
        .order_by(TicketEvent.seq)
    )


def photo(found: Ticket, photo_id: uuid.UUID, *, inside: bool) -> Attachment:
    """A photo of this ticket that the reader may see, or Unknown (B-11)."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    event = db.session.get(TicketEvent, (found.estate_id, kept.object_id))
    if kept.object_kind != PHOTOS_OF or event is None or event.ticket_id != found.id:
        raise Unknown
    if not (event.public or inside):
        raise Unknown
    return kept


def last_event(found: Ticket, *kinds: Kind) -> TicketEvent | None:
    """The newest event of these kinds."""
    return db.session.scalar(
        select(TicketEvent)
        .where(
            TicketEvent.estate_id == found.estate_id,
            TicketEvent.ticket_id == found.id,
            TicketEvent.kind.in_(kinds),
        )
        .order_by(TicketEvent.seq.desc())
        .limit(1)
    )


def has_photo_since(found: Ticket, *, since: int, stage: str) -> bool:
    """Whether somebody put a photo of that stage to the ticket after its event number `since`."""
    events = db.session.scalars(
        select(TicketEvent).where(
            TicketEvent.estate_id == found.estate_id,
            TicketEvent.ticket_id == found.id,
            TicketEvent.seq > since,
        )
    )
    ids = [event.id for event in events if event.data.get("stage") == stage]
    return bool(attachments.of_objects(estate_id=found.estate_id, object_kind=PHOTOS_OF, object_ids=ids))
