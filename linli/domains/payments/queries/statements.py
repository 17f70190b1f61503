"""Which estates still need a channel's statement of a day, and which days an estate still waits for."""

import uuid
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import case, exists, select, union

from linli.domains.payments.models import ChannelStatement, Payment, PaymentOrder, Refund
from linli.domains.payments.rules import Desk
from linli.kernel.times import end_of, start_of
from linli.platform.db import db

DAYS_SHOWN = 31


class Wanted(NamedTuple):
    """An estate in whose books something happened at a merchant on a day, and that has no statement of it."""

    estate_id: uuid.UUID


def wanted(*, channel: str, merchant: str, on: date) -> list[Wanted]:
    """The estates that need a merchant's statement of a day: money came, or went back, by that channel."""
    since, until = start_of(on), end_of(on)
    of_order = (PaymentOrder.estate_id == Payment.estate_id) & (PaymentOrder.id == Payment.order_id)
    here = (PaymentOrder.channel == channel, PaymentOrder.merchant == merchant)
    paid = (
        select(Payment.estate_id)
        .join(PaymentOrder, of_order)
        .where(*here, Payment.paid_at >= since, Payment.paid_at < until)
    )
    back = (
        select(Refund.estate_id)
        .join(Payment, (Payment.estate_id == Refund.estate_id) & (Payment.id == Refund.payment_id))
        .join(PaymentOrder, of_order)
        .where(*here, Refund.sent_at >= since, Refund.sent_at < until)
    )
    begun = select(PaymentOrder.estate_id).where(
        *here, PaymentOrder.begun_at >= since, PaymentOrder.begun_at < until
    )
    estates = union(paid, back, begun).subquery()
    taken = exists().where(
        ChannelStatement.estate_id == estates.c.estate_id,
        ChannelStatement.channel == channel,
        ChannelStatement.merchant == merchant,
        ChannelStatement.on == on,
    )
    return [Wanted(one) for one in db.session.scalars(select(estates.c.estate_id).where(~taken))]


def lacking(estate_id: uuid.UUID, *, before: date) -> list[tuple[date, str]]:
    """The days of the last month on which money came by a channel that has given no statement yet, newest first."""
    days = [before - timedelta(days=back) for back in range(DAYS_SHOWN, 0, -1)]
    day = case(*[(Payment.paid_at < end_of(one), place) for place, one in enumerate(days)])
    of_order = (PaymentOrder.estate_id == Payment.estate_id) & (PaymentOrder.id == Payment.order_id)
    came = (
        select(day.label("day"), PaymentOrder.channel)
        .join(Payment, of_order)
        .where(
            Payment.estate_id == estate_id,
            PaymentOrder.channel.not_in([one.value for one in Desk]),
            Payment.paid_at >= start_of(days[0]),
            Payment.paid_at < end_of(days[-1]),
        )
        .distinct()
    )
    taken = select(ChannelStatement.on, ChannelStatement.channel).where(
        ChannelStatement.estate_id == estate_id, ChannelStatement.on >= days[0]
    )
    have = {(on, channel) for on, channel in db.session.execute(taken)}
    found = {(days[place], channel) for place, channel in db.session.execute(came)}
    return sorted(found - have, reverse=True)
