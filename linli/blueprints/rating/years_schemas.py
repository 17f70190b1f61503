"""The shapes of a region's year of stars and its prize money. Money is typed in yuan."""

from marshmallow import fields

from linli.blueprints.payments.schemas import Yuan
from linli.domains.rating.rules.prizes import Redrawn
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Whole, one_of


class BudgetIn(In):
    """A year's budget and the document it rests on."""

    budget = Yuan(required=True)
    basis = Text(most=200, required=True)


class WordsIn(In):
    """What one says to it."""

    words = Text(most=500, required=True)


class PaymentIn(In):
    """When a share was paid and by which voucher."""

    paid_on = Day(required=True)
    voucher = Text(most=60, required=True)


class RedrawingIn(In):
    """An estate was merged or split in a year."""

    year = Whole(least=2000, most=2200, required=True)
    kind = one_of(Redrawn, required=True)
    words = Text(most=300, required=True)


class KindOut(Out):
    """How many estates are of a class, and the year before."""

    kind = fields.String(required=True)
    count = fields.Integer(required=True)
    before = fields.Integer(required=True)


class YearFiguresOut(Out):
    """A region's year: how many were rated, rose, fell; the classes; the prize money."""

    year = fields.Integer(required=True)
    rated = fields.Integer(required=True)
    unconfirmed = fields.Integer(required=True)
    rose = fields.Integer(required=True)
    fell = fields.Integer(required=True)
    first = fields.Integer(required=True)
    redrawn = fields.Integer(required=True)
    kept_up = fields.Integer(required=True)
    kinds = fields.List(fields.Nested(KindOut), required=True)


class LineOut(Out):
    """What a riser gets."""

    estate_id = fields.UUID(required=True)
    name = fields.String(required=True)
    before = fields.Integer(required=True)
    after = fields.Integer(required=True)
    base_fen = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    share_id = fields.UUID(required=True, allow_none=True)
    paid_on = Day(required=True, allow_none=True)
    voucher = fields.String(required=True)


class RoundOut(Out):
    """A region's prize money of a year."""

    id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    state = fields.String(required=True)
    budget_fen = fields.Integer(required=True)
    basis = fields.String(required=True)
    risers = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    mean_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    proposed_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    words = fields.String(required=True)
    lines = fields.List(fields.Nested(LineOut), required=True)


class PaidOut(Out):
    """A payment of prize money."""

    amount_fen = fields.Integer(required=True)
    paid_on = Day(required=True)
    voucher = fields.String(required=True)


class RedrawingOut(Out):
    """An estate's merger or division."""

    estate_id = fields.UUID(required=True)
    year = fields.Integer(required=True)
    kind = fields.String(required=True)
    words = fields.String(required=True)
