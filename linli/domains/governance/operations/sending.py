"""The way out: parcels are claimed in one transaction, sent in none, and noted in another."""

import logging
import random
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select, update
from sqlalchemy.orm import aliased

from config.governance import agreement
from linli.domains.governance.errors import NotStuck
from linli.domains.governance.events import CaseAcknowledged
from linli.domains.governance.models import (
    GovernanceCase,
    GovernanceDifference,
    GovernanceNumber,
    GovernanceParcel,
    GovernanceTry,
)
from linli.domains.governance.ports import NotDelivered, Platform, Post, Receipt
from linli.domains.governance.queries import cases
from linli.domains.governance.rules import retries
from linli.domains.governance.rules.pairing import What
from linli.domains.governance.rules.states import Kind, Parcel, Sending
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

log = logging.getLogger(__name__)

AT_ONCE = 16
CLAIM_LASTS = timedelta(minutes=2)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Claimed:
    """A parcel in the hands of this process; `tries` tells it from a later claim."""

    estate_id: uuid.UUID
    parcel_id: uuid.UUID
    tries: int
    post: Post


def any_due(*, now: datetime) -> bool:
    """Whether a parcel may leave; asked in a reading transaction, so that idling writes nothing."""
    return db.session.scalar(_due(now).with_only_columns(GovernanceParcel.id).limit(1)) is not None


def claim(*, now: datetime) -> list[Claimed]:
    """Take some parcels that are due, in their order within each case and within the agreed rate (check F-3)."""
    minute = (
        select(func.count()).select_from(GovernanceTry).where(GovernanceTry.at > now - timedelta(minutes=1))
    )
    room = min(AT_ONCE, agreement().per_minute - (db.session.scalar(minute) or 0))
    if room <= 0:
        return []
    due = db.session.execute(
        _due(now)
        .add_columns(GovernanceCase.external_id)
        .join(
            GovernanceCase,
            (GovernanceCase.estate_id == GovernanceParcel.estate_id)
            & (GovernanceCase.id == GovernanceParcel.case_id),
        )
        .order_by(GovernanceParcel.due_at, GovernanceParcel.id)
        .limit(room)
        .with_for_update(skip_locked=True, of=GovernanceParcel)
    ).all()
    taken = []
    for one, external_id in due:
        one.tries += 1
        one.due_at, one.tried_at, one.last_error = now + CLAIM_LASTS, now, ""
        post = Post(external_id=external_id, seq=one.seq, kind=one.kind, content=one.content)
        taken.append(Claimed(one.estate_id, one.id, one.tries, post))
    return taken


def hand_over(taken: Sequence[Claimed], platform: Platform) -> list[tuple[Claimed, Receipt | NotDelivered]]:
    """Carry the parcels side by side. Never inside a transaction (check H-10)."""

    def carry(one: Claimed) -> Receipt | NotDelivered:
        try:
            return platform.deliver(one.post)
        except NotDelivered as no:
            return no
        except Exception as fault:
            log.exception("the platform's answer could not be read")
            return NotDelivered(type(fault).__name__)

    if not taken:
        return []
    with ThreadPoolExecutor(max_workers=min(8, len(taken)), thread_name_prefix="governance") as pool:
        return list(zip(taken, pool.map(carry, taken), strict=True))


def note(*, taken: Claimed, outcome: Receipt | NotDelivered, now: datetime) -> bool:
    """Write down what came of a try, unless the parcel was taken over meanwhile; whether it arrived."""
    one = db.session.get(
        GovernanceParcel, (taken.estate_id, taken.parcel_id), with_for_update=True, populate_existing=True
    )
    if one is None or one.state != Parcel.WAITING or one.tries != taken.tries:
        return False
    found = db.session.get_one(
        GovernanceCase, (one.estate_id, one.case_id), with_for_update=True, populate_existing=True
    )
    arrived = isinstance(outcome, Receipt)
    reason = "" if isinstance(outcome, Receipt) else str(outcome)[:_LONGEST]
    db.session.add(
        GovernanceTry(
            estate_id=one.estate_id, parcel_id=one.id, at=now, arrived=arrived, status=outcome.status, reason=reason
        )
    )  # fmt: skip
    one.last_status, one.last_error = outcome.status, reason
    if isinstance(outcome, Receipt):
        one.state, one.done_at, one.due_at = Parcel.DONE, now, None
        if one.kind == Kind.CASE:
            _arrived(found, outcome, now)
    else:
        one.due_at = retries.verdict(
            made_at=one.since_at, tries=one.tries, status=outcome.status, now=now,
            jitter=random.random(), wish=outcome.wish,  # noqa: S311 - jitter, not a secret
        ).due_at  # fmt: skip
        one.state = Parcel.WAITING if one.due_at else Parcel.DEAD
    settle(found)
    return arrived


