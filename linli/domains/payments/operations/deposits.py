"""Deposits: asked for by an agreement, held apart from all income, given back by the way they came (FE-17)."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries as estates
from linli.domains.payments.errors import (
    AmountDiffers,
    DeductsTooMuch,
    EvidenceNeeded,
    NotAsked,
    NotHeld,
    ReturnDecided,
)
from linli.domains.payments.events import DepositSettled
from linli.domains.payments.models import (
    Deposit,
    DepositSettlement,
    Payment,
    PaymentOrder,
    PaymentOrderDeposit,
)
from linli.domains.payments.operations import desk, keeping, ledger, orders, refunds, settling
from linli.domains.payments.ports import Scene
from linli.domains.payments.queries import deposits
from linli.domains.payments.rules import AccountKind, Desk, Posting
from linli.domains.payments.rules.deposits import DepositState, SettlementState, lacks_evidence
from linli.kernel.actors import Actor
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.bus import publish
from linli.platform.db import db


def ask(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    name: str,
    basis: str,
    amount_fen: int,
    about_id: uuid.UUID | None = None,
    now: datetime,
) -> Deposit:
    """Ask a unit for a deposit by an agreement; `about_id` names what it secures. Raises Unknown."""
    estates.unit(estate_id=estate_id, unit_id=unit_id)
    made = Deposit(
        estate_id=estate_id,
        unit_id=unit_id,
        name=name,
        basis=basis,
        about_id=about_id,
        amount_fen=amount_fen,
        state=DepositState.ASKED,
        asked_by=actor.account_id,
        asked_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("ask", made)
    return made


def cancel(*, deposit: Deposit, now: datetime) -> Deposit:
    """Ask for it no longer; money that still comes is its payer's surplus. Raises NotAsked."""
    found = _asked(deposit)
    found.state, found.ended_at = DepositState.CANCELLED, now
    db.session.flush()
    _record("cancel", found)
    return found


def start(
    *, actor: Actor, deposit: Deposit, channel: str, now: datetime, scene: Scene = Scene.COMPUTER
) -> PaymentOrder:
    """Begin to pay the deposit of one's unit by a channel. Raises NotAsked, NoSuchChannel."""
    found = _asked(deposit)
    order = orders.begin_sum(
        estate_id=found.estate_id,
        account_id=actor.account_id,
        channel=channel,
        scene=scene,
        amount_fen=found.amount_fen,
        now=now,
    )
    _names(order, found)
    return order


def take(
    *,
    actor: Actor,
    deposit: Deposit,
    way: Desk,
    voucher_no: str,
    received_fen: int,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> Payment:
    """Book a deposit that was paid at the desk. Raises NotAsked, AmountDiffers, VoucherTaken."""
    found = _asked(deposit)
    if received_fen != found.amount_fen:
        raise AmountDiffers(field_errors={"received": [AmountDiffers.sentence]})
    order = orders.make_sum(
        estate_id=found.estate_id, account_id=None, how=orders.How(way), amount_fen=received_fen, now=now
    )
    _names(order, found)
    money = settling.Money(voucher_no, received_fen, now, entered_by=actor.account_id)
    payment = settling.take(order=order, money=money, now=now)
    desk.add_photos(actor=actor, payment=payment, photos=photos, now=now)
    return payment


def propose(
    *,
    actor: Actor,
    deposit: Deposit,
    deducted_fen: int,
    reason: str,
    photos: Sequence[Readable] = (),
    now: datetime,
) -> DepositSettlement:
    """Propose that a deposit goes back, less what is taken off for a reason and with evidence.

    Raises NotHeld, DeductsTooMuch, EvidenceNeeded, and what `store_image` raises.
    """
    found = keeping.locked(deposit)
    if found.state != DepositState.HELD:
        raise NotHeld
    if deducted_fen > found.amount_fen:
        raise DeductsTooMuch(field_errors={"deducted": [DeductsTooMuch.sentence]})
    if lacks_evidence(deducted_fen=deducted_fen, photos=len(photos)):
        raise EvidenceNeeded(field_errors={"photos": [EvidenceNeeded.sentence]})
    made = DepositSettlement(
        estate_id=found.estate_id,
        deposit_id=found.id,
        deducted_fen=deducted_fen,
        reason=reason,
        state=SettlementState.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise NotHeld from None
    for stream in photos:
        attachments.store_image(
            estate_id=found.estate_id,
            stream=stream,
            object_kind=deposits.EVIDENCE,
            object_id=made.id,
            made_by=actor.account_id,
            now=now,
        )
    _record("propose_settlement", found, deducted_fen=deducted_fen)
    return made


def decide(*, actor: Actor, settlement: DepositSettlement, approve: bool, now: datetime) -> DepositSettlement:
    """Another person lets the deposit go back, or not. What is not taken off is refunded by the way it came.

    Above the limit of refunds, that refund waits for a second post. Raises ReturnDecided, NotHeld.
    """
    db.session.refresh(settlement, with_for_update=True)
    if settlement.state != SettlementState.PROPOSED:
        raise ReturnDecided
    settlement.state = SettlementState.APPROVED if approve else SettlementState.REFUSED
    settlement.decided_by, settlement.decided_at = actor.account_id, now
    found = keeping.locked(deposits.deposit(estate_id=settlement.estate_id, deposit_id=settlement.deposit_id))
    if approve:
        _give_back(actor, found, settlement, now)
    db.session.flush()
    _record("settle" if approve else "refuse_settlement", found, deducted_fen=settlement.deducted_fen)
    return settlement


def _give_back(actor: Actor, found: Deposit, settlement: DepositSettlement, now: datetime) -> None:
    if found.state != DepositState.HELD:
        raise NotHeld
    payment = db.session.get_one(Payment, (found.estate_id, found.payment_id))
    back = found.amount_fen - settlement.deducted_fen
    ledger.post(
        estate_id=found.estate_id,
        posting=Posting.DEPOSIT_SETTLED,
        source_id=settlement.id,
        sides=[
            ledger.Side(AccountKind.DEPOSIT, found.amount_fen, of_id=found.id),
            ledger.Side(AccountKind.DEDUCTED, -settlement.deducted_fen, of_id=found.id),
            ledger.Side(AccountKind.SURPLUS, -back, of_id=payment.account_id or ledger.NOBODY),
        ],
        now=now,
    )
    found.state, found.ended_at = DepositState.SETTLED, now
    if back:
        begun = refunds.begin(
            payment=payment, amount_fen=back, reason=f"退{found.name}", by=settlement.proposed_by, now=now
        )
        settlement.refund_id = refunds.decide(actor=actor, refund=begun, agree=True, now=now).id
    if payment.account_id is not None:
        publish(
            DepositSettled(
                at=now, estate_id=found.estate_id, deposit_id=found.id, account_id=payment.account_id
            )
        )


def _asked(deposit: Deposit) -> Deposit:
    found = keeping.locked(deposit)
    if found.state != DepositState.ASKED:
        raise NotAsked
    return found


def _names(order: PaymentOrder, found: Deposit) -> None:
    db.session.add(PaymentOrderDeposit(estate_id=found.estate_id, order_id=order.id, deposit_id=found.id))
    db.session.flush()


def _record(verb: str, found: Deposit, **more: Any) -> None:
    audit.record(
        f"payments:deposit:{verb}",
        object_kind="deposit",
        object_id=found.id,
        estate_id=found.estate_id,
        amount_fen=found.amount_fen,
        **more,
    )
