"""What this room needs from the outside: the platform itself, and somebody who carries the daily letter."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from linli.domains.governance.rules.pairing import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A parcel as it leaves: the same bytes at every try."""

    external_id: str
    seq: int
    kind: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform has it: with its number, or with a token for which the number comes later (GI-07)."""

    number: str = ""
    token: str = ""
    status: int = 200


class NotDelivered(Exception):
    """It did not arrive, or nobody can tell; `wish` are the seconds that the platform asked to be left alone."""

    def __init__(self, reason: str, *, status: int | None = None, wish: int | None = None) -> None:
        super().__init__(reason)
        self.status, self.wish = status, wish


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One update as the platform words it."""

    update_id: str
    external_id: str
    number: str
    version: int
    state: str
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """Some updates, and where to read on."""

    items: Sequence[News]
    cursor: str


class Platform(Protocol):
    """The governance platform. Calls may take time: they are made outside of any transaction.

    All raise NotDelivered where it does not answer, or answers nonsense.
    """

    offered: bool
    """Whether this installation has a connection at all."""

    def deliver(self, post: Post) -> Receipt:
        """Hand a parcel over; doing so again under the same id and seq changes nothing there."""

    def number_of(self, token: str) -> str:
        """The number that has come for a token; empty while there is none."""

    def news(self, cursor: str) -> NewsPage:
        """What has happened there since a cursor; empty: from the beginning."""

    def categories(self) -> Mapping[str, str]:
        """The platform's list of categories: title by code."""

    def cases(self, since: datetime) -> Sequence[Entry]:
        """Every case that it has of ours since a moment."""

    def read_callback(
        self, *, path: str, body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[str, News]:
        """The nonce and the content of a callback. Raises NotGenuine, and Invalid for one that is malformed."""


class Letters(Protocol):
    """Who carries a letter to the people responsible."""

    def failures(
        self, *, estate_id: uuid.UUID, account_ids: Collection[uuid.UUID], count: int, now: datetime
    ) -> None:
        """Tell them that so many messages of an estate have failed; nobody is told twice on one day."""
