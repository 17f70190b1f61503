"""What happened to announcements, roll calls and the board."""

import uuid
from dataclasses import dataclass

from linli.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementPublished(Event):
    """An estate, or a part of it, was told something; its list of people is made."""

    announcement_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementCorrected(Event):
    """The text of an announcement was put right."""

    announcement_id: uuid.UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementWithdrawn(Event):
    """An announcement no longer holds."""

    announcement_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersReminded(Event):
    """Those who have not opened an announcement are told once more."""

    announcement_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageOver(Event):
    """What had stopped runs again."""

    announcement_id: uuid.UUID
    outage_id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCallOpened(Event):
    """The homes of an estate are asked whether everybody is safe."""

    roll_call_id: uuid.UUID
