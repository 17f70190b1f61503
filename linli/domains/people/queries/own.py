"""What this room holds of one person, for the person."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select

from linli.domains.people.models import Account, Claim, Consent, Owner, Ownership, Resident, SignedIn
from linli.domains.people.queries import identity
from linli.platform.db import db
from linli.platform.transactions import seeing_every_estate


def data(account_id: uuid.UUID, *, now: datetime) -> dict[str, Any]:
    """Account, sessions, roles, homes, claims and consents, as plain values."""
    account = identity.account(account_id)
    with seeing_every_estate():
        return {
            "account": _plain(account, "id", "name", "phone", "username", "look", "made_at"),
            "sessions": [
                _plain(one, "id", "kind", "device", "made_at", "seen_at", "expires_at", "ended_at")
                for one in db.session.scalars(select(SignedIn).filter_by(account_id=account_id))
            ],
            "roles": [
                _plain(one, "id", "role", "scope_kind", "scope_id", "granted_at", "until")
                for one in identity.grants_of(account_id, now=now)
            ],
            "ownerships": _ownerships(account_id),
            "residences": [
                _plain(one, "estate_id", "unit_id", "tie", "since_on", "until_on")
                for one in db.session.scalars(select(Resident).filter_by(account_id=account_id))
            ],
            "claims": [
                _plain(one, "id", "estate_id", "unit_id", "tie", "way", "name", "state", "reason", "made_at")
                for one in db.session.scalars(select(Claim).filter_by(account_id=account_id))
            ],
            "consents": [
                _plain(one, "purpose", "version", "given_at", "withdrawn_at")
                for one in db.session.scalars(select(Consent).filter_by(account_id=account_id))
            ],
        }


def _ownerships(account_id: uuid.UUID) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Owner, Ownership)
        .join(Ownership, (Ownership.estate_id == Owner.estate_id) & (Ownership.owner_id == Owner.id))
        .where(Owner.account_id == account_id)
    )
    return [
        _plain(owner, "name", "kind") | _plain(held, "estate_id", "unit_id", "since_on", "until_on", "share")
        for owner, held in rows
    ]


def _plain(row: Account | Any, *names: str) -> dict[str, Any]:
    plain = {}
    for name in names:
        value = getattr(row, name)
        plain[name] = str(value) if isinstance(value, uuid.UUID) else value
        if hasattr(value, "isoformat"):
            plain[name] = value.isoformat()
    return plain
