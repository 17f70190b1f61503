"""Things that have happened, named in the past tense and carrying ids, not objects."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """When it happened, and in which estate (none: it concerns the platform)."""

    at: datetime
    estate_id: UUID | None = None
