"""Staff come and go: opening an account with a role, setting it back, leaving with the work handed over."""

import uuid
from datetime import datetime

from linli.domains.people import rules
from linli.domains.people.errors import MayNotGrant, NoSuchAccount, NotAPhone
from linli.domains.people.events import StaffLeft
from linli.domains.people.models import Account
from linli.domains.people.operations import roles, sign_in
from linli.domains.people.queries import identity, staffing
from linli.kernel.actors import Actor, Role, Scope
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def open_account(
    *, actor: Actor, username: str, name: str, role: Role, scope: Scope, until: datetime | None, now: datetime
) -> tuple[Account, str]:
    """Open an account and give it its first role; the set-up code is seen only now.

    Raises MayNotGrant, UsernameTaken.
    """
    account, setup_code = sign_in.open_staff_account(username=username, name=name, now=now)
    roles.grant(actor=actor, account_id=account.id, role=role, scope=scope, until=until, now=now)
    return account, setup_code


def account_named(text: str) -> Account:
    """The account behind a username or a phone number. Raises NoSuchAccount."""
    found = identity.account_by_username(text)
    if found is None:
        try:
            found = identity.account_by_phone(rules.phone_number(text))
        except NotAPhone:
            found = None
    if found is None:
        raise NoSuchAccount(field_errors={"who": [NoSuchAccount.sentence]})
    return found


def reset_account(*, actor: Actor, account: Account, now: datetime) -> str:
    """A new set-up code for somebody who lost password or authenticator; until it is used nobody gets in.

    Raises MayNotGrant where the account holds a role that the actor could not give.
    """
    _may_handle(actor, account, now)
    setup_code = sign_in.renew_setup(account=account, now=now)
    audit.record("people:account:reset", object_kind="account", object_id=account.id)
    return setup_code


def leave(*, actor: Actor, account: Account, successor_id: uuid.UUID, now: datetime) -> None:
    """Somebody of the staff leaves: every role ends, nobody can sign in, open work goes to the successor.

    Their name stays beside what they did; a resident's own sign-in by phone stays too (AO-10).
    Raises MayNotGrant, NoSuchAccount where the successor is nobody of the actor's scope.
    """
    _may_handle(actor, account, now)
    if successor_id == account.id or successor_id not in staffing.colleagues(actor, now=now):
        raise NoSuchAccount(
            "请选择一位在岗的同事接手。", field_errors={"successor_id": ["请选择接手的同事。"]}
        )
    for grant in identity.grants_of(account.id, now=now):
        roles.take_back(actor=actor, grant=grant, now=now)
    sign_in.end_sessions(account_id=account.id, now=now)
    account.password_hash = account.totp_secret = account.setup_digest = None
    account.username, account.totp_confirmed = None, False
    if account.phone_digest is None:
        account.closed_at = now
    db.session.flush()
    audit.record(
        "people:account:leave", object_kind="account", object_id=account.id, successor=str(successor_id)
    )
    publish(StaffLeft(at=now, account_id=account.id, successor_id=successor_id))


def _may_handle(actor: Actor, account: Account, now: datetime) -> None:
    """Whoever decides on an account must be entitled to give every role that it holds."""
    for grant in identity.grants_of(account.id, now=now):
        if not roles.may_decide_on(actor=actor, grant=grant, now=now):
            raise MayNotGrant
