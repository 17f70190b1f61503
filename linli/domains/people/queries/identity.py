"""Who somebody is to linli: accounts, sessions, and the roles they may act in."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import CompoundSelect, ScalarSelect, Select, and_, literal, or_, select, true, union_all

from linli.domains.estates import queries as estates
from linli.domains.people import rules
from linli.domains.people.models import Account, LoginCode, Owner, Ownership, Resident, RoleGrant, SignedIn
from linli.kernel.actors import NOWHERE, STAFF, Actor, Role, Scope, ScopeKind, Tie
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.prepared import prepared
from linli.platform.sealed import digest
from linli.platform.transactions import seeing_every_estate


@dataclass(frozen=True, slots=True)
class Acting:
    """One role that an account may act in, where, and the name of that place."""

    role: Role
    scope: Scope
    place: str

    @property
    def title(self) -> str:
        """As people choose it: 业主 · 斗潭新村."""
        return f"{self.role.title} · {self.place}" if self.place else self.role.title

    def as_stored(self) -> dict[str, Any]:
        """As a session keeps it."""
        return {
            "role": self.role,
            "kind": self.scope.kind,
            "id": str(self.scope.id) if self.scope.id else None,
        }


def account(account_id: uuid.UUID) -> Account:
    """The account, or Unknown."""
    found = db.session.get(Account, account_id)
    if found is None or found.closed_at is not None:
        raise Unknown
    return found


def account_if_open(account_id: uuid.UUID) -> Account | None:
    """The account, unless its person has left."""
    found = db.session.get(Account, account_id)
    return found if found is not None and found.closed_at is None else None


def names(account_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of accounts, for showing who did something; the closed ones have none left."""
    if not account_ids:
        return {}
    rows = db.session.execute(*_named(account_ids=list(set(account_ids))))
    return {row.id: row.name for row in rows}


@prepared
def _named(account_ids: Any) -> Select[*tuple[Any, ...]]:
    return select(Account.id, Account.name).where(Account.id.in_(account_ids))


def phone_digest_of(account_id: Any) -> ScalarSelect[Any]:
    """The digest of an account's phone, unless its person has left, for rooms that keep lists of phones."""
    return (
        select(Account.phone_digest)
        .where(Account.id == account_id, Account.closed_at.is_(None))
        .scalar_subquery()
    )


def account_by_phone(phone: str) -> Account | None:
    """The account that signs in with this phone."""
    return db.session.scalar(select(Account).filter_by(phone_digest=digest(phone), closed_at=None))


def account_by_username(username: str) -> Account | None:
    """The account that signs in with this name."""
    return db.session.scalar(select(Account).filter_by(username=username, closed_at=None))


def login_code(code_id: uuid.UUID) -> LoginCode | None:
    """A one-time code that was asked for: to which phone it travels, and until when it is worth anything."""
    return db.session.get(LoginCode, code_id)


@prepared
def _unended(token_digest: Any) -> Select[SignedIn]:
    return select(SignedIn).where(SignedIn.token_digest == token_digest, SignedIn.ended_at.is_(None))


def live_session(token_digest: str, *, now: datetime) -> SignedIn | None:
    """The session behind a token, unless it has ended, expired, or was left alone too long."""
    session: SignedIn | None = db.session.scalar(*_unended(token_digest=token_digest))
    return session if session is not None and _is_live(session, now=now) else None


def _is_live(session: SignedIn, *, now: datetime) -> bool:
    return (ends_at(session) if session.kind == "browser" else session.expires_at) > now


def ends_at(session: SignedIn) -> datetime:
    """When a session ends if it is left alone from now on as it was last seen."""
    idle = rules.STAFF_LIFETIME.idle if session.second_factor else rules.RESIDENT_LIFETIME.idle
    return min(session.expires_at, session.seen_at + idle)


def sessions(account_id: uuid.UUID, *, now: datetime) -> Sequence[SignedIn]:
    """Where an account is signed in, the newest first."""
    return db.session.scalars(
        select(SignedIn)
        .where(SignedIn.account_id == account_id, SignedIn.ended_at.is_(None), SignedIn.expires_at > now)
        .order_by(SignedIn.id.desc())
    ).all()


def own_session(account_id: uuid.UUID, session_id: uuid.UUID) -> SignedIn:
    """A session of this account, or Unknown."""
    found = db.session.scalar(select(SignedIn).filter_by(id=session_id, account_id=account_id, ended_at=None))
    if found is None:
        raise Unknown
    return found


def grants_of(account_id: uuid.UUID, *, now: datetime) -> Sequence[RoleGrant]:
    """The roles granted to an account that still hold."""
    return db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.account_id == account_id,
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until > now),
        )
        .order_by(RoleGrant.id)
    ).all()


@prepared
def _units_of(account_id: Any) -> CompoundSelect[Any]:
    return _belonging(account_id)


