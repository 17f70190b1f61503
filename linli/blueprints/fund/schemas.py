"""The shapes of repairs from the fund on the wire and in forms."""

from typing import Any

from marshmallow import fields, pre_load, validate

from linli.blueprints.payments.schemas import Yuan
from linli.domains.fund.rules import MOST_FEN, Ground
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Whole, one_of

_SOME = validate.Range(1, MOST_FEN, error="金额要大于零，请核对。")


class _Project(In):
    title = Text(most=60, required=True)
    words = Text(most=500, required=True)
    contractor = Text(most=60, least=0, load_default="")
    scope = Text(most=60, required=True)
    ground = one_of(Ground, load_default=None, allow_none=True)

    @pre_load
    def _empty(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        """No ground comes from a form as an empty text."""
        return {name: value for name, value in sent.items() if (name, value) != ("ground", "")}


class ProjectIn(_Project):
    """A repair: `scope` is estate:, building:<id> or entrance:<id>; a `ground` makes it urgent."""

    plan_fen = Whole(least=1, most=MOST_FEN, required=True)


class ProjectForm(_Project):
    """The same, typed: yuan."""

    plan = Yuan(required=True, validate=_SOME)


class ConfirmIn(In):
    """Whether the street office confirms."""

    agree = fields.Boolean(required=True)


class _Payment(In):
    on = Day(required=True)
    payee = Text(most=60, required=True)
    voucher_no = Text(most=40, required=True)


class FundPaymentIn(_Payment):
    """What the fund paid, under the number of the authority's notice."""

    amount_fen = Whole(least=1, most=MOST_FEN, required=True)


class FundPaymentForm(_Payment):
    """The same, typed: yuan."""

    amount = Yuan(required=True, validate=_SOME)


class ProjectOut(Out):
    """A repair and where it stands."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    contractor = fields.String(required=True)
    scope_kind = fields.String(required=True)
    scope_id = fields.UUID(required=True, allow_none=True)
    scope_name = fields.String(required=True)
    ground = fields.String(required=True)
    state = fields.String(required=True)
    plan_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True, allow_none=True)
    vote_id = fields.UUID(required=True, allow_none=True)
    asked_at = Moment(required=True)
    settled_at = Moment(required=True, allow_none=True)


class ShareOut(Out):
    """What falls to one unit."""

    unit_id = fields.UUID(required=True)
    unit_label = fields.String(required=True)
    floor_area = fields.Integer(required=True)
    plan_fen = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True, allow_none=True)


class FundPaymentOut(Out):
    """One payment of the fund."""

    id = fields.UUID(required=True)
    on = Day(required=True)
    amount_fen = fields.Integer(required=True)
    payee = fields.String(required=True)
    voucher_no = fields.String(required=True)


class WholeProjectOut(ProjectOut):
    """A repair with its shares and payments."""

    shares = fields.List(fields.Nested(ShareOut), required=True)
    payments = fields.List(fields.Nested(FundPaymentOut), required=True)
