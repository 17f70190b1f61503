"""The shapes of the common income on the wire and in forms."""

from typing import Any

from marshmallow import fields, pre_load, validate

from linli.blueprints.payments.schemas import Yuan
from linli.domains.payments.rules.commons import ENTERED, Category, EntrySide
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole

MOST_PHOTOS = 9
_MANY = f"一次最多 {MOST_PHOTOS} 张照片。"
_CATEGORY: dict[str, Any] = {"required": "请选择收支类别。", "unknown": "请选择收支类别。"}


class _Entry(In):
    category = fields.Enum(
        Category, by_value=True, required=True, error_messages=_CATEGORY,
        validate=validate.OneOf(ENTERED, error="这一类由系统登记，请另选。"),
    )  # fmt: skip
    on = Day(required=True)
    title = Text(most=60, required=True)
    counterparty = Text(most=60, least=0, load_default="")
    contract = Text(most=100, least=0, load_default="")
    decision = Text(most=100, least=0, load_default="")
    vote_id = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "请从列表里选表决。"}
    )

    @pre_load
    def _empty(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        """A vote that was not chosen comes from a form as an empty text."""
        return {name: value for name, value in sent.items() if (name, value) != ("vote_id", "")}


class EntryIn(_Entry):
    """Income or spending of what belongs to all owners. Income names contract and decision."""

    amount_fen = Whole(least=1, most=10**12, required=True)


class EntryForm(_Entry):
    """The same, typed: yuan, with photos of the voucher."""

    amount = Yuan(required=True, validate=validate.Range(1, error="金额要大于零。"))
    photos = fields.List(Upload(), load_default=list, validate=validate.Length(0, MOST_PHOTOS, error=_MANY))


class RentIn(In):
    """Which item's rent is passed on to the owners, by which contract and decision."""

    item_id = fields.UUID(
        required=True,
        error_messages={"required": "请选择收费项目。", "invalid_uuid": "请从列表里选收费项目。"},
    )
    contract = Text(most=100, required=True)
    decision = Text(most=100, required=True)


class RentOut(Out):
    """An item whose rent is the owners', with what was paid and is not passed on yet."""

    item_id = fields.UUID(required=True)
    name = fields.String(required=True)
    waiting_fen = fields.Integer(required=True)


class RentsOut(Out):
    """The rents of common places."""

    items = fields.List(fields.Nested(RentOut), required=True)


class VouchersIn(In):
    """Photos of a voucher that come later."""

    photos = fields.List(
        Upload(),
        required=True,
        validate=validate.Length(1, MOST_PHOTOS, error=_MANY),
        error_messages={"required": "请选择凭证照片，一次最多 9 张。"},
    )


class ReasonIn(In):
    """Why."""

    reason = Text(most=200, required=True)


class SpanIn(In):
    """Which quarter or half-year: 2026-H1, 2026-Q1."""

    span = Text(most=7, required=True)


class QuestionIn(In):
    """What an owner asks, or objects to."""

    words = Text(most=500, required=True)


class EntriesQueryIn(WindowIn):
    """Income, spending, or both."""

    side = fields.Enum(EntrySide, by_value=True, load_default=None)


class EntryOut(Out):
    """An entry; `amount_fen` is negative where it undoes another one."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    on = Day(required=True)
    side = fields.String(required=True)
    category = fields.String(required=True)
    title = fields.String(required=True)
    counterparty = fields.String(required=True)
    contract = fields.String(required=True)
    decision = fields.String(required=True)
    vote_id = fields.UUID(required=True, allow_none=True)
    amount_fen = fields.Integer(required=True)
    reverses_id = fields.UUID(required=True, allow_none=True)
    undone = fields.Boolean(required=True)
    vouchers = fields.List(fields.UUID(), required=True)


class EntriesOut(Out):
    """Entries, the newest first, with what the owners have."""

    balance_fen = fields.Integer(required=True)
    without_voucher = fields.Integer(required=True)
    items = fields.List(fields.Nested(EntryOut), required=True)
    next = fields.String(required=True, allow_none=True)


class CommonAccountsOut(Out):
    """Accounts as they were put before the owners."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    opening_fen = fields.Integer(required=True)
    income_fen = fields.Integer(required=True)
    spending_fen = fields.Integer(required=True)
    closing_fen = fields.Integer(required=True)
    missing_vouchers = fields.Integer(required=True)
    figures = fields.Dict(keys=fields.String(), required=True)
    digest = fields.String(required=True)
    published_at = Moment(required=True)


class CommonAccountsListOut(Out):
    """The accounts that were put before the owners, the newest first."""

    items = fields.List(fields.Nested(CommonAccountsOut), required=True)


class QuestionOut(Out):
    """A question without whoever asked; `answer` is empty until there is one."""

    id = fields.UUID(required=True)
    entry_id = fields.UUID(required=True)
    words = fields.String(required=True)
    asked_at = Moment(required=True)
    due_on = Day(required=True)
    answer = fields.String(required=True)
    answered_at = Moment(required=True, allow_none=True)


class QuestionsOut(Out):
    """Questions to one entry, the oldest first."""

    items = fields.List(fields.Nested(QuestionOut), required=True)
