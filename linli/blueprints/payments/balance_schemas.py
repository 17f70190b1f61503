"""The shapes of what is held for a household and of paying ahead, on the wire and in forms."""

from marshmallow import fields

from linli.blueprints.payments.refund_schemas import _ID, AllocationOut
from linli.blueprints.payments.schemas import Yuan
from linli.domains.payments.ports import Scene
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, Whole


class PrepayingIn(In):
    """How much to pay ahead for which unit, how, and from where."""

    unit_id = fields.UUID(required=True, error_messages=_ID)
    amount_fen = Whole(least=1, required=True)
    channel = Text(most=20, required=True)
    scene = fields.Enum(Scene, by_value=True, load_default=Scene.COMPUTER)


class PrepayingForm(In):
    """The same, typed: yuan."""

    unit_id = fields.UUID(required=True, error_messages=_ID)
    amount = Yuan(required=True)
    channel = Text(most=20, required=True)


class KeepForm(In):
    """How much of one's surplus to keep for which unit."""

    unit_id = fields.UUID(required=True, error_messages=_ID)
    amount = Yuan(required=True)


class MovementOut(Out):
    """One movement of what is held, and what was held after it."""

    at = Moment(required=True)
    posting = fields.String(required=True)
    title = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    balance_fen = fields.Integer(required=True)


class UnitBalanceOut(Out):
    """What is prepaid for a unit, how much more may be, and how it came about."""

    unit_id = fields.UUID(required=True)
    unit_label = fields.String(required=True)
    prepaid_fen = fields.Integer(required=True)
    most_fen = fields.Integer(required=True)
    movements = fields.List(fields.Nested(MovementOut), required=True)


class RefundableOut(Out):
    """A payment of which something may be asked back."""

    payment_id = fields.UUID(required=True)
    channel_title = fields.String(required=True)
    paid_at = Moment(required=True)
    amount_fen = fields.Integer(required=True)
    most_fen = fields.Integer(required=True)


class BalanceOut(Out):
    """All that an estate holds for a household."""

    surplus_fen = fields.Integer(required=True)
    movements = fields.List(fields.Nested(MovementOut), required=True)
    units = fields.List(fields.Nested(UnitBalanceOut), required=True)
    refundable = fields.List(fields.Nested(RefundableOut), required=True)
    items = fields.List(fields.Nested(AllocationOut), required=True)
