"""The shapes of receipts, heads, inspections and key holders, on the wire and in forms."""

from marshmallow import fields, validate

from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Whole


class ReceiptsIn(WindowIn):
    """A page of the list, and what the numbers begin with."""

    search = fields.String(load_default="", validate=validate.Length(max=40, error="回执号没有这么长。"))


class CheckIn(In):
    """A receipt's number in the address, from the list."""

    receipt = fields.String(load_default="", validate=validate.Length(max=40, error="回执号没有这么长。"))


class ReceiptIn(In):
    """A receipt's number, or the whole of its file."""

    receipt = Text(most=300_000, required=True)


class ReceiptNoOut(Out):
    """One ballot that was cast: its number, and neither voter nor choice."""

    receipt_no = fields.String(required=True)


class StepOut(Out):
    """One step towards the root: the neighbour's side, the neighbour, and what both make."""

    side = fields.String(required=True)
    neighbour = fields.String(required=True)
    node = fields.String(required=True)


class ClimbOut(Out):
    """The way from a ballot's hash to the published root, whether it ends there, and what the receipt had shown."""

    receipt_no = fields.String(required=True)
    leaf = fields.String(required=True)
    steps = fields.List(fields.Nested(StepOut), required=True)
    reached = fields.String(required=True)
    root = fields.String(required=True)
    line_holds = fields.Boolean(required=True, allow_none=True)
    holds = fields.Boolean(required=True)
    commitment = fields.String(required=True)


class ReceiptFileOut(Out):
    """What a voter saves: the ballot's line and its way up to the root."""

    format = fields.String(required=True)
    vote_id = fields.String(required=True)
    receipt_no = fields.String(required=True)
    nonce = fields.String(required=True)
    line = fields.Dict(required=True)
    path = fields.List(fields.Dict(), required=True)
    root = fields.String(required=True)


class HeadOut(Out):
    """Where the chain stood at a moment, signed; `nonce` is told with the result. For `linli verify --heads`."""

    format = fields.String(required=True)
    vote_id = fields.String(required=True)
    seq = Whole(required=True)
    commitment = fields.String(required=True)
    at = fields.String(required=True)
    public_key = fields.String(required=True)
    signature = fields.String(required=True)
    nonce = fields.String()


class InspectionIn(In):
    """Why an owner wants the bundle."""

    reason = Text(most=500, least=5, required=True)


class DecisionIn(In):
    """Whether it is granted, and words for the owner."""

    granted = fields.Boolean(
        required=True, error_messages={"required": "请选择同意或不同意。", "invalid": "请选择同意或不同意。"}
    )
    answer = Text(most=500, least=2, required=True)


class InspectionOut(Out):
    """A request and what became of it."""

    id = fields.UUID(required=True)
    asked_at = Moment(required=True)
    reason = fields.String(required=True)
    granted = fields.Boolean(required=True, allow_none=True)
    answer = fields.String(required=True)
    decided_at = Moment(required=True, allow_none=True)
    taken_at = Moment(required=True, allow_none=True)


class KeyIn(In):
    """In how many parts the key is, and how many of them open the count."""

    holders = Whole(least=2, most=9, required=True)
    needed = Whole(least=2, most=9, required=True)


class CodeIn(In):
    """A holder's code, typed from the paper."""

    code = Text(most=100, required=True)


class CodeOut(Out):
    """A holder's code. It is shown this once and stored nowhere."""

    place = Whole(required=True)
    code = fields.String(required=True)


class HolderOut(Out):
    """One holder of the key: who, and whether the code is on paper."""

    place = Whole(required=True)
    account_id = fields.UUID(required=True)
    confirmed_at = Moment(required=True, allow_none=True)
    came = fields.Boolean(required=True)


class KeyOut(Out):
    """The key of a secret vote, as far as anybody may see it."""

    holders = Whole(required=True)
    needed = Whole(required=True)
    made_at = Moment(required=True, allow_none=True)
    public_key = fields.String(required=True, allow_none=True)
    people = fields.List(fields.Nested(HolderOut), required=True)
