"""Who of an announcement's list has opened it: read and not read add up to the list (NT-08)."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Exists, Select, case, func, select

from linli.domains.estates import queries as estates
from linli.domains.notices.models import Announcement, AnnouncementRead, AnnouncementRecipient
from linli.domains.notices.queries.reach import ELSEWHERE
from linli.platform.db import db


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far an announcement has come in one building."""

    name: str
    told: int
    read: int

    @property
    def unread(self) -> int:
        """Those on the list who have not opened it."""
        return self.told - self.read


def by_building(announcement: Announcement) -> list[Receipt]:
    """The receipts in the order of the buildings."""
    counts = (
        select(AnnouncementRecipient.building_id, func.count(), func.sum(case((_has_read(), 1), else_=0)))
        .where(
            AnnouncementRecipient.estate_id == announcement.estate_id,
            AnnouncementRecipient.announcement_id == announcement.id,
        )
        .group_by(AnnouncementRecipient.building_id)
    )
    found = {row[0]: (row[1], int(row[2])) for row in db.session.execute(counts)}
    houses = [(one.id, one.name) for one in estates.buildings(announcement.estate_id)]
    return [Receipt(name, *found[ident]) for ident, name in [*houses, (None, ELSEWHERE)] if ident in found]


def told(announcement: Announcement) -> Select[uuid.UUID]:
    """Everybody on the list, as a set."""
    return select(AnnouncementRecipient.account_id).where(
        AnnouncementRecipient.estate_id == announcement.estate_id,
        AnnouncementRecipient.announcement_id == announcement.id,
    )


def not_read(announcement: Announcement) -> Select[uuid.UUID]:
    """Everybody on the list who has not opened it, as a set."""
    return told(announcement).where(~_has_read())


def read(announcement: Announcement) -> Select[uuid.UUID]:
    """Everybody who has opened it, on the list or not, as a set."""
    return select(AnnouncementRead.account_id).where(
        AnnouncementRead.estate_id == announcement.estate_id,
        AnnouncementRead.announcement_id == announcement.id,
    )


def _has_read() -> Exists:
    return (
        select(AnnouncementRead.id)
        .where(
            AnnouncementRead.estate_id == AnnouncementRecipient.estate_id,
            AnnouncementRead.announcement_id == AnnouncementRecipient.announcement_id,
            AnnouncementRead.account_id == AnnouncementRecipient.account_id,
        )
        .exists()
    )
