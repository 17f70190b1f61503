"""The shapes of blocked phones and appeals."""

from marshmallow import fields

from config.tickets import catalogue
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Whole

__all__ = ["AppealIn", "AppealOut", "BlockIn", "BlockOut", "BlocksIn", "DecideIn", "OwnBlockOut"]


class BlocksIn(WindowIn):
    """Which page of the list."""


class BlockIn(In):
    """Which phone, why, and for how many days; the reason is read by whoever holds the phone."""

    phone = Text(most=20, required=True)
    reason = Text(most=200, required=True)
    days = Whole(least=1, most=catalogue().limits.block_days_most, load_default=7)


class AppealIn(In):
    """Why it is wrong."""

    words = Text(most=500, required=True)


class DecideIn(In):
    """Whether the appeal is granted, and what the person reads."""

    granted = fields.Boolean(required=True, error_messages={"required": "请选择是否解除限制。"})
    answer = Text(most=500, required=True)


class AppealOut(Out):
    """An appeal and what became of it."""

    id = fields.UUID(required=True)
    words = fields.String(required=True)
    at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    granted = fields.Boolean(required=True, allow_none=True)
    answer = fields.String(required=True)


class BlockOut(Out):
    """A block as the community and the street see it; the phone is masked."""

    id = fields.UUID(required=True)
    phone = fields.String(required=True)
    reason = fields.String(required=True)
    since_at = Moment(required=True)
    until_at = Moment(required=True)
    lifted_at = Moment(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)
    appeals = fields.List(fields.Nested(AppealOut), required=True)


class OwnBlockOut(Out):
    """Whether one's own phone is blocked, and what became of one's appeals."""

    blocked = fields.Boolean(required=True)
    reason = fields.String(required=True)
    until_at = Moment(required=True, allow_none=True)
    appeals = fields.List(fields.Nested(AppealOut), required=True)
