"""Issuing bills whose amounts do not come from a price by area or unit: shares, readings, old debts, late charges."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from linli.domains.estates import queries as estates
from linli.domains.estates.rules import Delivery
from linli.domains.fees.errors import BilledAlready, NothingToBill
from linli.domains.fees.events import BillsIssued
from linli.domains.fees.models import Bill, BillPart, BillRun, FeeItem
from linli.domains.fees.queries import charging, contracts
from linli.domains.fees.rules import BillKind, Liable, Period
from linli.domains.fees.rules.parts import PartKind
from linli.domains.people.queries import holdings
from linli.kernel.actors import Actor
from linli.kernel.ids import new_id
from linli.kernel.times import day_of
from linli.platform import audit
from linli.platform.bus import publish
from linli.platform.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of a bill to be."""

    kind: PartKind
    words: str
    amount_fen: int
    basis: str = ""
    quantity_milli: int | None = None
    measure: str = ""
    rate_mfen: int | None = None
    whole_fen: int | None = None
    weight: int | None = None
    weights: int | None = None
    source_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What one unit is to be billed."""

    unit_id: uuid.UUID
    parts: tuple[Part, ...]

    @property
    def amount_fen(self) -> int:
        """Its sum."""
        return sum(part.amount_fen for part in self.parts)


def issue_parts(
    *,
    actor: Actor | None,
    item: FeeItem,
    period: Period,
    due_on: date,
    charges: Sequence[Charge],
    again: bool = False,
    now: datetime,
) -> BillRun:
    """Issue these bills in one run; units that owe nothing get none. All of them, or none.

    `again`: a unit may have a standing bill of the item for these days (a late charge beside its fee).
    Raises NothingToBill, and BilledAlready where a unit has a standing bill of the item for these days.
    """
    owing = [one for one in charges if one.amount_fen > 0]
    if not owing:
        raise NothingToBill
    run = open_run(by=actor.account_id if actor else None, item=item, period=period, due_on=due_on, now=now)
    if not again and not standing_bills(item, period).isdisjoint(one.unit_id for one in owing):
        raise BilledAlready
    rows = _rows(run, owing)
    db.session.execute(insert(Bill), rows)
    db.session.execute(insert(BillPart), _parts(owing, rows))
    audit.record(
        "fees:run:issue",
        object_kind="bill_run",
        object_id=run.id,
        estate_id=item.estate_id,
        count=len(owing),
        total_fen=sum(one.amount_fen for one in owing),
    )
    publish(BillsIssued(at=now, estate_id=item.estate_id, run_id=run.id, item_id=item.id))
    return run


def standing_bills(item: FeeItem, period: Period) -> set[uuid.UUID]:
    """The units that have a standing bill of the item for any of these days."""
    units = estates.unit_rows().subquery("unit_row")
    return set(
        db.session.scalars(
            select(units.c.id).where(
                units.c.estate_id == item.estate_id, charging.billed(item, period, units.c.id)
            )
        )
    )


def open_run(*, by: uuid.UUID | None, item: FeeItem, period: Period, due_on: date, now: datetime) -> BillRun:
    """A run without bills yet; one of an item at a time, or two of them might overlap.

    Its bills rest on the contract under which the period begins (FE-30).
    """
    db.session.execute(select(FeeItem.id).filter_by(estate_id=item.estate_id, id=item.id).with_for_update())
    run = BillRun(
        id=new_id(),
        estate_id=item.estate_id,
        item_id=item.id,
        since_on=period.since_on,
        until_on=period.until_on,
        due_on=due_on,
        issued_on=day_of(now),
        issued_at=now,
        issued_by=by,
        contract_id=contracts.in_force(item.estate_id, on=period.since_on),
    )
    db.session.add(run)
    db.session.flush()
    return run


def _rows(run: BillRun, charges: Sequence[Charge]) -> list[dict[str, Any]]:
    place = run.estate_id
    unit = estates.unit_rows().subquery("unit_row")
    units = {row.id: row for row in db.session.execute(select(unit).where(unit.c.estate_id == place))}
    held = holdings.answering(on=run.issued_on).subquery()
    owners = dict(
        db.session.execute(select(held.c.unit_id, held.c.owner_id).where(held.c.estate_id == place)).all()
    )
    builder = holdings.developers().subquery()
    developer = db.session.scalar(select(builder.c.owner_id).where(builder.c.estate_id == place))
    editions = _editions(run)
    shared = {
        "estate_id": place,
        "run_id": run.id,
        "item_id": run.item_id,
        "kind": BillKind.BILL,
        "corrects_id": None,
        "since_on": run.since_on,
        "until_on": run.until_on,
        "due_on": run.due_on,
        "billed_on": run.issued_on,
    }
    rows = []
    for one in charges:
        found = units[one.unit_id]
        delivered = found.delivery == Delivery.DELIVERED
        rows.append(
            shared
            | {
                "id": new_id(),
                "unit_id": one.unit_id,
                "unit_label": found.label,
                "floor_area": found.floor_area,
                "liable": Liable.OWNER if delivered else Liable.DEVELOPER,
                "owner_id": owners.get(one.unit_id) if delivered else developer,
                "edition": editions.get(one.unit_id, 0) + 1,
                "amount_fen": one.amount_fen,
            }
        )
    return rows


def _editions(run: BillRun) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(Bill.unit_id, func.count())
        .where(
            Bill.estate_id == run.estate_id,
            Bill.item_id == run.item_id,
            Bill.since_on == run.since_on,
            Bill.kind == BillKind.BILL,
        )
        .group_by(Bill.unit_id)
    )
    return {row[0]: row[1] for row in rows}


def _parts(charges: Sequence[Charge], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        asdict(part)
        | {"estate_id": row["estate_id"], "id": new_id(), "bill_id": row["id"], "position": position}
        for charge, row in zip(charges, rows, strict=True)
        for position, part in enumerate((one for one in charge.parts if one.amount_fen), 1)
    ]
