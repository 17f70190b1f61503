"""The shapes of closing months on the wire and in forms."""

from marshmallow import fields, validate

from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text


class MonthIn(In):
    """A month by its first day."""

    month_on = Day(required=True)


class ReopenIn(In):
    """Why a month is to be opened again."""

    reason = Text(most=200, required=True)


class AgreeIn(In):
    """Whether another person agrees."""

    agree = fields.Boolean(required=True)


class MonthOut(Out):
    """A month of the books; `period_id` is there once it was closed."""

    month_on = Day(required=True)
    closed = fields.Boolean(required=True)
    period_id = fields.UUID(required=True, allow_none=True)
    transactions = fields.Integer(required=True)
    debit_fen = fields.Integer(required=True)
    closed_at = Moment(required=True, allow_none=True)
    closed_by = fields.String(required=True)
    differences = fields.Integer(required=True)
    reopening_id = fields.UUID(required=True, allow_none=True)


class MonthsOut(Out):
    """The months of the books, the newest first."""

    items = fields.List(fields.Nested(MonthOut), required=True)


class TrialLineOut(Out):
    """One account: debits positive, credits negative in `opening_fen` and `closing_fen`."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    detail = fields.String(required=True)
    opening_fen = fields.Integer(required=True)
    debit_fen = fields.Integer(required=True)
    credit_fen = fields.Integer(required=True)
    closing_fen = fields.Integer(required=True)


class TrialOut(Out):
    """A month's trial balance: the debits are the credits."""

    month_on = Day(required=True)
    debit_fen = fields.Integer(required=True)
    credit_fen = fields.Integer(required=True)
    items = fields.List(fields.Nested(TrialLineOut), required=True)


class VouchersQueryIn(In):
    """As which kind of table."""

    form = fields.String(
        load_default="csv", validate=validate.OneOf(("csv", "xlsx"), error="请选择 csv 或 xlsx。")
    )
