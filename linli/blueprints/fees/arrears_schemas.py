"""The shapes of statements, arrears, objections and collection rates on the wire and in forms."""

from marshmallow import fields, pre_load, validate

from linli.blueprints.fees.schemas import CHOOSE
from linli.domains.fees.queries.rates import Which
from linli.domains.fees.rules.arrears import WRITTEN, Age, Cause
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Text


class _Days(In):
    since_on = Day(load_default=None, allow_none=True)
    until_on = Day(load_default=None, allow_none=True)

    @pre_load
    def _left_empty(self, sent: dict[str, object], **_: object) -> dict[str, object]:
        return {name: value for name, value in sent.items() if value != ""}


class StatementQueryIn(_Days):
    """Which days of a unit's account, and whether as a file."""

    unit_id = fields.UUID(load_default=None)
    file = fields.String(
        load_default="", validate=validate.OneOf(("", "pdf", "xlsx"), error="请选择 pdf 或 xlsx。")
    )


class StatementLineOut(Out):
    """One movement of a unit's account."""

    on = Day(required=True)
    what = fields.String(required=True)
    words = fields.String(required=True)
    bill_id = fields.UUID(required=True)
    amount_fen = fields.Integer(required=True)
    balance_fen = fields.Integer(required=True)


class StatementOut(Out):
    """A unit's account with the balance after each movement."""

    unit_label = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    opening_fen = fields.Integer(required=True)
    closing_fen = fields.Integer(required=True)
    lines = fields.List(fields.Nested(StatementLineOut), required=True)


class ArrearsQueryIn(WindowIn):
    """Which of those who owe."""

    age = fields.Enum(Age, by_value=True, load_default=None, error_messages=CHOOSE)
    cause = fields.Enum(Cause, by_value=True, load_default=None, error_messages=CHOOSE)


class DebtorOut(Out):
    """A unit with what is overdue on it."""

    unit_id = fields.UUID(required=True)
    unit_label = fields.String(required=True)
    count = fields.Integer(required=True)
    open_fen = fields.Integer(required=True)
    oldest_due_on = Day(required=True)
    cause = fields.String(required=True)


class DisputeIn(In):
    """An objection."""

    reason = Text(most=500, required=True)


class AnswerIn(In):
    """The answer to an objection."""

    upheld = fields.Boolean(required=True, error_messages=CHOOSE)
    words = Text(most=500, required=True)


class DisputeOut(Out):
    """An objection and where it stands."""

    bill_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)
    answer_by_on = Day(required=True)
    answer = fields.String(required=True)


class CauseIn(In):
    """Why a unit has not paid."""

    cause = fields.Enum(
        Cause,
        by_value=True,
        required=True,
        error_messages=CHOOSE,
        validate=validate.OneOf(WRITTEN, error="请选择其中一项。"),
    )
    note = Text(most=200, least=0, load_default="")


class RatesQueryIn(_Days):
    """The days in which bills were due."""


class RatesFileQueryIn(RatesQueryIn):
    """The same, as a page or as a table."""

    file = fields.String(load_default="", validate=validate.OneOf(("", "xlsx"), error="请选择 xlsx。"))


class RateBillsQueryIn(WindowIn):
    """Which bills a rate opens to."""

    since_on = Day(required=True)
    until_on = Day(required=True)
    which = fields.Enum(Which, by_value=True, load_default=Which.CURRENT, error_messages=CHOOSE)


class PartOut(Out):
    """What was due and what came."""

    due_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    households = fields.Integer(required=True)
    households_paid = fields.Integer(required=True)
    permille = fields.Integer(required=True, allow_none=True)
    households_permille = fields.Integer(required=True, allow_none=True)


class RatesOut(Out):
    """当期收缴率, 清欠率 and 综合收缴率."""

    current = fields.Nested(PartOut, required=True)
    overdue = fields.Nested(PartOut, required=True)
    total = fields.Nested(PartOut, required=True)
