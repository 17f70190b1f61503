"""Who works where: the roles that lie within an actor's scope, and the accounts that hold them."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from linli.domains.estates import queries as estates
from linli.domains.people import rules
from linli.domains.people.models import Account, RoleGrant
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id
from linli.platform.transactions import seeing_every_estate

_PROPERTY = (Role.COMPANY_HEAD, Role.PROPERTY_MANAGER, Role.PROPERTY_CASHIER, Role.PROPERTY_WORKER)
_REGIONS = (ScopeKind.CITY, ScopeKind.COUNTY, ScopeKind.STREET, ScopeKind.COMMUNITY)


def grants_page(actor: Actor, *, window: Window, now: datetime) -> Page[RoleGrant]:
    """The roles within the actor's scope that still hold, newest first. A company sees its own trade only."""
    query = select(RoleGrant).where(
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.until.is_(None), RoleGrant.until > now),
        _lies_within(actor, now),
    )
    with seeing_every_estate():  # which estates a company serves is written in the estates' rows
        return by_id(query, RoleGrant.id, window=window)


def grant_in_reach(actor: Actor, grant_id: uuid.UUID, *, now: datetime) -> RoleGrant:
    """A role within the actor's scope, ended or not; otherwise Unknown, as though it never was."""
    with seeing_every_estate():
        found = db.session.scalar(select(RoleGrant).where(RoleGrant.id == grant_id, _lies_within(actor, now)))
    if found is None:
        raise Unknown
    return found


def staff_in_reach(actor: Actor, account_id: uuid.UUID, *, now: datetime) -> Account:
    """A staff account that holds work within the actor's scope; otherwise Unknown."""
    account = identity.account(account_id)
    held = [one.id for one in identity.grants_of(account_id, now=now)]
    with seeing_every_estate():
        mine = db.session.scalar(
            select(RoleGrant.id).where(RoleGrant.id.in_(held), _lies_within(actor, now)).limit(1)
        )
    if account.username is None or (mine is None and actor.scope.kind is not ScopeKind.PLATFORM):
        raise Unknown
    return account


def colleagues(actor: Actor, *, now: datetime) -> dict[uuid.UUID, str]:
    """The accounts with work in the actor's scope, by name: whom open work can go to."""
    grants = grants_page(actor, window=Window(limit=200), now=now).items
    return identity.names([one.account_id for one in grants])


def givable(actor: Actor) -> list[tuple[Role, tuple[ScopeKind, ...]]]:
    """The roles that the actor may give, each with the kinds of place it can be held in."""
    found = []
    for role in Role:
        kinds = tuple(kind for kind in ScopeKind if rules.may_give(actor.role, role, kind))
        if kinds:
            found.append((role, kinds))
    return found


def usernames(account_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The sign-in names of staff accounts."""
    rows = db.session.execute(
        select(Account.id, Account.username).where(
            Account.id.in_(set(account_ids)), Account.username.is_not(None)
        )
    )
    return {row.id: row.username for row in rows}


def _lies_within(actor: Actor, now: datetime) -> ColumnElement[bool]:
    scope = actor.scope
    if scope.kind is ScopeKind.PLATFORM:
        return true()
    reached = estates.reached_ids(scope, on=day_of(now))
    inside = or_(
        and_(RoleGrant.scope_kind == scope.kind, RoleGrant.scope_id == scope.id),
        and_(RoleGrant.scope_kind == ScopeKind.ESTATE, RoleGrant.scope_id.in_(reached)),
        *_below(scope, now),
    )
    if actor.role in _PROPERTY:
        return and_(inside, RoleGrant.role.in_(_PROPERTY))
    return inside


def _below(scope: Scope, now: datetime) -> list[ColumnElement[bool]]:
    """The regions under a region; for a county or city also the companies that work in it."""
    if scope.kind not in _REGIONS or scope.id is None:
        return []
    lower = _REGIONS[_REGIONS.index(scope.kind) + 1 :]
    found: list[ColumnElement[bool]] = []
    if lower:
        found.append(
            and_(
                RoleGrant.scope_kind.in_(lower),
                RoleGrant.scope_id.in_(estates.regions_below(scope.id)),
            )
        )
    if scope.kind in {ScopeKind.COUNTY, ScopeKind.CITY}:
        working = estates.companies_reached(scope, on=day_of(now))
        found.append(and_(RoleGrant.scope_kind == ScopeKind.COMPANY, RoleGrant.scope_id.in_(working)))
    return found
