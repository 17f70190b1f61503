"""Telling a whole estate something, and noting who has read it."""

import uuid
from datetime import date, datetime

from linli.domains.notices.errors import AlreadyWithdrawn, EndsBeforeNow
from linli.domains.notices.events import AnnouncementPublished
from linli.domains.notices.models import Announcement, AnnouncementRead
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish as tell_the_house
from linli.platform.db import db
from linli.platform.upsert import add_if_absent

WHOLE_ESTATE = {"kind": "estate"}


def publish(
    *, actor: Actor, estate_id: uuid.UUID, title: str, words: str, ends_on: date | None, now: datetime
) -> Announcement:
    """Announce something to everybody of an estate, at once. Raises EndsBeforeNow."""
    if ends_on is not None and ends_on < day_of(now):
        raise EndsBeforeNow(field_errors={"ends_on": [EndsBeforeNow.sentence]})
    made = Announcement(
        estate_id=estate_id,
        title=title,
        words=words,
        audience=WHOLE_ESTATE,
        author_id=actor.account_id,
        author_role=actor.role,
        published_at=now,
        ends_on=ends_on,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        "notices:announcement:publish", object_kind="announcement", object_id=made.id, estate_id=estate_id
    )
    tell_the_house(AnnouncementPublished(at=now, estate_id=estate_id, announcement_id=made.id))
    return made


def withdraw(*, actor: Actor, announcement: Announcement, now: datetime) -> None:
    """Take an announcement off the board; who has read it stays known. Raises AlreadyWithdrawn."""
    if announcement.withdrawn_at is not None:
        raise AlreadyWithdrawn
    announcement.withdrawn_at, announcement.withdrawn_by = now, actor.account_id
    audit.record(
        "notices:announcement:withdraw",
        object_kind="announcement",
        object_id=announcement.id,
        estate_id=announcement.estate_id,
    )


def note_reading(
    *, estate_id: uuid.UUID, announcement_id: uuid.UUID, account_id: uuid.UUID, now: datetime
) -> None:
    """Somebody has opened an announcement; the first time counts."""
    key = {"estate_id": estate_id, "announcement_id": announcement_id, "account_id": account_id}
    add_if_absent(AnnouncementRead, id=new_id(), read_at=now, **key)
