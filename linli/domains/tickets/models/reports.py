"""Tables round a report: common places, who follows it, ringing for it, and incidents that many reports share."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.platform.db import Model, OfEstate, estate_fk


class CommonPlace(OfEstate, Model):
    """A spot or a piece of equipment that everybody of the estate shares, as the community or the company lists it.

    `number` is printed beside its QR code and can be read out. What is retired keeps its row: reports name it.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "number"),
        Index("ix_common_place_list", "estate_id", "retired_at", "number"),
        CheckConstraint("kind IN ('spot', 'equipment')", name="kind_known"),
    )

    number: Mapped[int]
    name: Mapped[str]
    kind: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    building_id: Mapped[uuid.UUID | None]
    entrance_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class TicketFollow(OfEstate, Model):
    """Somebody besides the reporter hears what happens to a report: it is theirs too (`me_too`), or they care.

    `unit_id` is the household that is counted; a household is counted once, however many of it follow.
    """

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id", "account_id"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_ticket_follow_account", "estate_id", "account_id", "id"),
    )

    ticket_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[uuid.UUID]
    me_too: Mapped[bool]
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TicketAlarm(OfEstate, Model):
    """The ringing for one emergency: how often, when next; over as soon as somebody has signed for it."""

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_ticket_alarm_due", "ended_at", "next_at"),
        CheckConstraint("rings >= 0", name="rings_counted"),
    )

    ticket_id: Mapped[uuid.UUID]
    rings: Mapped[int]
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DutyPost(OfEstate, Model):
    """Somebody of the staff is on duty for emergencies; the lowest `position` is rung first."""

    __table_args__ = (UniqueConstraint("estate_id", "account_id"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    position: Mapped[int]


class Incident(OfEstate, Model):
    """One matter behind many reports (a burst main, a dead transformer): told of once, and closed once."""

    __table_args__ = (
        Index("ix_incident_open", "estate_id", "closed_at", "id"),
        CheckConstraint("(closed_at IS NULL) = (result = '')", name="closed_with_result"),
    )

    title: Mapped[str]
    category: Mapped[str]
    building_id: Mapped[uuid.UUID | None]
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")


class IncidentTicket(OfEstate, Model):
    """A report that belongs to an incident; to one at most."""

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id"),
        estate_fk("ticket", "ticket_id"),
        estate_fk("incident", "incident_id"),
        Index("ix_incident_ticket_incident", "estate_id", "incident_id", "id"),
    )

    incident_id: Mapped[uuid.UUID]
    ticket_id: Mapped[uuid.UUID]
    joined_at: Mapped[datetime]


class IncidentNotice(OfEstate, Model):
    """What everybody concerned by an incident was told, by whom. Written once."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("incident", "incident_id"),
        Index("ix_incident_notice_incident", "estate_id", "incident_id", "id"),
    )

    incident_id: Mapped[uuid.UUID]
    words: Mapped[str]
    told_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
