"""What happened to tickets, for the other rooms. Ids only."""

import uuid
from dataclasses import dataclass
from datetime import datetime

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
    """The reporter is told how it came out, and asked to rate. `outcome` is one of rules.outcomes."""

    assignee_id: uuid.UUID | None = None
    outcome: str = "solved"


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
    """Time is running out (`level` reminded) or has run out (overdue, county), or an officer put it under
    supervision (listed).
    """

    level: str
    addressee: str
    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed(_OfTicket):
    """It is over; `outcome` is how it came out (TK-18)."""

    rated: bool
    outcome: str = "solved"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketWithdrawn(_OfTicket):
    """The reporter took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDispatched(_OfTicket):
    """It went to a body outside the estate: to the department `lead` of the township or the county.

    `loop` is township or county; `rule` is the rule that fired or was overridden.
    """

    loop: str
    lead: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReturned(_OfTicket):
    """A body handed it back on a ground, and named who should have it; `times` bodies have by now."""

    body: str
    ground: str
    proposed: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReturnRefused(_OfTicket):
    """It stays with the body that wanted to hand it back."""

    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPassedUp(_OfTicket):
    """The township passed it up to the county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketConsulted(_OfTicket):
    """A joint consultation (会商) was called; with `lead`, its minutes name who leads from now on."""

    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPartMade(_OfTicket):
    """A cooperating department was given its part."""

    part_id: uuid.UUID
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPartSigned(_OfTicket):
    """The department took its part on."""

    part_id: uuid.UUID
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPartFinished(_OfTicket):
    """The department did its part, or (`waived`) the lead goes on without it."""

    part_id: uuid.UUID
    department: str
    waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSigned(_OfTicket):
    """Somebody took the work on."""

    assignee_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStoodIn(_OfTicket):
    """Not signed in time: it went from the first person to the stand-in (A/B岗, NN-25)."""

    since_id: uuid.UUID
    assignee_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPaused(_OfTicket):
    """Its clock stands still, for a listed cause."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketResumed(_OfTicket):
    """Its clock runs again, with as much time as was left."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketExtended(_OfTicket):
    """It has more time; the first deadline stays on record."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStepped(_OfTicket):
    """A step was taken of which the people concerned are told, in the order of `seq`."""

    kind: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRung(Event):
    """The duty phone rings for an emergency that nobody has signed for yet, for the `ring`-th time."""

    ticket_id: uuid.UUID
    ring: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold(Event):
    """Everybody concerned by an incident is to be told something; `closing` when it is over."""

    incident_id: uuid.UUID
    notice_id: uuid.UUID
    closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairQuoted(_OfTicket):
    """The resident is asked whether they agree to what a repair will cost."""

    quote_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairCharged(_OfTicket):
    """A paid repair is done and is to be billed as quoted: `lines` are words and fen, for the unit."""

    quote_id: uuid.UUID
    unit_id: uuid.UUID
    number: str
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterAsked(_OfTicket):
    """Some weeks after it was closed, its reporter is asked whether it is still solved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterBlocked(Event):
    """A phone may not report for a while; `account_id` is whoever signs in with it, where somebody does."""

    block_id: uuid.UUID
    account_id: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecided(Event):
    """Somebody's appeal against a block was decided."""

    appeal_id: uuid.UUID
    account_id: uuid.UUID
    granted: bool
