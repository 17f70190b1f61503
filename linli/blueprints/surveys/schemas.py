"""What comes in about surveys: settings, questions, answers, on the wire and from forms."""

from datetime import date, datetime, timedelta
from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from config.surveys import templates
from linli.domains.surveys.queries.results import Split
from linli.domains.surveys.rules.course import Mode, Per, Settings, Showing
from linli.domains.surveys.rules.questions import BIGGEST, MOST_OPTIONS, MOST_QUESTIONS, Kind
from linli.kernel.actors import Tie
from linli.kernel.times import start_of
from linli.platform.web import In, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Whole, one_of

OPENS_AFTER, CLOSES_AFTER = timedelta(hours=9), timedelta(hours=21)  # of a day chosen in a form
_MOST_TITLE, _MOST_HINT, _MOST_OPTION, _MOST_LINES = 200, 300, 100, 4000
_UUID: dict[str, Any] = {
    "invalid_uuid": "没有这个选项，请重新选择。",
    "invalid": "没有这个选项，请重新选择。",
}


class QuotasIn(In):
    """At most so many answers: in all, of each building, of each kind of resident."""

    total = Whole(least=1, most=1_000_000)
    building = Whole(least=1, most=1_000_000)
    owner = Whole(least=1, most=1_000_000)
    family = Whole(least=1, most=1_000_000)
    tenant = Whole(least=1, most=1_000_000)


class SettingsIn(In):
    """A survey's words and settings; no building means the whole estate."""

    title = Text(most=80, required=True)
    intro = Text(most=1000, least=0, load_default="")
    mode = one_of(Mode, load_default=Mode.NAMED.value)
    per = one_of(Per, load_default=Per.PERSON.value)
    showing = one_of(Showing, load_default=Showing.AFTER.value)
    changeable = fields.Boolean(load_default=False)
    ties = fields.List(
        one_of(Tie), load_default=lambda: [tie.value for tie in Tie], validate=validate.Length(max=3)
    )
    building_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=200))
    opens_at = Moment(required=True)
    closes_at = Moment(required=True)
    quotas = fields.Nested(QuotasIn, load_default=dict)

    @post_load
    def _settings(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return settled(body)


def settled(body: dict[str, Any]) -> dict[str, Any]:
    """Words, buildings and the rest as Settings, as the verbs want them."""
    words = {name: body[name] for name in ("title", "intro", "building_ids")}
    settings = Settings(
        mode=Mode(body["mode"]),
        per=Per(body["per"]),
        showing=Showing(body["showing"]),
        changeable=body["changeable"],
        ties=tuple(tie for tie in Tie if tie.value in body["ties"]),
        opens_at=body["opens_at"],
        closes_at=body["closes_at"],
        quotas=body["quotas"],
    )
    return words | {"settings": settings}


class SettingsForm(In):
    """The same from a form: from nine in the morning of one day until nine in the evening of another."""

    title = Text(most=80, required=True)
    intro = Text(most=1000, least=0, load_default="")
    mode = one_of(Mode, required=True)
    per = one_of(Per, required=True)
    showing = one_of(Showing, required=True)
    changeable = fields.Boolean(load_default=False)
    ties = fields.List(one_of(Tie), load_default=list, validate=validate.Length(max=3))
    building_ids = fields.List(
        fields.UUID(error_messages=_UUID), load_default=list, validate=validate.Length(max=200)
    )
    opens_on = Day(required=True)
    closes_on = Day(required=True)
    quota_total = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)
    quota_building = Whole(least=1, most=1_000_000, load_default=None, allow_none=True)

    @pre_load
    def _empty(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value != "" or not name.startswith("quota_")}

    @post_load
    def _settings(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        quotas = {name: body[f"quota_{name}"] for name in ("total", "building") if body[f"quota_{name}"]}
        times = {
            "opens_at": _at(body["opens_on"], OPENS_AFTER),
            "closes_at": _at(body["closes_on"], CLOSES_AFTER),
        }
        return settled(body | times | {"quotas": quotas})


class NewForm(SettingsForm):
    """A survey to begin with, from a form: empty, or with the questions of a template."""

    template = fields.String(
        load_default="",
        validate=validate.OneOf(["", *(one.name for one in templates())], error="没有这个模板，请重新选择。"),
    )

    @post_load
    def _settings(self, body: dict[str, Any], **more: object) -> dict[str, Any]:
        settled_body: dict[str, Any] = super()._settings(body, **more)
        return settled_body | {"template": body["template"]}


def _at(day: date, after: timedelta) -> datetime:
    return start_of(day) + after


class OptionIn(In):
    """One thing to choose."""

    key = fields.String(
        required=True, validate=validate.Regexp(r"[a-z0-9]{1,8}\Z", error="编号用小写字母和数字。")
    )
    text = Text(most=_MOST_OPTION, required=True)


class WhenIn(In):
    """Ask only those whose answer to an earlier question is one of these."""

    question = fields.String(required=True, validate=validate.Length(max=8))
    any_of = fields.List(
        fields.String(validate=validate.Length(max=8)),
        required=True,
        validate=validate.Length(min=1, max=MOST_OPTIONS),
    )


class QuestionIn(In):
    """One question as a program sends it; see the kinds for what each needs."""

    key = fields.String(
        required=True, validate=validate.Regexp(r"q[0-9]{1,3}\Z", error="题目的编号写成 q1、q2……")
    )
    kind = one_of(Kind, required=True)
    title = Text(most=_MOST_TITLE, required=True)
    hint = Text(most=_MOST_HINT, least=0, load_default="")
    required = fields.Boolean(load_default=True)
    options = fields.List(
        fields.Nested(OptionIn), load_default=list, validate=validate.Length(max=MOST_OPTIONS)
    )
    rows = fields.List(fields.Nested(OptionIn), load_default=list, validate=validate.Length(max=MOST_OPTIONS))
    least = Whole(least=-BIGGEST, most=BIGGEST, load_default=None, allow_none=True)
    most = Whole(least=-BIGGEST, most=BIGGEST, load_default=None, allow_none=True)
    unit = Text(most=10, least=0, load_default="")
    low = Text(most=20, least=0, load_default="")
    high = Text(most=20, least=0, load_default="")
    when = fields.Nested(WhenIn, load_default=None, allow_none=True)


class QuestionsIn(In):
    """The whole questionnaire in its order."""

    questions = fields.List(
        fields.Nested(QuestionIn), required=True, validate=validate.Length(max=MOST_QUESTIONS)
    )


class QuestionForm(In):
    """One question from a form: options and rows one a line, the condition as ticks "q1=2"."""

    kind = one_of(Kind, required=True)
    title = Text(most=_MOST_TITLE, required=True)
    hint = Text(most=_MOST_HINT, least=0, load_default="")
    required = fields.Boolean(load_default=False)
    options = Text(most=_MOST_LINES, least=0, load_default="")
    rows = Text(most=_MOST_LINES, least=0, load_default="")
    least = Whole(least=0, most=BIGGEST, load_default=None, allow_none=True)
    most = Whole(least=0, most=BIGGEST, load_default=None, allow_none=True)
    unit = Text(most=10, least=0, load_default="")
    low = Text(most=20, least=0, load_default="")
    high = Text(most=20, least=0, load_default="")
    when = fields.List(fields.String(validate=validate.Length(max=20)), load_default=list)

    @pre_load
    def _empty(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value != "" or name not in {"least", "most"}}


class MoveForm(In):
    """One place up or down."""

    to = fields.String(required=True, validate=validate.OneOf(["up", "down"], error="只能上移或下移。"))


class AnswerIn(In):
    """An answer: for each question's key what was said; `unit_id` where a person answers for one of several homes."""

    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(max=8)),
        values=fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(max=MOST_QUESTIONS),
        error_messages={"required": "请回答问卷里的题目。", "invalid": "请回答问卷里的题目。"},
    )
    unit_id = fields.UUID(load_default=None, allow_none=True, error_messages=_UUID)
    text_hash = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))


