"""What is held of the fee until a rating releases it: agreements, what is held now, what was released (NN-34)."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from linli.domains.fees.queries import paid
from linli.domains.payments.models import (
    EscrowAgreement,
    EscrowHolding,
    EscrowRelease,
    LedgerAccount,
    LedgerEntry,
)
from linli.domains.payments.rules import AccountKind
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def agreement(*, estate_id: uuid.UUID, agreement_id: uuid.UUID, **_: object) -> EscrowAgreement:
    """An agreement, or Unknown."""
    found = db.session.get(EscrowAgreement, (estate_id, agreement_id))
    if found is None:
        raise Unknown
    return found


def agreements(estate_id: uuid.UUID) -> Sequence[EscrowAgreement]:
    """The agreements of an estate, the newest first."""
    return db.session.scalars(
        select(EscrowAgreement).filter_by(estate_id=estate_id).order_by(EscrowAgreement.id.desc()).limit(20)
    ).all()


def in_force(estate_id: uuid.UUID, item_id: uuid.UUID) -> EscrowAgreement | None:
    """The agreement by which part of an item is held."""
    return db.session.scalar(
        select(EscrowAgreement).where(
            EscrowAgreement.estate_id == estate_id,
            EscrowAgreement.item_id == item_id,
            EscrowAgreement.agreed_at.is_not(None),
            EscrowAgreement.ended_on.is_(None),
        )
    )


def all_in_force() -> Sequence[EscrowAgreement]:
    """Every estate's agreements by which something is held, for the nightly job."""
    return db.session.scalars(
        select(EscrowAgreement).where(
            EscrowAgreement.agreed_at.is_not(None), EscrowAgreement.ended_on.is_(None)
        )
    ).all()


def paid_fen(found: EscrowAgreement) -> int:
    """What was paid of the item's bills since the agreement began, less what was taken back."""
    return paid.of_item(found.estate_id, found.item_id, since_on=found.since_on)


def set_aside_fen(found: EscrowAgreement) -> int:
    """What was set aside until now by all steps together."""
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(EscrowHolding.amount_fen), 0)).filter_by(
                estate_id=found.estate_id, agreement_id=found.id
            )
        )
        or 0
    )


def held_fen(found: EscrowAgreement) -> int:
    """What the ledger holds now for the agreement."""
    total = db.session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))
        .join(
            LedgerAccount,
            (LedgerAccount.estate_id == LedgerEntry.estate_id) & (LedgerAccount.id == LedgerEntry.account_id),
        )
        .where(
            LedgerAccount.estate_id == found.estate_id,
            LedgerAccount.kind == AccountKind.ESCROW,
            LedgerAccount.of_id == found.id,
        )
    )
    return -int(total or 0)


def releases(found: EscrowAgreement) -> Sequence[EscrowRelease]:
    """The quarters that were released, the newest first."""
    return db.session.scalars(
        select(EscrowRelease)
        .filter_by(estate_id=found.estate_id, agreement_id=found.id)
        .order_by(EscrowRelease.quarter_on.desc())
        .limit(40)
    ).all()
