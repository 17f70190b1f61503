"""The register of owners: who owns which unit on a day, and who lives there."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from linli.domains.people.models import Claim, Invitation, Owner, OwnerPhone, Ownership, Resident, RoleGrant
from linli.domains.people.rules import OwnerKind
from linli.kernel.masking import mask_name
from linli.kernel.refusals import Unknown
from linli.kernel.text import fold
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page
from linli.platform.prepared import prepared
from linli.platform.sealed import digest


@dataclass(frozen=True, slots=True)
class OwnerView:
    """An owner as other rooms see one."""

    id: uuid.UUID
    name: str
    kind: str
    account_id: uuid.UUID | None

    @property
    def shown(self) -> str:
        """The name as strangers may read it: of a person the first letter, a company's whole."""
        return mask_name(self.name) if self.kind == OwnerKind.PERSON else self.name


@dataclass(frozen=True, slots=True)
class OwnedUnit:
    """A unit with one of its owners on a day."""

    unit_id: uuid.UUID
    owner_id: uuid.UUID
    share: str
    representative: bool


def owner(*, estate_id: uuid.UUID, owner_id: uuid.UUID, **_: object) -> Owner:
    """The owner, if on this estate's register; otherwise Unknown."""
    found = db.session.get(Owner, (estate_id, owner_id))
    if found is None:
        raise Unknown
    return found


def owners_page(estate_id: uuid.UUID, *, window: Window, search: str = "") -> Page[Owner]:
    """The owners of an estate; a search finds the beginning of a name."""
    query = select(Owner).where(Owner.estate_id == estate_id)
    if search:
        query = query.where(Owner.name_folded.startswith(fold(search), autoescape=True))
    return page(query, by=((Owner.name_folded, str), (Owner.id, uuid.UUID)), window=window)


def owner_views(
    estate_id: uuid.UUID, owner_ids: Sequence[uuid.UUID] | None = None
) -> dict[uuid.UUID, OwnerView]:
    """The owners of an estate (or those named) by id."""
    query = select(Owner.id, Owner.name, Owner.kind, Owner.account_id).where(Owner.estate_id == estate_id)
    if owner_ids is not None:
        query = query.where(Owner.id.in_(owner_ids))
    return {
        row.id: OwnerView(row.id, row.name, row.kind, row.account_id) for row in db.session.execute(query)
    }


def _held(on: date) -> Select[Ownership]:
    return select(Ownership).where(
        or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
        or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
    )


def ownerships(
    estate_id: uuid.UUID, *, on: date, unit_id: uuid.UUID | None = None, owner_id: uuid.UUID | None = None
) -> list[OwnedUnit]:
    """Who owns what on a day: a seller until the day before the sale, the buyer from that day (EI-08)."""
    query = _held(on).where(Ownership.estate_id == estate_id)
    if unit_id is not None:
        query = query.where(Ownership.unit_id == unit_id)
    if owner_id is not None:
        query = query.where(Ownership.owner_id == owner_id)
    return [
        OwnedUnit(held.unit_id, held.owner_id, held.share, held.representative)
        for held in db.session.scalars(query.order_by(Ownership.unit_id, Ownership.id))
    ]


@prepared
def _owners_of(estate_id: Any, account_id: Any) -> Select[uuid.UUID]:
    return select(Owner.id).where(Owner.estate_id == estate_id, Owner.account_id == account_id)


def owners_of_account(estate_id: uuid.UUID, account_id: uuid.UUID) -> list[uuid.UUID]:
    """The owners on an estate's register that an account has proven to be."""
    return list(db.session.scalars(*_owners_of(estate_id=estate_id, account_id=account_id)))


