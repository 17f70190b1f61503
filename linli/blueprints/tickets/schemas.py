"""The shapes of tickets on the wire and in forms."""

from typing import Any

from marshmallow import fields, pre_load, validate

from linli.domains.tickets.queries import STAGES
from linli.domains.tickets.rules.clocks import Urgency
from linli.domains.tickets.rules.outcomes import Outcome
from linli.domains.tickets.rules.ratings import TAGS
from linli.domains.tickets.rules.routing import Channel, Stage
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Upload, Whole

_WISHES = [Urgency.NORMAL.value, Urgency.URGENT.value]
MOST_PHOTOS = 9


class Id(fields.UUID):
    """An id in a form or in JSON; an empty choice of a form is none."""

    default_error_messages = {"invalid_uuid": "请从列表里选择。", "required": "请选择。", "null": "请选择。"}

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """Read it; "" is None."""
        return super().deserialize(None if value == "" else value, attr, data, **kwargs)


class _Phone(Text):
    """A phone number to call back, or none."""

    def __init__(self) -> None:
        super().__init__(least=0, most=20, load_default="")
        self.validators.append(
            validate.Regexp(r"\A(?:[0-9+\-]{5,20})?\Z", error="电话只写数字，例如 13812345678。")
        )


_ASKED = "answers."
_HOW_MANY = "请选择照片，一次最多 9 张。"


def _photos(*, required: bool = False) -> fields.List[Any]:
    presence: dict[str, Any] = {"required": True} if required else {"load_default": list}
    return fields.List(
        Upload(),
        validate=validate.Length(int(required), MOST_PHOTOS, error=_HOW_MANY),
        error_messages={"required": _HOW_MANY},
        **presence,
    )


