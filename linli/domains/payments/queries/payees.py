"""What came in on each day, and to whom it belongs: the shares add up to it (PA-22)."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select

from linli.domains.fees.queries import paid
from linli.domains.payments.models import Payment
from linli.domains.payments.rules.payees import Payee, payee_of
from linli.kernel.times import end_of, start_of
from linli.platform.db import db

MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class DaySplit:
    """A day: what came in, and what of it (and of money held before) went to each payee's bills."""

    on: date
    came_fen: int
    shares: Mapping[Payee, int]

    @property
    def held_fen(self) -> int:
        """What stayed held for payers as surplus or prepaid; negative where more of it was used than came."""
        return self.came_fen - sum(self.shares.values())


def split(estate_id: uuid.UUID, *, since_on: date, until_on: date) -> list[DaySplit]:
    """Each day on which something moved, the newest first; at most a quarter."""
    first = max(since_on, until_on - timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=n) for n in range((until_on - first).days + 1)]
    shares: dict[date, Counter[Payee]] = {}
    for (day, kind, whose), amount in paid.by_kind(estate_id, days).items():
        shares.setdefault(day, Counter())[payee_of(kind, whose)] += amount
    came = _came(estate_id, days)
    return [
        DaySplit(day, came.get(day, 0), {payee: shares.get(day, Counter())[payee] for payee in Payee})
        for day in reversed(days)
        if day in came or day in shares
    ]


def _came(estate_id: uuid.UUID, days: Sequence[date]) -> dict[date, int]:
    if not days:
        return {}
    day = case(*[(Payment.booked_at < end_of(one), place) for place, one in enumerate(days)])
    rows = db.session.execute(
        select(day.label("day"), func.sum(Payment.amount_fen))
        .where(
            Payment.estate_id == estate_id,
            Payment.booked_at >= start_of(days[0]),
            Payment.booked_at < end_of(days[-1]),
        )
        .group_by("day")
    )
    return {days[place]: int(total) for place, total in rows}
