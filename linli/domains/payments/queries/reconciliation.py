"""A channel's day beside our books, in SQL sets: what differs, what matches, what waits for somebody."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, and_, case, exists, func, literal, select, union_all
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
from linli.domains.payments.rules.refunds import RefundState
from linli.kernel.refusals import Unknown
from linli.kernel.times import end_of, start_of
from linli.platform.db import db

Rows = Select[*tuple[Any, ...]]
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


def differences(found: ChannelStatement, lines: Table) -> Rows:
    """All that differs, as a set: `kind`, `number`, `refund_number`, `ours_fen`, `theirs_fen`.

    `lines` are the statement's own, staged: the database knows how many they are, and compares set with set.
    The sums of refunds are negative.
    """
    return (
        union_all(
            _twice(lines),
            _payments_here(found, lines),
            _refunds_here(found, lines),
            _payments_missing(found, lines),
            _refunds_missing(found),
        )
        .subquery()
        .select()
    )


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
            _on_statement(found, PaymentOrder.number, literal("")),
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


def _lines(lines: Table, *, refunds: bool) -> Any:
    """The statement's lines, one for each number."""
    back = lines.c.refund_number
    return (
        select(
            lines.c.number,
            back,
            func.max(lines.c.amount_fen).label("amount_fen"),
            func.min(case((lines.c.good, 1), else_=0)).label("good"),
        )
        .where(back != "" if refunds else back == "")
        .group_by(lines.c.number, back)
        .subquery()
    )


def _on_statement(found: ChannelStatement, number: Any, refund_number: Any, *, any_day: bool = False) -> Any:
    """Whether there is a line under these numbers, on this statement or on that of any day."""
    line = aliased(StatementLine)
    same = and_(line.estate_id == found.estate_id, line.number == number, line.refund_number == refund_number)
    return exists().where(same if any_day else and_(same, line.statement_id == found.id))


def _twice(lines: Table) -> Rows:
    signed = case((lines.c.refund_number == "", lines.c.amount_fen), else_=-lines.c.amount_fen)
    return (
        select(
            literal(Difference.DUPLICATE.value).label("kind"),
            lines.c.number,
            lines.c.refund_number,
            literal(0).label("ours_fen"),
            (func.sum(signed) - func.max(signed)).label("theirs_fen"),
        )
        .group_by(lines.c.number, lines.c.refund_number)
        .having(func.count() > 1)
    )


def _payments_here(found: ChannelStatement, lines: Table) -> Rows:
    """Lines of payments that we lack, hold with another sum, or that the channel took back."""
    line, ours = _lines(lines, refunds=False), _ours(found, lines)
    kind = case(
        (ours.c.amount_fen.is_(None), Difference.CHANNEL_ONLY.value),
        (line.c.good == 0, Difference.STATUS.value),
        else_=Difference.AMOUNT.value,
    )
    return (
        select(
            kind, line.c.number, line.c.refund_number, func.coalesce(ours.c.amount_fen, 0), line.c.amount_fen
        )
        .outerjoin(ours, ours.c.number == line.c.number)
        .where((ours.c.amount_fen.is_(None)) | (line.c.good == 0) | (ours.c.amount_fen != line.c.amount_fen))
    )


def _ours(found: ChannelStatement, lines: Table) -> Any:
    """What we booked under the statement's numbers, whatever else this channel ever brought."""
    return (
        select(PaymentOrder.number, func.sum(Payment.amount_fen).label("amount_fen"))
        .join(Payment, _of_order())
        .where(
            Payment.estate_id == found.estate_id,
            Payment.channel == found.channel,
            PaymentOrder.number.in_(select(lines.c.number)),
        )
        .group_by(PaymentOrder.number)
        .subquery()
    )


def _refunds_here(found: ChannelStatement, lines: Table) -> Rows:
    line = _lines(lines, refunds=True)
    sent = (
        select(Refund.number, Refund.amount_fen)
        .where(
            Refund.estate_id == found.estate_id,
            Refund.state.in_([RefundState.PROCESSING, RefundState.DONE]),
            Refund.number.in_(select(lines.c.refund_number)),
        )
        .subquery()
    )
    return (
        select(
            literal(Difference.REFUND.value),
            line.c.number,
            line.c.refund_number,
            -func.coalesce(sent.c.amount_fen, 0),
            -line.c.amount_fen,
        )
        .outerjoin(sent, sent.c.number == line.c.refund_number)
        .where(sent.c.number.is_(None) | (sent.c.amount_fen != line.c.amount_fen))
    )


def _payments_missing(found: ChannelStatement, lines: Table) -> Rows:
    """Our payments of the day in Shanghai that stand on no statement: perhaps on the next day's (PA-20)."""
    return (
        select(
            literal(Difference.OURS_ONLY.value),
            PaymentOrder.number,
            literal(""),
            Payment.amount_fen,
            literal(0),
        )
        .join(PaymentOrder, _of_order())
        .where(
            Payment.estate_id == found.estate_id,
            Payment.channel == found.channel,
            func.coalesce(PaymentOrder.merchant, found.merchant) == found.merchant,
            Payment.paid_at >= start_of(found.on),
            Payment.paid_at < end_of(found.on),
            ~exists().where(lines.c.number == PaymentOrder.number, lines.c.refund_number == ""),
            ~_on_statement(found, PaymentOrder.number, literal(""), any_day=True),
        )
    )


def _refunds_missing(found: ChannelStatement) -> Rows:
    return (
        select(
            literal(Difference.REFUND.value),
            PaymentOrder.number,
            Refund.number,
            -Refund.amount_fen,
            literal(0),
        )
        .join(Payment, (Payment.estate_id == Refund.estate_id) & (Payment.id == Refund.payment_id))
        .join(PaymentOrder, _of_order())
        .where(
            Refund.estate_id == found.estate_id,
            Payment.channel == found.channel,
            func.coalesce(PaymentOrder.merchant, found.merchant) == found.merchant,
            Refund.state == RefundState.DONE,
            Refund.sent_at >= start_of(found.on),
            Refund.sent_at < end_of(found.on),
            ~_on_statement(found, PaymentOrder.number, Refund.number, any_day=True),
        )
    )
