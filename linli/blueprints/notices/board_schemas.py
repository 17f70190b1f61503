"""The shapes of the statutory board on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from linli.domains.notices.rules.board import BoardKind
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Upload, one_of


class PostIn(In):
    """Something to put up; without a last day it hangs as long as the law wants."""

    kind = one_of(BoardKind, required=True)
    title = Text(most=60, required=True)
    words = Text(most=5000, required=True)
    starts_on = Day(required=True)
    ends_on = Day(load_default=None, allow_none=True)

    @pre_load
    def _none(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if (name, value) != ("ends_on", "")}

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"kind": BoardKind(body["kind"])}


class TakingDownIn(In):
    """Why it comes off."""

    why = Text(most=200, required=True)


class ProofForm(In):
    """Where and when it hung, who hung it, who saw it, with photos."""

    place = Text(most=40, required=True)
    from_on = Day(required=True)
    to_on = Day(required=True)
    posted_by = Text(most=20, required=True)
    witness = Text(least=0, most=20, load_default="")
    photos = fields.List(
        Upload(),
        required=True,
        validate=validate.Length(1, 9, error="请拍 1 到 9 张照片，看得清位置和全文。"),
    )


class ItemOut(Out):
    """An item of the board."""

    id = fields.UUID(attribute="item.id", required=True)
    kind = fields.String(attribute="item.kind", required=True)
    title = fields.String(attribute="item.title", required=True)
    words = fields.String(attribute="item.words", required=True)
    ground = fields.String(attribute="item.ground", required=True)
    objections = fields.String(attribute="item.objections", required=True)
    href = fields.String(attribute="item.href", required=True)
    starts_on = Day(attribute="item.starts_on", required=True)
    ends_on = Day(attribute="item.ends_on", required=True)
    left = fields.Integer(required=True)
    going_on = fields.Boolean(required=True)
    taken_down_at = Moment(attribute="item.taken_down_at", required=True, allow_none=True)


class ItemsOut(Out):
    """What is on show."""

    items = fields.List(fields.Nested(ItemOut), required=True)


class ProofOut(Out):
    """A proof that an item hung on a wall; `full`: as long as the law wants."""

    id = fields.UUID(attribute="proof.id", required=True)
    place = fields.String(attribute="proof.place", required=True)
    from_on = Day(attribute="proof.from_on", required=True)
    to_on = Day(attribute="proof.to_on", required=True)
    full = fields.Boolean(required=True)


class ProofsOut(Out):
    """The proofs of an item."""

    items = fields.List(fields.Nested(ProofOut), required=True)
