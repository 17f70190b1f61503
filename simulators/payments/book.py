"""What the simulated channels know: trades and refunds, in memory, one lock."""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime

from simulators.payments.keys import Account


@dataclass
class Refund:
    """Money on its way back; it arrives when somebody asks after it. `times` counts how often it was asked for."""

    number: str
    amount_fen: int
    asked_at: datetime
    done_at: datetime | None = None
    times: int = 1


@dataclass
class Trade:
    """An order at a channel, and what has become of it."""

    account: Account
    number: str
    amount_fen: int
    subject: str
    notify_url: str
    return_url: str
    made_at: datetime
    expires_at: datetime
    kind: str
    trade_no: str = ""
    paid_at: datetime | None = None
    closed: bool = False
    refunds: dict[str, Refund] = field(default_factory=dict)

    def refunded_fen(self) -> int:
        return sum(one.amount_fen for one in self.refunds.values())


class Wrong(Exception):
    """What the channel refuses, by its own word for it."""


class Book:
    """All trades, by channel, merchant and the merchant's own number."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._trades: dict[tuple[str, str, str], Trade] = {}

    def put(self, trade: Trade) -> Trade:
        """The trade under its number; the same words again change nothing, other words are refused."""
        with self.lock:
            key = (trade.account.channel, trade.account.merchant, trade.number)
            known = self._trades.setdefault(key, trade)
            if (known.amount_fen, known.kind) != (trade.amount_fen, trade.kind):
                raise Wrong("OUT_TRADE_NO_USED")
            if known.paid_at:
                raise Wrong("ORDERPAID")
            if known.closed:
                raise Wrong("ORDER_CLOSED")
            return known

    def get(self, account: Account, number: str) -> Trade | None:
        return self._trades.get((account.channel, account.merchant, number))

    def find(self, channel: str, number: str) -> Trade | None:
        """By the number alone: what a payer's telephone follows out of a code."""
        return next((t for (c, _, n), t in self._trades.items() if (c, n) == (channel, number)), None)

    def of(self, account: Account) -> list[Trade]:
        with self.lock:
            return [trade for trade in self._trades.values() if trade.account == account]

    def paid(self) -> list[Trade]:
        """All trades that were paid."""
        with self.lock:
            return [trade for trade in self._trades.values() if trade.paid_at]

    def pay(self, trade: Trade, *, now: datetime, late: bool = False) -> bool:
        """Take the pretended money; whether it was taken. `late` pays although the time is over."""
        with self.lock:
            if trade.paid_at or trade.closed or (trade.expires_at <= now and not late):
                return False
            prefix = "4200" if trade.account.channel == "wechat" else now.strftime("%Y%m%d")
            trade.trade_no, trade.paid_at = f"{prefix}{secrets.randbelow(10**20):020d}", now
            return True

    def close(self, trade: Trade) -> None:
        with self.lock:
            if trade.paid_at:
                raise Wrong("ORDERPAID")
            trade.closed = True

    def refund(self, trade: Trade, number: str, amount_fen: int, *, now: datetime) -> Refund:
        """Under one number once; never more than was paid."""
        with self.lock:
            known = trade.refunds.get(number)
            if known and known.amount_fen != amount_fen:
                raise Wrong("PARAM_ERROR")
            if known:
                known.times += 1
                return known
            if not trade.paid_at or amount_fen <= 0 or trade.refunded_fen() + amount_fen > trade.amount_fen:
                raise Wrong("INVALID_REQUEST")
            trade.refunds[number] = Refund(number, amount_fen, now)
            return trade.refunds[number]

    def finish_refund(self, refund: Refund, *, now: datetime) -> None:
        with self.lock:
            refund.done_at = refund.done_at or now
