"""People as answers and pages show them: masked, unless a right and a reason say otherwise (check I-1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.domains.estates import queries as estates
from linli.domains.people.models import Claim, Invitation, Owner, RegisterChange, RoleGrant
from linli.domains.people.operations import changes
from linli.domains.people.operations.belonging import PROOF
from linli.domains.people.queries import homes, identity
from linli.domains.people.rules import OwnerKind
from linli.kernel.actors import Actor, Role, Scope, ScopeKind
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.times import day_of
from linli.platform import attachments, clock
from linli.platform.paging import Page


def name(of: str, kind: str) -> str:
    """A person's name is hidden but for its first letter; a company's is public."""
    return mask_name(of) if kind == OwnerKind.PERSON else of


def owners(estate_id: UUID, found: Sequence[Owner]) -> list[dict[str, Any]]:
    """Owners, masked, each with what they have today."""
    ids = [one.id for one in found]
    phones = homes.phones_of(estate_id, ids)
    units = homes.units_of_owners(estate_id, ids, on=day_of(clock.now()))
    return [
        {
            "id": one.id,
            "name": name(one.name, one.kind),
            "kind": one.kind,
            "bound": one.account_id is not None,
            "phones": [mask_phone(phone) for phone in phones.get(one.id, [])],
            "units": units.get(one.id, []),
        }
        for one in found
    ]


def household(actor: Actor, estate_id: UUID, unit_id: UUID) -> dict[str, Any]:
    """Everybody of a unit, masked, oneself marked and in full."""
    found = homes.household(estate_id, unit_id, on=day_of(clock.now()))
    return {
        "owners": [
            {
                "id": one.id,
                "name": one.name if one.account_id == actor.account_id else name(one.name, one.kind),
                "kind": one.kind,
                "share": one.share,
                "representative": one.representative,
                "me": one.account_id == actor.account_id,
            }
            for one in found.owners
        ],
        "residents": [
            {
                "id": one.id,
                "name": one.name if one.account_id == actor.account_id else mask_name(one.name),
                "tie": one.tie,
                "since_on": one.since_on,
                "pays": one.pays,
                "me": one.account_id == actor.account_id,
            }
            for one in found.residents
        ],
    }


def invitation(one: Invitation, *, now: datetime) -> dict[str, Any]:
    """An invitation without its code."""
    state = "used" if one.used_at else "revoked" if one.revoked_at else "open"
    if state == "open" and one.expires_at <= now:
        state = "expired"
    named = ("id", "unit_id", "tie", "made_at", "expires_at")
    return {word: getattr(one, word) for word in named} | {"state": state}


def claims(estate_id: UUID, found: Sequence[Claim]) -> list[dict[str, Any]]:
    """The claims of one estate with the unit's name and the photos that are still there."""
    labels = {unit.id: unit.label for unit in estates.unit_views(estate_id, [one.unit_id for one in found])}
    photos = attachments.of_objects(
        estate_id=estate_id, object_kind=PROOF, object_ids=[one.id for one in found]
    )
    named = (
        "id",
        "estate_id",
        "unit_id",
        "tie",
        "way",
        "name",
        "note",
        "state",
        "reason",
        "made_at",
        "decided_at",
    )
    return [
        {word: getattr(one, word) for word in named}
        | {"unit": labels[one.unit_id], "photos": [photo.id for photo in photos.get(one.id, [])]}
        for one in found
    ]


def claim(one: Claim) -> dict[str, Any]:
    """One claim."""
    return claims(one.estate_id, [one])[0]


def register_changes(estate_id: UUID, found: Sequence[RegisterChange]) -> list[dict[str, Any]]:
    """Proposed changes of the register; the buyers masked."""
    labels = {unit.id: unit.label for unit in estates.unit_views(estate_id, [one.unit_id for one in found])}
    named = ("id", "unit_id", "since_on", "reason", "state", "proposed_by", "proposed_at", "decided_by")
    return [
        {word: getattr(one, word) for word in named}
        | {
            "decided_at": one.decided_at,
            "decision_reason": one.decision_reason,
            "unit": labels[one.unit_id],
            "new_owners": [
                {
                    "name": name(buyer.name, buyer.kind),
                    "kind": buyer.kind,
                    "phones": [mask_phone(phone) for phone in buyer.phones],
                    "share": buyer.share,
                }
                for buyer in changes.buyers(one)
            ],
        }
        for one in found
    ]


def grants(found: Page[RoleGrant]) -> dict[str, Any]:
    """Roles with the names of people and places."""
    names = identity.names([one.account_id for one in found.items])
    return {"items": [grant(one, names) for one in found.items], "next": found.next}


def grant(one: RoleGrant, names: dict[UUID, str] | None = None) -> dict[str, Any]:
    """One role that somebody holds."""
    names = names if names is not None else identity.names([one.account_id])
    named = ("id", "account_id", "role", "scope_kind", "scope_id", "granted_at", "until")
    return {word: getattr(one, word) for word in named} | {
        "name": names.get(one.account_id, ""),
        "role_title": Role(one.role).title,
        "place": identity.place_name(Scope(ScopeKind(one.scope_kind), one.scope_id)),
    }
