"""An estate's announcements: what each reader may see, what waits for its time, what was corrected."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from linli.domains.estates import queries as estates
from linli.domains.notices.models import (
    Announcement,
    AnnouncementRead,
    AnnouncementRecipient,
    AnnouncementTemplate,
    AnnouncementVersion,
)
from linli.domains.notices.rules import aims
from linli.domains.notices.rules.announcing import Urgency
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id

FILES_OF = "announcement"
_MOST_LOOKED_THROUGH = 50


def announcement(*, estate_id: uuid.UUID, announcement_id: uuid.UUID, **_: object) -> Announcement:
    """An announcement of this estate, or Unknown."""
    found = db.session.get(Announcement, (estate_id, announcement_id))
    if found is None:
        raise Unknown
    return found


def check_reader(found: Announcement, actor: Actor, *, now: datetime) -> None:
    """Residents read what is out and meant for them; everything else is Unknown to them."""
    if actor.role not in RESIDENTS:
        return
    seen = select(Announcement.id).where(
        Announcement.estate_id == found.estate_id,
        Announcement.id == found.id,
        Announcement.published_at <= now,
        _for_me(actor, found.estate_id, now=now),
    )
    if db.session.scalar(seen) is None:
        raise Unknown


def announcements_page(estate_id: uuid.UUID, *, window: Window) -> Page[Announcement]:
    """Every announcement of an estate, newest first: also what waits and what was withdrawn."""
    return by_id(
        select(Announcement).where(Announcement.estate_id == estate_id), Announcement.id, window=window
    )


def read_page(
    actor: Actor, estate_id: uuid.UUID, *, now: datetime, window: Window, holding: bool = False
) -> Page[Announcement]:
    """What is out, not withdrawn, and meant for the reader, newest first; `holding`: and not over (NT-05)."""
    query = _out(estate_id, now=now)
    if actor.role in RESIDENTS:
        query = query.where(_for_me(actor, estate_id, now=now))
    if holding:
        query = query.where(_holds(now))
    return by_id(query, Announcement.id, window=window)


def urgent(actor: Actor, estate_id: uuid.UUID, *, now: datetime) -> Sequence[Announcement]:
    """The emergencies that hold, are meant for the reader, and are not read yet: pinned until they are."""
    opened = select(AnnouncementRead.id).where(
        AnnouncementRead.estate_id == Announcement.estate_id,
        AnnouncementRead.announcement_id == Announcement.id,
        AnnouncementRead.account_id == actor.account_id,
    )
    query = _out(estate_id, now=now).where(
        Announcement.urgency == Urgency.EMERGENCY,
        _holds(now),
        _for_me(actor, estate_id, now=now),
        ~opened.exists(),
    )
    return db.session.scalars(query.order_by(Announcement.id.desc()).limit(10)).all()


def due(*, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Estate and id of what waited for its time and may go out. The caller sees every estate."""
    query = select(Announcement.estate_id, Announcement.id).where(
        Announcement.listed_at.is_(None),
        Announcement.withdrawn_at.is_(None),
        Announcement.published_at <= now,
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Announcement.published_at))]


def versions(found: Announcement) -> Sequence[AnnouncementVersion]:
    """The texts that corrections took the place of, oldest first (NT-13)."""
    return db.session.scalars(
        select(AnnouncementVersion)
        .filter_by(estate_id=found.estate_id, announcement_id=found.id)
        .order_by(AnnouncementVersion.number)
    ).all()


def files(found: Announcement) -> Sequence[Attachment]:
    """Its images and documents (NT-14)."""
    return attachments.of_object(estate_id=found.estate_id, object_kind=FILES_OF, object_id=found.id)


def file(found: Announcement, file_id: uuid.UUID) -> Attachment:
    """One of its files, or Unknown."""
    kept = attachments.attachment(estate_id=found.estate_id, attachment_id=file_id)
    if (kept.object_kind, kept.object_id) != (FILES_OF, found.id):
        raise Unknown
    return kept


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


def readers(estate_id: uuid.UUID, announcement_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many people opened each announcement."""
    query = (
        select(AnnouncementRead.announcement_id, func.count())
        .where(
            AnnouncementRead.estate_id == estate_id, AnnouncementRead.announcement_id.in_(announcement_ids)
        )
        .group_by(AnnouncementRead.announcement_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def templates(estate_id: uuid.UUID) -> Sequence[AnnouncementTemplate]:
    """The texts that the estate keeps for the next time, by name (NT-07)."""
    return db.session.scalars(
        select(AnnouncementTemplate)
        .filter_by(estate_id=estate_id, dropped_at=None)
        .order_by(AnnouncementTemplate.name)
        .limit(100)
    ).all()


def template(*, estate_id: uuid.UUID, template_id: uuid.UUID, **_: object) -> AnnouncementTemplate:
    """One of the estate's own templates, or Unknown."""
    found = db.session.get(AnnouncementTemplate, (estate_id, template_id))
    if found is None or found.dropped_at is not None:
        raise Unknown
    return found


def _out(estate_id: uuid.UUID, *, now: datetime) -> Select[Announcement]:
    """What is out by the clock, whether or not a job has run, and holds."""
    return select(Announcement).where(
        Announcement.estate_id == estate_id,
        Announcement.published_at <= now,
        Announcement.withdrawn_at.is_(None),
    )


def _holds(now: datetime) -> ColumnElement[bool]:
    return or_(Announcement.ends_at.is_(None), Announcement.ends_at > now)


def _for_me(actor: Actor, estate_id: uuid.UUID, *, now: datetime) -> ColumnElement[bool]:
    """On the list, or aimed at a place of the reader: also of one who moved in after it went out."""
    listed = select(AnnouncementRecipient.id).where(
        AnnouncementRecipient.estate_id == Announcement.estate_id,
        AnnouncementRecipient.announcement_id == Announcement.id,
        AnnouncementRecipient.account_id == actor.account_id,
    )
    return or_(
        Announcement.aimed.is_(False),
        listed.exists(),
        Announcement.id.in_(_aimed_at(actor, estate_id, now=now)),
    )


def _aimed_at(actor: Actor, estate_id: uuid.UUID, *, now: datetime) -> list[uuid.UUID]:
    if not actor.units:
        return []
    homes = estates.unit_views(estate_id, list(actor.units))
    query = _out(estate_id, now=now).where(Announcement.aimed, _holds(now))
    newest = db.session.scalars(query.order_by(Announcement.id.desc()).limit(_MOST_LOOKED_THROUGH))
    return [one.id for one in newest if _meant(aims.read(one.audience), homes, actor)]


def _meant(aim: aims.Aim, homes: Sequence[estates.UnitView], actor: Actor) -> bool:
    ties = {part.tie for part in aim.parts}
    return any(
        aim.covers(building_id=home.building_id, entrance_id=home.entrance_id, unit_id=home.id)
        and (not aim.parts or actor.units[home.id] in ties)
        for home in homes
    )
