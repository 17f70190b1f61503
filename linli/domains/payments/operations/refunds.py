"""Giving money back: asked for, agreed to, sent by the way it came, done only when the channel says so.

The money leaves the payer's surplus when it is asked for, and comes back there when it could not be given.
"""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from linli.domains.payments.errors import ApproverTaken, NothingToRefund, RefundDecided
from linli.domains.payments.models import Payment, PaymentOrder, Refund, RefundApproval
from linli.domains.payments.operations import held, invoices, ledger
from linli.domains.payments.ports import RefundOutcome, RefundSaid
from linli.domains.payments.queries import refunds
from linli.domains.payments.rules import AccountKind, Desk, Posting
from linli.domains.payments.rules.refunds import (
    REFUND_MOVES,
    RefundState,
    approvals_needed,
    refund_number,
    refundable_fen,
)
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db
from linli.platform.transactions import narrow


def ask(
    *, actor: Actor, estate_id: uuid.UUID, payment_id: uuid.UUID, amount_fen: int, reason: str, now: datetime
) -> Refund:
    """Ask that part of a payment goes back to its payer out of his surplus (PA-13).

    Asked by the payer for his own payment, or by the desk for anybody's. However many ask at once, they queue
    up at the payer's account. Raises Unknown, NothingToRefund, RedInvoiceFirst.
    """
    payment = refunds.payment_for(actor, estate_id=estate_id, payment_id=payment_id)
    return begin(payment=payment, amount_fen=amount_fen, reason=reason, by=actor.account_id, now=now)


def begin(*, payment: Payment, amount_fen: int, reason: str, by: uuid.UUID, now: datetime) -> Refund:
    """Put part of a payment aside to go back, asked for by somebody. Raises NothingToRefund, RedInvoiceFirst."""
    estate_id, payment_id = payment.estate_id, payment.id
    invoices.refuse_uncovered(payment)
    payer = payment.account_id or ledger.NOBODY
    holds = held.locked_fen(estate_id, AccountKind.SURPLUS, payer)
    given = refunds.given_fen(estate_id, payment_id)
    if not 0 < amount_fen <= refundable_fen(paid_fen=payment.amount_fen, given_fen=given, held_fen=holds):
        raise NothingToRefund(field_errors={"amount": [NothingToRefund.sentence]})
    made = Refund(
        estate_id=estate_id,
        number=refund_number(now),
        payment_id=payment_id,
        account_id=payment.account_id,
        amount_fen=amount_fen,
        reason=reason,
        state=RefundState.REQUESTED,
        asked_by=by,
        asked_at=now,
        said="",
    )
    db.session.add(made)
    db.session.flush()
    _post(made, Posting.REFUND_ASKED, AccountKind.SURPLUS, AccountKind.REFUNDING, now)
    _record("ask", made)
    return made


def decide(*, actor: Actor, refund: Refund, agree: bool, now: datetime) -> Refund:
    """Let a refund go, or not. Above the limit, a second person of another post has to agree too.

    Raises ApproverTaken for whoever asked, agreed before or holds the same post; RefundDecided.
    """
    found = locked(refund.estate_id, refund.id)
    if found.state != RefundState.REQUESTED:
        raise RefundDecided
    if found.asked_by == actor.account_id:
        raise ApproverTaken
    if not agree:
        _move(found, RefundState.DECLINED)
        return _back(found, now)
    db.session.add(
        RefundApproval(
            estate_id=found.estate_id,
            refund_id=found.id,
            account_id=actor.account_id,
            role=actor.role,
            at=now,
        )
    )
    try:
        db.session.flush()
    except IntegrityError:
        raise ApproverTaken from None
    if len(refunds.approvals(found)) >= approvals_needed(found.amount_fen):
        _move(found, RefundState.APPROVED)
    _record("agree", found)
    return found


def send(*, estate_id: uuid.UUID, refund_id: uuid.UUID, now: datetime) -> bool:
    """Write down that a refund goes to its channel, before it does; whether it still had to (check E-13)."""
    found = locked(estate_id, refund_id)
    fresh = found.state == RefundState.APPROVED
    if fresh:
        _move(found, RefundState.PROCESSING)
    found.sent_at = now
    db.session.flush()
    return fresh


