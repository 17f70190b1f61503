"""The shapes of figures and leaderboards on the wire."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from linli.blueprints.tickets.figures_shown import key_of
from linli.domains.tickets.queries.figures import By, Side
from linli.domains.tickets.rules.figures import Measure
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text

_CHOOSE: dict[str, Any] = {"unknown": "请选择其中一项。", "required": "请选择其中一项。"}


def _month() -> fields.String:
    shape = validate.Regexp(r"\A(?:(?:19|20|21)\d\d-(?:0[1-9]|1[0-2]))?\Z", error="月份请写成 2026-03 这样。")
    return fields.String(load_default="", validate=shape)


class FiguresIn(In):
    """Which month, and divided by what."""

    month = _month()
    by = fields.Enum(By, by_value=True, load_default=None, error_messages=_CHOOSE)


class BehindIn(WindowIn):
    """Which number is opened."""

    month = _month()
    measure = fields.Enum(Measure, by_value=True, required=True, error_messages=_CHOOSE)
    side = fields.Enum(Side, by_value=True, load_default=Side.WHOLE, error_messages=_CHOOSE)
    by = fields.Enum(By, by_value=True, load_default=None, error_messages=_CHOOSE)
    key = Text(least=0, most=60, load_default="")

    @validates_schema
    def _fits(self, sent: dict[str, Any], **_: object) -> None:
        if sent["by"] is not None:
            try:
                key_of(sent["by"], sent["key"])
            except ValueError:
                raise ValidationError("请从表格里点开。", "key") from None


class RankingIn(In):
    """Who is compared, over how many months."""

    by = fields.Enum(By, by_value=True, load_default=By.WORKER, error_messages=_CHOOSE)
    months = fields.Integer(
        load_default=3, validate=validate.OneOf([1, 3, 12], error="请选择 1、3 或 12 个月。")
    )


class ShareOut(Out):
    """A share with its denominator; `percent` is — where the denominator is 0."""

    measure = fields.String(required=True)
    title = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    percent = fields.String(required=True)


class PartOut(Out):
    """One part of the whole."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    figures = fields.List(fields.Nested(ShareOut), required=True)


class FiguresOut(Out):
    """A month: the whole and its parts, seen at a moment."""

    month = fields.String(required=True)
    as_of = Moment(required=True)
    by = fields.String(required=True)
    total = fields.List(fields.Nested(ShareOut), required=True)
    parts = fields.List(fields.Nested(PartOut), required=True)


class BehindOut(Out):
    """A ticket that a number counts."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    number = fields.String(required=True)
    category = fields.String(required=True)
    state = fields.String(required=True)
    reported_at = Moment(required=True)
    due_at = Moment(required=True)
    first_due_at = Moment(required=True)
    settled_at = Moment(required=True, allow_none=True)
    stars = fields.Integer(required=True, allow_none=True)


class DoubtOut(Out):
    """How many ratings were left out, and why."""

    cause = fields.String(required=True)
    reason = fields.String(required=True)
    count = fields.Integer(required=True)


class LeaderOut(Out):
    """A line of a leaderboard; `bound` in ten-thousandths; no rank where there are too few ratings."""

    key = fields.UUID(required=True)
    name = fields.String(required=True)
    rank = fields.Integer(required=True, allow_none=True)
    satisfied = fields.Integer(required=True)
    rated = fields.Integer(required=True)
    bound = fields.Integer(required=True)
    left_out = fields.List(fields.Nested(DoubtOut), required=True)


class RankingOut(Out):
    """The leaderboard, best first."""

    items = fields.List(fields.Nested(LeaderOut), required=True)
