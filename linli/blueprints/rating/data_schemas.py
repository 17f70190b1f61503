"""The shapes of facts, data sets and their figures on the wire and in forms. Numerators and denominators are whole."""

from marshmallow import fields

from linli.domains.rating.rules.figures import TypedValue
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, Whole


class ValueIn(In):
    """A fact as it is written down: two whole numbers, or one of several cases; never a rate."""

    numerator = Text(most=15, least=0, load_default="")
    denominator = Text(most=15, least=0, load_default="")
    said = Text(most=60, least=0, load_default="")
    not_applicable = fields.Boolean(load_default=False)
    zeroed = fields.Boolean(load_default=False)
    evidence = Text(most=500, least=0, load_default="")


class CorrectionIn(ValueIn):
    """A signed line beside a frozen figure."""

    reason = Text(most=500, required=True)


class CommentIn(In):
    """Why a figure jumped."""

    words = Text(most=500, required=True)


class YearOfDataIn(In):
    """Of which year the data are computed."""

    year = Whole(least=2000, most=2200, required=True)


def typed(body: dict[str, object]) -> TypedValue:
    """The value in a body."""
    names = ("numerator", "denominator", "said", "not_applicable", "zeroed")
    return TypedValue(**{name: body[name] for name in names})  # type: ignore[arg-type]


class TracedOut(Out):
    """A fact as it stands; without a source it is missing, which is not zero."""

    fact = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    ask = fields.String(required=True)
    said = fields.String(required=True)
    source = fields.String(required=True, allow_none=True)
    at = Moment(required=True, allow_none=True)
    points = fields.Integer(required=True, allow_none=True)
    max = fields.Integer(required=True)


class FiguresOut(Out):
    """All facts of an estate's year."""

    frozen = fields.Boolean(required=True)
    digest = fields.String(required=True)
    missing = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(TracedOut), required=True)


class LineOut(Out):
    """One line of a figure's history."""

    at = Moment(required=True)
    source = fields.String(required=True)
    numerator = fields.Integer(attribute="value.numerator", required=True, allow_none=True)
    denominator = fields.Integer(attribute="value.denominator", required=True, allow_none=True)
    said = fields.String(attribute="value.said", required=True)
    applies = fields.Boolean(attribute="value.applies", required=True)
    zeroed = fields.Boolean(attribute="value.zeroed", required=True)
    name = fields.String(required=True)
    why = fields.String(required=True)


class ExplainedOut(Out):
    """How a figure came about."""

    fact = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    ask = fields.String(required=True)
    grading = fields.String(required=True)
    formula = fields.String(required=True)
    counts = fields.String(required=True)
    of = fields.String(required=True)
    since_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    as_of = Moment(required=True, allow_none=True)
    responsible = fields.String(required=True)
    said = fields.String(required=True)
    source = fields.String(required=True, allow_none=True)
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    factor = fields.Integer(required=True)
    rows = fields.Integer(required=True, allow_none=True)
    rows_numerator = fields.Integer(required=True, allow_none=True)
    rows_denominator = fields.Integer(required=True, allow_none=True)
    agrees = fields.Boolean(required=True, allow_none=True)
    history = fields.List(fields.Nested(LineOut), required=True)


class RowOut(Out):
    """One row behind a figure."""

    id = fields.UUID(required=True)
    on = fields.Date(required=True, allow_none=True)
    words = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)


class DataSetOut(Out):
    """A run over all estates."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    run = fields.Integer(required=True)
    catalogue = fields.String(required=True)
    version = fields.String(required=True)
    state = fields.String(required=True)
    as_of = Moment(required=True)
    computed_at = Moment(required=True, allow_none=True)
    frozen_at = Moment(required=True, allow_none=True)
    digest = fields.String(required=True)


class DataSetsOut(Out):
    """The runs, the newest first."""

    items = fields.List(fields.Nested(DataSetOut), required=True)


class MissingOut(Out):
    """Of how many estates a fact is not known."""

    fact = fields.String(required=True)
    estates = fields.Integer(required=True)


class DataSetDetailOut(Out):
    """A run, how far it is, and what is missing in it."""

    run = fields.Nested(DataSetOut, required=True)
    done = fields.List(fields.String(), required=True)
    waiting = fields.List(fields.String(), required=True)
    missing = fields.List(fields.Nested(MissingOut), required=True)
    intact = fields.Boolean(required=True, allow_none=True)
