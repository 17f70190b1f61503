"""What ties accounts to estates: the roles they hold, where they own or live; for barring them from judging."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, union

from linli.domains.people.models import Owner, Ownership, Resident, RoleGrant
from linli.kernel.actors import Role, Scope, ScopeKind
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def roles_held(account_ids: Collection[uuid.UUID], *, now: datetime) -> list[tuple[uuid.UUID, Role, Scope]]:
    """The roles that these accounts hold, each with its scope; in one question."""
    rows = db.session.execute(
        select(RoleGrant.account_id, RoleGrant.role, RoleGrant.scope_kind, RoleGrant.scope_id).where(
            RoleGrant.account_id.in_(account_ids),
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
        )
    )
    return [(row[0], Role(row[1]), Scope(ScopeKind(row[2]), row[3])) for row in rows]


def homes_held(account_ids: Collection[uuid.UUID], *, on: date) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(estate, account) wherever one of these accounts owns or lives on a day; in one question."""
    owning = (
        select(Owner.estate_id, Owner.account_id)
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(
            Owner.account_id.in_(account_ids),
            or_(Ownership.since_on.is_(None), Ownership.since_on <= on),
            or_(Ownership.until_on.is_(None), Ownership.until_on >= on),
        )
    )
    living = select(Resident.estate_id, Resident.account_id).where(
        Resident.account_id.in_(account_ids),
        Resident.since_on <= on,
        or_(Resident.until_on.is_(None), Resident.until_on >= on),
    )
    with seeing_every_estate():
        rows: Sequence[Any] = db.session.execute(union(owning, living)).all()
    return {(row[0], row[1]) for row in rows}