class _Said(In):
    """What is wrong, and where."""

    unit_id = Id(load_default=None, allow_none=True)
    building_id = Id(load_default=None, allow_none=True)
    place = Text(least=0, most=100, load_default="")
    words = Text(most=1000, required=True)
    urgency = fields.String(
        load_default=Urgency.NORMAL.value, validate=validate.OneOf(_WISHES, error="请选择“一般”或“着急”。")
    )
    anonymous = fields.Boolean(load_default=False)
    place_id = Id(load_default=None, allow_none=True)
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        error_messages={"invalid": "请按“问题: 回答”填写。"},
    )

    @pre_load
    def gather(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A form has a field of its own for each question of the category: answers.<code>."""
        if not getattr(self, "from_form", False):
            return sent
        answers = {name.removeprefix(_ASKED): sent[name] for name in sent if name.startswith(_ASKED)}
        rest = {name: value for name, value in sent.items() if not name.startswith(_ASKED)}
        return rest | ({"answers": answers} if answers else {})


class ReportIn(_Said):
    """A resident's report by a program; photos follow by an upload of their own."""

    category = Text(most=40, required=True)


class _BehalfIn(_Said):
    """For whom staff write a report down."""

    for_name = Text(most=40, required=True)
    for_phone = _Phone()
    channel = fields.String(
        load_default=Channel.PHONE.value,
        validate=validate.OneOf([Channel.PHONE.value, Channel.COUNTER.value], error="请选择“电话”或“窗口”。"),
    )
    inside = fields.Boolean(load_default=False)


class EnterIn(_BehalfIn):
    """A report that staff enter for somebody."""

    category = Text(most=40, required=True)


class ReportForm(_Said):
    """The resident's form; the category stands in its address."""

    photos = _photos()
    sure = fields.Boolean(load_default=False)


class EnterForm(_BehalfIn):
    """The staff's form."""

    photos = _photos()


class PhotosIn(In):
    """Photos to add."""

    photos = _photos(required=True)
    stage = fields.String(
        load_default=Stage.BEFORE.value,
        validate=validate.OneOf([stage.value for stage in Stage], error="照片阶段不对。"),
    )


class QueueIn(WindowIn):
    """Which tickets of a list."""

    stage = fields.String(load_default="", validate=validate.OneOf(["", *STAGES], error="没有这种状态。"))
    category = Text(least=0, most=40, load_default="")
    number = Text(least=0, most=20, load_default="")
    mine = fields.Boolean(load_default=False)
    overdue = fields.Boolean(load_default=False)


class _Outcome(fields.Enum[Outcome]):
    """How it came out; nothing is chosen beforehand."""

    default_error_messages = {"unknown": "请从列出的结果里选择。", "required": "请选择办理结果：解决了没有。"}

    def __init__(self, **options: Any) -> None:
        super().__init__(Outcome, by_value=True, **options)


class ReasonIn(In):
    """Why."""

    reason = Text(most=500, required=True)


class WithdrawIn(In):
    """Why, if one likes."""

    reason = Text(least=0, most=500, load_default="")


class MergeIn(In):
    """Into which ticket, by its number."""

    number = Text(most=20, required=True)


class AssignIn(In):
    """To whom."""

    assignee_id = Id(required=True)


class StartForm(In):
    """How it was before."""

    photos = _photos()


class FinishIn(In):
    """How it came out, and what was done: closed is not the same as solved."""

    result = Text(most=500, required=True)
    outcome = _Outcome(required=True)


class FinishForm(FinishIn):
    """What was done, with photos of the result."""

    photos = _photos()


class WordsIn(In):
    """A few words."""

    words = Text(least=0, most=500, load_default="")


class NoteIn(In):
    """A note for colleagues."""

    words = Text(most=1000, required=True)


class _Seen(In):
    """Which step of the ticket its page showed last, so that nobody acts past a colleague unawares."""

    seen = Whole(load_default=None, allow_none=True)


def seeing(form: type[In] | None) -> type[In]:
    """The form of a step as the staff's page sends it."""
    return _Seen if form is None else type(f"{form.__name__}Seen", (_Seen, form), {})


class RatingIn(In):
    """Stars, tags, words; whether it is solved; whether to do it over."""

    stars = Whole(least=1, most=5, required=True)
    solved = fields.Boolean(load_default=None, allow_none=True)
    tags = fields.List(
        fields.String(validate=validate.OneOf(list(TAGS), error="请从列出的标签里选择。")),
        load_default=list,
        validate=validate.Length(max=len(TAGS), error="标签太多。"),
    )
    words = Text(least=0, most=500, load_default="")
    redo = fields.Boolean(load_default=False)


class QuestionOut(Out):
    """What a category asks of its own; without options it is answered in words."""

    code = fields.String(required=True)
    text = fields.String(required=True)
    options = fields.List(fields.String(), required=True)
    required = fields.Boolean(required=True)
    hint = fields.String(required=True)


class CategoryOut(Out):
    """Something that can be reported."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    emergency = fields.Boolean(required=True)
    stop = fields.String(required=True)
    dial = fields.String(required=True)
    after_photo = fields.Boolean(required=True)
    questions = fields.List(fields.Nested(QuestionOut), required=True)


class GroupOut(Out):
    """The upper level of the categories."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    categories = fields.List(fields.Nested(CategoryOut), required=True)


class CategoriesOut(Out):
    """The tree."""

    groups = fields.List(fields.Nested(GroupOut), required=True)


class CommonOut(Out):
    """A neighbour's open report in a common part: no words, no names, no photos."""

    number = fields.String(required=True)
    category = fields.String(required=True)
    category_title = fields.String(required=True)
    place = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    reported_at = Moment(required=True)


class TicketOut(CommonOut):
    """A ticket in a list."""

    id = fields.UUID(required=True)
    first_category = fields.String(required=True)
    urgency = fields.String(required=True)
    clock = fields.String(required=True)
    words = fields.String(required=True)
    unit_id = fields.UUID(required=True, allow_none=True)
    unit_label = fields.String(required=True)
    addressee = fields.String(required=True)
    channel = fields.String(required=True)
    pressure = fields.String(required=True)
    late = fields.Boolean(required=True)
    first_due_at = Moment(required=True)
    due_at = Moment(required=True)
    settled_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    assignee_id = fields.UUID(required=True, allow_none=True)
    assignee_name = fields.String(required=True)
    stars = fields.Integer(required=True, allow_none=True)
    redone = fields.Integer(required=True)
    outcome = fields.String(required=True)
    lead = fields.String(required=True)
    supervision = fields.String(required=True)


class PhotoOut(Out):
    """A photo; the address asks for the same rights as the ticket."""

    id = fields.UUID(required=True)
    href = fields.String(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)


class StepOut(Out):
    """One line of the history."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    at = Moment(required=True)
    who = fields.String(required=True)
    words = fields.String(required=True)
    stage = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)


class RatingOut(Out):
    """The rating that counts."""

    stars = fields.Integer(required=True)
    solved = fields.Boolean(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    words = fields.String(required=True)
    at = Moment(required=True)


class AnswerOut(Out):
    """A question of the category and what was answered."""

    question = fields.String(required=True)
    answer = fields.String(required=True)


class LinkedOut(Out):
    """Another report that this one was split into, or comes from."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    words = fields.String(required=True)


class TicketDetailOut(TicketOut):
    """A ticket with everything that its reader may see and do."""

    needs = fields.List(fields.Nested("NeededOut"), required=True)
    needed_by = fields.List(fields.Nested("NeededOut"), required=True)
    warranty = fields.Nested("MarkOut", required=True, allow_none=True)

    answers = fields.List(fields.Nested(AnswerOut), required=True)
    place_id = fields.UUID(required=True, allow_none=True)
    households = fields.Integer(required=True)
    incident_id = fields.UUID(required=True, allow_none=True)
    calls = fields.Integer(required=True)

    anonymous = fields.Boolean(required=True)
    route = fields.String(required=True)
    reporter_name = fields.String(required=True)
    accept_due_at = Moment(required=True)
    sign_due_at = Moment(required=True, allow_none=True)
    merged_into_id = fields.UUID(required=True, allow_none=True)
    history = fields.List(fields.Nested(StepOut), required=True)
    linked = fields.List(fields.Nested(LinkedOut), required=True)
    rating = fields.Nested(RatingOut, required=True, allow_none=True)
    may = fields.List(fields.String(), required=True)


class HandOut(Out):
    """Somebody who can be given work."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    open = fields.Integer(required=True)


class HandsOut(Out):
    """Everybody who can be given this ticket."""

    items = fields.List(fields.Nested(HandOut), required=True)
