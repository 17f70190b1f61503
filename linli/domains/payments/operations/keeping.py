"""What of money that came is kept rather than put to bills: prepaid for a unit, or held as a deposit."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from linli.domains.payments.models import Deposit, Payment, PaymentOrder
from linli.domains.payments.operations import held
from linli.domains.payments.queries import ahead, deposits, orders
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.deposits import DepositState
from linli.kernel.times import day_of
from linli.platform.db import db

Kept = Mapping[tuple[AccountKind, uuid.UUID], int]


def kept(order: PaymentOrder, amount_fen: int, now: datetime) -> Kept:
    """What is kept of money for an order, and for whom; what cannot be kept any more stays the payer's surplus."""
    secured = deposits.of_order(order)
    if secured is not None:
        found = locked(secured)
        wanted = found.state == DepositState.ASKED and amount_fen >= found.amount_fen
        return {(AccountKind.DEPOSIT, found.id): found.amount_fen} if wanted else {}
    wished = orders.prepaid_of(order)
    if wished is None:
        return {}
    held.locked_fen(order.estate_id, AccountKind.PREPAID, wished.unit_id)
    room = ahead.most_fen(order.estate_id, wished.unit_id, on=day_of(now))
    amount = min(amount_fen, wished.amount_fen, room)
    return {(AccountKind.PREPAID, wished.unit_id): amount} if amount else {}


def note(payment: Payment, what: Kept, now: datetime) -> None:
    """A deposit that money was kept as is held from now on."""
    for kind, of_id in what:
        if kind is AccountKind.DEPOSIT:
            found = db.session.get_one(Deposit, (payment.estate_id, of_id))
            found.state, found.payment_id, found.taken_at = DepositState.HELD, payment.id, now
            db.session.flush()


def locked(found: Deposit) -> Deposit:
    """The deposit as it is now, held until the end of the transaction."""
    return db.session.scalars(
        select(Deposit)
        .filter_by(estate_id=found.estate_id, id=found.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
