"""Who of several processes may do the work now: a row in the database with an end and a number.

The number (the fencing token) grows each time the lease changes hands. Every transaction that is
committed under a lease first checks that its number is still the newest, so that a holder that was
stopped for ten minutes and wakes up cannot write over its successor (check G-3).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from linli.platform import clock
from linli.platform.db import Model, db
from linli.platform.transactions import transaction

LASTS = timedelta(seconds=30)


class LeaseLost(RuntimeError):
    """Another process has taken over; what this one was about to write is not written."""


class Lease(Model):
    """One kind of work, and who may do it until when."""

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    token: Mapped[int]
    taken_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as its holder knows it."""

    name: str
    token: int


_fence: ContextVar[Held | None] = ContextVar("linli_fence", default=None)


def take(name: str, *, holder: str, lasts: timedelta = LASTS) -> Held | None:
    """Take the lease, or hold it for longer; None while somebody else has it. A transaction of its own."""
    try:
        with transaction():
            return _take(name, holder, lasts)
    except IntegrityError:  # two took the first lease at the same moment
        return None


def release(held: Held) -> None:
    """Give the lease back early, so that the next process need not wait for its end."""
    with transaction():
        row = _locked(held.name)
        if row is not None and row.token == held.token:
            row.expires_at = clock.database_now()


@contextmanager
def fenced(held: Held) -> Iterator[None]:
    """Within the block, nothing is committed once somebody else has taken the lease (raises LeaseLost)."""
    before = _fence.set(held)
    try:
        yield
    finally:
        _fence.reset(before)


@event.listens_for(Session, "before_commit")
def _check_fence(session: Session) -> None:
    held = _fence.get()
    if held is None:
        return
    # FOR SHARE: whoever wants to take the lease waits until this commit is through.
    token = session.scalar(select(Lease.token).filter_by(name=held.name).with_for_update(read=True))
    if token != held.token:
        raise LeaseLost(f"{held.name}: token {held.token} is no longer the newest")


def _take(name: str, holder: str, lasts: timedelta) -> Held | None:
    now = clock.database_now()
    row = _locked(name)
    if row is None:
        row = Lease(name=name, holder=holder, token=1, taken_at=now, beat_at=now, expires_at=now + lasts)
        db.session.add(row)
        db.session.flush()
        return Held(name, row.token)
    if row.expires_at > now and row.holder != holder:
        return None
    if row.expires_at <= now or row.holder != holder:
        row.holder, row.token, row.taken_at = holder, row.token + 1, now
    row.beat_at, row.expires_at = now, now + lasts
    return Held(name, row.token)


def _locked(name: str) -> Lease | None:
    return db.session.scalar(
        select(Lease).filter_by(name=name).with_for_update().execution_options(populate_existing=True)
    )
