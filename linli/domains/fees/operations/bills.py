"""What happens to a bill after its issue: paid, or taken back by two people. The bill itself never changes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.exc import IntegrityError

from linli.domains.fees.errors import AlreadyVoid, SecondPersonNeeded, VoidingDecided, VoidingOpen
from linli.domains.fees.events import BillVoided
from linli.domains.fees.models import Bill, BillSettlement, Voiding
from linli.domains.fees.queries import bills as queries
from linli.domains.fees.queries import owed
from linli.domains.fees.rules import BillKind, VoidingState
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db
from linli.platform.prepared import prepared

_SETTLE = insert(cast("Table", BillSettlement.__table__))


def settle(
    *, estate_id: uuid.UUID, wanted: Mapping[uuid.UUID, int], source_id: uuid.UUID, now: datetime
) -> dict[uuid.UUID, int]:
    """Put money to bills, each at most what is still open on it; returns what really went to each.

    What a bill cannot take (paid meanwhile, taken back) is left to the caller, who books it as surplus:
    no money is lost (checks E-3, E-20). The bills are locked in one order, so that two payments of the
    same bill queue up.
    """
    found = _locked(estate_id, list(wanted))
    taken = {
        one.bill.id: min(wanted[one.bill.id], one.open_fen) for one in queries.views(found) if one.open_fen
    }
    settled = {bill_id: amount for bill_id, amount in taken.items() if amount}
    parts = [Part(bill_id, source_id, amount) for bill_id, amount in settled.items()]
    settle_held(estate_id=estate_id, parts=parts, now=now)
    return settled


@dataclass(frozen=True, slots=True)
class Part:
    """What goes to a bill out of one source of money."""

    bill_id: uuid.UUID
    source_id: uuid.UUID
    amount_fen: int


def hold_owed(*, estate_id: uuid.UUID, units: Select[Any]) -> list[owed.Owed]:
    """What the owners of some units owe, kept from other payments until the end of the transaction; unit by unit."""
    db.session.execute(
        select(Bill.id).where(owed.open_of(estate_id, units)).order_by(Bill.id).with_for_update(of=Bill)
    )
    return owed.of_units(estate_id, units)


def settle_held(*, estate_id: uuid.UUID, parts: Sequence[Part], now: datetime) -> None:
    """Put money to bills that the caller holds, each at most what is open on it; in one statement."""
    rows = [
        {
            "estate_id": estate_id,
            "id": new_id(),
            "bill_id": one.bill_id,
            "source_id": one.source_id,
            "amount_fen": one.amount_fen,
            "at": now,
        }
        for one in parts
    ]
    if rows:
        db.session.execute(_SETTLE, rows)


def propose_voiding(*, actor: Actor, bill: Bill, reason: str, now: datetime) -> Voiding:
    """Ask that a bill be taken back. Raises AlreadyVoid, VoidingOpen."""
    if bill.kind == BillKind.RED or queries.views([bill])[0].voided:
        raise AlreadyVoid
    proposal = Voiding(
        estate_id=bill.estate_id,
        bill_id=bill.id,
        reason=reason,
        state=VoidingState.PROPOSED,
        proposed_by=actor.account_id,
        proposed_at=now,
    )
    db.session.add(proposal)
    try:
        db.session.flush()
    except IntegrityError:
        raise VoidingOpen from None
    audit.record("fees:voiding:propose", object_kind="bill", object_id=bill.id, estate_id=bill.estate_id)
    return proposal


def decide_voiding(*, actor: Actor, voiding: Voiding, approve: bool, now: datetime) -> Bill | None:
    """Take the bill back by a red one, or leave it standing; the red bill, where there is one.

    What had been paid comes off the bill; the ledger books it as the payers' surplus.
    Raises SecondPersonNeeded for whoever proposed it (check B-13), VoidingDecided, AlreadyVoid.
    """
    db.session.refresh(voiding, with_for_update=True)
    if voiding.state != VoidingState.PROPOSED:
        raise VoidingDecided
    if voiding.proposed_by == actor.account_id:
        raise SecondPersonNeeded
    voiding.state = VoidingState.APPROVED if approve else VoidingState.REFUSED
    voiding.decided_by, voiding.decided_at = actor.account_id, now
    db.session.flush()
    audit.record(
        "fees:voiding:decide",
        object_kind="voiding",
        object_id=voiding.id,
        estate_id=voiding.estate_id,
        approved=approve,
    )
    return _take_back(voiding, now) if approve else None


def _take_back(voiding: Voiding, now: datetime) -> Bill:
    (bill,) = _locked(voiding.estate_id, [voiding.bill_id])
    red = Bill(
        estate_id=bill.estate_id,
        run_id=bill.run_id,
        item_id=bill.item_id,
        unit_id=bill.unit_id,
        unit_label=bill.unit_label,
        floor_area=bill.floor_area,
        liable=bill.liable,
        owner_id=bill.owner_id,
        kind=BillKind.RED,
        edition=bill.edition,
        corrects_id=bill.id,
        since_on=bill.since_on,
        until_on=bill.until_on,
        due_on=bill.due_on,
        billed_on=day_of(now),
        amount_fen=-bill.amount_fen,
    )
    db.session.add(red)
    try:
        db.session.flush()
    except IntegrityError:
        raise AlreadyVoid from None
    paid_fen = queries.settled_fen(bill.estate_id, [bill.id]).get(bill.id, 0)
    if paid_fen:
        db.session.add(
            BillSettlement(
                estate_id=bill.estate_id, bill_id=bill.id, source_id=red.id, amount_fen=-paid_fen, at=now
            )
        )
        db.session.flush()
    publish(BillVoided(at=now, estate_id=bill.estate_id, bill_id=bill.id, red_id=red.id))
    return red


def _locked(estate_id: uuid.UUID, bill_ids: list[uuid.UUID]) -> list[Bill]:
    return list(db.session.scalars(*_lock(estate_id=estate_id, bill_ids=bill_ids)))


@prepared
def _lock(estate_id: Any, bill_ids: Any) -> Select[Bill]:
    named = select(Bill).where(Bill.estate_id == estate_id, Bill.id.in_(bill_ids))
    return named.order_by(Bill.id).with_for_update()
