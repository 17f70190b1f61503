"""The shapes of measures for weak points."""

from marshmallow import fields

from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Text, Whole


class WhatIfIn(In):
    """Which ways are thought to be gone."""

    done = fields.List(Text(most=10), load_default=list)


class MeasureIn(In):
    """What is done about an indicator, by whom and until when."""

    code = Text(most=10, required=True)
    words = Text(most=500, required=True)
    owner = Text(most=60, required=True)
    due_on = Day(required=True)


class DoneIn(In):
    """When it was done and what came of it."""

    done_on = Day(required=True)
    outcome = Text(most=500, required=True)


class BuiltIn(In):
    """When the estate was built."""

    year = Whole(least=1900, most=2200, required=True)


class MeasureOut(Out):
    """A measure with the effect that the next year shows, where both years may be compared."""

    id = fields.UUID(required=True, attribute="measure.id")
    code = fields.String(required=True, attribute="measure.code")
    name = fields.String(required=True)
    words = fields.String(required=True, attribute="measure.words")
    owner = fields.String(required=True, attribute="measure.owner")
    due_on = Day(required=True, attribute="measure.due_on")
    done_on = Day(required=True, allow_none=True, attribute="measure.done_on")
    outcome = fields.String(required=True, attribute="measure.outcome")
    points = fields.Integer(required=True, allow_none=True)
    after = fields.Integer(required=True, allow_none=True)
    effect = fields.Integer(required=True, allow_none=True)


class MeasuresOut(Out):
    """An estate's measures about one year."""

    items = fields.List(fields.Nested(MeasureOut), required=True)
