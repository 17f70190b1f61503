"""Holding part of the fee until a quarter's rating releases it, as company and estate agreed (绍兴第37条, NN-34)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from linli.domains.fees.queries import items
from linli.domains.fees.rules.places import rent_of_owners
from linli.domains.payments.errors import (
    AgreementDecided,
    NothingEscrowed,
    NotTheCompanys,
    QuarterReleased,
    SpanNotOver,
)
from linli.domains.payments.models import EscrowAgreement, EscrowHolding, EscrowRelease, LedgerAccount
from linli.domains.payments.operations import commons, ledger
from linli.domains.payments.queries import escrow
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.commons import Category, Span
from linli.domains.payments.rules.escrow import Formula, Rest, held_of, percent
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Terms:
    """How much is held, the formula that releases it, and where the rest goes."""

    share_bp: int
    formula: Formula
    rest: Rest
    since_on: date
    basis: str


def offer(
    *, actor: Actor, estate_id: uuid.UUID, item_id: uuid.UUID, terms: Terms, now: datetime
) -> EscrowAgreement:
    """The company offers that part of an item be held; nothing is before the owners' side agrees.

    Raises Unknown, NotTheCompanys.
    """
    item = items.item(estate_id=estate_id, item_id=item_id)
    if rent_of_owners(item.kind, item.place_of):
        raise NotTheCompanys(field_errors={"item_id": [NotTheCompanys.sentence]})
    made = EscrowAgreement(
        estate_id=estate_id,
        item_id=item.id,
        share_bp=terms.share_bp,
        none_bp=terms.formula.none_bp,
        full_bp=terms.formula.full_bp,
        rest=terms.rest,
        since_on=terms.since_on,
        basis=terms.basis,
        offered_by=actor.account_id,
        offered_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("offer", made)
    return made


def agree(*, actor: Actor, agreement: EscrowAgreement, now: datetime) -> EscrowAgreement:
    """The owners' committee agrees: what is paid from now on is held. Raises AgreementDecided."""
    db.session.refresh(agreement, with_for_update=True)
    if agreement.agreed_at is not None or escrow.in_force(agreement.estate_id, agreement.item_id) is not None:
        raise AgreementDecided
    agreement.agreed_by, agreement.agreed_at = actor.account_id, now
    agreement.since_on = max(agreement.since_on, day_of(now))
    db.session.flush()
    _record("agree", agreement)
    return agreement


def hold(*, agreement: EscrowAgreement, now: datetime) -> int:
    """Set aside the agreed part of what was paid since the step before; done again, nothing changes.

    Voided bills make it less. Returns what this step set aside, in fen.
    """
    _lock(agreement)
    amount = held_of(escrow.paid_fen(agreement), agreement.share_bp) - escrow.set_aside_fen(agreement)
    amount = max(amount, -escrow.held_fen(agreement))  # what was released is not fetched back
    if amount == 0:
        return 0
    step = EscrowHolding(
        id=new_id(), estate_id=agreement.estate_id, agreement_id=agreement.id, amount_fen=amount, at=now
    )
    db.session.add(step)
    db.session.flush()
    sides = [
        ledger.Side(AccountKind.INCOME, amount, of_id=agreement.item_id),
        ledger.Side(AccountKind.ESCROW, -amount, of_id=agreement.id),
    ]
    ledger.post(
        estate_id=agreement.estate_id, posting=Posting.ESCROW_HELD, source_id=step.id, sides=sides, now=now
    )
    return amount


def release(
    *, actor: Actor, agreement: EscrowAgreement, quarter: Span, rating_bp: int, basis: str, now: datetime
) -> EscrowRelease:
    """Release what the quarter's rating allows by the agreed formula; the rest goes where it was agreed.

    Raises SpanNotOver, NothingEscrowed, QuarterReleased.
    """
    if quarter.until_on >= day_of(now):
        raise SpanNotOver
    hold(agreement=agreement, now=now)
    held = escrow.held_fen(agreement)
    if agreement.agreed_at is None or held <= 0:
        raise NothingEscrowed
    released = Formula(agreement.none_bp, agreement.full_bp).released_fen(held, rating_bp)
    made = EscrowRelease(
        id=new_id(),
        estate_id=agreement.estate_id,
        agreement_id=agreement.id,
        quarter_on=quarter.since_on,
        rating_bp=rating_bp,
        basis=basis,
        held_fen=held,
        released_fen=released,
        rest_fen=held - released,
        released_by=actor.account_id,
        released_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise QuarterReleased from None
    _post(actor, agreement, made, quarter, now)
    _record("release", agreement, released_fen=released, rest_fen=made.rest_fen)
    return made


def _post(
    actor: Actor, agreement: EscrowAgreement, made: EscrowRelease, quarter: Span, now: datetime
) -> None:
    """What is released is the company's income again; the rest the owners', or it stays held."""
    owners = made.rest_fen if agreement.rest == Rest.OWNERS else 0
    if made.released_fen + owners == 0:
        return
    sides = [
        ledger.Side(AccountKind.ESCROW, made.released_fen + owners, of_id=agreement.id),
        ledger.Side(AccountKind.INCOME, -made.released_fen, of_id=agreement.item_id),
        ledger.Side(AccountKind.COMMON_INCOME, -owners, channel=Category.WITHHELD),
    ]
    ledger.post(
        estate_id=made.estate_id, posting=Posting.ESCROW_RELEASED, source_id=made.id, sides=sides, now=now
    )
    if owners:
        commons.lock(made.estate_id)
        words = commons.Words(
            f"{quarter.title}考核 {percent(made.rating_bp)}，未放行的物业费",
            contract=f"考核留存协议（{agreement.basis}）",
            decision=made.basis,
        )
        commons.write(actor, made.estate_id, Category.WITHHELD, day_of(now), owners, words, now=now)


def _lock(agreement: EscrowAgreement) -> None:
    account = ledger.account(agreement.estate_id, AccountKind.ESCROW, of_id=agreement.id)
    db.session.execute(
        select(LedgerAccount.id).filter_by(estate_id=agreement.estate_id, id=account).with_for_update()
    )


def _record(verb: str, agreement: EscrowAgreement, **details: Any) -> None:
    audit.record(
        f"payments:escrow:{verb}",
        object_kind="escrow_agreement",
        object_id=agreement.id,
        estate_id=agreement.estate_id,
        **details,
    )
