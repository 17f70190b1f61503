"""Who owes what since when and why, by unit and in sums; the reminders and objections of a bill."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select

from linli.domains.fees.errors import NothingLate
from linli.domains.fees.models import ArrearsCause, Bill, BillDispute, BillReminder
from linli.domains.fees.queries import bills, planned
from linli.domains.fees.rules.arrears import AGE_DAYS, BY_CLOCK, Age, Cause, DisputeState, Step
from linli.kernel.refusals import Unknown
from linli.platform.db import db
from linli.platform.paging import Page, Window, rows_page

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Debtor:
    """A unit with what is overdue on it."""

    unit_id: uuid.UUID
    unit_label: str
    count: int
    open_fen: int
    oldest_due_on: date
    cause: Cause


@dataclass(frozen=True, slots=True)
class Sums:
    """What is overdue in an estate, once by age and once by cause; both add up to the same total."""

    by_age: dict[Age, tuple[int, int]]
    by_cause: dict[Cause, tuple[int, int]]

    @property
    def open_fen(self) -> int:
        """All that is overdue."""
        return sum(amount for _, amount in self.by_age.values())

    @property
    def count(self) -> int:
        """How many bills."""
        return sum(count for count, _ in self.by_age.values())


def debtors_page(
    estate_id: uuid.UUID, *, on: date, window: Window, age: Age | None = None, cause: Cause | None = None
) -> Page[Debtor]:
    """The units with overdue bills, by label; of one age or cause where asked."""
    late = _late(estate_id, on).subquery()
    query = select(
        late.c.unit_id,
        late.c.unit_label,
        func.count().label("count"),
        func.sum(late.c.open_fen).label("open_fen"),
        func.min(late.c.due_on).label("oldest_due_on"),
        func.min(late.c.cause).label("cause"),
    )
    for column, wanted in ((late.c.age, age), (late.c.cause, cause)):
        if wanted is not None:
            query = query.where(column == wanted.value)
    grouped = query.group_by(late.c.unit_id, late.c.unit_label).subquery()
    by: Any = ((grouped.c.unit_label, str), (grouped.c.unit_id, uuid.UUID))
    found = rows_page(select(grouped), by=by, window=window)
    return Page([_debtor(row) for row in found.items], found.next)


def _debtor(row: Any) -> Debtor:
    return Debtor(
        row.unit_id, row.unit_label, int(row.count), int(row.open_fen), row.oldest_due_on, Cause(row.cause)
    )


def sums(estate_id: uuid.UUID, *, on: date) -> Sums:
    """What is overdue by age and by cause, in one pass each."""
    late = _late(estate_id, on).subquery()
    rows = db.session.execute(
        select(late.c.age, late.c.cause, func.count(), func.sum(late.c.open_fen)).group_by(
            late.c.age, late.c.cause
        )
    )
    ages: dict[Age, tuple[int, int]] = dict.fromkeys(Age, (0, 0))
    causes: dict[Cause, tuple[int, int]] = {}
    for age, cause, count, amount in rows:
        before = ages[Age(age)]
        ages[Age(age)] = (before[0] + int(count), before[1] + int(amount))
        before = causes.get(Cause(cause), (0, 0))
        causes[Cause(cause)] = (before[0] + int(count), before[1] + int(amount))
    return Sums(ages, dict(sorted(causes.items(), key=lambda one: -one[1][1])))


def _late(estate_id: uuid.UUID, on: date) -> Rows:
    """Every overdue bill with what is open on it, its age and its cause."""
    paid = bills.settled_sums().subquery()
    newest = (
        select(ArrearsCause.cause)
        .where(ArrearsCause.estate_id == Bill.estate_id, ArrearsCause.unit_id == Bill.unit_id)
        .order_by(ArrearsCause.id.desc())
        .limit(1)
        .correlate(Bill)
        .scalar_subquery()
    )
    cause = case(
        (disputed(), literal(Cause.DISPUTED.value)),
        else_=func.coalesce(newest, literal(Cause.UNKNOWN.value)),
    )
    age = case(
        *((Bill.due_on >= on - timedelta(days=most), literal(one.value)) for one, most in AGE_DAYS),
        else_=literal(Age.OLDER.value),
    )
    open_fen = Bill.amount_fen - func.coalesce(paid.c.amount_fen, 0)
    return (
        select(
            Bill.id,
            Bill.unit_id,
            Bill.unit_label,
            Bill.due_on,
            open_fen.label("open_fen"),
            age.label("age"),
            cause.label("cause"),
        )
        .outerjoin(paid, (paid.c.estate_id == Bill.estate_id) & (paid.c.bill_id == Bill.id))
        .where(Bill.estate_id == estate_id, bills.owing(), Bill.due_on < on)
    )


def disputed() -> ColumnElement[bool]:
    """Whether an objection to a bill waits for its answer."""
    return (
        exists()
        .where(
            BillDispute.estate_id == Bill.estate_id,
            BillDispute.bill_id == Bill.id,
            BillDispute.state == DisputeState.OPEN,
        )
        .correlate(Bill)
    )


def late_bills(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> list[bills.BillView]:
    """A unit's overdue bills, the oldest due first."""
    query = select(Bill).where(
        Bill.estate_id == estate_id, Bill.unit_id == unit_id, bills.owing(), Bill.due_on < on
    )
    return bills.views(db.session.scalars(query.order_by(Bill.due_on, Bill.id)).all())


def claimed(estate_id: uuid.UUID, unit_id: uuid.UUID, *, on: date) -> list[bills.BillView]:
    """A unit's overdue bills that nobody objects to and no agreement covers: what a letter may claim.

    Raises NothingLate.
    """
    contested = disputed_bills(estate_id) | _planned_bills(estate_id, unit_id)
    found = [one for one in late_bills(estate_id, unit_id, on=on) if one.bill.id not in contested]
    if not found:
        raise NothingLate
    return found


