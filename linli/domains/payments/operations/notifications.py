"""Hearing from a channel: by its notification or by asking it. Its word is compared with what we wrote down."""

import logging
import uuid
from datetime import datetime

from linli.domains.payments.errors import NotOurs
from linli.domains.payments.models import ChannelAlarm, PaymentOrder
from linli.domains.payments.operations import settling
from linli.domains.payments.ports import Channels, Outcome, PaymentChannel, Said
from linli.domains.payments.queries import orders
from linli.domains.payments.rules import MOVES, AlarmKind, OrderState, due_to_ask
from linli.kernel.ids import new_id
from linli.platform.db import db
from linli.platform.ports import use
from linli.platform.transactions import narrow, seeing_every_estate
from linli.platform.upsert import add_if_absent

log = logging.getLogger(__name__)


def hear(*, channel: PaymentChannel, said: Said, now: datetime) -> NotOurs | None:
    """Act on a channel's genuine word; a refusal to answer it with, where it does not fit what we asked for.

    The same trade any number of times, at once or in any order with others, is booked once; a trade that
    does not fit is never booked, and an alarm stays for somebody to look at (checks E-1, E-2, E-5, E-9).
    """
    with seeing_every_estate():
        order = settling.named(said.order_number)
        booked = orders.payment_by_trade(channel.name, said.trade_no) if order is not None else None
    if order is None:
        return _alarm(AlarmKind.UNKNOWN_ORDER, channel, said, None, now)
    narrow(order.estate_id)
    if said.outcome is Outcome.CLOSED and OrderState.CLOSED in MOVES[OrderState(order.state)]:
        order.state, order.ended_at = OrderState.CLOSED, now
    if said.outcome is not Outcome.PAID:
        return None
    wrong = _what_differs(order, channel, said, booked)
    if wrong is not None:
        return _alarm(wrong, channel, said, order.estate_id, now)
    if booked is None:
        money = settling.Money(said.trade_no, said.amount_fen, said.paid_at or now)
        settling.take(order=order, money=money, now=now)
    return None


def due(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID, str, str | None, str, datetime]]:
    """The orders whose channel is to be asked: estate, order, channel, merchant, our number, when it ends."""
    return [
        (order.estate_id, order.id, order.channel, order.merchant, order.number, order.expires_at)
        for order in orders.waiting()
        if order.begun_at is not None
        and due_to_ask(begun_at=order.begun_at, asked_at=order.asked_at, expires_at=order.expires_at, now=now)
    ]


def note_answer(*, estate_id: uuid.UUID, order_id: uuid.UUID, said: Said, now: datetime) -> None:
    """Note what a channel answered: paid is booked, an order that is closed there is closed here.

    An order whose time is over stays open until the channel says that nobody can pay it any more.
    """
    order = settling.locked(estate_id, order_id)
    order.asked_at = now
    if said.outcome is Outcome.PAID:
        channel = use(Channels).of(order.channel, order.merchant)
        assert channel is not None, "it has just answered"
        hear(channel=channel, said=said, now=now)
    elif said.outcome is Outcome.CLOSED and order.expires_at <= now and order.state == OrderState.PAYING:
        order.state, order.ended_at = OrderState.CLOSED, now
    db.session.flush()


def _what_differs(
    order: PaymentOrder, channel: PaymentChannel, said: Said, booked: tuple[uuid.UUID, uuid.UUID] | None
) -> AlarmKind | None:
    if order.channel != channel.name:
        return AlarmKind.WRONG_CHANNEL
    expected = order.merchant or channel.merchant
    if said.merchant != expected or channel.merchant != expected:
        return AlarmKind.WRONG_MERCHANT
    if said.currency != order.currency:
        return AlarmKind.WRONG_CURRENCY
    if said.amount_fen != order.amount_fen:
        return AlarmKind.WRONG_AMOUNT
    if booked is not None and booked != (order.estate_id, order.id):
        return AlarmKind.TRADE_OF_ANOTHER
    return None


def _alarm(
    kind: AlarmKind, channel: PaymentChannel, said: Said, estate_id: uuid.UUID | None, now: datetime
) -> NotOurs:
    log.critical("a notification does not fit", extra={"kind": kind, "channel": channel.name})
    add_if_absent(
        ChannelAlarm,
        id=new_id(),
        estate_id=estate_id,
        channel=channel.name,
        kind=kind,
        order_number=said.order_number,
        trade_no=said.trade_no,
        said={"amount_fen": said.amount_fen, "currency": said.currency, "merchant": said.merchant},
        at=now,
    )
    return NotOurs()
