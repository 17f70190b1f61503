"""The smallest people a test can have: owners with accounts, residents, staff, and signed-in clients."""

import itertools
from datetime import date
from functools import cache

from linli.domains.people.models import Account, Resident
from linli.domains.people.operations import register, roles, sign_in
from linli.domains.people.rules import OwnerKind
from linli.kernel.actors import Role, Scope, ScopeKind, Tie
from linli.platform import clock
from linli.platform.db import db
from linli.platform.sealed import digest

PASSWORD = "correct horse battery"
_count = itertools.count(1)


def account(name="张三", *, phone=None):
    """Somebody who signs in by phone."""
    phone = phone or f"1380000{next(_count):04d}"
    made = Account(name=name, phone=phone, phone_digest=digest(phone), look={}, made_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def owner(
    estate, *units, name="张三", account=None, kind=OwnerKind.PERSON, phones=(), since_on=date(2020, 1, 1)
):
    """An owner of some units, bound to an account where one is given."""
    made = register.add_owner(estate_id=estate.id, name=name, kind=kind, phones=phones)
    for unit in units:
        register.add_ownership(estate_id=estate.id, unit_id=unit.id, owner_id=made.id, since_on=since_on)
    if account is not None:
        made.account_id, made.bound_at = account.id, clock.now()
        db.session.flush()
    return made


def resident(estate, unit, account, *, tie=Tie.TENANT):
    """Family or a tenant of a unit."""
    made = Resident(
        estate_id=estate.id, unit_id=unit.id, account_id=account.id, tie=tie, since_on=date(2020, 1, 1)
    )
    db.session.add(made)
    db.session.flush()
    return made


@cache
def _hashed(password):
    """Hashing is slow on purpose; a process does it once."""
    return sign_in.hash_password(password)


def staff(role, scope, *, name="李四"):
    """Somebody with a role in a scope; `scope` may be an estate, a company, a region, or a Scope."""
    made = Account(
        name=name, username=f"staff{next(_count)}", look={}, made_at=clock.now(), totp_confirmed=True,
        password_hash=_hashed(PASSWORD), totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    roles.grant(actor=None, account_id=made.id, role=role, scope=_scope(scope), until=None, now=clock.now())
    return made


def token(account, *, acting=None):
    """A bearer token of a fresh session of the account, acting in its first role or in the one given."""
    entry = sign_in.begin(
        account=account, device="test", second_factor=account.password_hash is not None, now=clock.now()
    )
    if acting is not None:
        roles.act_as(session=entry.session, role=acting[0], scope=_scope(acting[1]), now=clock.now())
    return entry.token


def bearer(account, *, acting=None):
    """Headers that sign an account in."""
    return {"Authorization": f"Bearer {token(account, acting=acting)}"}


def _scope(place):
    if isinstance(place, Scope):
        return place
    if hasattr(place, "level"):
        return Scope(ScopeKind(place.level), place.id)
    kind = ScopeKind.COMPANY if type(place).__name__ == "Company" else ScopeKind.ESTATE
    return Scope(kind, place.id)


__all__ = ["Role", "account", "bearer", "owner", "resident", "staff", "token"]
