"""The shapes of payments on the wire and in forms."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from linli.domains.payments.operations.orders import MOST_BILLS
from linli.domains.payments.ports import Scene, TillKind
from linli.domains.payments.rules import Desk
from linli.kernel.fen import NotMoney, parse_yuan
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole

_BILLS = validate.Length(1, MOST_BILLS, error=f"请选择 1 到 {MOST_BILLS} 张账单。")


def _bills(**options: Any) -> Any:
    return fields.List(
        fields.UUID(error_messages={"invalid_uuid": "账单编号不对。"}),
        validate=_BILLS,
        error_messages={"required": "请至少选择一张账单。"},
        **options,
    )


class Yuan(fields.Field[int]):
    """An amount in yuan as it is typed, to fen."""

    default_error_messages = {"required": "请填写金额。", "null": "请填写金额。"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        try:
            return parse_yuan(str(value).strip())
        except NotMoney as no:
            raise ValidationError(no.sentence) from None


class CartQueryIn(In):
    """What was ticked."""

    bill = _bills(required=True)


class PayForm(In):
    """What was ticked, and how to pay."""

    bill = _bills(required=True)
    channel = Text(most=20, required=True)


class PayIn(In):
    """The bills to pay in one sum, how, and from where. The sum is the server's."""

    bill_ids = _bills(required=True)
    channel = Text(most=20, required=True)
    scene = fields.Enum(Scene, by_value=True, load_default=Scene.COMPUTER)


class OrderLineOut(Out):
    """One bill of an order."""

    bill_id = fields.UUID(required=True)
    amount_fen = fields.Integer(required=True)


class OrderOut(Out):
    """A payment under way or done. `receipt_id` is there once money has come."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    number = fields.String(required=True)
    channel = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    currency = fields.String(required=True)
    state = fields.String(required=True)
    expires_at = Moment(required=True)
    lines = fields.List(fields.Nested(OrderLineOut), required=True)
    receipt_id = fields.UUID(required=True, allow_none=True)


class CashierOut(Out):
    """Where to pay: a page to open, a code to show, or words for WeChat's bridge."""

    kind = fields.Enum(TillKind, by_value=True, required=True)
    pay_url = fields.String(required=True)
    words = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class CashierQueryIn(In):
    """What a channel sends the payer back with."""

    code = Text(most=200, least=0, load_default="")
    state = Text(most=200, least=0, load_default="")


class DeskIn(In):
    """Money taken at the desk: what was counted has to be what is open."""

    bill_ids = _bills(required=True)
    way = fields.Enum(Desk, by_value=True, required=True)
    voucher_no = Text(most=40, required=True)
    received_fen = Whole(least=1, required=True)


class DeskForm(In):
    """The same, typed: yuan."""

    bill = _bills(required=True)
    way = fields.Enum(
        Desk,
        by_value=True,
        required=True,
        error_messages={"unknown": "请选择收款方式。", "required": "请选择收款方式。"},
    )
    voucher_no = Text(most=40, required=True)
    received = Yuan(required=True)
    photos = fields.List(
        Upload(), load_default=list, validate=validate.Length(0, 4, error="最多 4 张凭证照片。")
    )


class DeskQueryIn(In):
    """Whose bills to look for."""

    search = Text(most=50, least=0, load_default="")


class ReceiptLineOut(Out):
    """What of the money went to one bill; without a bill, what is kept for the unit's next ones."""

    bill_id = fields.UUID(required=True, allow_none=True)
    item_name = fields.String(required=True)
    unit_label = fields.String(required=True)
    period = fields.String(required=True)
    amount_fen = fields.Integer(required=True)


class ReceiptOut(Out):
    """A receipt. It is no invoice."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    code = fields.String(required=True)
    channel = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    surplus_fen = fields.Integer(required=True)
    paid_at = Moment(required=True)
    lines = fields.List(fields.Nested(ReceiptLineOut), required=True)


class PublicReceiptOut(Out):
    """What anybody learns who holds a receipt's code: nothing that names a person or a door."""

    number = fields.String(required=True)
    estate = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    paid_at = Moment(required=True)
    items = fields.List(fields.String(), required=True)


class DayQueryIn(WindowIn):
    """A day; today where none is named."""

    on = Day(load_default=None)


class ClosingIn(In):
    """The cash that was counted at the desk."""

    counted_fen = Whole(least=0, required=True)
    reason = Text(most=200, least=0, load_default="")


class ClosingForm(In):
    """The cash that was counted, in yuan."""

    counted = Yuan(required=True)
    reason = Text(most=200, least=0, load_default="")


class CheckIn(In):
    """Which closing was counted again."""

    closing_id = fields.UUID(
        required=True, error_messages={"required": "请选择一次结账。", "invalid_uuid": "结账编号不对。"}
    )


class ClosingOut(Out):
    """A closing of the desk. `checked_by` is empty until a second person has counted."""

    id = fields.UUID(required=True)
    until_at = Moment(required=True)
    booked_fen = fields.Integer(required=True)
    counted_fen = fields.Integer(required=True)
    difference_fen = fields.Integer(required=True)
    reason = fields.String(required=True)
    closed_by = fields.String(required=True)
    checked_by = fields.String(required=True)


class ClosingsOut(Out):
    """The cash that waits to be counted, and the newest closings."""

    booked_fen = fields.Integer(required=True)
    items = fields.List(fields.Nested(ClosingOut), required=True)


class TakingOut(Out):
    """What came in by one way on a day."""

    channel = fields.String(required=True)
    count = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    surplus_fen = fields.Integer(required=True)


class TakingsOut(Out):
    """What came in on a day."""

    on = Day(required=True)
    items = fields.List(fields.Nested(TakingOut), required=True)
