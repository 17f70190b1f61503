"""How a home stands in a roll call, and which of two words counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CLOCKS_DIFFER = timedelta(minutes=5)


class Standing(StrEnum):
    """What is known of a home."""

    SILENT = "silent"
    SAFE = "safe"
    HELP = "help"

    @property
    def title(self) -> str:  # type: ignore[override]
        """As people read it."""
        return {"silent": "还没回答", "safe": "平安", "help": "需要帮助"}[self]


ANSWERS = (Standing.SAFE, Standing.HELP)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many homes of a building stand how; those that need help and have got it are `helped`."""

    name: str
    homes: int
    safe: int
    help: int
    helped: int

    @property
    def silent(self) -> int:
        """Homes that nobody has heard of."""
        return self.homes - self.safe - self.help

    def as_json(self) -> Mapping[str, object]:
        """For the report."""
        return {
            "name": self.name,
            "homes": self.homes,
            "safe": self.safe,
            "help": self.help,
            "helped": self.helped,
            "silent": self.silent,
        }


def said_when(claimed: datetime | None, *, opened_at: datetime, came_at: datetime) -> datetime:
    """When a word was said: a device without a network keeps the moment and sends it later.

    A moment before the call was opened or after the word came is a wrong clock, and the coming counts.
    """
    if claimed is None or not opened_at - CLOCKS_DIFFER <= claimed <= came_at:
        return came_at
    return claimed


def counts(said_at: datetime, *, known: datetime | None) -> bool:
    """Whether a word is newer than the newest known: an old word that came late changes nothing."""
    return known is None or said_at >= known
