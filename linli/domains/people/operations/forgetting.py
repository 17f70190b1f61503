"""Removing what is over its term: each verb takes one batch and says how many it removed (config/retention.yml)."""

from datetime import datetime

from sqlalchemy import Delete, delete, or_, select

from linli.domains.people.models import Claim, Invitation, LoginCode, RegisterChange, SignedIn
from linli.domains.people.rules import ClaimState
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.db import db

NOBODY = "[]"


def login_codes(before: datetime, most: int) -> int:
    """One-time codes with the phones they went to."""
    ids = select(LoginCode.id).where(LoginCode.made_at < before).limit(most)
    return _removed(delete(LoginCode).where(LoginCode.id.in_(ids.scalar_subquery())))


def sessions(before: datetime, most: int) -> int:
    """Sessions and tokens that ended or ran out before the moment."""
    over = or_(SignedIn.ended_at < before, SignedIn.expires_at < before)
    ids = select(SignedIn.id).where(over).limit(most)
    return _removed(delete(SignedIn).where(SignedIn.id.in_(ids.scalar_subquery())))


def claim_proofs(before: datetime, most: int) -> int:
    """The photos that proved a claim, once it is decided: the files are erased."""
    found = db.session.scalars(
        select(Claim).where(Claim.decided_at < before, Claim.attachment_id.is_not(None)).limit(most)
    ).all()
    for claim in found:
        assert claim.attachment_id is not None
        try:
            proof = attachments.attachment(estate_id=claim.estate_id, attachment_id=claim.attachment_id)
        except Unknown:
            proof = None
        if proof is not None:
            attachments.erase(proof)
        claim.attachment_id = None
    return len(found)


def refused_claims(before: datetime, most: int) -> int:
    """Names and words in claims that were not approved."""
    found = db.session.scalars(
        select(Claim)
        .where(
            Claim.decided_at < before,
            Claim.state != ClaimState.APPROVED,
            or_(Claim.name != "", Claim.note != "", Claim.reason != ""),
        )
        .limit(most)
    ).all()
    for claim in found:
        claim.name = claim.note = claim.reason = ""
    return len(found)


def invitations(before: datetime, most: int) -> int:
    """Invitations that were used, taken back, or ran out before the moment."""
    over = or_(Invitation.expires_at < before, Invitation.used_at < before, Invitation.revoked_at < before)
    ids = select(Invitation.id).where(over).limit(most)
    return _removed(delete(Invitation).where(Invitation.id.in_(ids.scalar_subquery())))


def register_changes(before: datetime, most: int) -> int:
    """Who bought, in changes that were decided: the register has it since."""
    found = db.session.scalars(
        select(RegisterChange)
        .where(RegisterChange.decided_at < before, RegisterChange.reason != "")
        .order_by(RegisterChange.id)
    )
    emptied = 0
    for change in found:
        if change.new_owners != NOBODY and emptied < most:
            change.new_owners = NOBODY
            emptied += 1
    return emptied


def _removed(statement: Delete) -> int:
    made = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(made.rowcount)  # type: ignore[attr-defined]
