"""Closing the desk: one counts the cash, another counts it again."""

import uuid
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.payments.errors import (
    AlreadyChecked,
    ClosedMeanwhile,
    SamePersonChecks,
    UnexplainedDifference,
)
from linli.domains.payments.models import DeskCheck, DeskClosing
from linli.domains.payments.queries import closings
from linli.kernel.actors import Actor
from linli.kernel.refusals import Unknown
from linli.platform import audit
from linli.platform.db import db


def close(*, actor: Actor, estate_id: uuid.UUID, counted_fen: int, reason: str, now: datetime) -> DeskClosing:
    """Write down what was counted beside what was booked since the closing before.

    Raises UnexplainedDifference where they differ and no reason is given (PA-17), ClosedMeanwhile.
    """
    before = closings.last(estate_id)
    since_at = before.until_at if before else closings.BEGINNING
    booked = closings.unclosed_cash(estate_id)
    if counted_fen != booked and not reason.strip():
        raise UnexplainedDifference(field_errors={"reason": [UnexplainedDifference.sentence]})
    made = DeskClosing(
        estate_id=estate_id,
        since_at=since_at,
        until_at=now,
        booked_fen=booked,
        counted_fen=counted_fen,
        reason=reason.strip(),
        closed_by=actor.account_id,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise ClosedMeanwhile from None
    audit.record(
        "payments:desk:close",
        object_kind="desk_closing",
        object_id=made.id,
        estate_id=estate_id,
        booked_fen=booked,
        counted_fen=counted_fen,
    )
    return made


def check(*, actor: Actor, estate_id: uuid.UUID, closing_id: uuid.UUID, now: datetime) -> DeskCheck:
    """A second person confirms what was counted. Raises Unknown, SamePersonChecks, AlreadyChecked."""
    found = db.session.get(DeskClosing, (estate_id, closing_id))
    if found is None:
        raise Unknown
    if found.closed_by == actor.account_id:
        raise SamePersonChecks
    made = DeskCheck(estate_id=estate_id, closing_id=closing_id, checked_by=actor.account_id, checked_at=now)
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyChecked from None
    audit.record("payments:desk:check", object_kind="desk_closing", object_id=closing_id, estate_id=estate_id)
    return made
