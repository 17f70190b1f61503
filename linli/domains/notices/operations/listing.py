"""Making the list of people an announcement goes to, at the moment it goes out."""

import uuid
from datetime import datetime

from sqlalchemy import insert, literal, select

from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.models import Announcement, AnnouncementRecipient
from linli.domains.notices.operations.writing import write
from linli.domains.notices.queries import reach
from linli.domains.notices.rules import aims
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.making_ids import IdHere

_NAMES = ("id", "estate_id", "announcement_id", "account_id", "building_id")


def list_people(announcement: Announcement, *, now: datetime) -> int:
    """Fix whom an announcement goes to, in one statement, and let it go out; returns how many people."""
    found = reach.recipients(announcement.estate_id, aims.read(announcement.audience), now=now).subquery()
    rows = select(
        IdHere(now),
        literal(announcement.estate_id),
        literal(announcement.id),
        found.c.account_id,
        found.c.building_id,
    )
    announcement.told = write(insert(AnnouncementRecipient).from_select(_NAMES, rows, include_defaults=False))
    announcement.listed_at = now
    db.session.flush()
    publish(AnnouncementPublished(at=now, estate_id=announcement.estate_id, announcement_id=announcement.id))
    return announcement.told


def list_due(*, estate_id: uuid.UUID, announcement_id: uuid.UUID, now: datetime) -> bool:
    """Send what waited for its time, once; False where it was withdrawn or another worker was faster (NT-06)."""
    found = db.session.get(Announcement, (estate_id, announcement_id), with_for_update=True)
    if found is None or found.listed_at or found.withdrawn_at or found.published_at > now:
        return False
    list_people(found, now=now)
    return True
