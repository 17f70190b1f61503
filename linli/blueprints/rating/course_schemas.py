"""What is sent to a rated year's plan and course, as JSON or by a form. Points as people write them: "1.8"."""

from typing import Any

from marshmallow import INCLUDE, fields, validate

from linli.blueprints.rating.schemas import EntryIn
from linli.domains.rating.rules.course import PLANNED, Stage
from linli.domains.rating.rules.drawing import TieKind
from linli.platform.web import In, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole, one_of

MOST_FILES = 5


def _files() -> fields.List[Any]:
    return fields.List(
        Upload(),
        load_default=list,
        validate=validate.Length(0, MOST_FILES, error=f"一次最多 {MOST_FILES} 个文件。"),
    )


class PlanDaysIn(
    In.from_dict(  # type: ignore[misc]
        {f"{stage.value}_{end}": Day(required=True) for stage in PLANNED for end in ("since", "until")},
        name="DaysOfStagesIn",
    )
):
    """The days of each stage that the city plans, and who assesses."""

    organisation = Text(most=60, required=True)


class PlanIn(PlanDaysIn):
    """A new year's plan."""

    year = Whole(least=2000, most=2200, required=True)


class NothingIn(In):
    """Nothing more is asked."""


class AssessorIn(In):
    """An assessor by the name they sign in with."""

    username = Text(most=40, required=True)


class DropIn(In):
    """An assessor who leaves."""

    account_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})


class OwnTieIn(In):
    """What ties an assessor: to a company, a street, or an estate."""

    kind = one_of(TieKind, required=True)
    object_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})
    words = Text(most=200, required=True)


class TieIn(OwnTieIn):
    """The same, written down by the city for one of its assessors."""

    account_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})


class DrawIn(In):
    """The seed of a draw, agreed in public."""

    seed = Text(most=80, least=4, required=True)


class StageIn(In):
    """The stage at which the estates stand that shall go on."""

    stage = one_of(Stage, required=True)


class CoursesIn(WindowIn):
    """Which of a plan's estates are listed."""

    stage = one_of(Stage, load_default=None, allow_none=True)


class DecisionIn(In):
    """What a person decided where too much of an area does not apply."""

    decision = Text(most=500, least=0, load_default="")


class ReasonIn(In):
    """Why."""

    reason = Text(most=500, required=True)


class ReplaceIn(ReasonIn):
    """Which assessment goes to somebody else, and why."""

    visit_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})


class CheckIn(In):
    """What the county says of one area."""

    area = Text(most=10, required=True)
    passed = fields.Boolean(
        required=True, error_messages={"invalid": "请选通过或不通过。", "required": "请选一项。"}
    )
    words = Text(most=500, least=0, load_default="")


class AnswerIn(In):
    """The decision on an appeal: new points where it is granted, none where it is turned down."""

    appeal_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})
    points = Text(most=6, least=0, load_default="")
    answer = Text(most=500, required=True)


class CorrectIn(ReasonIn):
    """A signed line beside a confirmed result."""

    code = Text(most=10, required=True)
    points = Text(most=6, required=True)


class RemarkIn(In):
    """A comment, a question, or the answer to one."""

    code = Text(most=10, required=True)
    words = Text(most=500, required=True)
    answer_to = fields.UUID(load_default=None, allow_none=True)


class AppealIn(In):
    """An appeal with its evidence, as a form with files."""

    code = Text(most=10, required=True)
    words = Text(most=1000, required=True)
    documents = _files()
    photos = _files()


class SayIn(In):
    """A self-report as a form with files; the values are named by the catalogue's parts."""

    class Meta(In.Meta):
        """Marshmallow's settings."""

        unknown = INCLUDE

    words = Text(most=500, least=0, load_default="")
    valid_from = Day(load_default=None, allow_none=True)
    valid_until = Day(load_default=None, allow_none=True)
    documents = _files()
    photos = _files()


class PhotoIn(In):
    """A photo of an assessment: what it proves, when and where. Coordinates in millionths of a degree."""

    photo = Upload(required=True)
    codes = fields.List(
        Text(most=10),
        required=True,
        validate=validate.Length(1, 20),
        error_messages={"required": "请选指标。"},
    )
    taken_at = Moment(required=True)
    place_id = fields.UUID(load_default=None, allow_none=True)
    place = Text(most=60, least=0, load_default="")
    latitude = Whole(least=-90_000_000, most=90_000_000, load_default=None, allow_none=True)
    longitude = Whole(least=-180_000_000, most=180_000_000, load_default=None, allow_none=True)


class VisitIn(In):
    """All findings of an assessment, sent together."""

    entries = fields.List(
        fields.Nested(EntryIn), required=True, validate=validate.Length(1, 100, error="一次 1 到 100 项。")
    )


class VisitForm(In):
    """Everything typed on the phone page; which fields there are follows from the catalogue."""

    class Meta(In.Meta):
        """Marshmallow's settings."""

        unknown = INCLUDE
