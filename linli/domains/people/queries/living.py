"""Who lives in an estate by how they belong to it, as a set to count or to tell."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, func, or_, select, union

from linli.domains.people.models import Owner, Ownership, Resident
from linli.kernel.actors import Tie
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


def count_accounts(
    estate_id: uuid.UUID, *, ties: Collection[Tie], units: Collection[uuid.UUID] | None, on: date
) -> int:
    """How many they are."""
    found = accounts(estate_id, ties=ties, units=units, on=on).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0
