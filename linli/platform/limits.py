"""How often something may be tried: counted in the database, so that every worker and restart agrees.

Counting is a transaction of its own, because a refused try has to count too (checks A-1, A-3, L-7).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from linli.kernel.refusals import TooMany
from linli.platform import clock
from linli.platform.db import Model, db
from linli.platform.transactions import transaction
from linli.platform.upsert import add_if_absent


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in each window of `period`, for each subject (a phone, an account, an address)."""

    name: str
    times: int
    period: timedelta


class Attempt(Model):
    """How often one subject tried one thing in the window that began at `since`."""

    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime]
    count: Mapped[int]


def count(limit: Limit, subject: str) -> None:
    """Count one try and raise TooMany when it is one too many. Opens its own transaction."""
    now, key = clock.now(), f"{limit.name}:{subject}"
    with transaction():
        add_if_absent(Attempt, key=key, since=now, until=now + limit.period, count=0)
        attempt = db.session.scalars(select(Attempt).filter_by(key=key).with_for_update()).one()
        if attempt.until <= now:
            attempt.since, attempt.until, attempt.count = now, now + limit.period, 0
        attempt.count += 1
        tries, until = attempt.count, attempt.until
    if tries > limit.times:
        raise TooMany(retry_after=max(1, int((until - now).total_seconds()) + 1))


def forgive(limit: Limit, subject: str) -> None:
    """Forget the tries of a subject, within the running transaction (a sign-in that succeeded)."""
    db.session.execute(delete(Attempt).where(Attempt.key == f"{limit.name}:{subject}"))


def sweep() -> None:
    """Drop the windows that have passed."""
    db.session.execute(delete(Attempt).where(Attempt.until < clock.now()))
