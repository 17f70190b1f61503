"""An estate's announcements, and who has read them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, or_, select

from linli.domains.notices.models import Announcement, AnnouncementRead, Message
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id


def announcement(*, estate_id: uuid.UUID, announcement_id: uuid.UUID, **_: object) -> Announcement:
    """An announcement of this estate, or Unknown."""
    found = db.session.get(Announcement, (estate_id, announcement_id))
    if found is None:
        raise Unknown
    return found


def announcements_page(
    estate_id: uuid.UUID, *, window: Window, on: date | None = None, with_withdrawn: bool = False
) -> Page[Announcement]:
    """The announcements of an estate, newest first; with `on`, only those that still hold on that day."""
    query = select(Announcement).where(Announcement.estate_id == estate_id)
    if not with_withdrawn:
        query = query.where(Announcement.withdrawn_at.is_(None))
    if on is not None:
        query = query.where(or_(Announcement.ends_on.is_(None), Announcement.ends_on >= on))
    return by_id(query, Announcement.id, window=window)


def read_by(account_id: uuid.UUID, announcements: Sequence[Announcement]) -> set[uuid.UUID]:
    """Which of these announcements a person has opened."""
    if not announcements:
        return set()
    query = select(AnnouncementRead.announcement_id).where(
        AnnouncementRead.estate_id == announcements[0].estate_id,
        AnnouncementRead.account_id == account_id,
        AnnouncementRead.announcement_id.in_([one.id for one in announcements]),
    )
    return set(db.session.scalars(query))


def readers(estate_id: uuid.UUID, announcement_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many people opened each announcement."""
    query = (
        select(AnnouncementRead.announcement_id, func.count())
        .where(
            AnnouncementRead.estate_id == estate_id, AnnouncementRead.announcement_id.in_(announcement_ids)
        )
        .group_by(AnnouncementRead.announcement_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def told(announcement_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many people each announcement was sent to."""
    found = {}
    for announcement_id in announcement_ids:
        prefix = f"announcement:{announcement_id}:"
        query = select(func.count(func.distinct(Message.account_id))).where(
            Message.once >= prefix, Message.once < f"{prefix}~"
        )
        found[announcement_id] = db.session.scalar(query) or 0
    return found
