"""The three ways to a home, shared by the API and the pages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response

from linli.blueprints.people import shown
from linli.domains.estates.models import Unit
from linli.domains.people.errors import NoSuchUnit
from linli.domains.people.models import Claim
from linli.domains.people.operations import belonging
from linli.domains.people.operations.belonging import PROOF
from linli.domains.people.queries import homes, identity, register
from linli.domains.people.rules import ClaimState, ClaimWay
from linli.kernel.actors import Actor, Tie
from linli.kernel.refusals import Unknown
from linli.platform import attachments, clock
from linli.platform.transactions import seeing_every_estate
from linli.platform.web import files


def claim(
    actor: Actor,
    estate_id: UUID,
    *,
    way: ClaimWay,
    name: str,
    unit: str = "",
    code: str = "",
    tie: Tie = Tie.OWNER,
    note: str = "",
) -> Claim:
    """Make a claim in one of the three ways. Raises NoSuchUnit for a room number that names none."""
    account, now = identity.account(actor.account_id), clock.now()
    if way is ClaimWay.CODE:
        return belonging.accept_invitation(
            account=account, estate_id=estate_id, code=code, name=name, now=now
        )
    found = homes.unit_called(estate_id, unit) if unit else None
    if found is None:
        raise NoSuchUnit(field_errors={"unit": [NoSuchUnit.sentence]})
    if way is ClaimWay.ROSTER:
        return belonging.claim_by_roster(
            account=account, estate_id=estate_id, unit_id=found.id, name=name, now=now
        )
    return belonging.claim_by_paper(
        account=account,
        estate_id=estate_id,
        unit_id=found.id,
        tie=tie,
        name=name,
        note=note,
        attachment_id=None,
        now=now,
    )


def mine(actor: Actor) -> list[dict[str, Any]]:
    """What the actor has claimed, in any estate, newest first."""
    with seeing_every_estate():
        found = register.claims_of(actor.account_id)
        return [shown.claim(one) for one in found[:50]]


def own_pending(actor: Actor, estate_id: UUID, claim_id: UUID) -> Claim:
    """The actor's own claim that still waits; otherwise Unknown."""
    found = register.claim(estate_id=estate_id, claim_id=claim_id)
    if found.account_id != actor.account_id or found.state != ClaimState.PENDING:
        raise Unknown
    return found


def keep_photos(actor: Actor, found: Claim, photos: Sequence[Any]) -> None:
    """Keep the photographed proof with the claim until it is decided."""
    for photo in photos:
        attachments.store_image(
            estate_id=found.estate_id,
            stream=photo.stream,
            object_kind=PROOF,
            object_id=found.id,
            made_by=actor.account_id,
            now=clock.now(),
        )


def send_photo(found: Claim, photo_id: UUID) -> Response:
    """One photo of a claim; a photo of anything else is Unknown."""
    photo = attachments.attachment(estate_id=found.estate_id, attachment_id=photo_id)
    if (photo.object_kind, photo.object_id) != (PROOF, found.id):
        raise Unknown
    return files.send(photo)


def invite(actor: Actor, unit: Unit, *, tie: Tie, owner_id: UUID | None) -> dict[str, Any]:
    """Make an invitation and show its code, this once."""
    now = clock.now()
    made, code = belonging.invite(
        actor=actor, estate_id=unit.estate_id, unit_id=unit.id, tie=tie, owner_id=owner_id, now=now
    )
    return shown.invitation(made, now=now) | {"code": code}
