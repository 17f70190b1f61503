"""The exchange with the governance platform on the clock: sending all the time, reading, comparing, writing letters."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from linli.domains.governance.operations import comparing, hearing, sending
from linli.domains.governance.operations.letters import write_letters
from linli.domains.governance.ports import News, NotDelivered, Platform
from linli.domains.governance.queries import health
from linli.domains.governance.queries.cases import waiting_for_number
from linli.platform import clock, pumps
from linli.platform.db import db
from linli.platform.jobs import each, job
from linli.platform.ports import use
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

MOST_PAGES = 200


@pumps.pump("governance.parcels")
def send_due() -> int:
    """One round: claim, send, note. Returns how many were tried."""
    platform = use(Platform)
    if not platform.offered:
        return 0
    with transaction(writes=False):
        if not sending.any_due(now=clock.now()):
            return 0
    with transaction():
        taken = sending.claim(now=clock.now())
    outcomes = sending.hand_over(taken, platform)
    arrived = 0
    for one, outcome in outcomes:
        with transaction():
            arrived += sending.note(taken=one, outcome=outcome, now=clock.now())
    if arrived:
        with transaction():
            sending.release(now=clock.now())
    return len(taken)


@job("governance.fetch", every=timedelta(minutes=10))
def fetch(*, now: datetime) -> None:
    """Read what has happened there since the last time, and the numbers that were promised (GI-07, GI-09)."""
    if use(Platform).offered:
        _read_on(health.NEWS, now)
        _ask_numbers(now)


@job("governance.catch_up", at="04:00")
def catch_up(*, now: datetime) -> None:
    """Read the whole of the last day again: what was missed in it arrives now, what was not changes nothing."""
    if use(Platform).offered:
        _read_on(health.NIGHTLY, now)


@job("governance.categories", at="05:00")
def read_categories(*, now: datetime) -> None:
    """Read the platform's list of categories (GI-13)."""
    platform = use(Platform)
    if not platform.offered:
        return
    found = platform.categories()
    with transaction():
        hearing.note_categories(found, now=now)
        hearing.note_mark(health.CATEGORIES, "", now=now)


@job("governance.compare", at="05:30")
def compare(*, now: datetime) -> None:
    """Put both books side by side; no answer is a difference too (NN-28)."""
    platform = use(Platform)
    if not platform.offered:
        return
    try:
        theirs = platform.cases(now - comparing.LOOKED_BACK)
    except NotDelivered:
        with transaction():
            comparing.note_silence(now=now)
        return
    with transaction():
        comparing.pair(theirs=theirs, now=now)
        hearing.note_mark(health.COMPARED, "", now=now)


@job("governance.letters", at="08:00")
def letters(*, now: datetime) -> None:
    """One letter a day to those responsible, where something failed (GI-19)."""
    with transaction():
        write_letters(now=now)
        hearing.sweep_nonces(now=now)


def _read_on(mark: str, now: datetime) -> None:
    """Read news page by page; each page and how far it goes are kept together."""
    platform = use(Platform)
    with transaction(writes=False):
        known = health.mark(mark)
        cursor = known.value if known else ""
    for _ in range(MOST_PAGES):
        page = platform.news(cursor)
        _hear_all(page.items, now)
        with transaction():
            hearing.note_mark(mark, page.cursor, now=now)
        if page.cursor == cursor or not page.items:
            return
        cursor = page.cursor


def _hear_all(items: Sequence[News], now: datetime) -> None:
    """Each in a transaction of its own; one that cannot be taken is set aside and named (check G-7)."""
    found = {news.update_id: news for news in items}
    each(found, lambda update_id: hearing.hear(news=found[update_id], way="fetch", now=now))


def _ask_numbers(now: datetime) -> None:
    with transaction(writes=False):
        waiting = [(one.estate_id, one.id, one.token) for one in db.session.scalars(waiting_for_number())]
    for estate_id, case_id, token in waiting:
        try:
            given = use(Platform).number_of(token)
        except NotDelivered:
            log.warning("a number is not there yet")
            continue
        if given:
            with transaction(estate_id=estate_id):
                hearing.note_number(estate_id=estate_id, case_id=case_id, given=given, now=now)
