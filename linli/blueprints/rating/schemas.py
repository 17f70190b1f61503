"""The shapes of stars and score sheets on the wire and in forms. Points are whole hundredths."""

from marshmallow import INCLUDE, fields, validate

from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, Whole


class YearIn(In):
    """Which year's sheet is opened."""

    year = Whole(least=2000, most=2200, required=True)


class EntryIn(In):
    """What was found for one indicator; values are written as people type them: "87.5", "yes", "独立支部"."""

    code = Text(most=10, required=True)
    values = fields.Dict(keys=Text(most=20), values=Text(most=60, least=0), load_default=dict)
    zeroed = fields.Boolean(load_default=False)
    not_applicable = fields.Boolean(load_default=False)
    evidence = Text(most=500, least=0, load_default="")


class EntriesIn(In):
    """Findings for some indicators: all are entered, or none."""

    entries = fields.List(
        fields.Nested(EntryIn), required=True, validate=validate.Length(1, 100, error="一次 1 到 100 项。")
    )


class VetoesIn(In):
    """The vetoes that were established in the year."""

    codes = fields.List(Text(most=20), load_default=list)


class DecisionIn(In):
    """What a person decided where too much of an area does not apply."""

    decision = Text(most=500, least=0, load_default="")


class ReasonIn(In):
    """Why a sheet goes back."""

    reason = Text(most=500, required=True)


class AreaForm(In):
    """Everything typed on the page of one area; which fields there are follows from the catalogue."""

    class Meta(In.Meta):
        """Marshmallow's settings."""

        unknown = INCLUDE


class AreaOut(Out):
    """What an area came to."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    score = fields.Integer(required=True)
    max = fields.Integer(required=True)


class LossOut(Out):
    """Points that were lost on one indicator."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    points = fields.Integer(required=True)


class MissingOut(Out):
    """What the next star asks for."""

    stars = fields.Integer(required=True)
    points = fields.Integer(required=True)
    satisfaction = fields.Integer(required=True, allow_none=True)
    vetoed = fields.Boolean(required=True)
    losses = fields.List(fields.Nested(LossOut), required=True)


class StarOut(Out):
    """A confirmed star."""

    estate_id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    kind = fields.String(required=True)
    total = fields.Integer(required=True)
    areas = fields.List(fields.Nested(AreaOut), required=True)
    vetoed = fields.Boolean(required=True)
    missing = fields.Nested(MissingOut, required=True, allow_none=True)
    version = fields.String(required=True)
    confirmed_at = Moment(required=True)


class StarsOut(Out):
    """All confirmed stars of an estate, the newest year first."""

    items = fields.List(fields.Nested(StarOut), required=True)


class SheetOut(Out):
    """A year's sheet and where it stands."""

    year = fields.Integer(required=True)
    version = fields.String(required=True)
    state = fields.String(required=True)
    vetoes = fields.List(fields.String(), required=True)
    decision = fields.String(required=True)
    sent_back_for = fields.String(required=True)
    submitted_at = Moment(required=True, allow_none=True)
    confirmed_at = Moment(required=True, allow_none=True)


class SheetsOut(Out):
    """An estate's sheets, the newest year first."""

    items = fields.List(fields.Nested(SheetOut), required=True)


class EntryOut(Out):
    """What holds for one indicator."""

    code = fields.String(required=True)
    values = fields.Dict(keys=fields.String(), required=True)
    zeroed = fields.Boolean(required=True)
    applies = fields.Boolean(required=True)
    by_hand = fields.Boolean(required=True)
    evidence = fields.String(required=True)
    made_at = Moment(required=True)


class PreviewOut(Out):
    """A sheet with what stands in it and what that comes to now."""

    sheet = fields.Nested(SheetOut, required=True)
    total = fields.Integer(attribute="result.total", required=True)
    stars = fields.Integer(attribute="result.stars", required=True)
    kind = fields.String(attribute="result.kind", required=True)
    areas = fields.List(fields.Nested(AreaOut), attribute="result.areas", required=True)
    points = fields.Dict(
        keys=fields.String(), values=fields.Integer(), attribute="result.points", required=True
    )
    open = fields.List(fields.String(), attribute="result.open", required=True)
    entries = fields.List(fields.Nested(EntryOut), required=True)
