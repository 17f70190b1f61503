"""A household's own meters, what it sent of them, and what of that still waits for a look (FE-10)."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from linli.domains.fees.models import ReadingWindow, SentReading
from linli.domains.fees.queries import meters
from linli.domains.fees.queries.meters import MeterView
from linli.domains.fees.rules.metering import SentState
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import attachments
from linli.platform.attachments import Attachment
from linli.platform.db import db

PHOTO = "sent_reading"


@dataclass(frozen=True, slots=True)
class OwnMeter:
    """A meter of one's household that is read these days, and what was sent of it (None: nothing)."""

    window: ReadingWindow
    row: MeterView
    sent: SentReading | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reading that waits: the meter, what it showed before, what was usual."""

    sent: SentReading
    row: MeterView

    @property
    def used_milli(self) -> int:
        """What would have been used."""
        return self.sent.value_milli - self.row.before_milli


def sent(*, estate_id: uuid.UUID, sent_id: uuid.UUID, **_: object) -> SentReading:
    """A reading that a household sent, or Unknown."""
    found = db.session.get(SentReading, (estate_id, sent_id))
    if found is None:
        raise Unknown
    return found


def own_meters(actor: Actor, estate_id: uuid.UUID, *, on: date) -> list[OwnMeter]:
    """The meters of the actor's units that are read on a day, with the newest that was sent of each."""
    open_now = db.session.scalars(
        select(ReadingWindow)
        .where(
            ReadingWindow.estate_id == estate_id,
            ReadingWindow.run_id.is_(None),
            ReadingWindow.opens_on <= on,
            ReadingWindow.closes_on >= on,
        )
        .order_by(ReadingWindow.since_on)
    ).all()
    rows = [
        (window, row)
        for window in open_now
        for row in meters.sheet(window)
        if row.meter.unit_id in actor.units
    ]
    if not rows:
        return []
    newest = {
        (one.window_id, one.meter_id): one
        for one in db.session.scalars(
            select(SentReading)
            .where(
                SentReading.estate_id == estate_id,
                SentReading.window_id.in_([one.id for one in open_now]),
                SentReading.meter_id.in_([row.meter.id for _, row in rows]),
            )
            .order_by(SentReading.id)
        )
    }
    return [OwnMeter(window, row, newest.get((window.id, row.meter.id))) for window, row in rows]


def own_meter(actor: Actor, estate_id: uuid.UUID, meter_id: uuid.UUID, *, on: date) -> OwnMeter:
    """One of these meters, in the earliest period where it is unread; another's, or one not read now, is Unknown."""
    found = [one for one in own_meters(actor, estate_id, on=on) if one.row.meter.id == meter_id]
    if not found:
        raise Unknown
    return next((one for one in found if one.row.reading is None), found[-1])


def waiting(window: ReadingWindow) -> list[Waiting]:
    """What households sent in a window that somebody should look at, the oldest first."""
    found = db.session.scalars(
        select(SentReading)
        .filter_by(estate_id=window.estate_id, window_id=window.id, state=SentState.WAITING)
        .order_by(SentReading.id)
        .limit(100)
    ).all()
    if not found:
        return []
    rows = {row.meter.id: row for row in meters.sheet(window)}
    return [Waiting(one, rows[one.meter_id]) for one in found]


def waiting_by_window(estate_id: uuid.UUID) -> list[tuple[uuid.UUID, int]]:
    """The windows in which something that households sent waits, with how many, the oldest first."""
    rows = db.session.execute(
        select(SentReading.window_id, func.count())
        .filter_by(estate_id=estate_id, state=SentState.WAITING)
        .group_by(SentReading.window_id)
        .order_by(SentReading.window_id)
    )
    return [(window_id, int(many)) for window_id, many in rows]


def photo(found: SentReading) -> Attachment:
    """The photo of the meter that came with a reading, or Unknown."""
    kept = attachments.of_object(estate_id=found.estate_id, object_kind=PHOTO, object_id=found.id)
    if not kept:
        raise Unknown
    return kept[0]
