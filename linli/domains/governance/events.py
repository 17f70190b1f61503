"""What happened in the exchange, for the other rooms. Ids only."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAcknowledged(Event):
    """The platform has given the ticket its number."""

    ticket_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(Event):
    """The platform says that its case stands elsewhere: `means` is one of our words for it."""

    ticket_id: uuid.UUID
    means: str
