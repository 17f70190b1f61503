"""Who lives in an estate by how they belong to it, as a set to count or to tell."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CompoundSelect, Select, func, literal, or_, select, union, union_all

from linli.domains.people.models import Owner, Ownership, Resident, RoleGrant
from linli.kernel.actors import Role, ScopeKind, Tie
from linli.platform.db import db


def accounts(
    estate_id: uuid.UUID, *, ties: Collection[Tie], units: Collection[uuid.UUID] | None, on: date
) -> Select[tuple[uuid.UUID]]:
    """The accounts that belong to an estate, or to these of its units, on a day by one of `ties`."""
    living = select(Resident.account_id).where(
        Resident.estate_id == estate_id,
        Resident.tie.in_([tie.value for tie in ties]),
        Resident.since_on <= on,
        or_(Resident.until_on.is_(None), Resident.until_on >= on),
    )
    owning = (
        select(Owner.account_id)
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(
            Owner.estate_id == estate_id,
            Owner.account_id.is_not(None),
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
    )
    if units is not None:
        living = living.where(Resident.unit_id.in_(units))
        owning = owning.where(Ownership.unit_id.in_(units))
    found = union(living, owning).subquery() if Tie.OWNER in ties else living.distinct().subquery()
    return select(found.c.account_id)


def belonging(estate_id: uuid.UUID, *, on: date) -> CompoundSelect[tuple[uuid.UUID, uuid.UUID, str]]:
    """Every account with every unit it belongs to on a day, and how: a row for each, for whole sets."""
    owning = (
        select(Owner.account_id.label("account_id"), Ownership.unit_id, literal(Tie.OWNER.value).label("tie"))
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(
            Owner.estate_id == estate_id,
            Owner.account_id.is_not(None),
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
    )
    living = select(Resident.account_id, Resident.unit_id, Resident.tie).where(
        Resident.estate_id == estate_id,
        Resident.since_on <= on,
        or_(Resident.until_on.is_(None), Resident.until_on >= on),
    )
    return union_all(owning, living)


def holding(estate_id: uuid.UUID, role: Role, *, now: datetime) -> Select[uuid.UUID]:
    """The accounts that hold a role of this estate at a moment, as a set."""
    return select(RoleGrant.account_id).where(
        RoleGrant.role == role,
        RoleGrant.scope_kind == ScopeKind.ESTATE,
        RoleGrant.scope_id == estate_id,
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.until.is_(None), RoleGrant.until > now),
    )


def count_accounts(
    estate_id: uuid.UUID, *, ties: Collection[Tie], units: Collection[uuid.UUID] | None, on: date
) -> int:
    """How many they are."""
    found = accounts(estate_id, ties=ties, units=units, on=on).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0
