"""The named facts that this room offers to the rating, each one SQL set over all estates."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal, select

from linli.domains.notices.models import Announcement, AnnouncementRead, AnnouncementRecipient
from linli.platform.facts import Fact, Period
from linli.platform.spans import Within

READ_WITHIN = timedelta(hours=72)  # rating D02
_WHOLE = 10_000


def _read_in_time(period: Period) -> Select[*tuple[Any, ...]]:
    """Each announcement of the year: which share of its list opened it within 72 hours, in hundredths of a percent.

    Only announcements whose 72 hours are over count.
    """
    read = func.count(case((Within(AnnouncementRead.read_at, Announcement.published_at, READ_WITHIN), 1)))
    whole = func.count()
    return (
        select(
            Announcement.estate_id,
            Announcement.id,
            Announcement.published_at.label("at"),
            Announcement.title.label("words"),
            (read * _WHOLE // whole).label("part"),
            literal(_WHOLE).label("whole"),
        )
        .join(
            AnnouncementRecipient,
            (AnnouncementRecipient.estate_id == Announcement.estate_id)
            & (AnnouncementRecipient.announcement_id == Announcement.id),
        )
        .outerjoin(
            AnnouncementRead,
            (AnnouncementRead.estate_id == AnnouncementRecipient.estate_id)
            & (AnnouncementRead.announcement_id == AnnouncementRecipient.announcement_id)
            & (AnnouncementRead.account_id == AnnouncementRecipient.account_id),
        )
        .where(
            Announcement.published_at >= period.since,
            Announcement.published_at < min(period.until, period.as_of - READ_WITHIN),
            Announcement.withdrawn_at.is_(None),
        )
        .group_by(Announcement.estate_id, Announcement.id, Announcement.published_at, Announcement.title)
    )


STAR = (
    Fact(
        name="notices.read_in_72_hours",
        title="社区通知触达率",
        counts="每条通知 72 小时内读到的比例（万分之几）",
        of="通知条数 × 10000",
        rows=_read_in_time,
        path="/work/e/{estate_id}/notices/{id}",
    ),
)