class DraftIn(In):
    """Half-filled answers."""

    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(max=8)),
        values=fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(max=MOST_QUESTIONS),
    )


class AnswerForm(In):
    """The same from a form, where every question, and every box or line of it, has a field of its own: q1, q2.3 …

    `at` and `go` belong to answering one question at a time.
    """

    fields_ = fields.Dict(data_key="fields", load_default=dict)
    unit_id = fields.UUID(load_default=None, allow_none=True, error_messages=_UUID)
    text_hash = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    at = fields.String(load_default="", validate=validate.Length(max=8))
    go = fields.String(
        load_default="next", validate=validate.OneOf(["next", "back"], error="只能往前或往后。")
    )

    @pre_load
    def _gather(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        typed = {name: value for name, value in sent.items() if name[:1] == "q" and name[1:2].isdigit()}
        rest = {name: value for name, value in sent.items() if name not in typed and name != "fields"}
        if not rest.get("unit_id"):
            rest["unit_id"] = None
        return rest | {"fields": typed}


class ReasonIn(In):
    """Why it ends early."""

    reason = Text(most=300, least=5, required=True)


class OutcomeIn(In):
    """What comes of it."""

    words = Text(most=2000, least=10, required=True)


class DecisionIn(In):
    """Show a text, or don't."""

    release = fields.Boolean(required=True, error_messages={"required": "请选公开或不公开。"})


class SplitIn(In):
    """Whether to lay groups side by side."""

    split = fields.String(
        load_default=None, allow_none=True,
        validate=validate.OneOf([one.value for one in Split], error="只能按楼幢或住户类别分开看。"),
    )  # fmt: skip

    @post_load
    def _split(self, query: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"split": Split(query["split"]) if query["split"] else None}


class TextsIn(WindowIn):
    """Texts in one state."""

    state = fields.String(
        load_default="pending",
        validate=validate.OneOf(["pending", "released", "withheld"], error="没有这种状态。"),
    )


class TemplateIn(In):
    """Which template to begin with."""

    template = fields.String(
        load_default="",
        validate=validate.OneOf(["", *(one.name for one in templates())], error="没有这个模板，请重新选择。"),
    )


class KindIn(In):
    """Which kind of question to add."""

    kind = one_of(Kind, load_default=None, allow_none=True)
