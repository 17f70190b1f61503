"""What people hear of announcements: new ones, second notices, corrections, withdrawals, the all-clear."""

import uuid
from typing import Any

from sqlalchemy import Select, select, union

from linli.domains.notices.events import (
    AnnouncementCorrected,
    AnnouncementPublished,
    AnnouncementWithdrawn,
    OutageOver,
    ReadersReminded,
)
from linli.domains.notices.models import Announcement
from linli.domains.notices.operations import spreading
from linli.domains.notices.queries import announcements, outages, receipts
from linli.domains.notices.rules import Channel, Kind
from linli.domains.notices.rules.announcing import Stopped, Urgency
from linli.kernel.actors import Role
from linli.kernel.events import Event

About = AnnouncementPublished | AnnouncementCorrected | AnnouncementWithdrawn | OutageOver | ReadersReminded


def tell_the_list(event: AnnouncementPublished) -> None:
    """Everybody on the list hears of an announcement: by the channels each has chosen, of an emergency by all."""
    found = _found(event)
    if found.withdrawn_at is None:
        template = "emergency" if found.urgency == Urgency.EMERGENCY else "announcement"
        _tell(event, found, receipts.told(found), template, f"announcement:{found.id}")


def tell_not_readers(event: ReadersReminded) -> None:
    """Those who have not opened it by now hear of it once more, by short message (NT-09)."""
    found = _found(event)
    if found.withdrawn_at is None:
        about = f"announcement_again:{found.id}"
        _tell(event, found, receipts.not_read(found), "announcement_again", about, only=Channel.SMS)


def tell_corrected(event: AnnouncementCorrected) -> None:
    """Whoever read the text that was wrong gets the correction; of an emergency everybody on the list (NT-13)."""
    found = _found(event)
    about = f"announcement_corrected:{found.id}:{event.number}"
    _tell(event, found, _misled(found), "announcement_corrected", about)


def tell_withdrawn(event: AnnouncementWithdrawn) -> None:
    """Whoever read what no longer holds hears of it (NT-13)."""
    found = _found(event)
    _tell(event, found, _misled(found), "announcement_withdrawn", f"announcement_withdrawn:{found.id}")


def tell_all_clear(event: OutageOver) -> None:
    """Everybody who heard of an outage hears that it is over."""
    found = _found(event)
    stopped = outages.of_announcement(found)
    assert stopped is not None
    title = Stopped(stopped.what).back
    _tell(event, found, receipts.told(found), "outage_over", f"outage_over:{event.outage_id}", title=title)


def _misled(found: Announcement) -> Select[uuid.UUID]:
    if found.urgency != Urgency.EMERGENCY:
        return receipts.read(found)
    everybody = union(receipts.read(found), receipts.told(found)).subquery()
    return select(everybody.c.account_id)


def _found(event: About) -> Announcement:
    assert event.estate_id is not None
    return announcements.announcement(estate_id=event.estate_id, announcement_id=event.announcement_id)


def _tell(
    event: Event,
    found: Announcement,
    to: Select[uuid.UUID],
    template: str,
    about: str,
    *,
    only: Channel | None = None,
    **more: Any,
) -> None:
    spreading.tell_all(
        to=to,
        kind=Kind.EMERGENCY if found.urgency == Urgency.EMERGENCY else Kind.ANNOUNCEMENT,
        template=template,
        about=about,
        params={
            "title": found.title,
            "sender": Role(found.author_role).title,
            "estate_id": str(found.estate_id),
            "announcement_id": str(found.id),
            **more,
        },
        estate_id=found.estate_id,
        now=event.at,
        only=only,
    )