def hear(*, said: RefundSaid, channel: str, merchant: str, now: datetime) -> bool:
    """Act on a channel's word on a refund; whether it is one of ours. Heard again, it changes nothing.

    A word of another channel, merchant or sum is believed as little as one on a payment (check E-5).
    """
    place = refunds.estate_of_number(said.refund_number)
    if place is None:
        return False
    narrow(place[0])
    found = locked(*place)
    payment = db.session.get_one(Payment, (found.estate_id, found.payment_id))
    order = db.session.get_one(PaymentOrder, (found.estate_id, payment.order_id))
    fits = (order.number, order.channel, order.merchant or merchant) == (said.order_number, channel, merchant)
    if not fits or (said.outcome is RefundOutcome.DONE and said.amount_fen != found.amount_fen):
        return False
    note(refund=found, said=said, now=now)
    return True


def note(*, refund: Refund, said: RefundSaid, now: datetime) -> None:
    """Done, failed, or still on its way: in doubt it stays `processing` and keeps its number (PA-14, check E-12)."""
    if refund.state != RefundState.PROCESSING:
        return
    if said.outcome is RefundOutcome.DONE:
        _finish(refund, now)
    elif said.outcome is RefundOutcome.FAILED:
        refund.said = said.reason[:200]
        _move(refund, RefundState.FAILED)
        _back(refund, now)


def hand_out(*, actor: Actor, refund: Refund, voucher_no: str, now: datetime) -> Refund:
    """The cashier has given the money back for a payment that was taken at the desk. Raises RefundDecided."""
    found = locked(refund.estate_id, refund.id)
    payment = db.session.get_one(Payment, (found.estate_id, found.payment_id))
    if found.state != RefundState.APPROVED or payment.channel not in set(Desk):
        raise RefundDecided
    _move(found, RefundState.PROCESSING)
    found.sent_at, found.said = now, f"{voucher_no}"
    _finish(found, now)
    _record("hand_out", found, by=str(actor.account_id))
    return found


def locked(estate_id: uuid.UUID, refund_id: uuid.UUID) -> Refund:
    """The refund as it is now, held until the end of the transaction."""
    return db.session.scalars(
        select(Refund)
        .filter_by(estate_id=estate_id, id=refund_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _finish(refund: Refund, now: datetime) -> None:
    _move(refund, RefundState.DONE)
    refund.ended_at = now
    _post(refund, Posting.REFUND_DONE, AccountKind.REFUNDING, AccountKind.CLEARING, now)
    _record("done", refund)


def _back(refund: Refund, now: datetime) -> Refund:
    refund.ended_at = now
    _post(refund, Posting.REFUND_FAILED, AccountKind.REFUNDING, AccountKind.SURPLUS, now)
    _record("give_up", refund)
    return refund


def _move(refund: Refund, to: RefundState) -> None:
    if to not in REFUND_MOVES[RefundState(refund.state)]:
        raise RefundDecided
    refund.state = to
    db.session.flush()


def _post(refund: Refund, posting: Posting, out_of: AccountKind, into: AccountKind, now: datetime) -> None:
    """Move the refund's sum from one account to another; clearing is the channel's, all others the payer's."""
    payer = refund.account_id or ledger.NOBODY
    channel = db.session.get_one(Payment, (refund.estate_id, refund.payment_id)).channel
    ledger.post(
        estate_id=refund.estate_id,
        posting=posting,
        source_id=refund.id,
        sides=[
            ledger.Side(kind, amount, channel=channel)
            if kind is AccountKind.CLEARING
            else ledger.Side(kind, amount, of_id=payer)
            for kind, amount in ((out_of, refund.amount_fen), (into, -refund.amount_fen))
        ],
        now=now,
    )


def _record(verb: str, refund: Refund, **more: str) -> None:
    audit.record(
        f"payments:refund:{verb}",
        object_kind="refund",
        object_id=refund.id,
        estate_id=refund.estate_id,
        amount_fen=refund.amount_fen,
        **more,
    )
