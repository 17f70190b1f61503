"""Prepaid money goes to the bills of its units: for a whole estate in a few statements, however many units (FE-18)."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import insert

from linli.domains.fees.operations import bills as fees
from linli.domains.fees.operations.bills import Part
from linli.domains.fees.queries.owed import Owed
from linli.domains.payments.models import Allocation
from linli.domains.payments.operations import ledger
from linli.domains.payments.queries import held
from linli.domains.payments.rules import AccountKind, Debt, Posting, apply_payment
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.db import db


def use(*, estate_id: uuid.UUID, now: datetime) -> int:
    """Put what is prepaid to what its units owe: due bills first, the oldest due before (民法典第560条); how many units.

    Bills that somebody objects to wait for their answer. The accounts and the bills are kept from everybody
    else until the end of the transaction, so that nothing is used or settled twice.
    """
    holds = {one.unit_id: one for one in held.prepaid(estate_id, lock=True)}
    if not holds:
        return 0
    owed = fees.hold_owed(estate_id=estate_id, units=held.prepaid_units(estate_id))
    made = {
        unit_id: parts
        for unit_id, debts in groupby(owed, key=lambda one: one.unit_id)
        if unit_id in holds and (parts := list(_shares(holds[unit_id].amount_fen, list(debts), now)))
    }
    if made:
        _write(estate_id, made, {unit_id: holds[unit_id].account_id for unit_id in made}, now)
    return len(made)


def _shares(amount_fen: int, owed: Sequence[Owed], now: datetime) -> Iterator[Part]:
    source_id, debts = new_id(), [Debt(one.bill_id, one.due_on, one.open_fen) for one in owed]
    applied, _ = apply_payment(amount_fen=amount_fen, debts=debts, today=day_of(now))
    return (Part(one.debt_id, source_id, one.total_fen) for one in applied)


def _write(
    estate_id: uuid.UUID,
    made: dict[uuid.UUID, list[Part]],
    accounts: dict[uuid.UUID, uuid.UUID],
    now: datetime,
) -> None:
    fees.settle_held(estate_id=estate_id, parts=[part for parts in made.values() for part in parts], now=now)
    used = {unit_id: sum(part.amount_fen for part in parts) for unit_id, parts in made.items()}
    db.session.execute(
        insert(Allocation),
        [
            {
                "estate_id": estate_id,
                "id": parts[0].source_id,
                "origin": AccountKind.PREPAID,
                "of_id": unit_id,
                "amount_fen": used[unit_id],
                "made_by": None,
                "at": now,
            }
            for unit_id, parts in made.items()
        ],
    )
    owing = ledger.accounts(estate_id, AccountKind.RECEIVABLE)
    ledger.post_many(
        estate_id=estate_id,
        posting=Posting.SURPLUS_USED,
        entries=[
            entry
            for unit_id, parts in made.items()
            for entry in (
                ledger.Entry(parts[0].source_id, accounts[unit_id], used[unit_id]),
                *(ledger.Entry(one.source_id, owing[unit_id], -one.amount_fen, one.bill_id) for one in parts),
            )
        ],
        now=now,
    )
    audit.record(
        "payments:prepaid:use",
        object_kind="estate",
        object_id=estate_id,
        estate_id=estate_id,
        units=len(made),
        amount_fen=sum(used.values()),
    )
