"""The shapes of decorations on the wire and in forms."""

from marshmallow import fields, validate

from config.decoration import decorating
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload


class RegisterIn(In):
    """What an owner is going to do."""

    unit_id = fields.UUID(
        required=True, error_messages={"invalid_uuid": "请从列表里选择。", "required": "请选择房屋。"}
    )
    firm = Text(most=60, required=True)
    firm_phone = Text(least=0, most=20, load_default="")
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    items = fields.List(
        fields.String(validate=validate.OneOf(list(decorating().items), error="请从列出的项目里选择。")),
        required=True,
        validate=validate.Length(1, 20, error="请至少选一项。"),
        error_messages={"required": "请至少选一项。"},
    )
    words = Text(least=0, most=500, load_default="")
    promised = fields.Boolean(load_default=False)


class DeskIn(WindowIn):
    """Those that go on, or those that are over."""

    over = fields.Boolean(load_default=False)


class EndsOnIn(In):
    """The new last day."""

    ends_on = Day(required=True)


class NothingIn(In):
    """Nothing more is said."""


class VisitForm(In):
    """What a patrol saw, with photos."""

    words = Text(most=500, required=True)
    findings = fields.List(
        fields.String(validate=validate.OneOf(list(decorating().forbidden), error="请从列出的违规里选择。")),
        load_default=list,
    )
    photos = fields.List(
        Upload(), load_default=list, validate=validate.Length(0, 9, error="一次最多 9 张照片。")
    )


class SettleIn(In):
    """How it was put right."""

    settled_words = Text(most=500, required=True)


class ResultIn(In):
    """What the inspection at the end says."""

    result = Text(most=500, required=True)


class GoingOnOut(Out):
    """What a neighbour reads: where, and from when to when."""

    unit_label = fields.String(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class DecorationOut(GoingOnOut):
    """A decoration in a list of the staff or of its home."""

    id = fields.UUID(required=True)
    firm = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    open_findings = fields.Integer(required=True)


class FindingOut(Out):
    """Something forbidden that was found."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    law = fields.String(required=True)
    ticket_id = fields.UUID(required=True)
    settled_at = Moment(required=True, allow_none=True)
    settled_words = fields.String(required=True)


class PhotoOut(Out):
    """A photo."""

    id = fields.UUID(required=True)


class VisitOut(Out):
    """A look of the patrol."""

    visited_at = Moment(required=True)
    who = fields.String(required=True)
    words = fields.String(required=True)
    findings = fields.List(fields.Nested(FindingOut), required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)


class DecorationDetailOut(DecorationOut):
    """A decoration with everything that its reader may see and do."""

    firm_phone = fields.String(required=True)
    items = fields.List(fields.String(), required=True)
    words = fields.String(required=True)
    registered_at = Moment(required=True)
    acknowledged_at = Moment(required=True, allow_none=True)
    closed_at = Moment(required=True, allow_none=True)
    result = fields.String(required=True)
    visits = fields.List(fields.Nested(VisitOut), required=True)
    may = fields.List(fields.String(), required=True)