def accounts_of_units(estate_id: uuid.UUID, unit_ids: Sequence[uuid.UUID], *, on: date) -> set[uuid.UUID]:
    """The accounts of everybody, owner or resident, of these units on a day: whom a notice reaches."""
    owning = db.session.scalars(
        select(Owner.account_id)
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(
            Owner.estate_id == estate_id,
            Owner.account_id.is_not(None),
            Ownership.unit_id.in_(unit_ids),
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
    )
    living = db.session.scalars(
        select(Resident.account_id).where(
            Resident.estate_id == estate_id,
            Resident.unit_id.in_(unit_ids),
            Resident.since_on <= on,
            or_(Resident.until_on.is_(None), Resident.until_on >= on),
        )
    )
    return {found for found in [*owning, *living] if found is not None}


def phones(estate_id: uuid.UUID, owner_id: uuid.UUID) -> list[str]:
    """An owner's phone numbers in full; the caller has the right, a reason, and writes it down (I-1)."""
    return list(
        db.session.scalars(select(OwnerPhone.phone).filter_by(estate_id=estate_id, owner_id=owner_id))
    )


def owners_matching(
    estate_id: uuid.UUID, unit_id: uuid.UUID, *, name: str, phone: str, on: date
) -> list[Owner]:
    """The unit's owners with exactly this name and this phone on the register."""
    return list(
        db.session.scalars(
            select(Owner)
            .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
            .join(OwnerPhone, (OwnerPhone.estate_id == Owner.estate_id) & (OwnerPhone.owner_id == Owner.id))
            .where(
                Owner.estate_id == estate_id,
                Owner.name_folded == fold(name),
                OwnerPhone.digest == digest(phone),
                Ownership.unit_id == unit_id,
                or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
                or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
            )
        )
    )


def residents(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> Sequence[Resident]:
    """Family and tenants of a unit on a day."""
    return db.session.scalars(
        select(Resident)
        .where(
            Resident.estate_id == estate_id,
            Resident.unit_id == unit_id,
            Resident.since_on <= on,
            or_(Resident.until_on.is_(None), Resident.until_on >= on),
        )
        .order_by(Resident.id)
    ).all()


def resident(*, estate_id: uuid.UUID, resident_id: uuid.UUID, **_: object) -> Resident:
    """A resident entry of this estate, or Unknown."""
    found = db.session.get(Resident, (estate_id, resident_id))
    if found is None:
        raise Unknown
    return found


def claim(*, estate_id: uuid.UUID, claim_id: uuid.UUID, **_: object) -> Claim:
    """A claim in this estate, or Unknown."""
    found = db.session.get(Claim, (estate_id, claim_id))
    if found is None:
        raise Unknown
    return found


def claims_page(estate_id: uuid.UUID, *, window: Window, state: str | None = None) -> Page[Claim]:
    """The claims of an estate, newest first."""
    query = select(Claim).where(Claim.estate_id == estate_id)
    if state:
        query = query.where(Claim.state == state)
    return by_id(query, Claim.id, window=window)


def claims_of(account_id: uuid.UUID) -> Sequence[Claim]:
    """What an account has claimed, newest first."""
    return db.session.scalars(select(Claim).filter_by(account_id=account_id).order_by(Claim.id.desc())).all()


def invitation(*, estate_id: uuid.UUID, invitation_id: uuid.UUID, **_: object) -> Invitation:
    """An invitation in this estate, or Unknown."""
    found = db.session.get(Invitation, (estate_id, invitation_id))
    if found is None:
        raise Unknown
    return found


def invitations_of_unit(estate_id: uuid.UUID, unit_id: uuid.UUID) -> Sequence[Invitation]:
    """The invitations made for a unit, newest first."""
    return db.session.scalars(
        select(Invitation).filter_by(estate_id=estate_id, unit_id=unit_id).order_by(Invitation.id.desc())
    ).all()


def grant(*, grant_id: uuid.UUID, **_: object) -> RoleGrant:
    """A role grant, or Unknown."""
    found = db.session.get(RoleGrant, grant_id)
    if found is None:
        raise Unknown
    return found
