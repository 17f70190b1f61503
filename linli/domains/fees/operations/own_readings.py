"""A household sends what its meter shows; what departs from the usual is looked at before it counts (FE-10)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.fees.errors import (
    PhotoMissing,
    ReadingTaken,
    RunsBackwards,
    SentAlready,
    SentDecided,
)
from linli.domains.fees.models import SentReading
from linli.domains.fees.operations import meters
from linli.domains.fees.operations.meters import Shown
from linli.domains.fees.queries import meters as sheets
from linli.domains.fees.queries import own_readings
from linli.domains.fees.queries.own_readings import PHOTO, OwnMeter
from linli.domains.fees.rules.metering import SentState, departs, used
from linli.kernel.actors import Actor
from linli.kernel.times import day_of
from linli.platform import attachments, audit
from linli.platform.attachments import Readable
from linli.platform.db import db


def send(
    *,
    actor: Actor,
    estate_id: uuid.UUID,
    meter_id: uuid.UUID,
    value_milli: int,
    photos: Sequence[Readable],
    now: datetime,
) -> SentReading:
    """Send one's own meter's reading: taken at once when it is near the usual, else somebody looks at the photo.

    Raises Unknown for a meter that is not one's own or not read now, ReadingTaken, RunsBackwards, PhotoMissing,
    SentAlready.
    """
    own = own_readings.own_meter(actor, estate_id, meter_id, on=day_of(now))
    meters.check_open(own.window, now=now)
    spent = _spent(own, value_milli)
    if not photos:
        raise PhotoMissing("请拍一张表的照片。", field_errors={"photos": ["请拍一张表的照片。"]})
    waits = departs(spent, own.row.usual_milli)
    sent = SentReading(
        estate_id=estate_id,
        window_id=own.window.id,
        meter_id=meter_id,
        value_milli=value_milli,
        state=SentState.WAITING if waits else SentState.TAKEN,
        sent_by=actor.account_id,
        sent_at=now,
    )
    db.session.add(sent)
    try:
        db.session.flush()
    except IntegrityError:
        raise SentAlready from None
    attachments.store_image(
        estate_id=estate_id,
        stream=photos[0],
        object_kind=PHOTO,
        object_id=sent.id,
        made_by=actor.account_id,
        now=now,
    )
    if not waits:
        shown = Shown(value_milli)
        meters.keep(actor=actor, window=own.window, row=own.row, shown=shown, spent=spent, now=now)
    _record("send", sent)
    return sent


def decide(*, actor: Actor, sent: SentReading, take: bool, now: datetime) -> SentReading:
    """Take a household's reading after a look at its photo, or not.

    Raises SentDecided, OutsideWindow, WindowBilled, and ReadingTaken where somebody read the meter meanwhile.
    """
    db.session.refresh(sent, with_for_update=True)
    if sent.state != SentState.WAITING:
        raise SentDecided
    if take:
        window = sheets.window(estate_id=sent.estate_id, window_id=sent.window_id)
        meters.check_open(window, now=now)
        row = next(one for one in sheets.sheet(window) if one.meter.id == sent.meter_id)
        spent = _spent(OwnMeter(window, row, sent), sent.value_milli)
        shown = Shown(sent.value_milli, confirmed=True)
        meters.keep(actor=actor, window=window, row=row, shown=shown, spent=spent, now=now)
    sent.state = SentState.TAKEN if take else SentState.DECLINED
    sent.decided_by, sent.decided_at = actor.account_id, now
    db.session.flush()
    _record("take" if take else "decline", sent)
    return sent


def _spent(own: OwnMeter, value_milli: int) -> int:
    if own.row.reading is not None:
        raise ReadingTaken
    spent = used(own.row.before_milli, value_milli)
    if spent is None:
        raise RunsBackwards(field_errors={"value": [RunsBackwards.sentence]})
    return spent


def _record(verb: str, sent: SentReading) -> None:
    audit.record(
        f"fees:sent_reading:{verb}",
        object_kind="sent_reading",
        object_id=sent.id,
        estate_id=sent.estate_id,
        value_milli=sent.value_milli,
    )
