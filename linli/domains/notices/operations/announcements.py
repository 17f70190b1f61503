"""Telling an estate or a part of it something: now or later, corrected or withdrawn with a trace, read."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from linli.domains.notices.errors import (
    AlreadyWithdrawn,
    BlanksLeft,
    EndsBeforeNow,
    GoesInThePast,
    NobodyThere,
    NotOutYet,
    ReachChanged,
    TooManyFiles,
)
from linli.domains.notices.events import AnnouncementCorrected, AnnouncementWithdrawn
from linli.domains.notices.models import Announcement, AnnouncementRead, AnnouncementVersion
from linli.domains.notices.operations import listing, scans
from linli.domains.notices.queries import announcements, reach
from linli.domains.notices.rules.aims import WHOLE_ESTATE, Aim
from linli.domains.notices.rules.announcing import Urgency, blanks
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import end_of
from linli.platform import attachments, audit
from linli.platform.bus import publish as tell_the_house
from linli.platform.db import db
from linli.platform.upsert import add_if_absent

MOST_FILES = 9
_PDF = b"%PDF-"


def publish(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    title: str,
    words: str,
    now: datetime,
    aim: Aim = WHOLE_ESTATE,
    urgency: Urgency = Urgency.ORDINARY,
    goes_at: datetime | None = None,
    ends_on: date | None = None,
    ends_at: datetime | None = None,
    expects: int | None = None,
    files: Sequence[Any] = (),
) -> Announcement:
    """Announce something, at once or at a moment to come.

    `expects` is the number of people the author saw before sending (NT-02). Raises EndsBeforeNow,
    GoesInThePast, BlanksLeft, NobodyThere, ReachChanged, TooManyFiles and the refusals of a file.
    """
    ends_at = end_of(ends_on) if ends_on is not None else ends_at
    check(title=title, words=words, goes_at=goes_at, ends_at=ends_at, now=now)
    _check_files(files)
    reach.check_places(estate_id, aim)
    made = Announcement(
        id=new_id(),
        estate_id=estate_id,
        title=title,
        words=words,
        audience=aim.as_json(),
        aimed=aim.narrow,
        urgency=urgency,
        author_id=actor.account_id,
        author_role=actor.role,
        published_at=goes_at or now,
        ends_on=ends_on,
        ends_at=ends_at,
    )
    db.session.add(made)
    db.session.flush()
    for file in files:
        _keep(file, made, actor, now)
    if goes_at is None:
        _send(made, aim, expects, now)
    _note("publish", made)
    return made


def _send(made: Announcement, aim: Aim, expects: int | None, now: datetime) -> None:
    told = listing.list_people(made, now=now)
    if told == 0 and aim.narrow:
        raise NobodyThere(field_errors={"places": [NobodyThere.sentence]})
    if expects is not None and told != expects:
        raise ReachChanged(people=told)


def add_files(*, actor: Actor, announcement: Announcement, files: Sequence[Any], now: datetime) -> None:
    """Add images and PDFs to what was announced (NT-14). Raises AlreadyWithdrawn, TooManyFiles, those of a file."""
    lock(announcement)
    if announcement.withdrawn_at is not None:
        raise AlreadyWithdrawn
    _check_files([*announcements.files(announcement), *files])
    for file in files:
        _keep(file, announcement, actor, now)
    _note("add_files", announcement)


def correct(
    *, actor: Actor, announcement: Announcement, title: str, words: str, why: str, now: datetime
) -> AnnouncementVersion:
    """Put a text right. The old one stays to be seen with the reason, and whoever read it hears of it (NT-13).

    Raises AlreadyWithdrawn and BlanksLeft.
    """
    lock(announcement)
    if announcement.withdrawn_at is not None:
        raise AlreadyWithdrawn
    _check_blanks(title, words)
    replaced = AnnouncementVersion(
        estate_id=announcement.estate_id,
        announcement_id=announcement.id,
        number=len(announcements.versions(announcement)) + 1,
        title=announcement.title,
        words=announcement.words,
        why=why,
        corrected_by=actor.account_id,
        corrected_at=now,
    )
    db.session.add(replaced)
    announcement.title, announcement.words, announcement.corrected_at = title, words, now
    db.session.flush()
    _note("correct", announcement)
    tell_the_house(
        AnnouncementCorrected(
            at=now,
            estate_id=announcement.estate_id,
            announcement_id=announcement.id,
            number=replaced.number,
        )
    )
    return replaced


def withdraw(*, actor: Actor, announcement: Announcement, now: datetime) -> None:
    """Take an announcement off the board; who has read it stays known, and hears of it. Raises AlreadyWithdrawn.

    Withdrawn before its time, it is never sent (NT-06).
    """
    lock(announcement)
    if announcement.withdrawn_at is not None:
        raise AlreadyWithdrawn
    announcement.withdrawn_at, announcement.withdrawn_by = now, actor.account_id
    _note("withdraw", announcement)
    tell_the_house(
        AnnouncementWithdrawn(at=now, estate_id=announcement.estate_id, announcement_id=announcement.id)
    )


def note_reading(
    *, estate_id: uuid.UUID, announcement_id: uuid.UUID, account_id: uuid.UUID, now: datetime
) -> None:
    """Somebody has opened an announcement; the first time counts."""
    key = {"estate_id": estate_id, "announcement_id": announcement_id, "account_id": account_id}
    add_if_absent(AnnouncementRead, id=new_id(), read_at=now, **key)


def check(
    *, title: str, words: str, goes_at: datetime | None, ends_at: datetime | None, now: datetime
) -> None:
    """Whether it could go out like this. Raises BlanksLeft, GoesInThePast and EndsBeforeNow."""
    _check_blanks(title, words)
    if goes_at is not None and goes_at <= now:
        raise GoesInThePast(field_errors={"goes_at": [GoesInThePast.sentence]})
    if ends_at is not None and ends_at <= (goes_at or now):
        raise EndsBeforeNow(field_errors={"ends_at": [EndsBeforeNow.sentence]})


def lock(announcement: Announcement) -> None:
    """Hold the announcement until the transaction ends, and see it as it is now."""
    db.session.flush()
    db.session.refresh(announcement, with_for_update=True)


def check_out(announcement: Announcement) -> None:
    """Raises NotOutYet for what still waits, AlreadyWithdrawn for what no longer holds."""
    if announcement.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if announcement.listed_at is None:
        raise NotOutYet


def _check_files(files: Sequence[Any]) -> None:
    if len(files) > MOST_FILES:
        raise TooManyFiles(field_errors={"files": [TooManyFiles.sentence]})


def _check_blanks(title: str, words: str) -> None:
    for name, text in (("title", title), ("words", words)):
        if left := blanks(text):
            raise BlanksLeft(field_errors={name: [f"还有没填的空：{'、'.join(left)}"]})


def _keep(file: Any, made: Announcement, actor: Actor, now: datetime) -> None:
    """A PDF as it is, by its first bytes; anything else as a photo (NT-14)."""
    stream = getattr(file, "stream", file)
    start = stream.read(len(_PDF))
    stream.seek(0)
    shared = {
        "estate_id": made.estate_id,
        "stream": stream,
        "object_kind": announcements.FILES_OF,
        "object_id": made.id,
        "made_by": actor.account_id,
        "now": now,
    }
    if start == _PDF:
        document = attachments.store_document(name=getattr(file, "filename", None) or "", **shared)
        db.session.flush()
        scans.want(document=document, now=now)
    else:
        attachments.store_image(**shared)


def _note(verb: str, announcement: Announcement) -> None:
    audit.record(
        f"notices:announcement:{verb}",
        object_kind="announcement",
        object_id=announcement.id,
        estate_id=announcement.estate_id,
    )