def _belonging(account_id: Any) -> CompoundSelect[Any]:
    living = select(
        Resident.estate_id, Resident.unit_id, Resident.tie, Resident.since_on, Resident.until_on
    ).where(Resident.account_id == account_id)
    owning = (
        select(
            Ownership.estate_id,
            Ownership.unit_id,
            literal(Tie.OWNER.value),
            Ownership.since_on,
            Ownership.until_on,
        )
        .join(Owner, (Owner.estate_id == Ownership.estate_id) & (Owner.id == Ownership.owner_id))
        .where(Owner.account_id == account_id)
    )
    return union_all(living, owning)


def ties(account_id: uuid.UUID, *, on: date) -> dict[uuid.UUID, dict[uuid.UUID, Tie]]:
    """The units that an account belongs to, by estate: estate id → unit id → tie."""
    with seeing_every_estate():
        return _by_estate(db.session.execute(*_units_of(account_id=account_id)), on=on)


def _by_estate(rows: Iterable[Any], *, on: date) -> dict[uuid.UUID, dict[uuid.UUID, Tie]]:
    found: dict[uuid.UUID, dict[uuid.UUID, Tie]] = {}
    for row in rows:
        if rules.current(row.since_on, row.until_on, on=on):
            units = found.setdefault(row.estate_id, {})
            units[row.unit_id] = Tie.OWNER if units.get(row.unit_id) is Tie.OWNER else Tie(row.tie)
    return found


def actings(session: SignedIn, *, now: datetime, on: date) -> list[Acting]:
    """The roles that may be chosen in a session; staff roles only after the second factor (A-5)."""
    residing = [
        Acting(rules.role_of(rules.strongest(units.values())), Scope(ScopeKind.ESTATE, estate_id), "")
        for estate_id, units in sorted(ties(session.account_id, on=on).items())
    ]
    granted = [
        Acting(Role(grant.role), Scope(ScopeKind(grant.scope_kind), grant.scope_id), "")
        for grant in grants_of(session.account_id, now=now)
        if session.second_factor or Role(grant.role) not in STAFF
    ]
    return [Acting(a.role, a.scope, place_name(a.scope)) for a in [*granted, *residing]]


def place_name(scope: Scope) -> str:
    """The name of where a role holds."""
    if scope.id is None:
        return ""
    if scope.kind is ScopeKind.ESTATE:
        return estates.estate(estate_id=scope.id).name
    if scope.kind is ScopeKind.COMPANY:
        return estates.company(scope.id).name
    return estates.region(scope.id).name


@prepared
def _at_the_door(token_digest: Any) -> Select[*tuple[Any, ...]]:
    """The session, whose it is, and in a row each the units that they belong to; one row where there are none."""
    live = and_(SignedIn.token_digest == token_digest, SignedIn.ended_at.is_(None))
    units = _belonging(select(SignedIn.account_id).where(live).scalar_subquery()).subquery()
    joined = select(SignedIn, Account.name, Account.closed_at, *units.c)
    return joined.join(Account, Account.id == SignedIn.account_id).outerjoin(units, true()).where(live)


def recognised(token_digest: str, *, now: datetime, on: date) -> tuple[SignedIn, Actor] | None:
    """Who holds a token, by which session, in the one role that is active and still theirs; all in one question.

    None where the session has ended, expired, or was left alone too long. Raises Unknown where the person has left.
    """
    with seeing_every_estate():
        rows = db.session.execute(*_at_the_door(token_digest=token_digest)).all()
    session: SignedIn | None = rows[0][0] if rows else None
    if session is None or not _is_live(session, now=now):
        return None
    if rows[0].closed_at is not None:
        raise Unknown
    living = _by_estate((row for row in rows if row.estate_id is not None), on=on)
    return session, _acting_in(session, rows[0].name, living, now=now)


def actor(session: SignedIn, *, now: datetime, on: date) -> Actor:
    """Whoever is behind a session, in the one role that is active and still theirs."""
    name = account(session.account_id).name
    return _acting_in(session, name, ties(session.account_id, on=on), now=now)


def _acting_in(
    session: SignedIn, name: str, living: dict[uuid.UUID, dict[uuid.UUID, Tie]], *, now: datetime
) -> Actor:
    chosen = session.acting or {}
    if chosen.get("kind") == ScopeKind.ESTATE and chosen.get("role") in set(Tie):
        estate_id = uuid.UUID(chosen["id"])
        units = living.get(estate_id, {})
        if units:
            role = rules.role_of(rules.strongest(units.values()))
            return _actor(name, session, role, Scope(ScopeKind.ESTATE, estate_id), units)
    for grant in grants_of(session.account_id, now=now) if session.second_factor else ():
        stored = Acting(Role(grant.role), Scope(ScopeKind(grant.scope_kind), grant.scope_id), "").as_stored()
        if stored == chosen:
            return _actor(
                name, session, Role(grant.role), Scope(ScopeKind(grant.scope_kind), grant.scope_id), {}
            )
    return _actor(name, session, Role.REGISTERED, NOWHERE, {})


def _actor(name: str, session: SignedIn, role: Role, scope: Scope, units: dict[uuid.UUID, Tie]) -> Actor:
    return Actor(
        account_id=session.account_id,
        role=role,
        scope=scope,
        name=name,
        session_id=session.id,
        units=MappingProxyType(units),
    )
