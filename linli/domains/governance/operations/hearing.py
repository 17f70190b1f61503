"""What comes back: updates of cases, by callback or fetched, in any order and any number of times."""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from config.governance import agreement
from linli.domains.governance.errors import AskAgainLater, NotGenuine, NotOfThatCase
from linli.domains.governance.events import CaseMoved
from linli.domains.governance.models import (
    GovernanceCase,
    GovernanceCategory,
    GovernanceMark,
    GovernanceNonce,
    GovernanceStray,
    GovernanceUpdate,
)
from linli.domains.governance.operations import sending
from linli.domains.governance.ports import News
from linli.domains.governance.queries import cases
from linli.domains.governance.rules.states import Meaning, standing
from linli.domains.tickets import queries as tickets
from linli.domains.tickets.operations import beyond
from linli.domains.tickets.operations.beyond import Progress
from linli.kernel.ids import new_id
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.transactions import narrow
from linli.platform.upsert import add_if_absent

log = logging.getLogger(__name__)

YOUNG = timedelta(minutes=5)
NONCES_KEPT = timedelta(minutes=15)
_PROGRESS = {
    Meaning.DISPATCHED: Progress.TAKEN,
    Meaning.HANDLING: Progress.HANDLING,
    Meaning.FINISHED: Progress.FINISHED,
    Meaning.CLOSED: Progress.FINISHED,
    Meaning.RETURNED: Progress.RETURNED,
}


def take_nonce(nonce: str, *, now: datetime) -> None:
    """Remember a callback's nonce. Raises NotGenuine for one that was seen before (check F-7)."""
    if db.session.get(GovernanceNonce, nonce) is not None:
        raise NotGenuine
    db.session.add(GovernanceNonce(nonce=nonce, at=now))
    try:
        db.session.flush()
    except IntegrityError:  # the same callback, at the same moment, in another process
        raise NotGenuine from None


def sweep_nonces(*, now: datetime) -> None:
    """Forget nonces whose time stamps would be refused anyway."""
    db.session.execute(delete(GovernanceNonce).where(GovernanceNonce.at < now - NONCES_KEPT))


def hear(*, news: News, way: str, now: datetime) -> bool:
    """Take an update into its case; whether it was new. The same one again, or an older one, changes nothing.

    A case that nobody knows: while the update is young, AskAgainLater; an old one is kept apart for a person
    to look at (check F-8). Raises NotOfThatCase where our number and theirs name two cases.
    """
    known = cases.known_as(news.external_id, news.number)
    if not known:
        return _stray(news, way, now)
    if len(known) > 1:
        raise NotOfThatCase
    estate_id, case_id = known[0]
    narrow(estate_id)
    found = db.session.get_one(
        GovernanceCase, (estate_id, case_id), with_for_update=True, populate_existing=True
    )
    if news.external_id and news.external_id != found.external_id:
        raise NotOfThatCase
    if _known_update(found, news.update_id):
        return False
    db.session.add(
        GovernanceUpdate(
            estate_id=estate_id, case_id=case_id, update_id=news.update_id, version=news.version,
            state=news.state, number=news.number, words=news.words, said_at=news.said_at, heard_at=now, way=way,
        )
    )  # fmt: skip
    found.heard_at = max(found.heard_at or now, now)
    db.session.flush()
    _follow(found, news, now)
    return True


def note_mark(name: str, value: str, *, now: datetime) -> None:
    """Remember how far something of the platform's was read."""
    db.session.merge(GovernanceMark(name=name, value=value, at=now))


def note_categories(theirs: Mapping[str, str], *, now: datetime) -> None:
    """Take over the platform's list of categories; what it no longer has is marked, never removed (GI-13)."""
    known = {one.code: one for one in db.session.scalars(select(GovernanceCategory))}
    for code, title in theirs.items():
        if code not in known:
            db.session.add(
                GovernanceCategory(code=code, title=title, first_seen_at=now, seen_at=now, gone_at=None)
            )
            continue
        known[code].title, known[code].seen_at, known[code].gone_at = title, now, None
    for code in known.keys() - theirs.keys():
        known[code].gone_at = known[code].gone_at or now


def note_number(*, estate_id: uuid.UUID, case_id: uuid.UUID, given: str, now: datetime) -> None:
    """The number for a token has come (GI-07)."""
    found = db.session.get_one(GovernanceCase, (estate_id, case_id), with_for_update=True)
    found.heard_at = now
    sending.number(found, given, now=now)


def _follow(found: GovernanceCase, news: News, now: datetime) -> None:
    """Bring the case to where all its updates together put it, and the ticket after it."""
    reached = standing(cases.said(found), agreement().states)
    moved = reached.meaning is not found.means
    found.version, found.unknown_state = reached.version, reached.unknown
    found.meaning, found.outside_title = reached.meaning, reached.title
    sending.number(found, reached.number, now=now)
    if not moved or reached.meaning is None:
        return
    progress = _PROGRESS.get(reached.meaning)
    if progress is not None:
        ticket = tickets.ticket(estate_id=found.estate_id, ticket_id=found.ticket_id)
        words = news.words if news.version == reached.version else ""
        beyond.follow(ticket=ticket, progress=progress, words=words, now=now)
    publish(CaseMoved(at=now, estate_id=found.estate_id, ticket_id=found.ticket_id, means=reached.meaning))


def _known_update(found: GovernanceCase, update_id: str) -> bool:
    query = select(GovernanceUpdate.id).filter_by(
        estate_id=found.estate_id, case_id=found.id, update_id=update_id
    )
    return db.session.scalar(query) is not None


def _stray(news: News, way: str, now: datetime) -> bool:
    if way == "callback" and now - news.said_at < YOUNG:
        raise AskAgainLater
    log.warning("an update of an unknown case", extra={"update": news.update_id})
    add_if_absent(
        GovernanceStray, id=new_id(), update_id=news.update_id, external_id=news.external_id,
        number=news.number, state=news.state, heard_at=now,
    )  # fmt: skip
    return False
