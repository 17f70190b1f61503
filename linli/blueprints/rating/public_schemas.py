"""The shapes of what everybody may read about stars."""

from typing import Any

from marshmallow import fields, validate

from linli.domains.rating.rules.prizes import Change
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text

_CHOOSE: dict[str, Any] = {"invalid_uuid": "请从列表里选择。", "invalid": "请填写整数。"}


def _between(least: int, most: int) -> validate.Range:
    return validate.Range(least, most, error=f"应在 {least} 到 {most} 之间。")


class RankingIn(In):
    """Which estates are ranked: the year, where, with which star, what became of them, by name."""

    year = fields.Integer(
        validate=_between(2000, 2200), load_default=None, allow_none=True, error_messages=_CHOOSE
    )
    region_id = fields.UUID(load_default=None, allow_none=True, error_messages=_CHOOSE)
    stars = fields.Integer(
        validate=_between(1, 5), load_default=None, allow_none=True, error_messages=_CHOOSE
    )
    change = fields.String(
        validate=validate.OneOf([one.value for one in Change], error="没有这个选项，请重新选择。"),
        load_default=None,
        allow_none=True,
    )
    search = Text(most=40, least=0, load_default="")
    start = fields.Integer(validate=_between(0, 100_000), load_default=0)


class RankedOut(Out):
    """An estate in the ranking; ties share a rank. Points in hundredths."""

    rank = fields.Integer(required=True)
    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    stars = fields.Integer(required=True)
    kind = fields.String(required=True)
    total = fields.Integer(required=True)
    before = fields.Integer(required=True, allow_none=True)
    change = fields.String(required=True)


class CountOut(Out):
    """How many estates have a star."""

    stars = fields.Integer(required=True)
    count = fields.Integer(required=True)
    before = fields.Integer(required=True)


class RankingOut(Out):
    """A year's ranking of a region: how many were rated and rose, and a page of them."""

    year = fields.Integer(required=True, allow_none=True)
    rated = fields.Integer(required=True)
    rose = fields.Integer(required=True)
    stars = fields.List(fields.Nested(CountOut), required=True)
    items = fields.List(fields.Nested(RankedOut), required=True)
    next = fields.Integer(required=True, allow_none=True)


class HowOut(Out):
    """Formula, sources, moment and person behind a figure."""

    formula = fields.String(required=True)
    sources = fields.String(required=True)
    at = Moment(required=True, allow_none=True)
    who = fields.String(required=True)


class LineOut(Out):
    """One indicator of a confirmed year; `difference` only where last year measured alike."""

    code = fields.String(required=True, attribute="indicator.code")
    name = fields.String(required=True, attribute="indicator.name")
    area = fields.String(required=True, attribute="indicator.area")
    max = fields.Integer(required=True, attribute="indicator.max")
    said = fields.String(required=True)
    points = fields.Integer(required=True, allow_none=True)
    before = fields.Integer(required=True, allow_none=True, attribute="line.before")
    difference = fields.Integer(required=True, allow_none=True, attribute="line.difference")
    why_not = fields.String(required=True, attribute="line.why_not")
    how = fields.Nested(HowOut, required=True)


class YearOut(Out):
    """An estate's confirmed year in full."""

    year = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    total = fields.Integer(required=True)
    star_how = fields.Nested(HowOut, required=True)
    total_how = fields.Nested(HowOut, required=True)
    lines = fields.List(fields.Nested(LineOut), required=True)


class WayOut(Out):
    """One thing that would give more points."""

    code = fields.String(required=True, attribute="indicator.code")
    name = fields.String(required=True, attribute="indicator.name")
    effort = fields.Integer(required=True)
    words = fields.String(required=True)
    gain = fields.Integer(required=True)


class WaysOut(Out):
    """What stands between an estate and its next star, the least effort first."""

    stars = fields.Integer(required=True, allow_none=True)
    short = fields.Integer(required=True)
    enough = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(WayOut), required=True)
