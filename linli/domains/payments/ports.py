"""What this room needs from the outside: channels through which people pay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tender:
    """An order as it is put to a channel: our number, the sum, what for, and where to report."""

    number: str
    amount_fen: int
    currency: str
    subject: str
    expires_at: datetime
    notify_url: str
    return_url: str


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


class PaymentChannel(Protocol):
    """One way to pay. Calls may take time: they are made outside of any writing transaction."""

    name: str
    title: str
    merchant: str

    def begin(self, tender: Tender) -> str:
        """The address of the page where the payer pays; asking again for the same number changes nothing."""

    def read_notification(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> Said:
        """What a notification says. Raises NotGenuine."""

    def ask(self, number: str) -> Said:
        """What has become of an order; `unknown` where the channel does not answer."""


class Channels(Protocol):
    """The channels that this installation offers, by name, in the order in which people see them."""

    def all(self) -> Mapping[str, PaymentChannel]:
        """Every channel."""


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
