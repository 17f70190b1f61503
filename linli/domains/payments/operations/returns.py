"""Giving back what is prepaid for a unit when the contract ends or somebody moves out: two people, then refunds.

最高人民法院物业服务纠纷司法解释第3条: what was prepaid and not served is given back.
"""

import uuid
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.estates import queries as estates
from linli.domains.payments.errors import NothingPrepaid, ReturnDecided, ReturnOpen
from linli.domains.payments.models import PrepaidReturn
from linli.domains.payments.operations import held, ledger
from linli.domains.payments.operations import refunds as refunding
from linli.domains.payments.queries import refunds, returns
from linli.domains.payments.rules import AccountKind, Posting
from linli.domains.payments.rules.returns import Ground, ReturnState
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.db import db


def propose(
    *, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, ground: Ground, reason: str, now: datetime
) -> PrepaidReturn:
    """Propose that all that is prepaid for a unit goes back to whoever paid it.

    Raises Unknown, NothingPrepaid, ReturnOpen.
    """
    estates.unit(estate_id=estate_id, unit_id=unit_id)
    kept = held.locked_fen(estate_id, AccountKind.PREPAID, unit_id)
    if kept <= 0:
        raise NothingPrepaid
    made = PrepaidReturn(
        estate_id=estate_id,
        unit_id=unit_id,
        account_id=returns.payer(estate_id, unit_id),
        amount_fen=kept,
        ground=ground,
        reason=reason,
        state=ReturnState.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise ReturnOpen from None
    _record("propose", made)
    return made


def decide(*, actor: Actor, found: PrepaidReturn, approve: bool, now: datetime) -> PrepaidReturn:
    """Let it go back, or not; what bills have used meanwhile does not. The one who proposed cannot decide.

    The money is the payer's from then on, and refunds of his payments begin with this approval; above the limit
    they wait for the second post as any refund. What no payment covers stays his surplus.
    Raises ReturnDecided, NothingPrepaid, RedInvoiceFirst.
    """
    db.session.refresh(found, with_for_update=True)
    if found.state != ReturnState.PROPOSED:
        raise ReturnDecided
    found.state = ReturnState.APPROVED if approve else ReturnState.REFUSED
    found.decided_by, found.decided_at = actor.account_id, now
    if approve:
        _give_back(actor, found, now)
    db.session.flush()
    _record("approve" if approve else "refuse", found)
    return found


def _give_back(actor: Actor, found: PrepaidReturn, now: datetime) -> None:
    left = min(found.amount_fen, held.locked_fen(found.estate_id, AccountKind.PREPAID, found.unit_id))
    if left <= 0:
        raise NothingPrepaid
    found.amount_fen = left
    payer = found.account_id or ledger.NOBODY
    ledger.post(
        estate_id=found.estate_id,
        posting=Posting.PREPAID_RETURNED,
        source_id=found.id,
        sides=[
            ledger.Side(AccountKind.PREPAID, left, of_id=found.unit_id),
            ledger.Side(AccountKind.SURPLUS, -left, of_id=payer),
        ],
        now=now,
    )
    for payment, most in refunds.refundable(payer, found.estate_id):
        part = min(left, most)
        if part <= 0:
            return
        begun = refunding.begin(
            payment=payment,
            amount_fen=part,
            reason=f"退预存：{Ground(found.ground).title}",
            by=found.proposed_by,
            now=now,
        )
        refunding.decide(actor=actor, refund=begun, agree=True, now=now)
        left -= part


def _record(verb: str, found: PrepaidReturn) -> None:
    audit.record(
        f"payments:prepaid_return:{verb}",
        object_kind="prepaid_return",
        object_id=found.id,
        estate_id=found.estate_id,
        amount_fen=found.amount_fen,
    )
