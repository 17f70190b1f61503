"""What happened to decorations, for the other rooms. Ids only."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DecorationMoved(Event):
    """The owner hears how it goes on: `news` is acknowledged, found or closed; `source_id` tells one from the next."""

    decoration_id: uuid.UUID
    account_id: uuid.UUID
    news: str
    source_id: uuid.UUID
