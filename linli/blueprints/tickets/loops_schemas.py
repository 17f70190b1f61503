"""The shapes of dispatching beyond the estate, returns, extensions, pauses and parts."""

from marshmallow import fields, validate

from config.departments import duties
from linli.domains.tickets.queries.departments import POSTS
from linli.domains.tickets.rules.photos import FIELDS
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text

_MOST_COOPERATING, _MOST_MOVED = 12, 60


def _body() -> Text:
    return Text(least=0, most=40, load_default="")


class _Wish(fields.UUID):
    """Whom to appoint."""

    default_error_messages = {"invalid_uuid": "请从列表里选择。", "required": "请选择。", "null": "请选择。"}


class ReturnIn(In):
    """Why it is handed back: a worker writes a reason; a body names a legal ground and who should have it."""

    reason = Text(most=500, required=True)
    ground = _body()
    proposed = _body()


class DispatchIn(In):
    """Who leads, who cooperates; against the rule, with a reason."""

    lead = Text(most=40, required=True)
    cooperating = fields.List(
        Text(most=40),
        load_default=list,
        validate=validate.Length(max=_MOST_COOPERATING, error="协同部门太多。"),
    )
    thing = fields.String(
        load_default="", validate=validate.OneOf(["", *duties().things], error="请从“一件事”清单里选择。")
    )
    reason = Text(least=0, most=500, load_default="")


class RedactIn(In):
    """Which photo, which parts of it to black out (none: take it away), and why; the reporter reads it."""

    photo_id = _Wish(required=True)
    fields_ = fields.List(
        fields.String(validate=validate.OneOf(FIELDS, error="请从列表里选要遮住的部分。")),
        load_default=list,
        data_key="fields",
        validate=validate.Length(max=len(FIELDS), error="每个部分选一次。"),
    )
    reason = Text(most=200, required=True)


class SplitIn(In):
    """What the other matter is, and which photos go with it."""

    category = Text(most=40, required=True)
    words = Text(most=1000, required=True)
    photo_ids = fields.List(
        _Wish(),
        load_default=list,
        validate=validate.Length(max=_MOST_MOVED, error="一次最多分出 60 张照片。"),
    )


class SettleIn(In):
    """The minutes: what was agreed, who leads, and until when."""

    minutes = Text(most=2000, required=True)
    lead = Text(most=40, required=True)
    until_on = Day(load_default=None, allow_none=True)


class ExtensionIn(In):
    """Until when, and why; the reporter will read it."""

    until_on = Day(required=True)
    reason = Text(most=500, required=True)


class PauseIn(In):
    """What is waited for."""

    cause = Text(most=40, required=True)
    reason = Text(most=500, required=True)


class PartIn(In):
    """Which department is to do what, by when, and whether the lead has to wait for it."""

    department = Text(most=40, required=True)
    words = Text(least=0, most=500, load_default="")
    must = fields.Boolean(load_default=True)
    until_on = Day(load_default=None, allow_none=True)


class ResultIn(In):
    """What the department did."""

    result = Text(most=500, required=True)


class WaiveIn(In):
    """Why the lead goes on without it."""

    reason = Text(most=500, required=True)


class AppointIn(In):
    """Who holds which post of which department."""

    department = Text(most=40, required=True)
    post = fields.String(required=True, validate=validate.OneOf(list(POSTS), error="请选择 A 岗或 B 岗。"))
    account_id = _Wish(required=True)


class PartOut(Out):
    """A department's part."""

    id = fields.UUID(required=True)
    department = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    must = fields.Boolean(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    holder_id = fields.UUID(required=True)
    holder_name = fields.String(required=True)
    sign_due_at = Moment(required=True)
    due_at = Moment(required=True)
    signed_at = Moment(required=True, allow_none=True)
    finished_at = Moment(required=True, allow_none=True)
    result = fields.String(required=True)
    mine = fields.Boolean(required=True)


class PartsOut(Out):
    """All parts of a ticket."""

    items = fields.List(fields.Nested(PartOut), required=True)


class ProposalOut(Out):
    """Whom the rules name, and the rule that says so."""

    rule = fields.String(required=True)
    thing = fields.String(required=True)
    lead = fields.String(required=True)
    cooperating = fields.List(fields.String(), required=True)


class SeatOut(Out):
    """A department and who holds its posts."""

    department = fields.String(required=True)
    title = fields.String(required=True)
    first = fields.String(required=True)
    stand_in = fields.String(required=True)


class SeatsOut(Out):
    """The departments of a township or a county."""

    items = fields.List(fields.Nested(SeatOut), required=True)
