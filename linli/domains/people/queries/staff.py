"""Who works for an estate: people whose role's scope covers it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from linli.domains.estates import queries as estates
from linli.domains.people.models import Account, RoleGrant
from linli.kernel.actors import Role, ScopeKind
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody with a role, as other rooms see them."""

    account_id: uuid.UUID
    name: str
    role: Role


def staff_of(estate_id: uuid.UUID, *, roles: Sequence[Role], on: date, now: datetime) -> list[StaffView]:
    """The people who hold one of `roles` for the estate itself, its company or its community, by name.

    Wider scopes are left out: a county's officer is not handed the work of one estate.
    """
    place = estates.estate(estate_id=estate_id)
    company = estates.company_serving(estate_id, on=on)
    scopes = [(ScopeKind.ESTATE, estate_id), (ScopeKind.COMMUNITY, place.community_id)]
    if company is not None:
        scopes.append((ScopeKind.COMPANY, company.id))
    rows = db.session.execute(
        select(Account.id, Account.name, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role.in_(roles),
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
            or_(*(and_(RoleGrant.scope_kind == kind, RoleGrant.scope_id == id_) for kind, id_ in scopes)),
            Account.closed_at.is_(None),
        )
        .order_by(Account.name, Account.id)
    )
    found: dict[uuid.UUID, StaffView] = {}
    for account_id, name, role in rows:
        found.setdefault(account_id, StaffView(account_id, name, Role(role)))
    return list(found.values())


def officers_of(region_id: uuid.UUID, *, now: datetime) -> list[StaffView]:
    """The officers whose role holds in exactly this community, township or county, by name."""
    rows = db.session.execute(
        select(Account.id, Account.name, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.scope_id == region_id,
            RoleGrant.role.in_([Role.COMMUNITY_OFFICER, Role.STREET_OFFICER, Role.COUNTY_OFFICER]),
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
            Account.closed_at.is_(None),
        )
        .order_by(Account.name, Account.id)
    )
    return [StaffView(account_id, name, Role(role)) for account_id, name, role in rows]


def heads_of(company_id: uuid.UUID, *, now: datetime) -> list[uuid.UUID]:
    """The accounts of those who lead a property company."""
    rows = db.session.scalars(
        select(RoleGrant.account_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == Role.COMPANY_HEAD,
            RoleGrant.scope_kind == ScopeKind.COMPANY,
            RoleGrant.scope_id == company_id,
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
            Account.closed_at.is_(None),
        )
        .order_by(RoleGrant.account_id)
    )
    return list(rows)
