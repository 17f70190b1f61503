"""What happened to estates without a company."""

import uuid
from dataclasses import dataclass
from datetime import date

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver(Event):
    """The state-owned company steps in, from a day until a day."""

    takeover_id: uuid.UUID
    company_id: uuid.UUID
    since_on: date
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeoverEnded(Event):
    """The state-owned company has stepped back."""

    takeover_id: uuid.UUID
    ended_on: date
