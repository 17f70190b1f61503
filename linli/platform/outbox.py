"""Promises to react later, kept in the same transaction as the deed, delivered at least once.

A delivery that fails is tried again with growing, jittered waits; after the last try it is a dead
letter that stays visible and can be sent again. Reactions touch the database only; calls to the
outside have queues of their own, so that no transaction waits for a stranger.
"""

import dataclasses
import logging
import random
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from sqlalchemy import Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.events import Event
from linli.kernel.ids import new_id
from linli.platform import clock
from linli.platform.db import Model, db
from linli.platform.paging import Page, Window, by_id
from linli.platform.transactions import transaction

log = logging.getLogger(__name__)

TRIES = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)

Reaction = Callable[[Any], None]
_known: dict[str, tuple[type[Event], Reaction]] = {}


class State(StrEnum):
    """Where a promise stands."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class OutboxMessage(Model):
    """One reaction promised to one event."""

    __table_args__ = (Index("ix_outbox_message_due", "state", "due_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    reaction: Mapped[str]
    payload: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=State.PENDING)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]


def know(kind: type[Event], reaction: Reaction) -> None:
    """Remember a reaction under its name, so that a stored promise finds it again."""
    _known[_name(reaction)] = (kind, reaction)


def promise(event: Event, reaction: Reaction) -> OutboxMessage:
    """The row that promises `reaction` to `event`."""
    payload = {key: _plain(value) for key, value in dataclasses.asdict(event).items()}
    return OutboxMessage(
        reaction=_name(reaction),
        payload=payload,
        made_at=event.at,
        due_at=event.at,
        state=State.PENDING,
        tries=0,
    )


def deliver(*, limit: int = 200) -> int:
    """Keep what is due, oldest first, each in a transaction of its own; returns how many were kept."""
    with transaction(writes=False):
        due = db.session.scalars(
            select(OutboxMessage.id)
            .where(OutboxMessage.state == State.PENDING, OutboxMessage.due_at <= clock.now())
            .order_by(OutboxMessage.id)
            .limit(limit)
        ).all()
    return sum(_deliver_one(message_id) for message_id in due)


def send_again(message_id: uuid.UUID) -> bool:
    """Give a dead letter a fresh set of tries; False where there is no such dead letter."""
    revived = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.state == State.DEAD)
        .values(state=State.PENDING, tries=0, due_at=clock.now())
    )
    return bool(revived.rowcount)  # type: ignore[attr-defined]


def dead_page(*, window: Window) -> Page[OutboxMessage]:
    """The promises that nobody could keep, newest first: somebody should look, mend, and send them again."""
    return by_id(select(OutboxMessage).filter_by(state=State.DEAD), OutboxMessage.id, window=window)


def counts() -> dict[str, int]:
    """How many promises wait, and how many are dead."""
    kept = select(func.count()).select_from(OutboxMessage)
    return {
        name: db.session.scalar(kept.where(OutboxMessage.state == name)) or 0
        for name in (State.PENDING, State.DEAD)
    }


def _deliver_one(message_id: uuid.UUID) -> bool:
    try:
        with transaction():
            message = db.session.scalar(
                select(OutboxMessage)
                .where(OutboxMessage.id == message_id, OutboxMessage.state == State.PENDING)
                .with_for_update(skip_locked=True)
            )
            if message is None:  # another worker has it
                return False
            kind, reaction = _known[message.reaction]
            reaction(_event(kind, message.payload))
            message.state, message.done_at = State.DONE, clock.now()
    except Exception as fault:  # noqa: BLE001 - whatever a reaction raises, the promise stays
        _note_failure(message_id, fault)
        return False
    return True


def _note_failure(message_id: uuid.UUID, fault: Exception) -> None:
    log.warning(
        "outbox delivery failed", extra={"message_id": str(message_id), "fault": type(fault).__name__}
    )
    with transaction():
        message = db.session.get_one(OutboxMessage, message_id)
        message.tries += 1
        message.last_error = type(fault).__name__
        if message.tries >= TRIES:
            message.state = State.DEAD
            return
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (message.tries - 1))
        message.due_at = clock.now() + wait * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, not a secret


def _name(reaction: Reaction) -> str:
    return f"{reaction.__module__}:{reaction.__name__}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _event(kind: type[Event], payload: dict[str, Any]) -> Event:
    hints = get_type_hints(kind)
    return kind(**{name: _typed(hints[name], value) for name, value in payload.items()})


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    wanted = (hint, *get_args(hint))
    if isinstance(value, list):
        return tuple(_typed(get_args(hint)[0], part) for part in value)
    for kind in (datetime, date):
        if kind in wanted:
            return kind.fromisoformat(value)
    return uuid.UUID(value) if uuid.UUID in wanted else value
