"""The shapes of agreements by which part of the fee is held."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from linli.domains.payments.rules.escrow import Rest
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Moment, Text, Whole


class OfferIn(In):
    """How much of an item is held, and the formula; hundredths of a percent."""

    item_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请选择收费项目。"})
    share_bp = Whole(least=1, most=10_000, required=True)
    none_bp = Whole(least=0, most=10_000, required=True)
    full_bp = Whole(least=1, most=10_000, required=True)
    rest = fields.Enum(Rest, by_value=True, required=True)
    since_on = Day(required=True)
    basis = Text(most=100, required=True)

    @validates_schema
    def _rises(self, body: dict[str, Any], **_: object) -> None:
        """All is released only above where nothing is."""
        if body["none_bp"] >= body["full_bp"]:
            raise ValidationError({"full_bp": ["要高于一分不放的考核分。"]})


class ReleaseIn(In):
    """The quarter, its rating in hundredths of a percent, and where the rating was published."""

    span = Text(most=7, required=True)
    rating_bp = Whole(least=0, most=10_000, required=True)
    basis = Text(most=100, required=True)


class ReleaseOut(Out):
    """What a quarter's rating released."""

    quarter_on = Day(required=True)
    rating_bp = fields.Integer(required=True)
    basis = fields.String(required=True)
    held_fen = fields.Integer(required=True)
    released_fen = fields.Integer(required=True)
    rest_fen = fields.Integer(required=True)
    released_at = Moment(required=True)


class AgreementOut(Out):
    """An agreement with its formula, what is held now, and what was released."""

    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    share_bp = fields.Integer(required=True)
    none_bp = fields.Integer(required=True)
    full_bp = fields.Integer(required=True)
    rest = fields.String(required=True)
    since_on = Day(required=True)
    basis = fields.String(required=True)
    agreed_at = Moment(required=True, allow_none=True)
    held_fen = fields.Integer(required=True)
    releases = fields.List(fields.Nested(ReleaseOut), required=True)


class AgreementsOut(Out):
    """The agreements of an estate."""

    items = fields.List(fields.Nested(AgreementOut), required=True)
