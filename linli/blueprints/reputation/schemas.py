"""The shapes of credit items and list entries on the wire and in forms."""

from typing import Any

from marshmallow import fields, validate

from linli.domains.reputation.rules.kinds import KINDS
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, Whole

MOST_FILES = 5


class _Id(fields.UUID):
    default_error_messages = {"invalid_uuid": "请从列表里选择。", "required": "请选择。", "null": "请选择。"}


class _MaybeId(_Id):
    """An id, or none: an empty choice of a form is none."""

    def __init__(self) -> None:
        super().__init__(load_default=None, allow_none=True)

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


def _files() -> fields.List[Any]:
    said = f"一次最多 {MOST_FILES} 个文件。"
    return fields.List(Upload(), load_default=list, validate=validate.Length(0, MOST_FILES, error=said))


class ListIn(WindowIn):
    """Which items: those on their way, or those that have had effect or came to nothing."""

    over = fields.Boolean(load_default=False)


class ProposeIn(In):
    """A finding."""

    company_id = _Id(required=True)
    project_id = _MaybeId()
    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(KINDS), error="请从列表里选择。"),
        error_messages={"required": "请选择。", "null": "请选择。", "invalid": "请选择。"},
    )
    points = Whole(least=0, most=10, required=True)
    fact = Text(most=1000, required=True)
    evidence = Text(most=1000, required=True)
    finder = Text(most=60, required=True)
    found_on = Day(required=True)


class FilesIn(In):
    """Papers and photos that show a finding."""

    documents = _files()
    photos = _files()


class ProposeForm(ProposeIn):
    """A finding from a page, with its papers and photos."""

    documents = _files()
    photos = _files()


class NothingIn(In):
    """A deed that brings nothing."""


class WordsIn(In):
    """What one says to it."""

    words = Text(most=1000, required=True)


class WithdrawIn(In):
    """Why it is taken back."""

    why = Text(most=1000, required=True)


class DecideIn(In):
    """Whether the item stands, and why."""

    upheld = fields.Boolean(required=True, error_messages={"required": "请选择。", "invalid": "请选择。"})
    decision = Text(most=1000, required=True)


class RepairIn(In):
    """Whether it is repaired, and why."""

    granted = fields.Boolean(required=True, error_messages={"required": "请选择。", "invalid": "请选择。"})
    answer = Text(most=1000, required=True)


class YearIn(In):
    """Which year's figures."""

    year = Whole(least=2020, most=2100, required=True)


class QuarterIn(In):
    """Which quarter; none: the last one that is over."""

    year = Whole(least=2020, most=2100, load_default=None, allow_none=True)
    quarter = Whole(least=1, most=4, load_default=None, allow_none=True)


class QuarterQuery(In):
    """Which quarter, in an address."""

    year = fields.Integer(load_default=None, validate=validate.Range(2020, 2100, error="年份不对。"))
    quarter = fields.Integer(load_default=None, validate=validate.Range(1, 4, error="季度是 1 到 4。"))


class DrawUpIn(In):
    """Which quarter is drawn up."""

    year = Whole(least=2020, most=2100, required=True)
    quarter = Whole(least=1, most=4, required=True)


class AmendIn(In):
    """Better words."""

    reason = Text(most=1000, required=True)
    evidence = Text(most=1000, required=True)


class CheckIn(In):
    """What the re-check found."""

    passed = fields.Boolean(required=True, error_messages={"required": "请选择。", "invalid": "请选择。"})
    found = Text(most=1000, required=True)


class StepOut(Out):
    """One step: what, when, in which words."""

    title = fields.String(required=True)
    at = Moment(required=True)
    text = fields.String(required=True)


class ItemOut(Out):
    """An item in a list."""

    id = fields.UUID(required=True)
    company_id = fields.UUID(required=True)
    company = fields.String(required=True)
    project_id = fields.UUID(required=True, allow_none=True)
    project = fields.String(required=True)
    kind = fields.String(required=True)
    kind_title = fields.String(required=True)
    weight = fields.String(required=True)
    weight_title = fields.String(required=True)
    points_said = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    found_on = Day(required=True)
    object_until = Day(required=True, allow_none=True)
    effective_on = Day(required=True, allow_none=True)
    ends_on = Day(required=True, allow_none=True)


class FileOut(Out):
    """A paper or a photo that was added as evidence."""

    name = fields.String(required=True)
    image = fields.Boolean(required=True)
    href = fields.String(required=True)


class ItemDetailOut(ItemOut):
    """An item with everything."""

    fact = fields.String(required=True)
    evidence = fields.String(required=True)
    finder = fields.String(required=True)
    files = fields.List(fields.Nested(FileOut), required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    may = fields.List(fields.String(), required=True)


class EntryOut(Out):
    """An entry of the list."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    quarter = fields.Integer(required=True)
    colour = fields.String(required=True)
    colour_title = fields.String(required=True)
    company_id = fields.UUID(required=True)
    company = fields.String(required=True)
    project_id = fields.UUID(required=True, allow_none=True)
    project = fields.String(required=True)
    score = fields.Integer(required=True)
    place = fields.Integer(required=True)
    among = fields.Integer(required=True)
    reason = fields.String(required=True)
    evidence = fields.String(required=True)
    term_until = Day(required=True)
    reply_until = Day(required=True, allow_none=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)


class EntryDetailOut(EntryOut):
    """An entry with everything."""

    rectify_until = Day(required=True, allow_none=True)
    again = fields.Boolean(required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    may = fields.List(fields.String(), required=True)


class EntriesOut(Out):
    """A quarter's list."""

    year = fields.Integer(required=True)
    quarter = fields.Integer(required=True)
    drawn = fields.Boolean(required=True)
    items = fields.List(fields.Nested(EntryOut), required=True)


class NotedOut(Out):
    """How many items were put on record."""

    noted = fields.Integer(required=True)


class StandingOut(Out):
    """A company's score (hundredths) and grade today."""

    company_id = fields.UUID(required=True)
    name = fields.String(required=True)
    score = fields.Integer(required=True)
    grade = fields.String(required=True)
    projects = fields.Integer(required=True)


class StandingsOut(Out):
    """All companies, the best first."""

    items = fields.List(fields.Nested(StandingOut), required=True)
