"""What differs between a channel's day and our books, compared by the database as two sets."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)

from linli.domains.payments.models import (
    ChannelStatement,
    Payment,
    PaymentOrder,
    Refund,
    StatementLine,
)
from linli.domains.payments.rules.reconciling import Difference
from linli.domains.payments.rules.refunds import RefundState
from linli.kernel.times import end_of, start_of

Rows = Select[*tuple[Any, ...]]


def differences(found: ChannelStatement, lines: Table) -> Rows:
    """All that differs, as a set: `kind`, `number`, `refund_number`, `ours_fen`, `theirs_fen`.

    `lines` are the statement's own, staged. Nearly every line is a payment of that very day, so both are laid into
    one heap and sorted by number once; our other days are asked only about the numbers that are left over, and a
    long history costs nothing. The sums of refunds are negative.
    """
    left = _left_over(found, lines)
    return (
        union_all(
            _twice(left),
            _payments_here(found, left),
            _refunds_here(found, left),
            _payments_missing(found, left),
            _refunds_missing(found),
        )
        .subquery()
        .select()
    )


def _left_over(found: ChannelStatement, lines: Table) -> CTE:
    """The numbers of statement and day but those with one good line and one payment that are the same to the letter.

    Of each: how many lines there are, the largest of them, their signed sum and whether all are good; what we booked.
    """
    both = _both(found, lines)
    number, back, amount, theirs = both.c.number, both.c.refund_number, both.c.amount_fen, both.c.theirs
    signed = case((back == "", amount), else_=-amount)
    agrees = and_(
        back == "",
        func.count() == 2,  # noqa: PLR2004 - one on each side
        func.sum(theirs) == 1,
        func.min(both.c.good) == 1,
        func.min(both.c.trade_no) == func.max(both.c.trade_no),
        func.min(amount) == func.max(amount),
    )
    return (
        select(
            number,
            back,
            func.sum(theirs).label("count"),
            func.sum(signed * theirs).label("signed_fen"),
            func.max(amount * theirs).label("amount_fen"),
            func.min(both.c.good).label("good"),
            func.sum(amount * (1 - theirs)).label("day_fen"),
        )
        .group_by(number, back)
        .having(~agrees)
        .cte("left_over")
    )


def _both(found: ChannelStatement, lines: Table) -> Subquery:
    """The statement's lines, and what we booked of the channel's that day in Shanghai under our orders' numbers.

    The estate is asked for, not named: of a new estate by name the planner would think that it has one order, and
    would look through all of them for each payment.
    """
    estate_id = select(literal(found.estate_id)).scalar_subquery()
    number, trade_no, amount = PaymentOrder.number, Payment.trade_no, Payment.amount_fen
    ours = (
        select(number, literal(""), trade_no, amount, literal(1), literal(0))
        .join_from(Payment, PaymentOrder, _of_order())
        .where(
            Payment.estate_id == estate_id,
            Payment.channel == found.channel,
            Payment.paid_at >= start_of(found.on),
            Payment.paid_at < end_of(found.on),
        )
    )
    theirs = select(
        lines.c.number,
        lines.c.refund_number,
        lines.c.trade_no,
        lines.c.amount_fen,
        case((lines.c.good, 1), else_=0).label("good"),
        literal(1).label("theirs"),
    )
    return union_all(theirs, ours).subquery("both_sides")


def _on_some_statement(found: ChannelStatement, number: Any, refund_number: Any) -> Any:
    """Whether there is a line under these numbers, on the statement of any day."""
    return exists().where(
        StatementLine.estate_id == found.estate_id,
        StatementLine.number == number,
        StatementLine.refund_number == refund_number,
    )


def _twice(left: CTE) -> Rows:
    largest = case((left.c.refund_number == "", left.c.amount_fen), else_=-left.c.amount_fen)
    return select(
        literal(Difference.DUPLICATE.value).label("kind"),
        left.c.number,
        left.c.refund_number,
        literal(0).label("ours_fen"),
        (left.c.signed_fen - largest).label("theirs_fen"),
    ).where(left.c.count > 1)


def _payments_here(found: ChannelStatement, left: CTE) -> Rows:
    """Lines of payments that we lack, hold with another sum, or that the channel took back."""
    line = (
        select(left, _booked_fen(found, left.c.number).label("ours_fen"))
        .where(left.c.count > 0, left.c.refund_number == "")
        .subquery()
    )
    kind = case(
        (line.c.ours_fen.is_(None), Difference.CHANNEL_ONLY.value),
        (line.c.good == 0, Difference.STATUS.value),
        else_=Difference.AMOUNT.value,
    )
    return select(
        kind, line.c.number, line.c.refund_number, func.coalesce(line.c.ours_fen, 0), line.c.amount_fen
    ).where((line.c.ours_fen.is_(None)) | (line.c.good == 0) | (line.c.ours_fen != line.c.amount_fen))


def _booked_fen(found: ChannelStatement, number: ColumnElement[str]) -> ScalarSelect[Any]:
    """What we booked under a number, whenever it came; nothing where we did not."""
    return (
        select(func.sum(Payment.amount_fen))
        .join(PaymentOrder, _of_order())
        .where(
            PaymentOrder.estate_id == found.estate_id,
            PaymentOrder.number == number,
            Payment.channel == found.channel,
        )
        .scalar_subquery()
    )


def _refunds_here(found: ChannelStatement, left: CTE) -> Rows:
    sent = and_(
        Refund.estate_id == found.estate_id,
        Refund.state.in_([RefundState.PROCESSING, RefundState.DONE]),
        Refund.number == left.c.refund_number,
    )
    return (
        select(
            literal(Difference.REFUND.value),
            left.c.number,
            left.c.refund_number,
            -func.coalesce(Refund.amount_fen, 0),
            -left.c.amount_fen,
        )
        .select_from(left)
        .outerjoin(Refund, sent)
        .where(
            left.c.refund_number != "",
            Refund.number.is_(None) | (Refund.amount_fen != left.c.amount_fen),
        )
    )


def _payments_missing(found: ChannelStatement, left: CTE) -> Rows:
    """Our payments of the day in Shanghai that stand on no statement: perhaps on the next day's (PA-20)."""
    merchant = (
        select(PaymentOrder.merchant)
        .where(PaymentOrder.estate_id == found.estate_id, PaymentOrder.number == left.c.number)
        .scalar_subquery()
    )
    return select(
        literal(Difference.OURS_ONLY.value),
        left.c.number,
        left.c.refund_number,
        left.c.day_fen,
        literal(0),
    ).where(
        left.c.count == 0,
        func.coalesce(merchant, found.merchant) == found.merchant,
        ~_on_some_statement(found, left.c.number, literal("")),
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
            ~_on_some_statement(found, PaymentOrder.number, Refund.number),
        )
    )


def _of_order() -> ColumnElement[bool]:
    return (PaymentOrder.estate_id == Payment.estate_id) & (PaymentOrder.id == Payment.order_id)
