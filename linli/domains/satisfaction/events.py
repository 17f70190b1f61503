"""What happened to a round of satisfaction."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionAsked(Event):
    """The households of an estate are asked from now on."""

    round_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionReminded(Event):
    """The households of an estate that have not answered shall hear of it once more."""

    round_id: uuid.UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionClosed(Event):
    """A city's round is over and its sums are there."""

    round_id: uuid.UUID
    year: int
