"""Taking one step of a ticket: locked, checked against the table, written down."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linli.domains.tickets import queries
from linli.domains.tickets.errors import ChangedMeanwhile, ReasonMissing, TooManyPhotos
from linli.domains.tickets.events import TicketStepped
from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.rules.replies import check_filled
from linli.domains.tickets.rules.routing import Stage
from linli.domains.tickets.rules.steps import ANSWERS, OVER, Kind, State, after
from linli.domains.tickets.rules.telling import TOLD
from linli.kernel.actors import RESIDENTS, Actor
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.rows import put

MOST_PHOTOS = 9
SYSTEM = "system"
#: How the forms of steps call the words that the reporter reads; the others call them the reason.
_FIELDS = {
    **dict.fromkeys((Kind.FINISHED, Kind.PART_FINISHED), "result"),
    **dict.fromkeys((Kind.FED_BACK, Kind.REPLIED), "words"),
    Kind.SETTLED: "minutes",
}


def step(
    *,
    ticket: Ticket,
    kind: Kind,
    actor: Actor | None,
    now: datetime,
    reason: str = "",
    public: bool = True,
    photos: Sequence[Readable] = (),
    stage: Stage | None = None,
    **details: Any,
) -> TicketEvent:
    """Take a step and write it down; nobody acting means the clock did it.

    Two people at once meet at the ticket's lock: the later one is told where it stands by then.
    Words that staff send with a placeholder still open are not sent (TK-33).
    Raises WrongStep, TooManyPhotos and PlaceholderOpen.
    """
    if public and actor is not None and actor.role not in RESIDENTS:
        check_filled(reason, field=_FIELDS.get(kind, "reason"))
    lock(ticket)
    reached = after(State(ticket.state), kind)
    return write(
        ticket=ticket, kind=kind, reached=reached, actor=actor, now=now, reason=reason, public=public,
        photos=photos, stage=stage, details=details,
    )  # fmt: skip


def write(
    *,
    ticket: Ticket,
    kind: Kind,
    reached: State,
    actor: Actor | None,
    now: datetime,
    reason: str,
    public: bool,
    photos: Sequence[Readable],
    stage: Stage | None,
    details: dict[str, Any],
) -> TicketEvent:
    """Note the event, and the state it leads to, with the photos that belong to it."""
    ticket.events += 1
    ticket.state, ticket.over = reached, reached in OVER
    if kind in ANSWERS and actor is not None and ticket.responded_at is None:
        ticket.responded_at = now
    return note(
        ticket=ticket, kind=kind, actor=actor, now=now, reason=reason, public=public, photos=photos, stage=stage,
        details=details,
    )  # fmt: skip


def note(
    *,
    ticket: Ticket,
    kind: Kind,
    actor: Actor | None,
    now: datetime,
    reason: str,
    public: bool,
    photos: Sequence[Readable],
    stage: Stage | None,
    details: dict[str, Any],
) -> TicketEvent:
    """Note the event that has led the ticket to where it stands, with the photos that belong to it."""
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(field_errors={"photos": [TooManyPhotos.sentence]})
    if photos and stage is not None:
        details = details | {"stage": stage}
    event = TicketEvent(
        estate_id=ticket.estate_id,
        ticket_id=ticket.id,
        seq=ticket.events,
        kind=kind,
        state=ticket.state,
        at=now,
        actor_id=actor.account_id if actor else None,
        role=actor.role if actor else SYSTEM,
        reason=reason,
        public=public,
        data={name: _plain(value) for name, value in details.items()},
    )
    db.session.flush()  # the ticket first: the event tells where it stands
    put(event)
    _keep(photos, event, now)
    audit.record(
        f"tickets:ticket:{kind}", object_kind="ticket", object_id=ticket.id, estate_id=ticket.estate_id
    )
    if public and kind in TOLD:
        publish(
            TicketStepped(
                at=now, estate_id=ticket.estate_id, ticket_id=ticket.id, reporter_id=ticket.reporter_id,
                kind=kind, seq=event.seq,
            )
        )  # fmt: skip
    return event


def _keep(photos: Sequence[Readable], event: TicketEvent, now: datetime) -> None:
    for photo in photos:
        attachments.store_image(
            estate_id=event.estate_id, stream=photo, object_kind=queries.PHOTOS_OF, object_id=event.id,
            made_by=event.actor_id, now=now,
        )  # fmt: skip


def lock(ticket: Ticket) -> None:
    """Hold the ticket until the transaction ends, and see it as it is now."""
    db.session.flush()
    db.session.refresh(ticket, with_for_update=True)


def check_seen(ticket: Ticket, seen: int | None) -> None:
    """Refuse a form that was opened before a colleague's step; shown again, it keeps what was typed (TK-61).

    `seen` is the number of the last step that its page showed; None asks nothing. Raises ChangedMeanwhile.
    """
    lock(ticket)
    if seen is not None and seen != ticket.events:
        raise ChangedMeanwhile


def whose(ticket: Ticket) -> dict[str, Any]:
    """What every event of a ticket carries."""
    return {"estate_id": ticket.estate_id, "ticket_id": ticket.id, "reporter_id": ticket.reporter_id}


def needed(reason: str, field: str = "reason") -> str:
    """The reason that the other side will read. Raises ReasonMissing."""
    if not reason:
        raise ReasonMissing(field_errors={field: [ReasonMissing.sentence]})
    return reason


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
