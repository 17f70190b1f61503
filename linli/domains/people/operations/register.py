"""Writing the register: owners, what they own, sales. The roster import and officers use these."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from linli.domains.people.errors import NotAnOwnerThere
from linli.domains.people.models import Invitation, Owner, OwnerPhone, Ownership, Resident
from linli.domains.people.queries.register import phones
from linli.domains.people.rules import OwnerKind, current
from linli.kernel.actors import Tie
from linli.kernel.text import fold
from linli.platform import audit, clock
from linli.platform.db import db
from linli.platform.sealed import digest


@dataclass(frozen=True, slots=True)
class Revealed:
    """An owner's name and phones in full."""

    id: uuid.UUID
    name: str
    phones: list[str]


def add_owner(
    *, estate_id: uuid.UUID, name: str, kind: OwnerKind, phones: Sequence[str] = (), id_no: str | None = None
) -> Owner:
    """Put a person or company on the register, with phones in their one spelling."""
    owner = Owner(
        estate_id=estate_id,
        name=name,
        name_folded=fold(name),
        kind=kind,
        id_no=id_no,
        id_no_digest=digest(id_no) if id_no else None,
    )
    db.session.add(owner)
    db.session.flush()
    add_phones(owner=owner, phones=phones)
    return owner


def add_phones(*, owner: Owner, phones: Sequence[str]) -> int:
    """Add the numbers that the owner does not have yet; returns how many were new."""
    known = phone_digests(owner)
    fresh = {digest(phone): phone for phone in phones if digest(phone) not in known}
    db.session.add_all(
        OwnerPhone(estate_id=owner.estate_id, owner_id=owner.id, phone=phone, digest=made)
        for made, phone in fresh.items()
    )
    db.session.flush()
    return len(fresh)


def phone_digests(owner: Owner) -> set[str]:
    """The owner's numbers, unreadable, for comparing."""
    return set(
        db.session.scalars(select(OwnerPhone.digest).filter_by(estate_id=owner.estate_id, owner_id=owner.id))
    )


def add_ownership(
    *,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    owner_id: uuid.UUID,
    since_on: date | None = None,
    share: str = "",
) -> Ownership:
    """An owner has a unit from a day on (None: since before linli knew)."""
    held = Ownership(estate_id=estate_id, unit_id=unit_id, owner_id=owner_id, since_on=since_on, share=share)
    db.session.add(held)
    db.session.flush()
    return held


def transfer(
    *, estate_id: uuid.UUID, unit_id: uuid.UUID, to: Sequence[uuid.UUID], on: date
) -> list[Ownership]:
    """The unit goes to other owners on a day: the old ones end the day before, their history stays (EI-14).

    What the old owners had allowed ends with them: unused invitations, tenants who pay, and, where none of
    them stays, the family that lived there by their right. Tenants stay (民法典第725条).
    """
    gone = True
    for held in db.session.scalars(select(Ownership).filter_by(estate_id=estate_id, unit_id=unit_id)):
        if not current(held.since_on, held.until_on, on=on):
            continue
        gone = gone and held.owner_id not in to
        if held.since_on is not None and held.since_on >= on:
            db.session.delete(held)
        else:
            held.until_on = on - timedelta(days=1)
    made = [
        add_ownership(estate_id=estate_id, unit_id=unit_id, owner_id=owner_id, since_on=on) for owner_id in to
    ]
    _end_what_they_allowed(estate_id, unit_id, family=gone, on=on)
    audit.record("people:ownership:transfer", object_kind="unit", object_id=unit_id, estate_id=estate_id)
    return made


def _end_what_they_allowed(estate_id: uuid.UUID, unit_id: uuid.UUID, *, family: bool, on: date) -> None:
    open_ones = select(Invitation).filter_by(
        estate_id=estate_id, unit_id=unit_id, used_at=None, revoked_at=None
    )
    for invitation in db.session.scalars(open_ones):
        invitation.revoked_at = clock.now()
    for resident in db.session.scalars(select(Resident).filter_by(estate_id=estate_id, unit_id=unit_id)):
        resident.pays = False
        if resident.tie != Tie.FAMILY or not family or not current(None, resident.until_on, on=on):
            continue
        if resident.since_on >= on:
            db.session.delete(resident)
        else:
            resident.until_on = on - timedelta(days=1)
    db.session.flush()


def choose_representative(*, estate_id: uuid.UUID, unit_id: uuid.UUID, owner_id: uuid.UUID, on: date) -> None:
    """The co-owners of a unit agree on one of them to vote for it (宁波第18条: the unit is never split).

    Raises NotAnOwnerThere for somebody who does not own it today.
    """
    today = [
        held
        for held in db.session.scalars(select(Ownership).filter_by(estate_id=estate_id, unit_id=unit_id))
        if current(held.since_on, held.until_on, on=on)
    ]
    if owner_id not in {held.owner_id for held in today}:
        raise NotAnOwnerThere(field_errors={"owner_id": [NotAnOwnerThere.sentence]})
    for held in today:
        held.representative = held.owner_id == owner_id
    db.session.flush()
    audit.record(
        "people:representative:choose",
        object_kind="unit",
        object_id=unit_id,
        estate_id=estate_id,
        owner=str(owner_id),
    )


def reveal(*, owner: Owner, reason: str) -> Revealed:
    """Show an owner in full to somebody with the right and a reason; each look is written down (I-1)."""
    audit.record(
        "people:owner:reveal",
        object_kind="owner",
        object_id=owner.id,
        estate_id=owner.estate_id,
        reason=reason,
    )
    return Revealed(owner.id, owner.name, phones(owner.estate_id, owner.id))
