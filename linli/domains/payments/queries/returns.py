"""What is prepaid for units, who paid it, and proposals to give it back."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PrepaidReturn,
)
from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.returns import ReturnState
from linli.kernel.refusals import Unknown
from linli.platform.db import db


def found(*, estate_id: uuid.UUID, return_id: uuid.UUID, **_: object) -> PrepaidReturn:
    """A proposal, or Unknown."""
    one = db.session.get(PrepaidReturn, (estate_id, return_id))
    if one is None:
        raise Unknown
    return one


def newest(estate_id: uuid.UUID, *, most: int = 50) -> Sequence[PrepaidReturn]:
    """The newest proposals of an estate."""
    query = select(PrepaidReturn).filter_by(estate_id=estate_id).order_by(PrepaidReturn.id.desc())
    return db.session.scalars(query.limit(most)).all()


def waiting(estate_id: uuid.UUID) -> list[tuple[PrepaidReturn, str]]:
    """The proposals that wait for a second person, with their units' labels, the oldest first."""
    query = select(PrepaidReturn).filter_by(estate_id=estate_id, state=ReturnState.PROPOSED)
    found = db.session.scalars(query.order_by(PrepaidReturn.id).limit(100)).all()
    labels = {one.id: one.label for one in estates.unit_views(estate_id, [p.unit_id for p in found])}
    return [(one, labels[one.unit_id]) for one in found]


def prepaid_units(estate_id: uuid.UUID) -> list[tuple[estates.UnitView, int]]:
    """The units for which something is prepaid, by label, with how much."""
    kept = {one.unit_id: one.amount_fen for one in held.prepaid(estate_id)}
    return [(one, kept[one.id]) for one in estates.unit_views(estate_id, list(kept))]


def payer(estate_id: uuid.UUID, unit_id: uuid.UUID) -> uuid.UUID | None:
    """Who paid ahead for a unit last: by a payment, or out of his surplus."""
    of_account = (LedgerAccount.estate_id == LedgerEntry.estate_id) & (
        LedgerAccount.id == LedgerEntry.account_id
    )
    of_transaction = (LedgerTransaction.estate_id == LedgerEntry.estate_id) & (
        LedgerTransaction.id == LedgerEntry.transaction_id
    )
    last = db.session.scalar(
        select(LedgerTransaction)
        .join(LedgerEntry, of_transaction)
        .join(LedgerAccount, of_account)
        .where(
            LedgerTransaction.estate_id == estate_id,
            LedgerTransaction.posting.in_([Posting.PAYMENT, Posting.PREPAID]),
            LedgerAccount.kind == AccountKind.PREPAID,
            LedgerAccount.of_id == unit_id,
            LedgerEntry.amount_fen < 0,
        )
        .order_by(LedgerTransaction.id.desc())
        .limit(1)
    )
    if last is None:
        return None
    if last.posting == Posting.PAYMENT:
        return db.session.get_one(Payment, (estate_id, last.source_id)).account_id
    return db.session.scalar(
        select(LedgerAccount.of_id)
        .join(LedgerEntry, of_account)
        .where(
            LedgerEntry.estate_id == estate_id,
            LedgerEntry.transaction_id == last.id,
            LedgerAccount.kind == AccountKind.SURPLUS,
        )
    )
