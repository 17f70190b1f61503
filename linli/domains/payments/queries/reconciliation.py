"""A channel's day beside our books, in SQL sets: what differs, what matches, what waits for somebody."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    exists,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from linli.domains.payments.models import (
    ChannelStatement,
    ClosedDay,
    DifferenceCase,
    Payment,
    PaymentOrder,
    Refund,
    StatementLine,
)
from linli.domains.payments.rules.reconciling import CaseState, Difference
from linli.kernel.refusals import Unknown
from linli.platform.db import db

RECENT = 31


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of a channel: its statement, what is still open, whether it is closed, and whether by itself."""

    statement: ChannelStatement
    open_count: int
    closed: bool
    by_itself: bool

    @property
    def net_fen(self) -> int:
        """Gross minus refunds minus fee (PA-21)."""
        one = self.statement
        return one.paid_fen - one.refunded_fen - one.fee_fen


def statement(*, estate_id: uuid.UUID, statement_id: uuid.UUID) -> ChannelStatement:
    """The statement, or Unknown."""
    found = db.session.get(ChannelStatement, (estate_id, statement_id))
    if found is None:
        raise Unknown
    return found


def recent(estate_id: uuid.UUID) -> list[DayView]:
    """The newest days of an estate's channels."""
    waiting = (
        select(DifferenceCase.statement_id, func.count().label("count"))
        .where(DifferenceCase.estate_id == estate_id, DifferenceCase.state == CaseState.OPEN)
        .group_by(DifferenceCase.statement_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ChannelStatement, func.coalesce(waiting.c.count, 0), ClosedDay.id, ClosedDay.closed_by)
        .outerjoin(waiting, waiting.c.statement_id == ChannelStatement.id)
        .outerjoin(
            ClosedDay,
            (ClosedDay.estate_id == ChannelStatement.estate_id)
            & (ClosedDay.statement_id == ChannelStatement.id),
        )
        .where(ChannelStatement.estate_id == estate_id)
        .order_by(ChannelStatement.on.desc(), ChannelStatement.channel)
        .limit(RECENT)
    )
    return [
        DayView(row[0], int(row[1]), row[2] is not None, row[2] is not None and row[3] is None)
        for row in rows
    ]


def cases(
    estate_id: uuid.UUID, *, statement_id: uuid.UUID | None = None, open_only: bool = False, most: int = 200
) -> Sequence[DifferenceCase]:
    """Differences of an estate: the work list, the oldest first."""
    query = select(DifferenceCase).where(DifferenceCase.estate_id == estate_id)
    if statement_id is not None:
        query = query.where(DifferenceCase.statement_id == statement_id)
    if open_only:
        query = query.where(DifferenceCase.state == CaseState.OPEN)
    return db.session.scalars(query.order_by(DifferenceCase.id).limit(most)).all()


def matched_fen(found: ChannelStatement) -> int:
    """What our own books hold for the lines about which nothing was found."""
    differs = exists().where(
        DifferenceCase.estate_id == found.estate_id,
        DifferenceCase.statement_id == found.id,
        DifferenceCase.kind != Difference.DUPLICATE,
        DifferenceCase.number == PaymentOrder.number,
        DifferenceCase.refund_number == "",
    )
    paid = (
        select(Payment.amount_fen)
        .join(PaymentOrder, _of_order())
        .where(
            Payment.estate_id == found.estate_id,
            Payment.channel == found.channel,
            _stands_for(found),
            ~differs,
        )
    )
    differs_back = exists().where(
        DifferenceCase.estate_id == found.estate_id,
        DifferenceCase.statement_id == found.id,
        DifferenceCase.kind != Difference.DUPLICATE,
        DifferenceCase.refund_number == Refund.number,
    )
    back = select(-Refund.amount_fen).where(
        Refund.estate_id == found.estate_id,
        exists().where(
            StatementLine.estate_id == found.estate_id,
            StatementLine.statement_id == found.id,
            StatementLine.refund_number == Refund.number,
        ),
        ~differs_back,
    )
    both = union_all(paid, back).subquery()
    return int(db.session.scalar(select(func.coalesce(func.sum(both.c[0]), 0))) or 0)


def explained_fen(found: ChannelStatement) -> int:
    """What the statement holds on the lines that differed."""
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(DifferenceCase.theirs_fen), 0)).filter_by(
                estate_id=found.estate_id, statement_id=found.id
            )
        )
        or 0
    )


def _of_order() -> Any:
    return (PaymentOrder.estate_id == Payment.estate_id) & (PaymentOrder.id == Payment.order_id)


def _stands_for(found: ChannelStatement) -> Any:
    """Whether the statement has this very payment: under its trade, or under a trade that our books do not know.

    An order that was really paid twice has two payments under one number, perhaps on two days' statements.
    """
    line, other = aliased(StatementLine), aliased(Payment)
    known = exists().where(
        other.estate_id == found.estate_id, other.channel == found.channel, other.trade_no == line.trade_no
    )
    return exists().where(
        line.estate_id == found.estate_id,
        line.statement_id == found.id,
        line.number == PaymentOrder.number,
        line.refund_number == "",
        (line.trade_no == Payment.trade_no) | ~known,
    )
