"""Giving and taking roles, choosing the one to act in, and leaving."""

import uuid
from datetime import datetime

from sqlalchemy import select, update

from linli.domains.estates import queries as estates
from linli.domains.people import rules
from linli.domains.people.errors import MayNotGrant, NotYourRole, RoleEnded
from linli.domains.people.events import AccountClosed, RoleGranted
from linli.domains.people.models import Account, Owner, Resident, RoleGrant, SignedIn
from linli.domains.people.operations.sign_in import end_sessions
from linli.domains.people.queries import identity
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate

_REGIONS = {ScopeKind.COMMUNITY, ScopeKind.STREET, ScopeKind.COUNTY, ScopeKind.CITY}


def grant(
    *,
    actor: Actor | None,
    account_id: uuid.UUID,
    role: Role,
    scope: Scope,
    until: datetime | None,
    now: datetime,
) -> RoleGrant:
    """Let an account act in a role within a scope. The giver's own role must be entitled to give it and
    their scope must contain it; no actor means the operator at the command line. Raises MayNotGrant.
    """
    _check_place(scope)
    if actor is not None and not (
        rules.may_give(actor.role, role, scope.kind) and _within(scope, actor.scope, now)
    ):
        raise MayNotGrant
    identity.account(account_id)
    made = RoleGrant(
        account_id=account_id,
        role=role,
        scope_kind=scope.kind,
        scope_id=scope.id,
        granted_by=actor.account_id if actor else None,
        granted_at=now,
        until=until,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "people:role:grant", object_kind="grant", object_id=made.id, role=role, account=str(account_id)
    )
    publish(RoleGranted(at=now, account_id=account_id, grant_id=made.id))
    return made


def take_back(*, actor: Actor, grant: RoleGrant, now: datetime) -> None:
    """End a role; the person's next request no longer has it (B-10). Raises MayNotGrant, RoleEnded."""
    if not may_decide_on(actor=actor, grant=grant, now=now):
        raise MayNotGrant
    if grant.ended_at is not None:
        raise RoleEnded
    grant.ended_at, grant.ended_by = now, actor.account_id
    end_sessions(account_id=grant.account_id, now=now)
    audit.record("people:role:take_back", object_kind="grant", object_id=grant.id, role=grant.role)


def end_with_office(*, grant_id: uuid.UUID, now: datetime) -> None:
    """A role that followed an office ends with it, on nobody's word but the register's. Twice changes nothing.

    The person stays signed in as the resident they are; the next request no longer has the role (B-10).
    """
    found = db.session.get(RoleGrant, grant_id)
    if found is None or found.ended_at is not None:
        return
    found.ended_at = now
    db.session.flush()
    audit.record("people:role:end_with_office", object_kind="grant", object_id=found.id, role=found.role)


def may_decide_on(*, actor: Actor, grant: RoleGrant, now: datetime) -> bool:
    """Whether the actor could give, and so may take back, a role."""
    scope = Scope(ScopeKind(grant.scope_kind), grant.scope_id)
    return rules.may_give(actor.role, Role(grant.role), scope.kind) and _within(scope, actor.scope, now)


def act_as(*, session: SignedIn, role: Role, scope: Scope, now: datetime) -> identity.Acting:
    """Choose the one role to act in. Raises NotYourRole."""
    for choice in identity.actings(session, now=now, on=day_of(now)):
        if (choice.role, choice.scope) == (role, scope):
            session.acting = choice.as_stored()
            db.session.flush()
            audit.record("people:role:act_as", object_kind="session", object_id=session.id, role=role)
            return choice
    raise NotYourRole


def set_look(*, account: Account, theme: str, mode: str) -> None:
    """How the pages look for this person, on every device: light or dark, ordinary or elder mode."""
    account.look = {"theme": theme, "mode": mode}
    db.session.flush()


def close_account(*, account: Account, now: datetime) -> None:
    """Forget a person: name, phone and sign-in go; what the law keeps refers to an id that names nobody
    (PIPL §47). The register of owners is the estate's and stays, no longer bound to the account.
    """
    end_sessions(account_id=account.id, now=now)
    with seeing_every_estate():
        db.session.execute(
            update(Owner).where(Owner.account_id == account.id).values(account_id=None, bound_at=None)
        )
        for resident in db.session.scalars(select(Resident).filter_by(account_id=account.id, until_on=None)):
            resident.until_on = max(day_of(now), resident.since_on)
    db.session.execute(
        update(RoleGrant)
        .where(RoleGrant.account_id == account.id, RoleGrant.ended_at.is_(None))
        .values(ended_at=now)
    )
    account.name, account.phone, account.phone_digest, account.username = "", None, None, None
    account.password_hash = account.totp_secret = None
    account.closed_at = now
    audit.record("people:account:close", object_kind="account", object_id=account.id)
    publish(AccountClosed(at=now, account_id=account.id))


def _check_place(scope: Scope) -> None:
    """A role is held in a place that exists. Raises MayNotGrant, as for a place out of reach."""
    if (scope.kind is ScopeKind.PLATFORM) != (scope.id is None):
        raise MayNotGrant
    try:
        identity.place_name(scope)
    except Unknown:
        raise MayNotGrant from None
    if scope.kind in _REGIONS and scope.id is not None and estates.region(scope.id).level != scope.kind:
        raise MayNotGrant


def _within(inner: Scope, outer: Scope, now: datetime) -> bool:
    """Whether one scope lies inside another."""
    if outer.kind is ScopeKind.PLATFORM or inner == outer:
        return True
    if inner.kind is ScopeKind.ESTATE and inner.id is not None:
        with seeing_every_estate():
            return estates.reaches(outer, inner.id, on=day_of(now))
    if inner.kind in _REGIONS and inner.id is not None:
        return estates.region_within(inner.id, outer)
    with seeing_every_estate():
        return inner.kind is ScopeKind.COMPANY and estates.looks_after(outer, inner.id, on=day_of(now))
