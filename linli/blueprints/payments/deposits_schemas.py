"""The shapes of deposits on the wire and in forms."""

from typing import Any

from marshmallow import fields, validate

from linli.blueprints.payments.schemas import Yuan
from linli.domains.payments.rules import Desk
from linli.domains.payments.rules.deposits import MOST_FEN, DepositState
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Upload, Whole, one_of

MOST_PHOTOS = 6
_MANY = f"最多 {MOST_PHOTOS} 张照片。"
_UNIT: dict[str, Any] = {
    "required": "请选择房屋。",
    "null": "请选择房屋。",
    "invalid_uuid": "请从列表里选房屋。",
}
_SOME = validate.Range(1, MOST_FEN, error="押金要大于零，且不超过 10 万元。")
_LESS = validate.Range(0, MOST_FEN, error="扣款不能小于零，也不能超过押金。")


class _Asked(In):
    unit_id = fields.UUID(required=True, error_messages=_UNIT)
    name = Text(most=20, required=True)
    basis = Text(most=200, required=True)


class DepositIn(_Asked):
    """A deposit to ask a unit for; `about_id` names what it secures, a decoration for instance."""

    amount_fen = Whole(least=1, most=MOST_FEN, required=True)
    about_id = fields.UUID(load_default=None, allow_none=True)


class DepositForm(In):
    """The same, typed: the unit as it is called, yuan."""

    unit = Text(most=50, required=True)
    name = Text(most=20, required=True)
    basis = Text(most=200, required=True)
    amount = Yuan(required=True, validate=_SOME)
    about_id = fields.UUID(load_default=None, allow_none=True)


class ChannelIn(In):
    """By which channel it is paid."""

    channel = Text(most=20, required=True)


class DepositDeskIn(In):
    """A deposit taken at the desk: what was counted has to be its sum."""

    way = fields.Enum(Desk, by_value=True, required=True)
    voucher_no = Text(most=40, required=True)
    received_fen = Whole(least=1, required=True)


class DepositDeskForm(In):
    """The same, typed: yuan, with photos of the voucher."""

    way = one_of(Desk, required=True)
    voucher_no = Text(most=40, required=True)
    received = Yuan(required=True)
    photos = fields.List(Upload(), load_default=list, validate=validate.Length(0, MOST_PHOTOS, error=_MANY))


class SettlementIn(In):
    """What is taken off a deposit and why; without photos nothing can be."""

    deducted_fen = Whole(least=0, most=MOST_FEN, load_default=0)
    reason = Text(most=200, least=2, required=True)
    photos = fields.List(Upload(), load_default=list, validate=validate.Length(0, MOST_PHOTOS, error=_MANY))


class SettlementForm(In):
    """The same, typed: yuan."""

    deducted = Yuan(required=True, validate=_LESS)
    reason = Text(most=200, least=2, required=True)
    photos = fields.List(Upload(), load_default=list, validate=validate.Length(0, MOST_PHOTOS, error=_MANY))


class DepositsQueryIn(WindowIn):
    """Those that stand somewhere, or all."""

    state = one_of(DepositState, load_default=None)


class DepositsPageIn(DepositsQueryIn):
    """The same at the desk; `about` is the decoration for which a deposit is to be asked."""

    about = fields.UUID(load_default=None)


class SettlementOut(Out):
    """A proposal to settle a deposit."""

    id = fields.UUID(required=True)
    deducted_fen = fields.Integer(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)
    refund_id = fields.UUID(required=True, allow_none=True)
    photos = fields.List(fields.UUID(), required=True)


class DepositOut(Out):
    """A deposit with its last proposal to settle it."""

    id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    unit_label = fields.String(required=True)
    name = fields.String(required=True)
    basis = fields.String(required=True)
    about_id = fields.UUID(required=True, allow_none=True)
    amount_fen = fields.Integer(required=True)
    state = fields.String(required=True)
    asked_at = Moment(required=True)
    taken_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    settlement = fields.Nested(SettlementOut, required=True, allow_none=True)
