"""Wishing to pay: a cart of bills becomes an order with a sum that only the server works out."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.domains.fees.queries import bills
from linli.domains.fees.queries.bills import BillView
from linli.domains.payments.errors import NoSuchChannel, NothingToPay, NotPayable
from linli.domains.payments.models import PaymentOrder, PaymentOrderLine, PaymentOrderPrepaid
from linli.domains.payments.ports import Channels, PaymentChannel, Scene, Tender, Till, TillKind
from linli.domains.payments.queries import ahead, orders
from linli.domains.payments.rules import CURRENCY, MOVES, ORDER_LIVES, OrderState, order_number
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db
from linli.platform.ports import use

MOST_BILLS = 100


def start(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    bill_ids: Sequence[uuid.UUID],
    channel: str,
    now: datetime,
    scene: Scene = Scene.COMPUTER,
) -> PaymentOrder:
    """Begin to pay some of one's household's bills in one sum (淘宝式缴费).

    The sum is what is open on them now (check E-21). While the same payment is under way, it is handed
    back with its number, so that a second try cannot pay twice (PA-11).
    Raises Unknown for a bill that is not one's own, NothingToPay, NoSuchChannel.
    """
    offered = offered_at(estate_id, channel, scene, now)
    chosen = bills.own_bills_named(actor, estate_id, bill_ids[:MOST_BILLS])
    wanted = open_sums(chosen)
    running = orders.same_order(
        estate_id=estate_id,
        account_id=actor.account_id,
        channel=channel,
        scene=scene,
        wanted=wanted,
        now=now,
    )
    if running is not None:
        return running
    how = How(channel, offered.merchant, scene)
    order = make(estate_id=estate_id, account_id=actor.account_id, how=how, wanted=wanted, now=now)
    return begin(order, now)


def start_prepaying(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    unit_id: uuid.UUID,
    amount_fen: int,
    channel: str,
    now: datetime,
    scene: Scene = Scene.COMPUTER,
) -> PaymentOrder:
    """Begin to pay ahead for one's unit: at most what it will be billed within twelve months and the contract's term.

    The same payment under way is handed back. Raises Unknown for a unit not one's own, NoSuchChannel, TooMuchAhead.
    """
    ahead.check(actor=actor, estate_id=estate_id, unit_id=unit_id, amount_fen=amount_fen, on=day_of(now))
    offered = offered_at(estate_id, channel, scene, now)
    running = orders.same_prepaying(
        actor.account_id,
        estate_id=estate_id,
        unit_id=unit_id,
        amount_fen=amount_fen,
        channel=channel,
        now=now,
    )
    if running is not None:
        return running
    how = How(channel, offered.merchant, scene)
    order = make_sum(
        estate_id=estate_id, account_id=actor.account_id, how=how, amount_fen=amount_fen, now=now
    )
    db.session.add(
        PaymentOrderPrepaid(estate_id=estate_id, order_id=order.id, unit_id=unit_id, amount_fen=amount_fen)
    )
    return begin(order, now)


def begin_sum(
    *,
    estate_id: uuid.UUID,
    account_id: uuid.UUID,
    channel: str,
    scene: Scene,
    amount_fen: int,
    now: datetime,
) -> PaymentOrder:
    """Begin to pay a sum that is for no bill. Raises NoSuchChannel."""
    offered = offered_at(estate_id, channel, scene, now)
    how = How(channel, offered.merchant, scene)
    return begin(
        make_sum(estate_id=estate_id, account_id=account_id, how=how, amount_fen=amount_fen, now=now), now
    )


def offered_at(estate_id: uuid.UUID, channel: str, scene: Scene, now: datetime) -> PaymentChannel:
    """The channel, where it is offered to the estate and suits where the payer is. Raises NoSuchChannel."""
    offered = use(Channels).serving(estate_id, on=day_of(now)).get(channel)
    if offered is None or not offered.suits(scene):
        raise NoSuchChannel(field_errors={"channel": [NoSuchChannel.sentence]})
    return offered


def begin(order: PaymentOrder, now: datetime) -> PaymentOrder:
    """The payer goes to the channel with it."""
    move(order, OrderState.PAYING)
    order.begun_at = now
    db.session.flush()
    audit.record(
        "payments:order:make",
        object_kind="payment_order",
        object_id=order.id,
        estate_id=order.estate_id,
        amount_fen=order.amount_fen,
    )
    return order


def open_sums(chosen: Sequence[BillView]) -> dict[uuid.UUID, int]:
    """What is open on each bill that has something open. Raises NothingToPay."""
    wanted = {one.bill.id: one.open_fen for one in chosen if one.open_fen > 0}
    if not wanted:
        raise NothingToPay
    return wanted


@dataclass(frozen=True, slots=True)
class How:
    """By which way somebody pays, at which merchant, and from where; the desk has neither."""

    channel: str
    merchant: str | None = None
    scene: Scene | None = None


def make(
    *,
    estate_id: uuid.UUID,
    account_id: uuid.UUID | None,
    how: How,
    wanted: Mapping[uuid.UUID, int],
    now: datetime,
) -> PaymentOrder:
    """Write an order down; what it is for never changes again."""
    order = make_sum(
        estate_id=estate_id, account_id=account_id, how=how, amount_fen=sum(wanted.values()), now=now
    )
    db.session.add_all(
        PaymentOrderLine(estate_id=estate_id, order_id=order.id, bill_id=bill_id, amount_fen=amount)
        for bill_id, amount in wanted.items()
    )
    db.session.flush()
    return order


def make_sum(
    *, estate_id: uuid.UUID, account_id: uuid.UUID | None, how: How, amount_fen: int, now: datetime
) -> PaymentOrder:
    """Write down an order for a sum; the caller says what for."""
    order = PaymentOrder(
        estate_id=estate_id,
        number=order_number(now),
        account_id=account_id,
        channel=how.channel,
        merchant=how.merchant,
        scene=how.scene,
        amount_fen=amount_fen,
        currency=CURRENCY,
        state=OrderState.CREATED,
        made_at=now,
        expires_at=now + ORDER_LIVES,
    )
    db.session.add(order)
    db.session.flush()
    return order


def move(order: PaymentOrder, to: OrderState) -> None:
    """Take an order to another state. Raises NotPayable where no way leads there."""
    if to not in MOVES[OrderState(order.state)]:
        raise NotPayable
    order.state = to


def cashier_page(
    *, order: PaymentOrder, site: str, now: datetime, code: str = "", payer_ip: str = "", page: str = ""
) -> Till:
    """Where the payer pays. Asks the channel, so it belongs in a transaction that only reads.

    `site` is where this installation is reached from outside, `page` where on it the payer comes back to (his own
    page of the order, unless said otherwise); `code` is what the channel sent him back with, where it has to know
    him. Raises NotPayable, ChannelSilent.
    """
    if not payable(order, now=now):
        raise NotPayable
    channel = use(Channels).of(order.channel, order.merchant)
    if channel is None:
        raise NotPayable
    here = f"{site}{page or f'/e/{order.estate_id}/payments/{order.id}'}"
    scene = Scene(order.scene or Scene.COMPUTER)
    asked = channel.who_pays(scene=scene, back=f"{here}/cashier")
    if asked and not code:
        return Till(TillKind.PAGE, asked)
    return channel.begin(
        Tender(
            number=order.number,
            amount_fen=order.amount_fen,
            currency=order.currency,
            subject=_subject(order),
            expires_at=order.expires_at,
            notify_url=f"{site}/api/v1/payments/notifications/{order.channel}/{channel.merchant}",
            return_url=here,
            scene=scene,
            payer=channel.payer(code) if asked else "",
            payer_ip=payer_ip,
        )
    )


def payable(order: PaymentOrder, *, now: datetime) -> bool:
    """Whether somebody may still go and pay it."""
    return order.state == OrderState.PAYING and order.expires_at > now


def _subject(order: PaymentOrder) -> str:
    """What for, without name or room: channels are outsiders."""
    count = len(orders.lines(order))
    return f"小区缴费 {count} 笔" if count else "小区费用预存或押金"
