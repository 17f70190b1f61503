"""Changing the register of owners: one officer proposes a sale, another confirms it (check B-13)."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from linli.domains.people import rules
from linli.domains.people.errors import ChangeDecidedAlready, ChangePending, SecondPersonNeeded
from linli.domains.people.events import RegisterChanged
from linli.domains.people.models import Owner, RegisterChange
from linli.domains.people.operations import register
from linli.domains.people.rules import ClaimState, OwnerKind
from linli.kernel.actors import Actor
from linli.kernel.refusals import Invalid
from linli.kernel.text import fold
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.sealed import digest


@dataclass(frozen=True, slots=True)
class NewOwner:
    """A buyer as the contract of sale names them; phones in their one spelling."""

    name: str
    kind: OwnerKind = OwnerKind.PERSON
    phones: tuple[str, ...] = ()
    share: str = ""


def propose_sale(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    to: Sequence[NewOwner],
    since_on: date,
    reason: str,
    now: datetime,
) -> RegisterChange:
    """Say that a unit belongs to others from a day on; nothing changes before somebody else confirms it.

    Raises ChangePending, Invalid without a buyer, NotAPhone.
    """
    if not to:
        raise Invalid("请填写至少一位新业主。", field_errors={"name": ["请填写新业主的姓名。"]})
    waiting = select(RegisterChange.id).filter_by(
        estate_id=estate_id, unit_id=unit_id, state=ClaimState.PENDING
    )
    if db.session.scalar(waiting) is not None:
        raise ChangePending
    checked = [
        asdict(one) | {"phones": [rules.phone_number(phone) for phone in one.phones], "kind": str(one.kind)}
        for one in to
    ]
    change = RegisterChange(
        estate_id=estate_id,
        unit_id=unit_id,
        since_on=since_on,
        new_owners=json.dumps(checked, ensure_ascii=False),
        reason=reason,
        state=ClaimState.PENDING,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(change)
    db.session.flush()
    audit.record(
        "people:register_change:propose",
        object_kind="register_change",
        object_id=change.id,
        estate_id=estate_id,
        unit=str(unit_id),
    )
    return change


def decide_change(
    *, actor: Actor, change: RegisterChange, approved: bool, reason: str, now: datetime
) -> RegisterChange:
    """Confirm or refuse what another officer proposed; a confirmed sale ends the old owners' rights the day
    before it, and their history stays (EI-14). Raises ChangeDecidedAlready, SecondPersonNeeded.
    """
    if change.state != ClaimState.PENDING:
        raise ChangeDecidedAlready
    if approved and change.proposed_by == actor.account_id:
        raise SecondPersonNeeded
    change.state = ClaimState.APPROVED if approved else ClaimState.REFUSED
    change.decided_by, change.decided_at, change.decision_reason = actor.account_id, now, reason
    audit.record(
        f"people:register_change:{change.state}",
        object_kind="register_change",
        object_id=change.id,
        estate_id=change.estate_id,
        proposed_by=str(change.proposed_by),
    )
    if approved:
        _apply(change)
        publish(
            RegisterChanged(at=now, estate_id=change.estate_id, change_id=change.id, unit_id=change.unit_id)
        )
    db.session.flush()
    return change


def buyers(change: RegisterChange) -> list[NewOwner]:
    """The new owners that a change names."""
    return [
        NewOwner(one["name"], OwnerKind(one["kind"]), tuple(one["phones"]), one["share"])
        for one in json.loads(change.new_owners)
    ]


def _apply(change: RegisterChange) -> None:
    new = buyers(change)
    owners = [_owner(change.estate_id, one) for one in new]
    made = register.transfer(
        estate_id=change.estate_id,
        unit_id=change.unit_id,
        to=[owner.id for owner in owners],
        on=change.since_on,
    )
    for held, one in zip(made, new, strict=True):
        held.share = one.share


def _owner(estate_id: uuid.UUID, buyer: NewOwner) -> Owner:
    """The buyer if on the register already (same name and a common phone: one person, one head), or new."""
    digests = {digest(phone) for phone in buyer.phones}
    for known in db.session.scalars(
        select(Owner).filter_by(estate_id=estate_id, name_folded=fold(buyer.name))
    ):
        if digests & register.phone_digests(known):
            register.add_phones(owner=known, phones=buyer.phones)
            return known
    return register.add_owner(estate_id=estate_id, name=buyer.name, kind=buyer.kind, phones=buyer.phones)
