"""Bills as people see them: what is owed, what was paid, what each is made of."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from linli.domains.fees.models import Bill, BillLine, BillRun, BillSettlement, FeeItem, Voiding
from linli.domains.fees.rules import BillKind, BillState, Liable, VoidingState, state_of
from linli.domains.people.queries import holdings
from linli.kernel.actors import RESIDENTS, Actor
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, by_id, page
from linli.platform.prepared import prepared

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class BillView:
    """A bill with what has been paid of it."""

    bill: Bill
    item_name: str
    item_kind: str
    settled_fen: int
    voided: bool

    @property
    def open_fen(self) -> int:
        """What is still owed."""
        standing = not self.voided and self.bill.kind == BillKind.BILL
        return max(0, self.bill.amount_fen - self.settled_fen) if standing else 0

    def state(self, today: date) -> BillState:
        """Where the bill stands today."""
        return state_of(
            amount_fen=self.bill.amount_fen,
            settled_fen=self.settled_fen,
            voided=self.voided or self.bill.kind == BillKind.RED,
            due_on=self.bill.due_on,
            today=today,
        )


@dataclass(frozen=True, slots=True)
class Arrears:
    """Bills that are overdue: how many, what is owed on them, and since when the oldest is (None: there are none)."""

    count: int
    open_fen: int
    oldest_due_on: date | None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with what it issued and what came in for it."""

    run: BillRun
    item_name: str
    count: int
    total_fen: int
    settled_fen: int


def bill(*, estate_id: uuid.UUID, bill_id: uuid.UUID, **_: object) -> Bill:
    """The bill, if it is this estate's; otherwise Unknown."""
    found = db.session.get(Bill, (estate_id, bill_id))
    if found is None:
        raise Unknown
    return found


def unit_ids(estate_id: uuid.UUID, bill_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Whose bills these are: the unit of each."""
    return {row[0]: row[1] for row in db.session.execute(*_units(estate_id=estate_id, bill_ids=bill_ids))}


@prepared
def _units(estate_id: Any, bill_ids: Any) -> Select[uuid.UUID, uuid.UUID]:
    return select(Bill.id, Bill.unit_id).where(Bill.estate_id == estate_id, Bill.id.in_(bill_ids))


def bill_for(actor: Actor, *, estate_id: uuid.UUID, bill_id: uuid.UUID) -> BillView:
    """A bill that the actor may see: staff every one, residents their household's. Otherwise Unknown (B-2, B-7)."""
    query = _for(actor, estate_id).where(Bill.id == bill_id)
    found = db.session.scalar(query)
    if found is None:
        raise Unknown
    return views([found])[0]


def own_bills(actor: Actor, estate_id: uuid.UUID, *, open_only: bool = False) -> list[BillView]:
    """The actor's household's bills, the oldest due first; at most 500."""
    query = _for(actor, estate_id).order_by(Bill.due_on, Bill.unit_label, Bill.id)
    if open_only:
        query = query.where(owing())
    return views(db.session.scalars(query.limit(500)).all())


def own_bills_named(actor: Actor, estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID]) -> list[BillView]:
    """These bills of the actor's household, each once, the oldest due first. Raises Unknown when one is not."""
    wanted = set(bill_ids)
    query = _for(actor, estate_id).where(Bill.id.in_(wanted)).order_by(Bill.due_on, Bill.unit_label, Bill.id)
    found = db.session.scalars(query).all()
    if len(found) != len(wanted):
        raise Unknown
    return views(found)


def named(estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID]) -> Sequence[Bill]:
    """These bills of an estate, the oldest due first."""
    query = select(Bill).where(Bill.estate_id == estate_id, Bill.id.in_(bill_ids))
    return db.session.scalars(query.order_by(Bill.due_on, Bill.unit_label, Bill.id)).all()


def paid_page(actor: Actor, estate_id: uuid.UUID, *, window: Window) -> Page[BillView]:
    """The household's bills that need nothing any more, the newest first."""
    found = by_id(_for(actor, estate_id).where(~owing()), Bill.id, window=window)
    return Page(views(found.items), found.next)


