"""The shapes of complaints on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from linli.domains.complaints.rules import Subject
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Upload, one_of


class FileForm(In):
    """What somebody complains about."""

    subject = one_of(Subject, required=True)
    words = Text(most=2000, required=True)
    unit_id = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "请从列表里选择。"}
    )
    named = fields.Boolean(load_default=False)
    photos = fields.List(
        Upload(), load_default=list, validate=validate.Length(0, 9, error="一次最多 9 张照片。")
    )

    @pre_load
    def _none(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if (name, value) != ("unit_id", "")}

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"subject": Subject(body["subject"])}


class DeskIn(WindowIn):
    """Those that somebody has to deal with, or all the others."""

    over = fields.Boolean(load_default=False)


class WordsIn(In):
    """What one says to it."""

    words = Text(most=2000, required=True)


class QuestionIn(In):
    """What the company is asked."""

    question = Text(most=2000, required=True)


class ReasonIn(In):
    """Why."""

    reason = Text(most=500, required=True)


class MaybeReasonIn(In):
    """Why, if one likes."""

    reason = Text(least=0, most=500, load_default="")


class RateIn(In):
    """Content, or not and why."""

    satisfied = fields.Boolean(
        required=True,
        error_messages={"required": "请选择满意还是不满意。", "invalid": "请选择满意还是不满意。"},
    )
    opinion = Text(least=0, most=500, load_default="")


class AnswerIn(In):
    """What the company says to it."""

    answer = Text(most=2000, required=True)


class ComplaintOut(Out):
    """A complaint in a list."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    subject = fields.String(required=True)
    subject_title = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    filed_at = Moment(required=True)
    first_due_at = Moment(required=True)
    due_at = Moment(required=True)
    late = fields.Boolean(required=True)
    repeats = fields.Boolean(required=True)


class StepOut(Out):
    """One thing that was done."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    at = Moment(required=True)
    who = fields.String(required=True)
    words = fields.String(required=True)


class PhotoOut(Out):
    """A photo."""

    id = fields.UUID(required=True)


class AskedOut(Out):
    """What the company was asked, and what it says."""

    id = fields.UUID(required=True)
    subject_title = fields.String(required=True)
    words = fields.String(required=True)
    who = fields.String(required=True)
    asked_at = Moment(required=True)
    due_at = Moment(required=True)
    answered_at = Moment(required=True, allow_none=True)
    answer = fields.String(required=True)


class ComplaintDetailOut(ComplaintOut):
    """A complaint with everything that its reader may see and do."""

    words = fields.String(required=True)
    named = fields.Boolean(required=True)
    who = fields.String(required=True)
    answer = fields.String(required=True)
    review = fields.String(required=True)
    satisfied = fields.Boolean(required=True, allow_none=True)
    review_due_at = Moment(required=True, allow_none=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    statements = fields.List(fields.Nested(AskedOut), required=True)
    may = fields.List(fields.String(), required=True)
