"""Who answers for units and who may look into their affairs, as sets for other rooms to join."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select, union_all

from linli.domains.people.models import Owner, Ownership, Resident
from linli.domains.people.rules import OwnerKind
from linli.kernel.actors import Tie


def answering(*, on: date) -> Select[Any]:
    """One owner of each owned unit on a day (`estate_id`, `unit_id`, `owner_id`).

    Of several, the chosen one, else the first. Co-owners are liable together; a bill names the one it is handed to.
    """
    place = func.row_number().over(
        partition_by=(Ownership.estate_id, Ownership.unit_id),
        order_by=(Ownership.representative.desc(), Ownership.id),
    )
    held = (
        select(Ownership.estate_id, Ownership.unit_id, Ownership.owner_id, place.label("place"))
        .where(
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
        .subquery()
    )
    return select(held.c.estate_id, held.c.unit_id, held.c.owner_id).where(held.c.place == 1)


def developers() -> Select[Any]:
    """The developer of each estate (`estate_id`, `owner_id`), as its register has it."""
    place = func.row_number().over(partition_by=Owner.estate_id, order_by=Owner.id)
    known = (
        select(Owner.estate_id, Owner.id, place.label("place"))
        .where(Owner.kind == OwnerKind.DEVELOPER)
        .subquery()
    )
    return select(known.c.estate_id, known.c.id.label("owner_id")).where(known.c.place == 1)


def days_in_units(account_id: uuid.UUID) -> Select[Any]:
    """The units whose bills an account answers for, with the days (`estate_id`, `unit_id`, `since_on`, `until_on`):
    those it owns, lives in as family, or rents where the owner lets it pay.

    Other tenants are left out: they do not see the owner's affairs (check B-7).
    """
    owning = (
        select(Ownership.estate_id, Ownership.unit_id, Ownership.since_on, Ownership.until_on)
        .join(Owner, (Owner.estate_id == Ownership.estate_id) & (Owner.id == Ownership.owner_id))
        .where(Owner.account_id == account_id)
    )
    living = select(Resident.estate_id, Resident.unit_id, Resident.since_on, Resident.until_on).where(
        Resident.account_id == account_id, or_(Resident.tie == Tie.FAMILY, Resident.pays.is_(True))
    )
    both = union_all(owning, living).subquery()
    return select(both.c.estate_id, both.c.unit_id, both.c.since_on, both.c.until_on)