def bills_page(
    actor: Actor,
    estate_id: uuid.UUID,
    *,
    window: Window,
    search: str = "",
    run_id: uuid.UUID | None = None,
    unit_id: uuid.UUID | None = None,
    open_only: bool = False,
    overdue_on: date | None = None,
) -> Page[BillView]:
    """The bills that the actor may see, by unit; `overdue_on`: only those unpaid and due before that day."""
    query = _for(actor, estate_id)
    for column, wanted in ((Bill.run_id, run_id), (Bill.unit_id, unit_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    if search:
        query = query.where(Bill.unit_label.contains(search, autoescape=True))
    if open_only or overdue_on is not None:
        query = query.where(owing())
    if overdue_on is not None:
        query = query.where(Bill.due_on < overdue_on)
    found = page(query, by=((Bill.unit_label, str), (Bill.id, uuid.UUID)), window=window)
    return Page(views(found.items), found.next)


def arrears(estate_id: uuid.UUID, *, on: date) -> Arrears:
    """What should have been paid before a day and was not, in the whole estate."""
    paid = settled_sums().subquery()
    row = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Bill.amount_fen - func.coalesce(paid.c.amount_fen, 0)), 0),
            func.min(Bill.due_on),
        )
        .outerjoin(paid, (paid.c.estate_id == Bill.estate_id) & (paid.c.bill_id == Bill.id))
        .where(Bill.estate_id == estate_id, owing(), Bill.due_on < on)
    ).one()
    return Arrears(int(row[0]), int(row[1]), row[2])


def visible(actor: Actor, estate_id: uuid.UUID, unit_id: uuid.UUID) -> Select[Any]:
    """The bills of a unit that the actor may see, without red ones."""
    return _for(actor, estate_id).where(Bill.unit_id == unit_id, Bill.kind == BillKind.BILL)


def views(bills: Sequence[Bill]) -> list[BillView]:
    """Bills of one estate with what has been paid of them, in the same order."""
    if not bills:
        return []
    estate_id, ids = bills[0].estate_id, [one.id for one in bills]
    settled = settled_fen(estate_id, ids)
    voided = set(db.session.scalars(*_voided(estate_id=estate_id, bill_ids=ids)))
    items = {row.id: row for row in db.session.execute(*_items(estate_id=estate_id))}
    return [
        BillView(
            one, items[one.item_id].name, items[one.item_id].kind, settled.get(one.id, 0), one.id in voided
        )
        for one in bills
    ]


