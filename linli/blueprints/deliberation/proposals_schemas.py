"""The shapes of proposals on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, validate

from linli.blueprints.deliberation.schemas import Id
from linli.blueprints.deliberation.shapes import AnswerOut, OutcomeOut
from linli.domains.deliberation.operations.proposing import Asked
from linli.domains.deliberation.rules.proposing import ProposalKind, ProposalState
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, one_of


class ProposalIn(In):
    """What owners are asked to sign; a recall names a member of the committee by owner."""

    kind = one_of(ProposalKind, required=True)
    title = Text(least=4, most=60, required=True)
    words = Text(most=3000, required=True)
    member_id = Id(load_default=None, allow_none=True)

    @post_load
    def _asked(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return {"asked": Asked(**body | {"kind": ProposalKind(body["kind"])})}


class NewProposalIn(In):
    """The first step: what it is about."""

    kind = fields.String(
        load_default="", validate=validate.OneOf(["", *ProposalKind], error="没有这种提议。")
    )
    title = Text(least=0, most=60, load_default="")


class ProposalsIn(WindowIn):
    """Which proposals."""

    state = fields.String(
        load_default="", validate=validate.OneOf(["", *ProposalState], error="没有这种状态。")
    )


class CountOut(Out):
    """Heads, and area in 0.01 ㎡."""

    heads = fields.Integer(required=True)
    area = fields.Integer(required=True)


class ProposalOut(Out):
    """A proposal with its count. `needed` is what a fifth of the whole takes."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    kind_title = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    member_name = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    author = fields.String(required=True)
    mine = fields.Boolean(required=True)
    made_at = Moment(required=True)
    signing_until = Day(required=True)
    count_by = fields.String(required=True)
    signed = fields.Nested(CountOut, required=True)
    whole = fields.Nested(CountOut, required=True)
    missing = fields.Nested(CountOut, required=True)
    doubtful = fields.Integer(required=True)
    counted_at = Moment(required=True)
    reached_at = Moment(required=True, allow_none=True)
    stage = fields.String(required=True)
    stage_title = fields.String(required=True)
    due_on = Day(required=True, allow_none=True)
    committee_due_on = Day(required=True, allow_none=True)
    street_due_on = Day(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)


class HandOut(Out):
    """What the reader's own name brings."""

    heads = fields.Integer(required=True)
    area = fields.Integer(required=True)
    labels = fields.List(fields.String(), required=True)
    signed_at = Moment(required=True, allow_none=True)
    may_sign = fields.Boolean(required=True)


class ProposalDetailOut(ProposalOut):
    """A proposal with its answers, the vote it became part of, and the reader's own part."""

    answers = fields.List(fields.Nested(AnswerOut), required=True)
    outcome = fields.Nested(OutcomeOut, required=True, allow_none=True)
    hand = fields.Nested(HandOut, required=True, allow_none=True)


class SignatureOut(Out):
    """One name under a proposal, for those who check them."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    units = fields.List(fields.String(), required=True)
    signed_at = Moment(required=True)
    withdrawn_at = Moment(required=True, allow_none=True)


class OriginOut(Out):
    """A topic or a proposal that became an item of a vote."""

    kind = fields.String(required=True)
    id = fields.UUID(required=True)
    title = fields.String(required=True)


class OriginsOut(Out):
    """All from which a vote came."""

    items = fields.List(fields.Nested(OriginOut), required=True)