def release(*, now: datetime) -> None:
    """The platform answers again: what failed for want of an answer need not wait for its turn."""
    db.session.execute(
        update(GovernanceParcel)
        .where(
            GovernanceParcel.state == Parcel.WAITING, GovernanceParcel.due_at > now,
            GovernanceParcel.last_error != "", func.coalesce(GovernanceParcel.last_status, 0) != retries.TOO_MANY,
        )
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def resend(*, parcel: GovernanceParcel, now: datetime) -> None:
    """Give a dead message a fresh set of tries; it keeps its id, so the platform stores it once (GI-06).

    Raises NotStuck.
    """
    db.session.refresh(parcel, with_for_update=True)
    if parcel.state != Parcel.DEAD:
        raise NotStuck
    parcel.state, parcel.due_at, parcel.since_at, parcel.last_error = Parcel.WAITING, now, now, ""
    parcel.tries = 0
    found = db.session.get_one(GovernanceCase, (parcel.estate_id, parcel.case_id), with_for_update=True)
    settle(found)
    audit.record(
        "governance:parcel:resend", object_kind="governance_parcel", object_id=parcel.id, estate_id=parcel.estate_id
    )  # fmt: skip


def lose(found: GovernanceCase, *, now: datetime) -> None:
    """The platform does not have what it said it has: the same message goes again under the same id."""
    first = db.session.scalar(
        select(GovernanceParcel)
        .filter_by(estate_id=found.estate_id, case_id=found.id, kind=Kind.CASE, state=Parcel.DONE)
        .with_for_update()
    )
    if first is not None:
        first.state, first.due_at, first.since_at, first.done_at = Parcel.WAITING, now, now, None
        first.tries, first.last_error = 0, ""
        found.number = found.token = ""
        settle(found)


def settle(found: GovernanceCase) -> None:
    """The sending state that the messages of a case add up to."""
    db.session.flush()
    states = cases.states_of(found)
    if found.sending is Sending.BY_HAND or not states:
        return
    if any(state == Parcel.DEAD for _, state in states):
        found.state = Sending.FAILED
    elif any(kind == Kind.CASE and state != Parcel.DONE for kind, state in states):
        found.state = Sending.ACKNOWLEDGED if found.number else Sending.SENDING
    else:
        found.state = Sending.ACKNOWLEDGED if found.number else Sending.SENT


def number(found: GovernanceCase, given: str, *, now: datetime) -> None:
    """The platform gives the case a number, or another one than before: only with it is the case acknowledged.

    A number that another case bears is not believed; it becomes a difference to close.
    """
    if not given or given == found.number:
        return
    others = [one for one in cases.known_as("", given) if one != (found.estate_id, found.id)]
    if others:
        doubt(found, What.SHARED_NUMBER, given, now=now)
        return
    if given not in {one.number for one in cases.numbers(found)}:
        db.session.add(
            GovernanceNumber(estate_id=found.estate_id, case_id=found.id, number=given, since_at=now)
        )
    if not found.number:
        found.acknowledged_at = found.acknowledged_at or now
        publish(CaseAcknowledged(at=now, estate_id=found.estate_id, ticket_id=found.ticket_id))
    found.number = given
    settle(found)


def doubt(found: GovernanceCase, what: What, detail: str, *, now: datetime) -> None:
    """Put a difference on the list, once while it is open."""
    known = select(GovernanceDifference.id).where(
        GovernanceDifference.what == what, GovernanceDifference.external_id == found.external_id,
        GovernanceDifference.closed_at.is_(None),
    )  # fmt: skip
    if db.session.scalar(known.limit(1)) is None:
        db.session.add(
            GovernanceDifference(
                estate_id=found.estate_id, ticket_id=found.ticket_id, what=what, detail=detail,
                external_id=found.external_id, found_at=now, words="",
            )
        )  # fmt: skip


def _arrived(found: GovernanceCase, receipt: Receipt, now: datetime) -> None:
    found.sent_at = found.sent_at or now
    found.heard_at = now
    found.token = receipt.token or found.token
    number(found, receipt.number, now=now)


def _due(now: datetime) -> Select[GovernanceParcel]:
    before = aliased(GovernanceParcel)
    return select(GovernanceParcel).where(
        GovernanceParcel.state == Parcel.WAITING,
        GovernanceParcel.due_at <= now,
        ~exists().where(
            before.estate_id == GovernanceParcel.estate_id,
            before.case_id == GovernanceParcel.case_id,
            before.seq < GovernanceParcel.seq,
            before.state != Parcel.DONE,
        ),
    )
