"""Months of the books: which are closed, by whom, and what keeps one from being closed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select

from linli.domains.payments.models import (
    BookPeriod,
    ChannelStatement,
    DifferenceCase,
    LedgerTransaction,
    PeriodReopening,
)
from linli.domains.payments.rules import AccountKind
from linli.domains.payments.rules.periods import Month, month_of
from linli.domains.payments.rules.reconciling import CaseState
from linli.domains.people.queries import identity
from linli.kernel.refusals import Unknown
from linli.kernel.times import day_of
from linli.platform.db import db

SHOWN = 24
AT_ONCE = 500
NOBODY = uuid.UUID(int=0)
_COMMON = (AccountKind.COMMON_INCOME, AccountKind.COMMON_SPENDING)


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month as the accountant sees it: what keeps it from being closed, or who closed it."""

    month: Month
    period: BookPeriod | None
    closed_by: str
    differences: int
    reopening: PeriodReopening | None

    @property
    def closed(self) -> bool:
        """Whether nothing more is booked into it."""
        return self.period is not None and self.period.closed


def closed_over(estate_id: uuid.UUID, at: datetime) -> BookPeriod | None:
    """The closed month in which a moment lies, if there is one."""
    return db.session.scalar(
        select(BookPeriod).where(
            BookPeriod.estate_id == estate_id,
            BookPeriod.closed,
            BookPeriod.since_at <= at,
            BookPeriod.until_at > at,
        )
    )


def of_month(estate_id: uuid.UUID, month: Month) -> BookPeriod | None:
    """The period of a month that was closed at some time."""
    return db.session.scalar(select(BookPeriod).filter_by(estate_id=estate_id, month_on=month.first_on))


def period(*, estate_id: uuid.UUID, period_id: uuid.UUID, **_: object) -> BookPeriod:
    """A month that was closed at some time, or Unknown."""
    found = db.session.get(BookPeriod, (estate_id, period_id))
    if found is None:
        raise Unknown
    return found


def reopening(*, estate_id: uuid.UUID, reopening_id: uuid.UUID, **_: object) -> PeriodReopening:
    """A wish to open a month again, or Unknown."""
    found = db.session.get(PeriodReopening, (estate_id, reopening_id))
    if found is None:
        raise Unknown
    return found


def waiting_reopening(found: BookPeriod) -> PeriodReopening | None:
    """The wish to open a month again that nobody has decided yet."""
    return db.session.scalar(
        select(PeriodReopening)
        .filter_by(estate_id=found.estate_id, period_id=found.id, decided_at=None)
        .limit(1)
    )


def reopenings(found: BookPeriod) -> Sequence[PeriodReopening]:
    """How often a month was to be opened again, and what became of it."""
    return db.session.scalars(
        select(PeriodReopening)
        .filter_by(estate_id=found.estate_id, period_id=found.id)
        .order_by(PeriodReopening.id)
    ).all()


def open_differences(estate_id: uuid.UUID, month: Month) -> int:
    """How many differences between statements of a month and the books nobody has explained."""
    return int(
        db.session.scalar(
            select(func.count())
            .select_from(DifferenceCase)
            .join(
                ChannelStatement,
                (ChannelStatement.estate_id == DifferenceCase.estate_id)
                & (ChannelStatement.id == DifferenceCase.statement_id),
            )
            .where(
                DifferenceCase.estate_id == estate_id,
                DifferenceCase.state == CaseState.OPEN,
                ChannelStatement.on >= month.first_on,
                ChannelStatement.on < month.after,
            )
        )
        or 0
    )


def first_open(estate_id: uuid.UUID) -> Month | None:
    """The earliest month with bookings that is not closed."""
    closed = exists().where(
        BookPeriod.estate_id == LedgerTransaction.estate_id,
        BookPeriod.closed,
        BookPeriod.since_at <= LedgerTransaction.at,
        BookPeriod.until_at > LedgerTransaction.at,
    )
    at = db.session.scalar(
        select(func.min(LedgerTransaction.at)).where(LedgerTransaction.estate_id == estate_id, ~closed)
    )
    return month_of(day_of(at)) if at else None


def months(estate_id: uuid.UUID, *, today: date) -> list[MonthView]:
    """The months of an estate's books, the newest first; at most two years."""
    first = db.session.scalar(select(func.min(LedgerTransaction.at)).filter_by(estate_id=estate_id))
    if first is None:
        return []
    found: list[Month] = []
    earliest, month = month_of(day_of(first)), month_of(today)
    while month.first_on >= earliest.first_on and len(found) < SHOWN:
        found.append(month)
        month = month_of(date.fromordinal(month.first_on.toordinal() - 1))
    return _month_views(estate_id, found)


def _month_views(estate_id: uuid.UUID, found: Sequence[Month]) -> list[MonthView]:
    days = [one.first_on for one in found]
    periods = {
        one.month_on: one
        for one in db.session.scalars(
            select(BookPeriod).where(BookPeriod.estate_id == estate_id, BookPeriod.month_on.in_(days))
        )
    }
    waiting = {
        one.period_id: one
        for one in db.session.scalars(select(PeriodReopening).filter_by(estate_id=estate_id, decided_at=None))
    }
    names = identity.names([one.closed_by for one in periods.values()])
    differing = _differing_days(estate_id, since_on=min(days))
    return [
        MonthView(
            month,
            period := periods.get(month.first_on),
            names.get(period.closed_by, "") if period else "",
            sum(count for on, count in differing if month_of(on) == month),
            waiting.get(period.id) if period else None,
        )
        for month in found
    ]


def _differing_days(estate_id: uuid.UUID, *, since_on: date) -> list[tuple[date, int]]:
    rows = db.session.execute(
        select(ChannelStatement.on, func.count())
        .join(
            DifferenceCase,
            (DifferenceCase.estate_id == ChannelStatement.estate_id)
            & (DifferenceCase.statement_id == ChannelStatement.id),
        )
        .where(
            ChannelStatement.estate_id == estate_id,
            ChannelStatement.on >= since_on,
            DifferenceCase.state == CaseState.OPEN,
        )
        .group_by(ChannelStatement.on)
    )
    return [(on, int(count)) for on, count in rows]
