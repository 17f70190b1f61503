"""What happened to people."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginCodeAsked(Event):
    """Somebody wants to sign in by phone; the code itself is never in an event."""

    code_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimMade(Event):
    """Somebody says that a unit is theirs, and a person has to look at the proof."""

    claim_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided(Event):
    """A claim was approved or refused."""

    claim_id: uuid.UUID
    account_id: uuid.UUID
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterApplied(Event):
    """A roster was written into the register."""

    roster_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    """Somebody may act for an estate, a company or a region from now on."""

    account_id: uuid.UUID
    grant_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Event):
    """Somebody left; rooms forget what the law does not make them keep."""

    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanged(Event):
    """A unit changed hands: two people agreed that the register says so."""

    change_id: uuid.UUID
    unit_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLeft(Event):
    """Somebody of the staff left; rooms hand their open work to the successor."""

    account_id: uuid.UUID
    successor_id: uuid.UUID
