"""What both channels of the simulator share: the book, the keys, the accounts, the clock and the post."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from simulators.payments.book import Book, Trade
from simulators.payments.keys import STRANGER, Account, Keys
from simulators.payments.switches import Post, Switches


@dataclass
class FarSide:
    """The outside world behind linli's payment channels."""

    keys: Keys
    accounts: list[Account]
    book: Book
    switches: Switches
    post: Post
    now: Callable[[], datetime]

    def account(self, channel: str, *, merchant: str = "", app_id: str = "") -> Account | None:
        """The merchant with this number or this app."""
        for one in self.accounts:
            if one.channel == channel and (one.merchant == merchant or one.app_id == app_id):
                return one
        return None

    def signing_key(self, names: tuple[str, str], *, notification: bool = False) -> tuple[str, str]:
        """The name to state and the name of the key to sign with; a forgery states what it is not."""
        stated = names[1] if self.switches.second_key else names[0]
        return stated, STRANGER if notification and self.switches.forged else stated

    def told_fen(self, trade: Trade) -> int:
        """The sum in a notification."""
        return trade.amount_fen - self.switches.wrong_amount
