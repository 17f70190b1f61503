"""What happened to ratings."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PreliminaryPublished(Event):
    """What an estate's year comes to is open to everybody for seven days."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreliminaryWithdrawn(Event):
    """A published preliminary result was taken back, to be looked at again."""

    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAnswered(Event):
    """An appeal of an estate was decided; `account_id` filed it."""

    year: int
    appeal_id: uuid.UUID
    account_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StarConfirmed(Event):
    """An estate has its star for a year."""

    year: int
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizePaid(Event):
    """An estate was paid its prize money of a year, in fen."""

    year: int
    amount_fen: int
