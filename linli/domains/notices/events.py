"""What happened to announcements."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementPublished(Event):
    """An estate was told something."""

    announcement_id: uuid.UUID
