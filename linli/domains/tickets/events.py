"""What happened to tickets, for the other rooms. Ids only."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfTicket(Event):
    """Something happened to a ticket; `reporter_id` is whose it is, where they have an account."""

    ticket_id: uuid.UUID
    reporter_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReported(_OfTicket):
    """A report came in, for `addressee` company or community."""

    addressee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAccepted(_OfTicket):
    """It will be dealt with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRejected(_OfTicket):
    """It will not be dealt with here; the reason stands in the ticket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMerged(_OfTicket):
    """It goes on in another ticket."""

    into_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAssigned(_OfTicket):
    """Somebody was given the work."""

    assignee_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFinished(_OfTicket):
    """The reporter is told that it is done, and asked to rate."""

    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRated(_OfTicket):
    """The reporter rated, or changed the rating."""

    stars: int
    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReopened(_OfTicket):
    """The reporter wants it done over."""

    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUrged(_OfTicket):
    """The reporter asks for speed."""

    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSupervised(_OfTicket):
    """Time is running out (`level` reminded) or has run out (`level` overdue)."""

    level: str
    addressee: str
    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed(_OfTicket):
    """It is over."""

    rated: bool
