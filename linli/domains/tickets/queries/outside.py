"""What everybody may know of tickets: common matters, without a person in them (GI-26)."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from linli.domains.tickets.models import Ticket, TicketEvent
from linli.domains.tickets.queries.history import PHOTOS_OF
from linli.domains.tickets.rules.routing import Channel
from linli.domains.tickets.rules.steps import SETTLED, Kind
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

MOST = 1000
#: Steps that say how far a matter is, and nothing of who took them.
TOLD = (
    Kind.ACCEPTED, Kind.REJECTED, Kind.MERGED, Kind.WITHDRAWN, Kind.ASSIGNED, Kind.STARTED, Kind.SUSPENDED,
    Kind.RESUMED, Kind.FINISHED, Kind.SENT_BACK, Kind.FED_BACK, Kind.REOPENED, Kind.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tickets: of these categories, reported in this span, still open or settled (None: both)."""

    codes: Collection[str]
    since: datetime
    until: datetime
    settled: bool | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket, when it was last changed, and the photo that came with it over Open311."""

    ticket: Ticket
    updated_at: datetime
    photo_id: uuid.UUID | None


def listed(estate_id: uuid.UUID, wanted: Wanted, *, page: int = 1, size: int = MOST) -> list[Known]:
    """The newest first, a page of so many, at most MOST."""
    query = select(Ticket).where(
        *_everybody_s(estate_id, wanted.codes),
        Ticket.reported_at >= wanted.since,
        Ticket.reported_at <= wanted.until,
    )
    if wanted.settled is not None:
        states = Ticket.state.in_(SETTLED)
        query = query.where(states if wanted.settled else ~states)
    size = min(size, MOST)
    window = query.order_by(Ticket.id.desc()).limit(size).offset((page - 1) * size)
    return _known(db.session.scalars(window).all())


def named(estate_id: uuid.UUID, ids: Sequence[uuid.UUID], *, codes: Collection[str]) -> list[Known]:
    """Those of the named that everybody may know of, the newest first."""
    query = select(Ticket).where(*_everybody_s(estate_id, codes), Ticket.id.in_(ids[:MOST]))
    return _known(db.session.scalars(query.order_by(Ticket.id.desc())).all())


def changes(
    estate_id: uuid.UUID, *, codes: Collection[str], since: datetime, until: datetime, page: int = 1, size: int = MOST,
) -> Sequence[TicketEvent]:  # fmt: skip
    """The steps in a span, the oldest first, a page of so many, at most MOST."""
    size = min(size, MOST)
    query = (
        select(TicketEvent)
        .join(Ticket, (Ticket.estate_id == TicketEvent.estate_id) & (Ticket.id == TicketEvent.ticket_id))
        .where(
            *_everybody_s(estate_id, codes),
            TicketEvent.estate_id == estate_id,
            TicketEvent.public.is_(True),
            TicketEvent.kind.in_(TOLD),
            TicketEvent.at >= since,
            TicketEvent.at <= until,
        )
        .order_by(TicketEvent.at, TicketEvent.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return db.session.scalars(query).all()


def photo(
    estate_id: uuid.UUID, ticket_id: uuid.UUID, photo_id: uuid.UUID, *, codes: Collection[str]
) -> Attachment:
    """The photo of a ticket that everybody may see, or Unknown."""
    if not any(known.photo_id == photo_id for known in named(estate_id, [ticket_id], codes=codes)):
        raise Unknown
    return attachments.attachment(estate_id=estate_id, attachment_id=photo_id)


def _everybody_s(estate_id: uuid.UUID, codes: Collection[str]) -> list[ColumnElement[bool]]:
    """Never a private matter, an anonymous reporter's or a home's."""
    return [
        Ticket.estate_id == estate_id,
        Ticket.category.in_(codes),
        Ticket.private.is_(False),
        Ticket.anonymous.is_(False),
        Ticket.unit_id.is_(None),
    ]


def _known(tickets: Sequence[Ticket]) -> list[Known]:
    if not tickets:
        return []
    ids = [ticket.id for ticket in tickets]
    here = (TicketEvent.estate_id == tickets[0].estate_id, TicketEvent.ticket_id.in_(ids))
    changed = dict(
        db.session.execute(
            select(TicketEvent.ticket_id, func.max(TicketEvent.at))
            .where(*here, TicketEvent.public.is_(True))
            .group_by(TicketEvent.ticket_id)
        ).all()
    )
    photos = _photos(tickets)
    return [
        Known(ticket, changed.get(ticket.id, ticket.reported_at), photos.get(ticket.id)) for ticket in tickets
    ]


def _photos(tickets: Sequence[Ticket]) -> dict[uuid.UUID, uuid.UUID]:
    """The first photo of each report that came in over Open311."""
    ids = [ticket.id for ticket in tickets if ticket.channel == Channel.OPEN311]
    if not ids:
        return {}
    estate_id = tickets[0].estate_id
    reports = db.session.execute(
        select(TicketEvent.id, TicketEvent.ticket_id).where(
            TicketEvent.estate_id == estate_id,
            TicketEvent.ticket_id.in_(ids),
            TicketEvent.kind == Kind.REPORTED,
        )
    ).all()
    found = attachments.of_objects(
        estate_id=estate_id, object_kind=PHOTOS_OF, object_ids=[event_id for event_id, _ in reports]
    )
    return {ticket_id: found[event_id][0].id for event_id, ticket_id in reports if event_id in found}
