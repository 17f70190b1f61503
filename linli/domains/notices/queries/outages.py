"""What has stopped where: shown to residents, and to whoever is about to report the same."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from linli.domains.estates import queries as estates
from linli.domains.notices.models import Announcement, Outage
from linli.domains.notices.rules import aims
from linli.domains.notices.rules.announcing import Stopped
from linli.kernel.refusals import Unknown
from linli.platform.db import db

SOON = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """An outage with its announcement."""

    outage: Outage
    announcement: Announcement

    @property
    def what(self) -> Stopped:
        """What has stopped."""
        return Stopped(self.outage.what)


def of_announcement(found: Announcement) -> Outage | None:
    """The outage that an announcement tells of."""
    return db.session.scalar(select(Outage).filter_by(estate_id=found.estate_id, announcement_id=found.id))


def of_announcements(found: Sequence[Announcement]) -> dict[uuid.UUID, Outage]:
    """The outages that announcements of one estate tell of, for lists."""
    if not found:
        return {}
    query = select(Outage).where(
        Outage.estate_id == found[0].estate_id, Outage.announcement_id.in_([one.id for one in found])
    )
    return {one.announcement_id: one for one in db.session.scalars(query)}


def outage(*, estate_id: uuid.UUID, announcement_id: uuid.UUID, **_: object) -> Outage:
    """The outage of an announcement, or Unknown."""
    found = db.session.scalar(select(Outage).filter_by(estate_id=estate_id, announcement_id=announcement_id))
    if found is None:
        raise Unknown
    return found


def open_now(estate_id: uuid.UUID, *, now: datetime) -> list[Stop]:
    """What has stopped or will within a day, until the all-clear; a day after its end without one it is forgotten."""
    query = (
        select(Outage, Announcement)
        .join(
            Announcement,
            (Announcement.estate_id == Outage.estate_id) & (Announcement.id == Outage.announcement_id),
        )
        .where(
            Outage.estate_id == estate_id,
            Outage.restored_at.is_(None),
            Outage.starts_at <= now + SOON,
            Outage.until_at > now - FORGOTTEN_AFTER,
            Announcement.published_at <= now,
            Announcement.withdrawn_at.is_(None),
        )
        .order_by(Outage.starts_at)
        .limit(50)
    )
    return [Stop(row[0], row[1]) for row in db.session.execute(query)]


def affecting(estate_id: uuid.UUID, unit_ids: Collection[uuid.UUID], *, now: datetime) -> list[Stop]:
    """The open outages at these units, for whoever is about to report one; no unit named: all of the estate."""
    stops = open_now(estate_id, now=now)
    if not stops or not unit_ids:
        return stops
    homes = estates.unit_views(estate_id, list(unit_ids))
    return [stop for stop in stops if _touches(aims.read(stop.announcement.audience), homes)]


def _touches(aim: aims.Aim, homes: Sequence[estates.UnitView]) -> bool:
    return any(
        aim.covers(building_id=home.building_id, entrance_id=home.entrance_id, unit_id=home.id)
        for home in homes
    )
