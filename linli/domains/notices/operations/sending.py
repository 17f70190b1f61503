"""Getting queued messages out of the house: claim, hand over outside any transaction, note what came of it.

A claim pushes the next try a minute away and counts the try. When the process dies between claiming and
noting, the message comes due again by itself; a person may then get it twice, never not at all.
"""

import random
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, delete, or_, select, update
from sqlalchemy.orm import aliased

from linli.domains.notices import rules
from linli.domains.notices.models import Message
from linli.domains.notices.ports import NotSent, Sms, Taken
from linli.domains.notices.rules import Channel, Kind, State
from linli.domains.notices.rules.announcing import quiet
from linli.domains.people.operations import sign_in
from linli.domains.people.queries import identity
from linli.kernel.refusals import Unknown
from linli.platform.db import db

AT_ONCE = 16

EXPIRED, NO_PHONE = "expired", "no_phone"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed message with what it needs on its way; lives in memory only."""

    message_id: uuid.UUID
    tries: int
    to: str
    template: str
    params: Mapping[str, str]


Outcome = Taken | NotSent


def any_due(*, now: datetime) -> bool:
    """Whether a message waits to be sent; asked in a reading transaction, so that idling writes nothing."""
    return db.session.scalar(_due(now).limit(1)) is not None


def claim(*, now: datetime) -> list[Parcel]:
    """Take some messages that are due, sign-in codes first; what can no longer be sent fails here, visibly."""
    parcels: list[Parcel] = []
    pushed: set[uuid.UUID | None] = set()
    codes_first = (Message.kind != Kind.SIGN_IN, Message.kind != Kind.EMERGENCY, Message.next_try_at)
    due = _due(now).order_by(*codes_first).limit(AT_ONCE).with_for_update(skip_locked=True)
    for message in db.session.scalars(due):
        if message.kind == Kind.ANNOUNCEMENT:
            if message.account_id in pushed:
                continue
            pushed.add(message.account_id)
        addressed = _address(message)
        if message.expires_at is not None and message.expires_at <= now:
            _fail(message, EXPIRED)
        elif addressed is None:
            _fail(message, NO_PHONE)
        else:
            message.tries += 1
            message.next_try_at = now + rules.CLAIM_LASTS
            parcels.append(Parcel(message.id, message.tries, addressed[0], message.template, addressed[1]))
    return parcels


def hand_over(parcels: list[Parcel], carrier: Sms) -> list[tuple[Parcel, Outcome]]:
    """Give the parcels to the carrier, side by side. Never inside a transaction (H-10)."""

    def carry(parcel: Parcel) -> Outcome:
        try:
            return carrier.send(to=parcel.to, template=parcel.template, params=parcel.params)
        except NotSent as no:
            return no
        except Exception as fault:  # noqa: BLE001 - whatever a carrier does, the message stays visible
            return NotSent(type(fault).__name__)

    if not parcels:
        return []
    with ThreadPoolExecutor(max_workers=len(parcels), thread_name_prefix="sms") as pool:
        return list(zip(parcels, pool.map(carry, parcels), strict=True))


def note(*, parcel: Parcel, outcome: Outcome, now: datetime) -> None:
    """Write down what came of a try, unless another worker has taken the message over meanwhile."""
    message = db.session.scalar(
        select(Message)
        .filter_by(id=parcel.message_id, state=State.QUEUED, tries=parcel.tries)
        .with_for_update()
    )
    if message is None:
        return
    if isinstance(outcome, Taken):
        message.state = State.DELIVERED if outcome.delivered else State.SENT
        message.reference, message.sent_at, message.next_try_at = outcome.reference, now, None
        message.delivered_at = now if outcome.delivered else None
        message.last_error = ""
        return
    message.last_error = str(outcome)[:200]
    jitter = random.uniform(0.5, 1.5)  # noqa: S311 - spreads the tries, guards nothing
    again = None if outcome.for_good else rules.next_try(message.tries, now, jitter=jitter)
    if again is None or (message.expires_at is not None and again >= message.expires_at):
        _fail(message, message.last_error)
    else:
        message.next_try_at = again


def report(*, reference: str, delivered: bool, reason: str, now: datetime) -> bool:
    """The carrier says what became of a message; False where it is unknown. Reports may come twice."""
    changed = db.session.execute(
        update(Message)
        .where(Message.reference == reference, Message.state == State.SENT)
        .values(
            state=State.DELIVERED if delivered else State.FAILED,
            delivered_at=now if delivered else None,
            last_error="" if delivered else reason[:200],
        )
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def forget_codes(*, now: datetime) -> None:
    """Drop the traces of old sign-in codes; all other messages stay with their person."""
    db.session.execute(
        delete(Message).where(Message.kind == Kind.SIGN_IN, Message.made_at < now - rules.CODE_MESSAGES_KEPT)
    )


def _due(now: datetime) -> Select[Message]:
    """What may go now: by night only codes and emergencies; of ordinary pushes one an hour to a person (NT-04)."""
    due = select(Message).where(
        Message.state == State.QUEUED, Message.channel == Channel.SMS, Message.next_try_at <= now
    )
    if quiet(now):
        return due.where(Message.kind.in_(rules.AT_ANY_HOUR))
    other = aliased(Message)
    under_way = and_(other.state == State.QUEUED, other.tries > 0)
    just_pushed = select(other.id).where(
        other.account_id == Message.account_id,
        other.id != Message.id,
        other.kind == Kind.ANNOUNCEMENT,
        other.channel == Channel.SMS,
        or_(other.sent_at > now - rules.PUSHES_APART, under_way),
    )
    return due.where(or_(Message.kind != Kind.ANNOUNCEMENT, ~just_pushed.exists()))


def _address(message: Message) -> tuple[str, dict[str, str]] | None:
    """The phone and the blanks of a message, looked up only now; None where there is no phone."""
    if message.kind == Kind.SIGN_IN:
        code_id = uuid.UUID(message.params["code_id"])
        asked = identity.login_code(code_id)
        return (asked.phone, {"code": sign_in.code_of(code_id)}) if asked else None
    try:
        account = identity.account(message.account_id) if message.account_id else None
    except Unknown:
        return None
    if account is None or account.phone is None:
        return None
    wording = rules.word(message.template, message.params)
    return account.phone, {"title": wording.title, "text": wording.text}


def _fail(message: Message, reason: str) -> None:
    message.state, message.next_try_at, message.last_error = State.FAILED, None, reason
