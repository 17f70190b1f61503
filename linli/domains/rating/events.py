"""What happened to ratings."""

from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StarConfirmed(Event):
    """An estate has its star for a year."""

    year: int
    stars: int
