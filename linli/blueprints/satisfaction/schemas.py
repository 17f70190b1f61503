"""The shapes of the yearly round on the wire and in forms."""

from typing import Any

from marshmallow import fields, validate

from linli.domains.satisfaction.rules.course import KEYED_IN
from linli.domains.satisfaction.rules.questions import TEN
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Whole, one_of


class _Level(Whole):
    """5 very content to 1 very discontent, 0 unknown; whether the question allows it is the rules' matter."""

    default_error_messages = {"required": "请选一项。", "null": "请选一项。", "invalid": "请选一项。"}

    def __init__(self) -> None:
        super().__init__(least=0, most=5, required=True)


class _Yes(fields.Boolean):
    default_error_messages = {
        "required": "请确认您已满 18 周岁。",
        "null": "请确认您已满 18 周岁。",
        "invalid": "请确认您已满 18 周岁。",
    }

    def __init__(self) -> None:
        said = "满 18 周岁的住户才能评价。"
        super().__init__(required=True, validate=validate.Equal(True, error=said))


_LEVELS: dict[str, Any] = {one.key: _Level() for one in TEN}


class _Unit(fields.UUID):
    default_error_messages = {
        "invalid_uuid": "请选择房屋。",
        "required": "请选择房屋。",
        "null": "请选择房屋。",
    }


AnswerIn = In.from_dict(
    {"unit_id": _Unit(required=True), "adult": _Yes(), **_LEVELS}, name="SatisfactionAnswerIn"
)
KeyedIn = In.from_dict(
    {
        "label": Text(most=60, required=True),
        "channel": one_of(KEYED_IN, required=True),
        **{one.key: _Level() for one in TEN},
    },
    name="SatisfactionKeyedIn",
)


def levels(body: dict[str, Any]) -> dict[str, int]:
    """The answers of a body, by question."""
    return {one.key: body[one.key] for one in TEN}


class PlanIn(In):
    """A round to plan: its year, its first and its last day."""

    year = Whole(least=2020, most=2100, required=True)
    opens_on = Day(required=True)
    closes_on = Day(required=True)
    replaces = fields.Boolean(load_default=False)


class BurstIn(In):
    """Which burst: the estate and the device's digest."""

    burst_estate_id = fields.UUID(required=True)
    device = Text(most=60, required=True)


class YearIn(WindowIn):
    """A page of a result's estates."""


class QuestionOut(Out):
    """A question."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    hint = fields.String(required=True)


class HouseholdOut(Out):
    """A home that the asker may answer for."""

    unit_id = fields.UUID(required=True)
    label = fields.String(required=True)
    answered = fields.Boolean(required=True)


class RoundOut(Out):
    """A round."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    replaces = fields.Boolean(required=True)
    questions = fields.List(fields.Nested(QuestionOut), required=True)


class OwnRoundOut(RoundOut):
    """A round with the asker's homes."""

    households = fields.List(fields.Nested(HouseholdOut), required=True)


class CurrentOut(Out):
    """The newest round of the estate's city, or none."""

    current = fields.Nested(OwnRoundOut, required=True, allow_none=True)


class RoundsOut(Out):
    """A city's rounds."""

    items = fields.List(fields.Nested(RoundOut), required=True)


class MeasureOut(Out):
    """Counts always; shares (basis points) only of a sample that is large enough."""

    households = fields.Integer(required=True)
    valid = fields.Integer(required=True)
    sound = fields.Boolean(required=True)
    rate = fields.Integer(required=True, allow_none=True)
    rate_with_basic = fields.Integer(required=True, allow_none=True)
    between = fields.List(fields.Integer(), required=True, allow_none=True)
    took_part = fields.Integer(required=True, allow_none=True)


class ProgressOut(Out):
    """How many households of an estate have answered."""

    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    households = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    needed = fields.Integer(required=True)


class RunningOut(RoundOut):
    """A round at the officers' desk: how many took part, and after the close what came of it."""

    households = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    reminders = fields.Integer(required=True)
    result = fields.Nested(MeasureOut, required=True, allow_none=True)