def _planned_bills(estate_id: uuid.UUID, unit_id: uuid.UUID) -> set[uuid.UUID]:
    query = select(Bill.id).where(Bill.estate_id == estate_id, Bill.unit_id == unit_id, planned.in_plan())
    return set(db.session.scalars(query))


def told(found: Sequence[Bill], step: Step) -> set[uuid.UUID]:
    """Which of these bills of one estate had this step before."""
    if not found:
        return set()
    return set(
        db.session.scalars(
            select(BillReminder.bill_id).where(
                BillReminder.estate_id == found[0].estate_id,
                BillReminder.bill_id.in_([one.id for one in found]),
                BillReminder.step == step,
            )
        )
    )


def disputed_bills(estate_id: uuid.UUID) -> set[uuid.UUID]:
    """The bills whose objection waits for an answer."""
    return set(
        db.session.scalars(
            select(BillDispute.bill_id).filter_by(estate_id=estate_id, state=DisputeState.OPEN)
        )
    )


def to_remind(estate_id: uuid.UUID, step: Step, *, on: date, most: int) -> list[tuple[uuid.UUID, int]]:
    """The bills for which a step is due today, with what is open: not paid, not disputed, not reminded of so."""
    since, until = next((since, until) for one, since, until in BY_CLOCK if one is step)
    paid = bills.settled_sums().subquery()
    rows = db.session.execute(
        select(Bill.id, Bill.amount_fen - func.coalesce(paid.c.amount_fen, 0))
        .outerjoin(paid, (paid.c.estate_id == Bill.estate_id) & (paid.c.bill_id == Bill.id))
        .where(
            Bill.estate_id == estate_id,
            Bill.due_on.between(on - until, on - since),
            bills.owing(),
            ~disputed(),
            ~planned.in_plan(),
            ~reminded(step),
        )
        .order_by(Bill.id)
        .limit(most)
    )
    return [(bill_id, int(open_fen)) for bill_id, open_fen in rows]


def reminded(step: Step) -> ColumnElement[bool]:
    """Whether a bill's payer was reminded of it by this step."""
    return (
        exists()
        .where(
            BillReminder.estate_id == Bill.estate_id,
            BillReminder.bill_id == Bill.id,
            BillReminder.step == step,
        )
        .correlate(Bill)
    )


def estates_to_remind(*, on: date) -> list[uuid.UUID]:
    """The estates with an open bill that is due within three days or overdue."""
    soon = max(-since for _, since, _ in BY_CLOCK)
    query = select(Bill.estate_id).where(Bill.due_on <= on + soon, bills.owing()).distinct()
    return list(db.session.scalars(query.order_by(Bill.estate_id)))


def reminders(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[BillReminder]:
    """What was done to remind of a bill, in order."""
    return db.session.scalars(
        select(BillReminder).filter_by(estate_id=estate_id, bill_id=bill_id).order_by(BillReminder.id)
    ).all()


def reminders_of_unit(estate_id: uuid.UUID, unit_id: uuid.UUID) -> list[tuple[BillReminder, Bill]]:
    """What was done to remind of a unit's bills, the newest first; at most 100."""
    rows = db.session.execute(
        select(BillReminder, Bill)
        .join(Bill, (Bill.estate_id == BillReminder.estate_id) & (Bill.id == BillReminder.bill_id))
        .where(BillReminder.estate_id == estate_id, Bill.unit_id == unit_id)
        .order_by(BillReminder.id.desc())
        .limit(100)
    )
    return [(one, bill) for one, bill in rows]


def reminded_units(estate_id: uuid.UUID, batch_id: uuid.UUID) -> list[uuid.UUID]:
    """The units whose people are to hear of a batch of reminders; those paid or disputed meanwhile are left out."""
    return list(
        db.session.scalars(
            select(Bill.unit_id)
            .join(
                BillReminder,
                (BillReminder.estate_id == Bill.estate_id) & (BillReminder.bill_id == Bill.id),
            )
            .where(
                Bill.estate_id == estate_id,
                BillReminder.batch_id == batch_id,
                bills.owing(),
                ~disputed(),
                ~planned.in_plan(),
            )
            .distinct()
        )
    )


def disputes(estate_id: uuid.UUID, bill_id: uuid.UUID) -> Sequence[BillDispute]:
    """The objections to a bill, the newest first."""
    return db.session.scalars(
        select(BillDispute).filter_by(estate_id=estate_id, bill_id=bill_id).order_by(BillDispute.id.desc())
    ).all()


def open_dispute(*, estate_id: uuid.UUID, bill_id: uuid.UUID, **_: object) -> BillDispute:
    """The objection to a bill that waits for an answer, or Unknown."""
    found = db.session.scalar(
        select(BillDispute).filter_by(estate_id=estate_id, bill_id=bill_id, state=DisputeState.OPEN)
    )
    if found is None:
        raise Unknown
    return found


def waiting_disputes(estate_id: uuid.UUID) -> list[tuple[BillDispute, Bill]]:
    """The objections that wait for an answer with their bills, the first to answer first; at most 100."""
    rows = db.session.execute(
        select(BillDispute, Bill)
        .join(Bill, (Bill.estate_id == BillDispute.estate_id) & (Bill.id == BillDispute.bill_id))
        .where(BillDispute.estate_id == estate_id, BillDispute.state == DisputeState.OPEN)
        .order_by(BillDispute.answer_by_on, BillDispute.id)
        .limit(100)
    )
    return [(one, bill) for one, bill in rows]
