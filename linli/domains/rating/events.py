"""What happened to ratings."""

from dataclasses import dataclass

from linli.kernel.events import Event


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
