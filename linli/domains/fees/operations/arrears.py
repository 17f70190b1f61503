"""What is done about a debt: reminders each at most once, objections answered in time, causes written down."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from linli.domains.fees.errors import DisputeDecided, DisputeOpen, NothingOpen
from linli.domains.fees.events import BillsReminded, DisputeAnswered
from linli.domains.fees.models import ArrearsCause, Bill, BillDispute, BillReminder
from linli.domains.fees.queries import arrears
from linli.domains.fees.queries.bills import views
from linli.domains.fees.rules.arrears import ANSWER_WITHIN, BY_CLOCK, Cause, DisputeState, Step
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db

AT_ONCE = 2000


def remind(*, estate_id: uuid.UUID, now: datetime) -> int:
    """Remind of every bill of an estate for which a step is due: the highest step that fits; how many.

    A bill that was paid, taken back or objected to is left out; running again reminds nobody twice (FE-24).
    """
    made = 0
    for step, _, _ in BY_CLOCK:
        while due := arrears.to_remind(estate_id, step, on=day_of(now), most=AT_ONCE):
            _write(estate_id, step, due, actor=None, now=now)
            made += len(due)
    return made


def send_letter(*, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, now: datetime) -> uuid.UUID:
    """Write down that a letter of demand went out for a unit's undisputed overdue bills; its batch.

    A bill that a letter named before stays in the letter and is not written down twice. Raises NothingLate.
    """
    claimed = arrears.claimed(estate_id, unit_id, on=day_of(now))
    told = arrears.told([one.bill for one in claimed], Step.LETTER)
    fresh = [(one.bill.id, one.open_fen) for one in claimed if one.bill.id not in told]
    batch_id = _write(estate_id, Step.LETTER, fresh, actor=actor, now=now) if fresh else new_id()
    audit.record("fees:arrears:demand", object_kind="unit", object_id=unit_id, estate_id=estate_id)
    return batch_id


def _write(
    estate_id: uuid.UUID,
    step: Step,
    due: Sequence[tuple[uuid.UUID, int]],
    *,
    actor: Actor | None,
    now: datetime,
) -> uuid.UUID:
    batch_id = new_id()
    db.session.add_all(
        BillReminder(
            estate_id=estate_id,
            batch_id=batch_id,
            bill_id=bill_id,
            step=step,
            open_fen=open_fen,
            sent_by=actor.account_id if actor else None,
            sent_at=now,
        )
        for bill_id, open_fen in due
    )
    db.session.flush()
    publish(BillsReminded(at=now, estate_id=estate_id, batch_id=batch_id, step=step))
    return batch_id


def dispute(*, actor: Actor, bill: Bill, reason: str, now: datetime) -> BillDispute:
    """Object to a bill; it is answered within 15 days, and until then nobody reminds of it (FE-25).

    Raises NothingOpen where nothing is owed on it, DisputeOpen.
    """
    if not views([bill])[0].open_fen:
        raise NothingOpen
    made = BillDispute(
        estate_id=bill.estate_id,
        bill_id=bill.id,
        reason=reason,
        state=DisputeState.OPEN,
        raised_by=actor.account_id,
        raised_at=now,
        answer_by_on=day_of(now) + ANSWER_WITHIN,
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:
        raise DisputeOpen from None
    audit.record("fees:dispute:raise", object_kind="bill", object_id=bill.id, estate_id=bill.estate_id)
    return made


def answer(*, actor: Actor, dispute: BillDispute, upheld: bool, words: str, now: datetime) -> BillDispute:
    """Answer an objection with reasons. An upheld one is followed by a red bill, which two people decide.

    Raises DisputeDecided.
    """
    db.session.refresh(dispute, with_for_update=True)
    if dispute.state != DisputeState.OPEN:
        raise DisputeDecided
    dispute.state = DisputeState.UPHELD if upheld else DisputeState.REJECTED
    dispute.answer, dispute.decided_by, dispute.decided_at = words, actor.account_id, now
    db.session.flush()
    audit.record(
        "fees:dispute:answer",
        object_kind="bill",
        object_id=dispute.bill_id,
        estate_id=dispute.estate_id,
        upheld=upheld,
    )
    publish(
        DisputeAnswered(
            at=now, estate_id=dispute.estate_id, bill_id=dispute.bill_id, account_id=dispute.raised_by
        )
    )
    return dispute


def note_cause(
    *, actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID, cause: Cause, note: str, now: datetime
) -> ArrearsCause:
    """Write down why a unit has not paid; the newest one counts."""
    made = ArrearsCause(
        estate_id=estate_id, unit_id=unit_id, cause=cause, note=note, made_by=actor.account_id, made_at=now
    )
    db.session.add(made)
    db.session.flush()
    audit.record("fees:arrears:note", object_kind="unit", object_id=unit_id, estate_id=estate_id, cause=cause)
    return made
