"""The shapes of the exchange on the wire and in forms."""

from marshmallow import fields, validate

from linli.domains.governance.queries.cases import VIEWS
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Text


class CasesIn(WindowIn):
    """Which cases of an estate."""

    view = fields.String(load_default="stuck", validate=validate.OneOf(list(VIEWS), error="请从列表里选择。"))


class SendIn(In):
    """Why it goes out although the rules keep it inside."""

    reason = Text(least=0, most=200, load_default="")


class HandOverIn(In):
    """The document by which it was handed over."""

    document_no = Text(most=60, required=True)
    document_on = fields.Date(
        required=True,
        error_messages={
            "required": "请填写日期。",
            "null": "请填写日期。",
            "invalid": "日期写成 2026-03-02 这样。",
        },
    )


class CloseIn(In):
    """What was done about a difference; `again`: what the platform lost is sent once more."""

    words = Text(most=200, required=True)
    again = fields.Boolean(load_default=False)


class ClosePlatformIn(CloseIn):
    """The same for a difference that is no estate's."""

    difference_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})


class TryOut(Out):
    """One try."""

    at = fields.AwareDateTime()
    arrived = fields.Boolean()
    status = fields.Integer(allow_none=True)
    reason = fields.String()


class ParcelOut(Out):
    """One message to the platform."""

    id = fields.UUID()
    seq = fields.Integer()
    kind = fields.String()
    state = fields.String()
    tries = fields.Integer()
    due_at = fields.AwareDateTime(allow_none=True)
    last_error = fields.String()
    done_at = fields.AwareDateTime(allow_none=True)
    tried = fields.List(fields.Nested(TryOut))


class UpdateOut(Out):
    """One thing that the platform said."""

    update_id = fields.String()
    version = fields.Integer()
    state = fields.String()
    words = fields.String()
    said_at = fields.AwareDateTime()
    heard_at = fields.AwareDateTime()
    way = fields.String()


class CaseOut(Out):
    """A case in a list."""

    ticket_id = fields.UUID()
    external_id = fields.String()
    state = fields.String()
    reason = fields.String()
    number = fields.String()
    meaning = fields.String(allow_none=True)
    outside_title = fields.String()
    unknown_state = fields.String()
    document_no = fields.String()
    document_on = fields.Date(allow_none=True)
    made_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True)
    acknowledged_at = fields.AwareDateTime(allow_none=True)
    heard_at = fields.AwareDateTime(allow_none=True)


class WholeCaseOut(CaseOut):
    """A case with everything that went out and came back."""

    numbers = fields.List(fields.String())
    parcels = fields.List(fields.Nested(ParcelOut))
    updates = fields.List(fields.Nested(UpdateOut))


class CasePageOut(Out):
    """Some cases."""

    items = fields.List(fields.Nested(CaseOut))
    next = fields.String(allow_none=True)


class DifferenceOut(Out):
    """Something on which the two books do not agree."""

    id = fields.UUID()
    what = fields.String()
    external_id = fields.String()
    ticket_id = fields.UUID(allow_none=True)
    detail = fields.String()
    found_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    words = fields.String()


class DifferencesOut(Out):
    """The open differences."""

    items = fields.List(fields.Nested(DifferenceOut))


class HealthOut(Out):
    """How the exchange is doing."""

    waiting = fields.Integer()
    dead = fields.Integer()
    oldest_at = fields.AwareDateTime(allow_none=True)
    late = fields.Boolean()
    sent_at = fields.AwareDateTime(allow_none=True)
    news_at = fields.AwareDateTime(allow_none=True)
    compared_at = fields.AwareDateTime(allow_none=True)
    unknown_states = fields.Integer()
    quiet = fields.Integer()
    strays = fields.Integer()
    differences = fields.Integer()
