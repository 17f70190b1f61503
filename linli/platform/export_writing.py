"""Writing the exports that wait: page by page, outside of any long transaction; and clearing away old files."""

import logging
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from linli.kernel.times import shanghai
from linli.platform import clock, exports, jobs, pumps
from linli.platform.db import db
from linli.platform.exports import KEPT, TRIES, Export, State
from linli.platform.ports import use
from linli.platform.sealed import seal_bytes
from linli.platform.spreadsheets import SheetOut, Value, write_csv, write_xlsx
from linli.platform.storage import Storage
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

MOST_ROWS = 500_000
Key = tuple[uuid.UUID, uuid.UUID]


class TooLong(Exception):
    """The list is longer than a spreadsheet should be."""


class Overtaken(Exception):
    """Somebody else writes this export now."""


@pumps.pump("platform.exports")
def write_next() -> int:
    """Write one export that waits; returns how many were tried."""
    with transaction(writes=False):
        idle = (
            db.session.scalar(
                select(Export.id).where(Export.state.in_([State.QUEUED, State.RUNNING])).limit(1)
            )
            is None
        )
    if idle:
        return 0
    with transaction():
        found = exports.claim(now=clock.now())
        if found is None:
            return 0
        key, tries = (found.estate_id, found.id), found.tries
    try:
        _write(key, tries)
    except Overtaken:
        return 1
    except Exception as fault:
        log.exception("an export failed", extra={"export": str(key[1])})
        with transaction():
            row = db.session.get_one(Export, key)
            if row.tries == tries:
                row.error = type(fault).__name__
                row.state = State.FAILED if tries >= TRIES or isinstance(fault, TooLong) else State.QUEUED
    return 1


def _write(key: Key, tries: int) -> None:
    with transaction(writes=False):
        one = db.session.get_one(Export, key)
        wanted, form = exports.kind(one.kind), one.form
        pages = wanted.read(one.actor, one.estate_id, dict(one.parameters))
        rows: list[list[Value]] = [[_mark(one)], list(wanted.columns)]
    head = len(rows)
    while True:
        with transaction(writes=False, estate_id=key[0]):
            page = next(pages, None)
            rows += [list(row) for row in page or ()]
        if page is None:
            break
        if len(rows) > MOST_ROWS:
            raise TooLong
        _say(key, tries, len(rows) - head)
    if form == "csv":
        content = write_csv(rows)
    else:
        content = write_xlsx([SheetOut(wanted.title, rows, header_rows=head)])
    stored = f"exports/{key[1].hex}-{tries}.bin"
    use(Storage).put(stored, seal_bytes(content), media_type="application/octet-stream")
    _finish(key, tries, stored)


def _mark(one: Export) -> str:
    """Who asked for it and when: the first line of every file."""
    moment = f"{shanghai(one.asked_at):%Y-%m-%d %H:%M}"
    return (
        f"仅供 {one.name or '本人'}（{one.actor.role.title}）工作使用，{moment} 导出，编号 {one.id}，请勿外传"
    )


def _say(key: Key, tries: int, done: int) -> None:
    with transaction(estate_id=key[0]):
        _mine(key, tries).done_rows = done


def _finish(key: Key, tries: int, stored: str) -> None:
    with transaction(estate_id=key[0]):
        row = _mine(key, tries)
        row.state, row.storage_key, row.error = State.READY, stored, ""
        row.ready_at, row.expires_at = clock.now(), clock.now() + KEPT


def _mine(key: Key, tries: int) -> Export:
    row = db.session.get_one(Export, key, with_for_update=True, populate_existing=True)
    if row.tries != tries or row.state != State.RUNNING:
        raise Overtaken
    row.beat_at = clock.now()
    return row


@jobs.job("platform.exports.sweep", every=timedelta(minutes=30))
def sweep(*, now: datetime) -> None:
    """Delete files that were fetched or whose day has passed."""
    with transaction():
        for row in db.session.scalars(
            select(Export).where(Export.state == State.READY, Export.expires_at <= now)
        ):
            row.state = State.EXPIRED
    with transaction(writes=False):
        old = db.session.execute(
            select(Export.estate_id, Export.id, Export.storage_key).where(
                Export.storage_key.is_not(None),
                (Export.state == State.EXPIRED) | (Export.fetched_at < now - timedelta(minutes=10)),
            )
        ).all()
    for estate_id, export_id, stored in old:
        use(Storage).delete(str(stored))
        with transaction(estate_id=estate_id):
            db.session.get_one(Export, (estate_id, export_id)).storage_key = None
