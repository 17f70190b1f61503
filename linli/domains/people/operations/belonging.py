"""Coming to belong to a unit: claims against the register, invitations, family and tenants."""

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from linli.domains.people import rules
from linli.domains.people.errors import (
    AlreadyThere,
    ClaimDecidedAlready,
    NotAnOwnerThere,
    NotATenant,
    WrongInvitation,
)
from linli.domains.people.events import ClaimDecided, ClaimMade
from linli.domains.people.models import Account, Claim, Invitation, Owner, Resident
from linli.domains.people.queries import register
from linli.domains.people.rules import ClaimState, ClaimWay
from linli.kernel.actors import Actor, Tie
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.sealed import digest

PROOF = "claim"


def claim_by_roster(
    *, account: Account, estate_id: uuid.UUID, unit_id: uuid.UUID, name: str, now: datetime
) -> Claim:
    """Claim a unit as its owner: bound at once where name and phone both stand on the register,
    otherwise a person of the community looks at it (EI-12). Raises AlreadyThere.
    """
    matching = register.owners_matching(
        estate_id, unit_id, name=name, phone=account.phone or "", on=day_of(now)
    )
    claim = _claim(account, estate_id, unit_id, Tie.OWNER, ClaimWay.ROSTER, name, now)
    if matching and all(owner.account_id in {None, account.id} for owner in matching):
        for owner in matching:
            _bind(owner, account, now)
        _decide(claim, approved=True, reason="姓名和手机号与业主名册一致。", by=None, now=now)
    else:
        publish(ClaimMade(at=now, estate_id=estate_id, claim_id=claim.id, account_id=account.id))
    return claim


def claim_by_paper(
    *, account: Account, estate_id: uuid.UUID, unit_id: uuid.UUID, tie: Tie, name: str, note: str,
    attachment_id: uuid.UUID | None, now: datetime,
) -> Claim:  # fmt: skip
    """Claim a unit with a proof on paper; a person of the community decides. Raises AlreadyThere."""
    claim = _claim(account, estate_id, unit_id, tie, ClaimWay.PAPER, name, now)
    claim.note, claim.attachment_id = note, attachment_id
    publish(ClaimMade(at=now, estate_id=estate_id, claim_id=claim.id, account_id=account.id))
    return claim


def decide_claim(
    *, actor: Actor, claim: Claim, approved: bool, reason: str, owner_id: uuid.UUID | None, now: datetime
) -> Claim:
    """Approve or refuse a claim after looking at its proof. An owner's claim names the owner on the register
    that the person is. Raises ClaimDecidedAlready.
    """
    if claim.state != ClaimState.PENDING:
        raise ClaimDecidedAlready
    account = db.session.get_one(Account, claim.account_id)
    if approved and claim.tie == Tie.OWNER:
        held = {
            owned.owner_id
            for owned in register.ownerships(claim.estate_id, on=day_of(now), unit_id=claim.unit_id)
        }
        if owner_id is None and len(held) == 1:
            (owner_id,) = held
        if owner_id not in held:
            raise WrongInvitation(
                "请选择这套房屋名册上的一位业主。", field_errors={"owner_id": ["请选择业主。"]}
            )
        _bind(register.owner(estate_id=claim.estate_id, owner_id=owner_id), account, now)
    elif approved:
        _move_in(account, claim.estate_id, claim.unit_id, Tie(claim.tie), actor.account_id, now)
    for photo in attachments.of_object(estate_id=claim.estate_id, object_kind=PROOF, object_id=claim.id):
        attachments.delete(photo, now=now)  # promised to the person: looked at, then gone
    _decide(claim, approved=approved, reason=reason, by=actor.account_id, now=now)
    return claim


def invite(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    tie: Tie,
    owner_id: uuid.UUID | None,
    now: datetime,
) -> tuple[Invitation, str]:
    """A code that lets one person in, once, within a week: an owner invites family, tenants and co-owners;
    the community hands owners theirs. The code is seen only now. A new one for an owner replaces those that he
    lost: they stop working (VO-38). Raises NotAnOwnerThere.
    """
    _check_guest(estate_id, unit_id, tie, owner_id, now)
    for lost in register.invitations_of_unit(estate_id, unit_id) if owner_id is not None else ():
        if lost.owner_id == owner_id and lost.used_at is None and lost.revoked_at is None:
            revoke_invitation(invitation=lost, now=now)
    code = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(10))
    invitation = Invitation(
        estate_id=estate_id,
        unit_id=unit_id,
        owner_id=owner_id,
        tie=tie,
        code_digest=digest(f"invitation:{code}"),
        made_by=actor.account_id,
        made_at=now,
        expires_at=now + rules.INVITATION_LIVES,
    )
    db.session.add(invitation)
    db.session.flush()
    audit.record(
        "people:invitation:make", object_kind="invitation", object_id=invitation.id, estate_id=estate_id
    )
    return invitation, code


