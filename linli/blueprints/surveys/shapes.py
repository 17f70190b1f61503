"""What goes out about surveys: the questionnaire, my part in it, and how it came out."""

from marshmallow import fields

from linli.platform.web import Out
from linli.platform.web.schemas import Moment


class OptionOut(Out):
    """One thing to choose."""

    key = fields.String(required=True)
    text = fields.String(required=True)


class WhenOut(Out):
    """The condition under which a question is asked."""

    question = fields.String(required=True)
    any_of = fields.List(fields.String(), required=True)


class QuestionOut(Out):
    """One question."""

    key = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    hint = fields.String(required=True)
    required = fields.Boolean(required=True)
    options = fields.List(fields.Nested(OptionOut), required=True)
    rows = fields.List(fields.Nested(OptionOut), required=True)
    least = fields.Integer(required=True, allow_none=True)
    most = fields.Integer(required=True, allow_none=True)
    unit = fields.String(required=True)
    low = fields.String(required=True)
    high = fields.String(required=True)
    when = fields.Nested(WhenOut, required=True, allow_none=True)


class SurveyOut(Out):
    """A survey with its questions. It never has legal effect; `effect` says so in words."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    title = fields.String(required=True)
    intro = fields.String(required=True)
    effect = fields.String(required=True)
    state = fields.String(required=True)
    mode = fields.String(required=True)
    per = fields.String(required=True)
    showing = fields.String(required=True)
    changeable = fields.Boolean(required=True)
    ties = fields.List(fields.String(), required=True)
    building_ids = fields.List(fields.String(), required=True)
    quotas = fields.Dict(required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    closed_why = fields.String(required=True)
    text_hash = fields.String(required=True, allow_none=True)
    questions = fields.List(fields.Nested(QuestionOut), required=True)
    lacks = fields.List(fields.String(), required=True)
    outcome = fields.String(required=True, allow_none=True)


class TicketOut(Out):
    """One answer that I may give: for myself, or for a household."""

    unit_id = fields.UUID(attribute="unit.id", required=True)
    label = fields.String(attribute="unit.label", required=True)
    tie = fields.String(attribute="tie.value", required=True)
    answered = fields.Boolean(required=True)


class MineOut(Out):
    """The answers that I may give, and what I have half filled."""

    items = fields.List(fields.Nested(TicketOut), required=True)
    draft = fields.Dict(required=True, allow_none=True)
    saved_at = Moment(required=True, allow_none=True)


class BarOut(Out):
    """How often one thing was said; the share is of those who answered, in tenths of a percent."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    number = fields.Integer(required=True)
    share_tenths = fields.Integer(attribute="tenths", required=True)


class LineOut(Out):
    """One question, or one line of a matrix. Mean and median are in hundredths."""

    key = fields.String(attribute="question.key", required=True)
    title = fields.String(required=True)
    asked = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    bars = fields.List(fields.Nested(BarOut), required=True)
    mean = fields.Integer(required=True, allow_none=True)
    median = fields.Integer(required=True, allow_none=True)
    method = fields.String(required=True)
    best = fields.List(fields.String(), required=True)


class FigureOut(LineOut):
    """One question with the lines of its matrix."""

    rows = fields.List(fields.Nested(LineOut), required=True)


class GroupOut(Out):
    """One group beside others."""

    label = fields.String(required=True)
    figure = fields.Nested(FigureOut, required=True)


class ComparedOut(Out):
    """A question, and its groups where they are large enough."""

    figure = fields.Nested(FigureOut, required=True)
    groups = fields.List(fields.Nested(GroupOut), required=True)


class ResultsOut(Out):
    """How a survey came out: of so many asked so many answered. Fewer than five answers are shown to nobody."""

    survey_id = fields.UUID(required=True)
    effect = fields.String(required=True)
    asked = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    unit = fields.String(required=True)
    too_few = fields.Boolean(required=True)
    questions = fields.List(fields.Nested(ComparedOut), required=True)
    texts = fields.Dict(required=True)


class NamedOut(Out):
    """Who answered what in a named survey."""

    name = fields.String(required=True)
    home = fields.String(required=True)
    tie = fields.String(required=True)
    answered_at = Moment(required=True)
    revision = fields.Integer(required=True)
    answers = fields.Dict(required=True)


class TextOut(Out):
    """Free words, and where they stand."""

    id = fields.UUID(required=True)
    question = fields.String(required=True)
    words = fields.String(required=True)
    state = fields.String(required=True)


class OutcomeOut(Out):
    """What was said to come of a survey."""

    id = fields.UUID(required=True)
    words = fields.String(required=True)
    made_at = Moment(required=True)
