"""Tables of tickets: the ticket as it stands, what was done to it, and how it was rated."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.tickets.rules.clocks import Pressure, pressure
from linli.domains.tickets.rules.routing import Addressee
from linli.domains.tickets.rules.steps import OVER, State
from linli.platform.db import Json, Model, OfEstate, estate_fk
from linli.platform.sealed import Sealed

#: What neighbours see of each other's reports, in the words of the question that lists them.
_IN_COMMON = '"over" IS {0} AND private IS {0} AND unit_id IS NULL'


class Ticket(OfEstate, Model):
    """One report and the work order it becomes.

    `state` and all that rules.orders tells is what its events lead to (kept, and proven equal by a test). In a
    loop beyond the estate `lead` is the department that has it, `assignee_id` its first person, and
    `stand_in_id` who gets it when it is not signed in time. `due_at` is the deadline in force,
    `first_due_at` the one that was first promised; once `late`, always late.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        estate_fk("unit", "unit_id"),
        Index("ix_ticket_queue", "estate_id", "addressee", "over", "due_at", "id"),
        Index("ix_ticket_reporter", "estate_id", "reporter_id", "id"),
        Index("ix_ticket_assignee", "estate_id", "assignee_id", "over", "due_at", "id"),
        Index("ix_ticket_sweep", "over", "settled_at", "due_at"),
        Index(
            "ix_ticket_common",
            "estate_id",
            "id",
            postgresql_where=text(_IN_COMMON.format("false")),
            sqlite_where=text(_IN_COMMON.format("0")),
        ),
        CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="stars_in_range"),
    )

    number: Mapped[str]
    category: Mapped[str]
    first_category: Mapped[str]
    urgency: Mapped[str]
    clock: Mapped[str]
    words: Mapped[str]
    unit_id: Mapped[uuid.UUID | None]
    place: Mapped[str]
    anonymous: Mapped[bool]
    private: Mapped[bool]
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    place_id: Mapped[uuid.UUID | None]
    building_id: Mapped[uuid.UUID | None]
    entrance_id: Mapped[uuid.UUID | None]
    household_id: Mapped[uuid.UUID | None]

    reporter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str]
    for_name: Mapped[str] = mapped_column(default="")
    for_phone: Mapped[str | None] = mapped_column(Sealed)

    addressee: Mapped[str]
    route: Mapped[str]
    review: Mapped[bool]
    company_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("company.id"))
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    merged_into_id: Mapped[uuid.UUID | None]

    state: Mapped[str]
    over: Mapped[bool] = mapped_column(default=False)
    events: Mapped[int] = mapped_column(default=0)
    redone: Mapped[int] = mapped_column(default=0)
    thing: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    stand_in_id: Mapped[uuid.UUID | None]
    returns: Mapped[int] = mapped_column(default=0)
    bound: Mapped[bool] = mapped_column(default=False)
    extensions: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(default="")
    supervision: Mapped[str] = mapped_column(default=Pressure.CALM)
    late: Mapped[bool] = mapped_column(default=False)

    reported_at: Mapped[datetime]
    accept_due_at: Mapped[datetime]
    sign_due_at: Mapped[datetime | None]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    remind_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    responded_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    stars: Mapped[int | None]
    solved: Mapped[bool | None]
    rated_at: Mapped[datetime | None]

    @property
    def standing(self) -> State:
        """Where it stands."""
        return State(self.state)

    @property
    def done(self) -> bool:
        """Whether it has come to its end, for good or not."""
        return self.standing in OVER

    def pressure(self, now: datetime) -> Pressure:
        """How it stands to its deadline."""
        return pressure(state=self.standing, remind_at=self.remind_at, due_at=self.due_at, now=now)

    @property
    def body(self) -> str:
        """Who has it: the company, the community, or a department."""
        return self.lead or self.addressee

    def is_for(self, addressee: Addressee) -> bool:
        """Whether the company, or the community, deals with it."""
        return self.addressee == addressee


class TicketEvent(OfEstate, Model):
    """One thing that was done to a ticket, by whom, in which role. Written once.

    What is not `public` is the staff's own: it never reaches the reporter (TK-32).
    """

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "seq"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_ticket_event_kind", "kind", "at"),
    )

    ticket_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    kind: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    public: Mapped[bool] = mapped_column(default=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TicketRating(OfEstate, Model):
    """What the reporter thought. A change is a new row; the newest version counts."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "version"),
        estate_fk("ticket", "ticket_id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_in_range"),
    )

    ticket_id: Mapped[uuid.UUID]
    version: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    stars: Mapped[int]
    solved: Mapped[bool | None]
    tags: Mapped[list[Any]]
    words: Mapped[str]
    redo: Mapped[bool]


class TicketSequence(OfEstate, Model):
    """The last number given in an estate in a year."""

    __table_args__ = (UniqueConstraint("estate_id", "year"),)

    year: Mapped[int]
    last: Mapped[int]