def _check_guest(
    estate_id: uuid.UUID, unit_id: uuid.UUID, tie: Tie, owner_id: uuid.UUID | None, now: datetime
) -> None:
    """An owner's code names an owner of the unit on the register; nobody else's does."""
    if tie is not Tie.OWNER:
        if owner_id is not None:
            raise NotAnOwnerThere(
                "家人和租客不用选业主。", field_errors={"owner_id": ["家人和租客不用选业主。"]}
            )
        return
    held = {one.owner_id for one in register.ownerships(estate_id, on=day_of(now), unit_id=unit_id)}
    if owner_id not in held:
        raise NotAnOwnerThere(field_errors={"owner_id": [NotAnOwnerThere.sentence]})


def revoke_invitation(*, invitation: Invitation, now: datetime) -> None:
    """Take an unused invitation back."""
    invitation.revoked_at = invitation.revoked_at or now
    audit.record(
        "people:invitation:revoke",
        object_kind="invitation",
        object_id=invitation.id,
        estate_id=invitation.estate_id,
    )


def accept_invitation(
    *, account: Account, estate_id: uuid.UUID, code: str, name: str, now: datetime
) -> Claim:
    """Come in with a code. Raises WrongInvitation for a wrong, used, revoked or old one; AlreadyThere."""
    found = db.session.scalar(
        select(Invitation)
        .filter_by(estate_id=estate_id, code_digest=digest(f"invitation:{code.strip().upper()}"))
        .with_for_update()
    )
    if found is None or found.used_at or found.revoked_at or found.expires_at <= now:
        raise WrongInvitation(field_errors={"code": [WrongInvitation.sentence]})
    claim = _claim(account, estate_id, found.unit_id, Tie(found.tie), ClaimWay.CODE, name, now)
    if found.owner_id is not None:
        _bind(register.owner(estate_id=estate_id, owner_id=found.owner_id), account, now)
    else:
        _move_in(account, estate_id, found.unit_id, Tie(found.tie), found.made_by, now)
    found.used_at, found.used_by = now, account.id
    _decide(claim, approved=True, reason="邀请码有效。", by=found.made_by, now=now)
    return claim


def let_pay(*, resident: Resident, pays: bool, now: datetime) -> None:
    """The owner lets a tenant see and pay the unit's bills, or no longer; the owner stays liable. Raises NotATenant."""
    if resident.tie != Tie.TENANT or not rules.current(resident.since_on, resident.until_on, on=day_of(now)):
        raise NotATenant
    resident.pays = pays
    audit.record(
        "people:resident:let_pay",
        object_kind="resident",
        object_id=resident.id,
        estate_id=resident.estate_id,
        pays=pays,
    )


def move_out(*, resident: Resident, now: datetime) -> None:
    """Family or a tenant no longer belongs to the unit, from this moment."""
    resident.until_on = day_of(now) - timedelta(days=1)
    if resident.until_on < resident.since_on:
        db.session.delete(resident)
    audit.record(
        "people:resident:move_out",
        object_kind="resident",
        object_id=resident.id,
        estate_id=resident.estate_id,
    )


def _claim(
    account: Account,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    tie: Tie,
    way: ClaimWay,
    name: str,
    now: datetime,
) -> Claim:
    waiting = db.session.scalar(
        select(Claim.id).filter_by(
            estate_id=estate_id, unit_id=unit_id, account_id=account.id, tie=tie, state=ClaimState.PENDING
        )
    )
    if waiting is not None:
        raise AlreadyThere("您已经提交过申请，社区核实后会通知您。")
    claim = Claim(
        estate_id=estate_id,
        unit_id=unit_id,
        account_id=account.id,
        tie=tie,
        way=way,
        name=name,
        state=ClaimState.PENDING,
        made_at=now,
    )
    db.session.add(claim)
    db.session.flush()
    account.name = account.name or name
    audit.record("people:claim:make", object_kind="claim", object_id=claim.id, estate_id=estate_id, way=way)
    return claim


def _decide(claim: Claim, *, approved: bool, reason: str, by: uuid.UUID | None, now: datetime) -> None:
    claim.state = ClaimState.APPROVED if approved else ClaimState.REFUSED
    claim.reason, claim.decided_at, claim.decided_by = reason, now, by
    audit.record(
        f"people:claim:{claim.state}", object_kind="claim", object_id=claim.id, estate_id=claim.estate_id
    )
    publish(
        ClaimDecided(
            at=now,
            estate_id=claim.estate_id,
            claim_id=claim.id,
            account_id=claim.account_id,
            approved=approved,
        )
    )


def _bind(owner: Owner, account: Account, now: datetime) -> None:
    if owner.account_id is not None and owner.account_id != account.id:
        raise AlreadyThere("这位业主已经绑定了另一个账号，请联系社区核实。")
    owner.account_id, owner.bound_at = account.id, now


def _move_in(
    account: Account, estate_id: uuid.UUID, unit_id: uuid.UUID, tie: Tie, by: uuid.UUID, now: datetime
) -> None:
    if any(one.account_id == account.id for one in register.residents(estate_id, unit_id, on=day_of(now))):
        raise AlreadyThere
    db.session.add(
        Resident(
            estate_id=estate_id,
            unit_id=unit_id,
            account_id=account.id,
            tie=tie,
            since_on=day_of(now),
            added_by=by,
        )
    )
    db.session.flush()
