"""The second notice: to those on the list who have not opened an announcement, once, by another channel."""

from datetime import datetime

from sqlalchemy import func, select

from linli.domains.notices.errors import AlreadyReminded
from linli.domains.notices.events import ReadersReminded
from linli.domains.notices.models import Announcement
from linli.domains.notices.operations import announcements
from linli.domains.notices.queries import receipts
from linli.kernel.actors import Actor
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


def remind(*, actor: Actor, announcement: Announcement, now: datetime) -> int:
    """Tell everybody who has not read it once more; returns how many that are now (NT-09).

    Who opens it before the message is written hears nothing. Raises AlreadyReminded, NotOutYet, AlreadyWithdrawn.
    """
    announcements.lock(announcement)
    announcements.check_out(announcement)
    if announcement.reminded_at is not None:
        raise AlreadyReminded
    waiting = receipts.not_read(announcement).subquery()
    announcement.reminded = db.session.scalar(select(func.count()).select_from(waiting)) or 0
    announcement.reminded_at, announcement.reminded_by = now, actor.account_id
    audit.record(
        "notices:announcement:remind",
        object_kind="announcement",
        object_id=announcement.id,
        estate_id=announcement.estate_id,
    )
    publish(ReadersReminded(at=now, estate_id=announcement.estate_id, announcement_id=announcement.id))
    return announcement.reminded
