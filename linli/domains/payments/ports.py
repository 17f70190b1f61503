"""What this room needs from the outside: channels through which people pay."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Scene(StrEnum):
    """Where the payer is: inside WeChat or Alipay, in a phone's browser, or before a computer."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    PHONE = "phone"
    COMPUTER = "computer"


@dataclass(frozen=True, slots=True)
class Tender:
    """An order as it is put to a channel: our number, the sum, what for, and where to report.

    `payer` is what WeChat calls the payer at this merchant; it is needed inside WeChat only and kept nowhere.
    """

    number: str
    amount_fen: int
    currency: str
    subject: str
    expires_at: datetime
    notify_url: str
    return_url: str
    scene: Scene = Scene.COMPUTER
    payer: str = ""
    payer_ip: str = ""


class TillKind(StrEnum):
    """How a payer comes to the place where he pays."""

    PAGE = "page"
    CODE = "code"
    BRIDGE = "bridge"


@dataclass(frozen=True, slots=True)
class Till:
    """Where the payer pays: a page to go to, a code to scan, or words for WeChat's own bridge."""

    kind: TillKind
    address: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


class Outcome(StrEnum):
    """What a channel says of an order. `unknown`: it cannot tell just now, ask again."""

    PAID = "paid"
    UNPAID = "unpaid"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """A channel's word on one order, its signature checked; nothing of it is believed before it is compared."""

    order_number: str
    outcome: Outcome
    trade_no: str = ""
    amount_fen: int = 0
    currency: str = ""
    merchant: str = ""
    paid_at: datetime | None = None


class RefundOutcome(StrEnum):
    """What a channel says of a refund. `unknown`: it did not answer; ask again under the same number."""

    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RefundSaid:
    """A channel's word on one refund, under the numbers that we gave the order and the refund.

    `reason` is the channel's own word for why not; it is for the cashier's eyes.
    """

    order_number: str
    refund_number: str
    outcome: RefundOutcome
    amount_fen: int = 0
    merchant: str = ""
    done_at: datetime | None = None
    reason: str = ""


class StatementFormat(StrEnum):
    """How a statement is written: WeChat Pay's UTF-8 text with backticks, or Alipay's zip of GBK tables."""

    WECHAT = "wechat"
    ALIPAY = "alipay"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a channel says of one of its days (Asia/Shanghai) at one merchant, as it came."""

    format: StatementFormat
    content: bytes


class PaymentChannel(Protocol):
    """One way to pay at one merchant. Calls may take time: they are made outside of any writing transaction.

    Numbers are ours; doing the same under the same number again changes nothing at the channel.
    """

    name: str
    title: str
    merchant: str
    thanks: str
    """What a notification that was taken is answered with; empty: 204 without a body."""

    def suits(self, scene: Scene) -> bool:
        """Whether one can pay this way from there."""

    def who_pays(self, *, scene: Scene, back: str) -> str:
        """The page that sends the payer `back` with a `code`, where the channel must know him; otherwise empty."""

    def payer(self, code: str) -> str:
        """What the channel calls the payer who came back with this code. Raises ChannelSilent."""

    def begin(self, tender: Tender) -> Till:
        """Where the payer pays; asking again for the same number changes nothing. Raises ChannelSilent."""

    def read_notification(
        self, *, body: bytes, headers: Mapping[str, str], now: datetime
    ) -> Said | RefundSaid:
        """What a notification says. Raises NotGenuine."""

    def ask(self, number: str) -> Said:
        """What has become of an order; `unknown` where the channel does not answer."""

    def close(self, number: str) -> Outcome:
        """Let nobody pay this order any more: `closed`, `paid` where somebody was quicker, or `unknown`."""

    def refund(
        self, *, number: str, refund_number: str, amount_fen: int, total_fen: int, reason: str
    ) -> RefundSaid:
        """Give back part of an order's money; `unknown` where the channel does not answer."""

    def ask_refund(self, *, number: str, refund_number: str) -> RefundSaid:
        """What has become of a refund; `failed` with reason `missing` where the channel never heard of it."""

    def statement(self, day: date) -> Statement | None:
        """The statement of a day, None where nothing happened. Raises ChannelSilent while there is none yet."""


class Channels(Protocol):
    """The channels that this installation offers. Each company is its own merchant (PA-23)."""

    def serving(self, estate_id: uuid.UUID, *, on: date) -> Mapping[str, PaymentChannel]:
        """By which channels one pays for an estate, by name, in the order in which people see them."""

    def of(self, name: str, merchant: str | None = None) -> PaymentChannel | None:
        """The channel that an order was put to; without a merchant, any of that name."""

    def every(self) -> Sequence[PaymentChannel]:
        """Each channel at each merchant: for statements."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An order as the sandbox's own cashier page shows it."""

    number: str
    amount_fen: int
    subject: str
    return_url: str
    paid: bool


class SandboxCashier(Protocol):
    """The far side of the sandbox channel: its page where one pretends to pay. Never bound in production."""

    def trade(self, number: str) -> Trade | None:
        """The order that was put to the sandbox under this number."""

    def pay(self, number: str, *, now: datetime) -> None:
        """Take the pretended money and put its notification on the way."""
