"""The shapes of refunds, of held money and of reconciliation on the wire and in forms."""

from typing import Any

from marshmallow import fields

from linli.blueprints.payments.schemas import Yuan
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole

_ID: dict[str, Any] = {"required": "请选择一条记录。", "invalid_uuid": "编号不对，请从列表中选择。"}


class RefundIn(In):
    """Part of a payment asked back."""

    payment_id = fields.UUID(required=True, error_messages=_ID)
    amount_fen = Whole(least=1, required=True)
    reason = Text(most=200, required=True)


class RefundForm(In):
    """The same, typed: yuan."""

    payment_id = fields.UUID(required=True, error_messages=_ID)
    amount = Yuan(required=True)
    reason = Text(most=200, required=True)


class DecisionIn(In):
    """Let a refund go, or not."""

    refund_id = fields.UUID(required=True, error_messages=_ID)
    agree = fields.Boolean(required=True)


class HandOutIn(In):
    """The money was given back at the desk, under this voucher."""

    refund_id = fields.UUID(required=True, error_messages=_ID)
    voucher_no = Text(most=40, required=True)


class RefundOut(Out):
    """A refund and where it stands."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    payment_id = fields.UUID(required=True)
    amount_fen = fields.Integer(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)
    asked_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)


class RefundsOut(Out):
    """Refunds, the newest first."""

    items = fields.List(fields.Nested(RefundOut), required=True)
    next = fields.String(required=True, allow_none=True)


class UseIn(In):
    """The bills that one names first."""

    bill_ids = fields.List(fields.UUID(), required=True)


class PrepayIn(In):
    """Keep part of one's surplus for a unit's next bills."""

    unit_id = fields.UUID(required=True, error_messages=_ID)
    amount_fen = Whole(least=1, required=True)


class AllocationOut(Out):
    """What was done with held money."""

    id = fields.UUID(required=True)
    origin = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    at = Moment(required=True)


class HeldOut(Out):
    """What is held for somebody, and what was done with it."""

    surplus_fen = fields.Integer(required=True)
    items = fields.List(fields.Nested(AllocationOut), required=True)


class StatementIn(In):
    """A channel's statement of a day, as it was downloaded."""

    channel = Text(most=20, required=True)
    on = Day(required=True)
    file = Upload(required=True)


class ExplanationIn(In):
    """What a difference was."""

    case_id = fields.UUID(required=True, error_messages=_ID)
    note = Text(most=200, required=True)


class OwnerIn(In):
    """The difference that one looks into oneself."""

    case_id = fields.UUID(required=True, error_messages=_ID)


class DayClosingIn(In):
    """The day to close."""

    statement_id = fields.UUID(required=True, error_messages=_ID)


class DifferenceOut(Out):
    """One difference on the work list."""

    id = fields.UUID(required=True)
    statement_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    refund_number = fields.String(required=True)
    ours_fen = fields.Integer(required=True)
    theirs_fen = fields.Integer(required=True)
    state = fields.String(required=True)
    note = fields.String(required=True)
    owner = fields.String(required=True)


class StatementDayOut(Out):
    """A day of a channel."""

    id = fields.UUID(required=True)
    channel = fields.String(required=True)
    on = Day(required=True)
    lines = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    refunded_fen = fields.Integer(required=True)
    fee_fen = fields.Integer(required=True)
    net_fen = fields.Integer(required=True)
    open_count = fields.Integer(required=True)
    closed = fields.Boolean(required=True)
    by_itself = fields.Boolean(required=True)


class LackingOut(Out):
    """A day on which money came, of which the channel has given no statement yet."""

    on = Day(required=True)
    channel = fields.String(required=True)


class ReconciliationOut(Out):
    """The newest days, what no statement came of, and what waits."""

    lacking = fields.List(fields.Nested(LackingOut), required=True)
    days = fields.List(fields.Nested(StatementDayOut), required=True)
    open = fields.List(fields.Nested(DifferenceOut), required=True)
