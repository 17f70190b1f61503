"""Tables of people: accounts and their sessions, owners and ownership, residents, roles."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.ids import new_id
from linli.platform.db import Model, OfEstate, estate_fk
from linli.platform.sealed import Sealed


class Account(Model):
    """Somebody who signs in: a resident by phone, staff by username, or both."""

    __table_args__ = (UniqueConstraint("phone_digest"), UniqueConstraint("username"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_digest: Mapped[str | None]
    username: Mapped[str | None]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None] = mapped_column(Sealed)
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    setup_digest: Mapped[str | None]
    setup_expires_at: Mapped[datetime | None]
    look: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SignedIn(Model):
    """One session of an account on one device, or a token for a program. The token itself is not kept."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("token_digest"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[str]
    kind: Mapped[str] = mapped_column(default="browser")
    read_only: Mapped[bool] = mapped_column(default=False)
    second_factor: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(default="")
    acting: Mapped[dict[str, Any] | None]
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LoginCode(Model):
    """A one-time code that was asked for. The code follows from the id and a secret; it is stored nowhere."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    phone: Mapped[str] = mapped_column(Sealed)
    phone_digest: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(default="sms")
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Consent(Model):
    """A person agreed to one purpose in one version of its words; withdrawing keeps the row (PIPL §15)."""

    __table_args__ = (Index("ix_consent_account_purpose", "account_id", "purpose"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str]
    version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class RoleGrant(Model):
    """An account may act in a role within a scope, by the decision of somebody entitled to give it."""

    __table_args__ = (Index("ix_role_grant_scope", "scope_kind", "scope_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    scope_kind: Mapped[str]
    scope_id: Mapped[uuid.UUID | None]
    granted_by: Mapped[uuid.UUID | None]
    granted_at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None]


class Owner(OfEstate, Model):
    """A person or company on an estate's roster; one person in several units is one owner."""

    __table_args__ = (
        Index("ix_owner_account", "account_id"),
        Index("ix_owner_name", "estate_id", "name_folded"),
        Index("ix_owner_id_no", "estate_id", "id_no_digest"),
    )

    name: Mapped[str]
    name_folded: Mapped[str]
    kind: Mapped[str]
    id_no: Mapped[str | None] = mapped_column(Sealed)
    id_no_digest: Mapped[str | None]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    bound_at: Mapped[datetime | None]


class OwnerPhone(OfEstate, Model):
    """One of an owner's phone numbers as the roster has it."""

    __table_args__ = (
        UniqueConstraint("estate_id", "owner_id", "digest"),
        Index("ix_owner_phone_digest", "estate_id", "digest"),
        estate_fk("owner", "owner_id"),
    )

    owner_id: Mapped[uuid.UUID]
    phone: Mapped[str] = mapped_column(Sealed)
    digest: Mapped[str]


class Ownership(OfEstate, Model):
    """An owner has a unit from a day until a day (included); None: still. Sold units keep their history."""

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        estate_fk("owner", "owner_id"),
        Index("ix_ownership_unit", "estate_id", "unit_id"),
        Index("ix_ownership_owner", "estate_id", "owner_id"),
        CheckConstraint("until_on IS NULL OR since_on IS NULL OR until_on >= since_on", name="days_in_order"),
    )

    unit_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    since_on: Mapped[date | None]
    until_on: Mapped[date | None]
    share: Mapped[str] = mapped_column(default="")
    representative: Mapped[bool] = mapped_column(default=False)


class Resident(OfEstate, Model):
    """Family or a tenant of a unit, let in by an owner or proven otherwise; can be shown out again.

    `pays`: the owner lets this tenant see and pay the unit's bills; family may anyway.
    """

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        Index("ix_resident_unit", "estate_id", "unit_id"),
        Index("ix_resident_account", "account_id"),
    )

    unit_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    tie: Mapped[str]
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    added_by: Mapped[uuid.UUID | None]
    pays: Mapped[bool] = mapped_column(default=False)


class Claim(OfEstate, Model):
    """Somebody says that they belong to a unit; decided at once when the roster agrees, else by a person."""

    __table_args__ = (estate_fk("unit", "unit_id"), Index("ix_claim_state", "estate_id", "state"))

    unit_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    tie: Mapped[str]
    way: Mapped[str]
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    attachment_id: Mapped[uuid.UUID | None]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[uuid.UUID | None]


class Invitation(OfEstate, Model):
    """A code that lets one person into a unit, once, for a while."""

    __table_args__ = (
        estate_fk("unit", "unit_id"),
        Index("ix_invitation_code", "estate_id", "code_digest", unique=True),
    )

    unit_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID | None]
    tie: Mapped[str]
    code_digest: Mapped[str]
    made_by: Mapped[uuid.UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[uuid.UUID | None]
    revoked_at: Mapped[datetime | None]


class UnitNote(OfEstate, Model):
    """What the roster remarks about a unit: rented out, a number to call whose owner is not told. Proves nothing."""

    __table_args__ = (UniqueConstraint("estate_id", "unit_id"), estate_fk("unit", "unit_id"))

    unit_id: Mapped[uuid.UUID]
    note: Mapped[str] = mapped_column(Sealed)


class Roster(OfEstate, Model):
    """A property company's roster on its way into the register: a draft, until two people agree to it.

    The workbook lies sealed in the file store; `decisions` is what officers decided about its rows (JSON,
    sealed because it holds what they typed); `counts` are numbers only.
    """

    __table_args__ = (Index("ix_roster_state", "estate_id", "state"),)

    filename: Mapped[str]
    digest: Mapped[str]
    attachment_id: Mapped[uuid.UUID]
    state: Mapped[str]
    decisions: Mapped[str] = mapped_column(Sealed)
    counts: Mapped[dict[str, Any]]
    uploaded_by: Mapped[uuid.UUID | None]
    uploaded_at: Mapped[datetime]
    proposed_by: Mapped[uuid.UUID | None]
    proposed_at: Mapped[datetime | None]
    applied_by: Mapped[uuid.UUID | None]
    applied_at: Mapped[datetime | None]
    returned_why: Mapped[str] = mapped_column(default="")


class RegisterChange(OfEstate, Model):
    """A sale that one officer wants to enter and another has to confirm (check B-13).

    `new_owners` is JSON: a list of {name, kind, phones, share}, sealed because it holds phone numbers.
    """

    __table_args__ = (estate_fk("unit", "unit_id"), Index("ix_register_change_state", "estate_id", "state"))

    unit_id: Mapped[uuid.UUID]
    since_on: Mapped[date]
    new_owners: Mapped[str] = mapped_column(Sealed)
    reason: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[uuid.UUID]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
