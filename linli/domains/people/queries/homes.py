"""Homes: finding a unit by what people call it, and who belongs to it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from linli.domains.estates import queries as estates
from linli.domains.people.models import Invitation, OwnerPhone, Ownership, RegisterChange
from linli.domains.people.queries import identity, register
from linli.domains.people.roster.lines import label_of
from linli.domains.people.roster.spellings.rooms import parse_room
from linli.domains.people.rules import same_name
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.sealed import digest
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class HeldUnit:
    """A unit with its owners on a day, and how each holds it."""

    owner_id: uuid.UUID
    unit_id: uuid.UUID
    label: str
    share: str
    since_on: date | None
    representative: bool


@dataclass(frozen=True, slots=True)
class OwnerThere:
    """One owner of a unit on a day."""

    id: uuid.UUID
    name: str
    kind: str
    account_id: uuid.UUID | None
    share: str
    representative: bool


@dataclass(frozen=True, slots=True)
class ResidentThere:
    """Family or a tenant of a unit on a day."""

    id: uuid.UUID
    account_id: uuid.UUID
    name: str
    tie: str
    since_on: date
    pays: bool


@dataclass(frozen=True, slots=True)
class Household:
    """Everybody who belongs to a unit on a day."""

    owners: list[OwnerThere]
    residents: list[ResidentThere]


def owner_called(estate_id: uuid.UUID, *, room: str, name: str, on: date) -> uuid.UUID | None:
    """The owner of that name in a room as people call it; None where the register has no such owner."""
    unit = unit_called(estate_id, room)
    if unit is None:
        return None
    held = [one.owner_id for one in register.ownerships(estate_id, on=on, unit_id=unit.id)]
    views = register.owner_views(estate_id, held).values()
    return next((view.id for view in views if same_name(view.name, name)), None)


def unit_called(estate_id: uuid.UUID, text: str) -> estates.UnitView | None:
    """The unit that people mean by 3-2-501, 3幢2单元501 or its label; None where it is none or not clear."""
    exact = estates.unit_by_label(estate_id, text.strip())
    if exact is not None:
        return estates.view(exact)
    read = parse_room(text)
    if read is None:
        return None
    building = read.building or read.lead
    for key in ((read.prefix, building, read.entrance, read.room), ("", building, read.entrance, read.room)):
        found = estates.unit_by_label(estate_id, label_of(key))
        if found is not None:
            return estates.view(found)
    return None


def household(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> Household:
    """The owners, and the family and tenants, of a unit on a day (EI-10)."""
    held = register.ownerships(estate_id, on=on, unit_id=unit_id)
    views = register.owner_views(estate_id, [one.owner_id for one in held])
    living = register.residents(estate_id, unit_id, on=on)
    names = identity.names([one.account_id for one in living])
    return Household(
        owners=[
            OwnerThere(
                id=one.owner_id,
                name=views[one.owner_id].name,
                kind=views[one.owner_id].kind,
                account_id=views[one.owner_id].account_id,
                share=one.share,
                representative=one.representative,
            )
            for one in held
        ],
        residents=[
            ResidentThere(
                one.id, one.account_id, names.get(one.account_id, ""), one.tie, one.since_on, one.pays
            )
            for one in living
        ],
    )


def units_of_owners(
    estate_id: uuid.UUID, owner_ids: Sequence[uuid.UUID], *, on: date
) -> dict[uuid.UUID, list[HeldUnit]]:
    """What each of these owners holds on a day, by label."""
    held = db.session.scalars(
        select(Ownership).where(
            Ownership.estate_id == estate_id,
            Ownership.owner_id.in_(owner_ids),
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
    ).all()
    labels = {unit.id: unit.label for unit in estates.unit_views(estate_id, [one.unit_id for one in held])}
    found: dict[uuid.UUID, list[HeldUnit]] = {}
    for one in sorted(held, key=lambda one: labels[one.unit_id]):
        found.setdefault(one.owner_id, []).append(
            HeldUnit(
                one.owner_id, one.unit_id, labels[one.unit_id], one.share, one.since_on, one.representative
            )
        )
    return found


def history(estate_id: uuid.UUID, unit_id: uuid.UUID) -> Sequence[Ownership]:
    """Everybody who ever owned a unit, the newest first (EI-14)."""
    return db.session.scalars(
        select(Ownership)
        .where(Ownership.estate_id == estate_id, Ownership.unit_id == unit_id)
        .order_by(Ownership.since_on.desc(), Ownership.id.desc())
    ).all()


def phones_of(estate_id: uuid.UUID, owner_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The owners' phone numbers in full, for masking in a list; see register.phones for showing them."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = select(OwnerPhone).where(OwnerPhone.estate_id == estate_id, OwnerPhone.owner_id.in_(owner_ids))
    for one in db.session.scalars(rows.order_by(OwnerPhone.id)):
        found.setdefault(one.owner_id, []).append(one.phone)
    return found


def estate_of_invitation(code: str, *, now: datetime) -> uuid.UUID | None:
    """The estate whose unit a code opens, so that nobody has to choose it; None for a code worth nothing."""
    with seeing_every_estate():
        return db.session.scalar(
            select(Invitation.estate_id).where(
                Invitation.code_digest == digest(f"invitation:{code.strip().upper()}"),
                Invitation.used_at.is_(None),
                Invitation.revoked_at.is_(None),
                Invitation.expires_at > now,
            )
        )


def change(*, estate_id: uuid.UUID, change_id: uuid.UUID, **_: object) -> RegisterChange:
    """A proposed change of the register, or Unknown."""
    found = db.session.get(RegisterChange, (estate_id, change_id))
    if found is None:
        raise Unknown
    return found


def changes_page(
    estate_id: uuid.UUID, *, window: Window, state: str | None = None, unit_id: uuid.UUID | None = None
) -> Page[RegisterChange]:
    """The proposed changes of an estate's register, newest first."""
    query = select(RegisterChange).where(RegisterChange.estate_id == estate_id)
    if state:
        query = query.where(RegisterChange.state == state)
    if unit_id:
        query = query.where(RegisterChange.unit_id == unit_id)
    return by_id(query, RegisterChange.id, window=window)