def settled_fen(estate_id: uuid.UUID, bill_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What has been paid of each of these bills, where anything was."""
    rows = db.session.execute(*_settled(estate_id=estate_id, bill_ids=bill_ids))
    return {bill_id: int(total) for bill_id, total in rows}


@prepared
def _voided(estate_id: Any, bill_ids: Any) -> Select[uuid.UUID | None]:
    return select(Bill.corrects_id).where(Bill.estate_id == estate_id, Bill.corrects_id.in_(bill_ids))


@prepared
def _items(estate_id: Any) -> Select[uuid.UUID, str, str]:
    return select(FeeItem.id, FeeItem.name, FeeItem.kind).where(FeeItem.estate_id == estate_id)


@prepared
def _settled(estate_id: Any, bill_ids: Any) -> Select[uuid.UUID, int]:
    part = BillSettlement
    of_bills = (part.estate_id == estate_id, part.bill_id.in_(bill_ids))
    return select(part.bill_id, func.sum(part.amount_fen)).where(*of_bills).group_by(part.bill_id)


def lines(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[BillLine]:
    """What a bill is made of."""
    return db.session.scalars(
        select(BillLine).filter_by(estate_id=estate_id, bill_id=bill_id).order_by(BillLine.position)
    ).all()


def settlements(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[BillSettlement]:
    """What was paid towards a bill, in order."""
    return db.session.scalars(
        select(BillSettlement).filter_by(estate_id=estate_id, bill_id=bill_id).order_by(BillSettlement.id)
    ).all()


def bills_of_source(estate_id: uuid.UUID, source_id: uuid.UUID) -> list[tuple[BillView, int]]:
    """The bills that a payment went to, with how much went to each."""
    rows = db.session.execute(
        select(Bill, BillSettlement.amount_fen)
        .join(
            BillSettlement,
            (BillSettlement.estate_id == Bill.estate_id) & (BillSettlement.bill_id == Bill.id),
        )
        .where(Bill.estate_id == estate_id, BillSettlement.source_id == source_id)
        .order_by(Bill.due_on, Bill.unit_label, Bill.id)
    ).all()
    shown = views([found for found, _ in rows])
    return [(one, amount) for one, (_, amount) in zip(shown, rows, strict=True)]


def run(*, estate_id: uuid.UUID, run_id: uuid.UUID, **_: object) -> BillRun:
    """The run, or Unknown."""
    found = db.session.get(BillRun, (estate_id, run_id))
    if found is None:
        raise Unknown
    return found


def run_view(found: BillRun) -> RunView:
    """A run with its sums."""
    return _run_views(select(BillRun).filter_by(estate_id=found.estate_id, id=found.id))[0]


def runs(estate_id: uuid.UUID, *, most: int = 24) -> list[RunView]:
    """The newest runs of an estate with their sums."""
    return _run_views(select(BillRun).filter_by(estate_id=estate_id).order_by(BillRun.id.desc()).limit(most))


def run_bills(found: BillRun) -> Rows:
    """The bills of a run as a set (`estate_id`, `id`, `unit_id`, `amount_fen`), for the ledger."""
    return select(Bill.estate_id, Bill.id, Bill.unit_id, Bill.amount_fen).where(
        Bill.estate_id == found.estate_id, Bill.run_id == found.id, Bill.kind == BillKind.BILL
    )


def voiding(*, estate_id: uuid.UUID, voiding_id: uuid.UUID, **_: object) -> Voiding:
    """A proposal to take a bill back, or Unknown."""
    found = db.session.get(Voiding, (estate_id, voiding_id))
    if found is None:
        raise Unknown
    return found


def voidings_of(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[Voiding]:
    """The proposals to take a bill back, the newest first."""
    return db.session.scalars(
        select(Voiding).filter_by(estate_id=estate_id, bill_id=bill_id).order_by(Voiding.id.desc())
    ).all()


def open_voidings(estate_id: uuid.UUID) -> list[tuple[Voiding, Bill]]:
    """The proposals that wait for a second person, with their bills."""
    rows = db.session.execute(
        select(Voiding, Bill)
        .join(Bill, (Bill.estate_id == Voiding.estate_id) & (Bill.id == Voiding.bill_id))
        .where(Voiding.estate_id == estate_id, Voiding.state == VoidingState.PROPOSED)
        .order_by(Voiding.id)
    )
    return [(proposal, found) for proposal, found in rows]


def settled_sums() -> Rows:
    """What has been paid of every bill, as a set (`estate_id`, `bill_id`, `amount_fen`), for the auditor."""
    return select(
        BillSettlement.estate_id,
        BillSettlement.bill_id,
        func.sum(BillSettlement.amount_fen).label("amount_fen"),
    ).group_by(BillSettlement.estate_id, BillSettlement.bill_id)


def issued_amounts() -> Rows:
    """Every bill with its amount net of its red one, as a set (`estate_id`, `bill_id`, `amount_fen`)."""
    named = func.coalesce(Bill.corrects_id, Bill.id)
    return select(
        Bill.estate_id, named.label("bill_id"), func.sum(Bill.amount_fen).label("amount_fen")
    ).group_by(Bill.estate_id, named)


def _for(actor: Actor, estate_id: uuid.UUID) -> Select[Any]:
    query = select(Bill).where(Bill.estate_id == estate_id)
    if actor.role not in RESIDENTS:
        return query
    days = holdings.days_in_units(actor.account_id).subquery()
    mine = exists().where(
        days.c.estate_id == Bill.estate_id,
        days.c.unit_id == Bill.unit_id,
        or_(days.c.since_on.is_(None), days.c.since_on <= Bill.billed_on),
        or_(days.c.until_on.is_(None), days.c.until_on >= Bill.billed_on),
    )
    return query.where(
        mine,
        Bill.kind == BillKind.BILL,
        Bill.liable == Liable.OWNER,
        Bill.unit_id.in_(list(actor.units)),
    )


def standing() -> ColumnElement[bool]:
    """Whether a bill was not taken back."""
    red = aliased(Bill)
    taken_back = exists().where(red.estate_id == Bill.estate_id, red.corrects_id == Bill.id).correlate(Bill)
    return (Bill.kind == BillKind.BILL) & ~taken_back


def owing() -> ColumnElement[bool]:
    """Whether something is still owed on a bill."""
    paid = (
        select(func.coalesce(func.sum(BillSettlement.amount_fen), 0))
        .where(BillSettlement.estate_id == Bill.estate_id, BillSettlement.bill_id == Bill.id)
        .correlate(Bill)
        .scalar_subquery()
    )
    return standing() & (Bill.amount_fen > paid)


def _run_views(query: Select[Any]) -> list[RunView]:
    found = db.session.scalars(query).all()
    if not found:
        return []
    paid = settled_sums().subquery()
    sums = {
        row.run_id: row
        for row in db.session.execute(
            select(
                Bill.run_id,
                func.count().label("bills"),
                func.sum(Bill.amount_fen).label("total"),
                func.coalesce(func.sum(paid.c.amount_fen), 0).label("settled"),
            )
            .outerjoin(paid, (paid.c.estate_id == Bill.estate_id) & (paid.c.bill_id == Bill.id))
            .where(
                Bill.estate_id == found[0].estate_id,
                Bill.run_id.in_([one.id for one in found]),
                Bill.kind == BillKind.BILL,
            )
            .group_by(Bill.run_id)
        )
    }
    names = {
        row.id: row.name
        for row in db.session.execute(
            select(FeeItem.id, FeeItem.name).where(FeeItem.estate_id == found[0].estate_id)
        )
    }
    return [
        RunView(
            one,
            names[one.item_id],
            int(sums[one.id].bills),
            int(sums[one.id].total),
            int(sums[one.id].settled),
        )
        for one in found
    ]
