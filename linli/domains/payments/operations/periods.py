"""Closing the books of a month (关账), and opening them again with a second person."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from linli.domains.payments.errors import (
    DifferencesOpen,
    EarlierOpen,
    PeriodChanged,
    PeriodClosed,
    PeriodNotOver,
    SamePersonReopens,
)
from linli.domains.payments.models import BookPeriod, PeriodReopening
from linli.domains.payments.queries import balances, periods
from linli.domains.payments.rules.periods import Month
from linli.kernel.actors import Actor
from linli.kernel.times import day_of, start_of
from linli.platform import audit
from linli.platform.db import db


def moment_of(estate_id: uuid.UUID, on: date, *, now: datetime) -> datetime:
    """When something of a day is booked: now, or at the beginning of a day that is past.

    Raises PeriodClosed where that day's month is closed; the database would refuse it too.
    """
    at = now if on >= day_of(now) else start_of(on)
    if periods.closed_over(estate_id, at) is not None:
        raise PeriodClosed(field_errors={"on": [PeriodClosed.sentence]})
    return at


def close(*, actor: Actor, estate_id: uuid.UUID, month: Month, now: datetime) -> BookPeriod:
    """Close a month that is over, after every earlier one and when no difference waits (关账).

    Raises PeriodNotOver, EarlierOpen, DifferencesOpen, PeriodChanged.
    """
    if now < month.until_at:
        raise PeriodNotOver
    earliest = periods.first_open(estate_id)
    if earliest is not None and earliest.first_on < month.first_on:
        raise EarlierOpen
    if periods.open_differences(estate_id, month):
        raise DifferencesOpen
    count, debit_fen = balances.moved(estate_id, month)
    found = periods.of_month(estate_id, month)
    if found is None:
        found = BookPeriod(
            estate_id=estate_id, month_on=month.first_on, since_at=month.since_at, until_at=month.until_at
        )
        db.session.add(found)
    elif found.closed:
        raise PeriodChanged
    found.closed, found.closed_by, found.closed_at = True, actor.account_id, now
    found.transactions, found.debit_fen = count, debit_fen
    try:
        db.session.flush()
    except IntegrityError:
        raise PeriodChanged from None
    _record("close", found, debit_fen=debit_fen)
    return found


def ask_reopening(*, actor: Actor, period: BookPeriod, reason: str, now: datetime) -> PeriodReopening:
    """Ask that a closed month be opened again, and say why. Raises PeriodChanged."""
    db.session.refresh(period, with_for_update=True)
    if not period.closed or periods.waiting_reopening(period) is not None:
        raise PeriodChanged
    made = PeriodReopening(
        estate_id=period.estate_id,
        period_id=period.id,
        reason=reason,
        asked_by=actor.account_id,
        asked_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _record("ask_reopening", period)
    return made


def decide_reopening(
    *, actor: Actor, reopening: PeriodReopening, agree: bool, now: datetime
) -> PeriodReopening:
    """Another person opens the month again, or leaves it closed. Raises SamePersonReopens, PeriodChanged."""
    period = periods.period(estate_id=reopening.estate_id, period_id=reopening.period_id)
    db.session.refresh(period, with_for_update=True)
    db.session.refresh(reopening, with_for_update=True)
    if reopening.asked_by == actor.account_id:
        raise SamePersonReopens
    if reopening.decided_at is not None or not period.closed:
        raise PeriodChanged
    reopening.agreed, reopening.decided_by, reopening.decided_at = agree, actor.account_id, now
    period.closed = not agree
    db.session.flush()
    _record("reopen" if agree else "leave_closed", period, reason=reopening.reason)
    return reopening


def _record(verb: str, period: BookPeriod, **details: Any) -> None:
    audit.record(
        f"payments:period:{verb}",
        object_kind="book_period",
        object_id=period.id,
        estate_id=period.estate_id,
        month=str(period.month_on),
        **details,
    )
