"""How the books stand: what the auditor found, for the page, for watchers and for the doctor."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select

from linli.domains.payments.models import BookFault
from linli.domains.payments.queries import proof
from linli.platform.db import db
from linli.platform.jobs import JobRun

FAULT_TITLES = {
    "unbalanced_transaction": "一笔记账借贷不平",
    "bill_differs_from_ledger": "账单欠款与账簿不一致",
    "bill_over_settled": "账单销账超过应收",
    "bill_differs_from_lines": "账单与明细合计不一致",
    "payment_differs_from_ledger": "收款与账簿不一致",
    "refund_differs_from_ledger": "退款与账簿不一致",
    "more_given_than_paid": "退款超过实付",
    "less_than_nothing_held": "代管的钱成了负数",
}


def faults(estate_id: uuid.UUID) -> Sequence[BookFault]:
    """What does not hold in an estate's books, and what held again lately; the newest first, at most a hundred."""
    return db.session.scalars(
        select(BookFault)
        .where(BookFault.estate_id == estate_id)
        .order_by(BookFault.cleared_at.is_(None).desc(), BookFault.id.desc())
        .limit(100)
    ).all()


def estates_with_faults() -> set[uuid.UUID]:
    """The estates with a fault that is open."""
    return set(db.session.scalars(select(BookFault.estate_id).where(BookFault.cleared_at.is_(None))))


def warnings(*, now: datetime) -> list[str]:  # noqa: ARG001 - every room is told the moment
    """`books` while a fault is open anywhere."""
    return ["books"] if estates_with_faults() else []


def figures(*, now: datetime) -> dict[str, int]:  # noqa: ARG001
    """How many faults are open."""
    count = db.session.scalar(select(func.count()).where(BookFault.cleared_at.is_(None)))
    return {"linli_book_faults": count or 0}


def examine() -> Iterator[str]:
    """Proves the books now, for `linli doctor`."""
    for one in proof.faults():
        yield f"{FAULT_TITLES.get(one.what, one.what)}：小区 {one.estate_id}，记录 {one.object_id}"


def proven_at() -> datetime | None:
    """When the books of all estates were proven last, whatever was found."""
    return db.session.scalar(select(func.max(JobRun.ended_at)).where(JobRun.job == "payments.prove_books"))
