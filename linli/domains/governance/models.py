"""Tables of the exchange: cases, what is on its way, what was tried, what was heard, and what does not agree."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.domains.governance.rules.states import Meaning, Parcel, Sending
from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk


class GovernanceCase(OfEstate, Model):
    """A ticket as it stands between us and the platform. `external_id` is ours and never changes (GI-06)."""

    __table_args__ = (
        UniqueConstraint("estate_id", "ticket_id"),
        UniqueConstraint("external_id"),
        estate_fk("ticket", "ticket_id"),
        Index("ix_governance_case_state", "state", "heard_at"),
        Index("ix_governance_case_estate", "estate_id", "state", "id"),
    )

    ticket_id: Mapped[uuid.UUID]
    external_id: Mapped[str]
    category: Mapped[str]
    outside_category: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(default="")
    parcels: Mapped[int] = mapped_column(default=0)
    meaning: Mapped[str | None]
    outside_title: Mapped[str] = mapped_column(default="")
    unknown_state: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    document_no: Mapped[str] = mapped_column(default="")
    document_on: Mapped[date | None]
    handed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    @property
    def sending(self) -> Sending:
        """The sending state."""
        return Sending(self.state)

    @property
    def means(self) -> Meaning | None:
        """Where the platform has it."""
        return Meaning(self.meaning) if self.meaning else None


class GovernanceNumber(OfEstate, Model):
    """A number that the platform gave a case; an old one still finds it (GI-08)."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "case_id", "number"),
        estate_fk("governance_case", "case_id"),
        Index("ix_governance_number", "number"),
    )

    case_id: Mapped[uuid.UUID]
    number: Mapped[str]
    since_at: Mapped[datetime]


class GovernanceParcel(OfEstate, Model):
    """One message for the platform. Within a case `seq` 2 leaves only after 1 has arrived."""

    __table_args__ = (
        UniqueConstraint("estate_id", "case_id", "seq"),
        estate_fk("governance_case", "case_id"),
        Index("ix_governance_parcel_due", "state", "due_at"),
        CheckConstraint("seq > 0", name="seq_positive"),
    )

    case_id: Mapped[uuid.UUID]
    seq: Mapped[int]
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=Parcel.WAITING)
    made_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    since_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]


class GovernanceTry(OfEstate, Model):
    """One try to deliver a parcel: when, and what came of it (GI-04)."""

    __append_only__ = True
    __table_args__ = (
        estate_fk("governance_parcel", "parcel_id"),
        Index("ix_governance_try_parcel", "estate_id", "parcel_id", "id"),
        Index("ix_governance_try_at", "at"),
    )

    parcel_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    arrived: Mapped[bool]
    status: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")


class GovernanceUpdate(OfEstate, Model):
    """One thing that the platform said of a case, kept as it came; the same one again adds nothing (GI-11)."""

    __append_only__ = True
    __table_args__ = (
        UniqueConstraint("estate_id", "case_id", "update_id"),
        estate_fk("governance_case", "case_id"),
        Index("ix_governance_update_case", "estate_id", "case_id", "version"),
    )

    case_id: Mapped[uuid.UUID]
    update_id: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    number: Mapped[str]
    words: Mapped[str]
    said_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    way: Mapped[str]


class GovernanceStray(Model):
    """A genuine update of a case that nobody here knows; kept for a person to look at (check F-8)."""

    __table_args__ = (UniqueConstraint("update_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    update_id: Mapped[str]
    external_id: Mapped[str]
    number: Mapped[str]
    state: Mapped[str]
    heard_at: Mapped[datetime]


class GovernanceNonce(Model):
    """A callback's nonce, so that the same one is not taken twice while its time stamp is fresh."""

    nonce: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class GovernanceMark(Model):
    """How far something of the platform's was read: its updates, its categories, the last letter."""

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class GovernanceCategory(Model):
    """A category of the platform's own list; `gone_at` once the list no longer has it (GI-13)."""

    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    first_seen_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class GovernanceDifference(Model):
    """Something on which the two books do not agree. It is a case to close: by a person, with a word why.

    `estate_id` is empty where the platform alone knows the matter, so this table is not one of an estate's rows.
    """

    __table_args__ = (
        Index("ix_governance_difference_estate", "estate_id", "closed_at", "id"),
        Index("ix_governance_difference_open", "what", "external_id", "closed_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    estate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("estate.id"))
    ticket_id: Mapped[uuid.UUID | None]
    what: Mapped[str]
    external_id: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    found_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str] = mapped_column(default="")
