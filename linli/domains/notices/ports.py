"""What this room needs of the outside: somebody who carries short messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class NotSent(Exception):
    """The carrier did not take the message. `for_good`: trying again will not help."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Taken:
    """The carrier took the message: under which name it reports on it later, or that it has arrived already."""

    reference: str | None = None
    delivered: bool = False


class Sms(Protocol):
    """A carrier of short messages."""

    def send(self, *, to: str, template: str, params: Mapping[str, str]) -> Taken:
        """Hand one message over, within a few seconds. Raises NotSent."""

    def is_report(self, body: bytes, signature: str) -> bool:
        """Whether a delivery report really comes from the carrier."""
