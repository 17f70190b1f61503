"""The shapes of quotes, call-backs and the handing out of work, on the wire and in forms."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from linli.domains.tickets.rules.serving import Material, Mode, Outcome
from linli.kernel.fen import NotMoney, parse_yuan
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, Whole

_CHOOSE: dict[str, Any] = {"unknown": "请选择其中一项。", "required": "请选择其中一项。"}
_MOST_LINES, _MOST_PIECES, _BIGGEST = 20, 1000, 10_000_000


class _Yuan(fields.Field[int]):
    """An amount as it is typed, in yuan; nothing typed is nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        try:
            return parse_yuan(str(value).strip() or "0")
        except NotMoney as no:
            raise ValidationError(no.sentence) from None


class MaterialIn(In):
    """Some pieces of material."""

    words = Text(most=40, required=True)
    quantity = Whole(least=1, most=_MOST_PIECES, required=True)
    unit_fen = Whole(least=1, most=_BIGGEST, required=True)

    @post_load
    def _made(self, sent: dict[str, Any], **_: object) -> Material:
        return Material(**sent)


class QuoteIn(In):
    """What a repair will cost, in fen."""

    labour_fen = Whole(most=_BIGGEST, load_default=0)
    materials = fields.List(
        fields.Nested(MaterialIn),
        load_default=list,
        validate=validate.Length(max=_MOST_LINES, error=f"材料最多 {_MOST_LINES} 行。"),
    )
    words = Text(least=0, most=300, load_default="")


class QuoteForm(In):
    """The same as it is typed: in yuan, three lines of material."""

    labour = _Yuan(load_default=0)
    words = Text(least=0, most=300, load_default="")
    material_1 = Text(least=0, most=40, load_default="")
    material_2 = Text(least=0, most=40, load_default="")
    material_3 = Text(least=0, most=40, load_default="")
    quantity_1 = Whole(least=1, most=_MOST_PIECES, load_default=1)
    quantity_2 = Whole(least=1, most=_MOST_PIECES, load_default=1)
    quantity_3 = Whole(least=1, most=_MOST_PIECES, load_default=1)
    price_1 = _Yuan(load_default=0)
    price_2 = _Yuan(load_default=0)
    price_3 = _Yuan(load_default=0)

    @post_load
    def _made(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        lines = [(sent[f"material_{n}"], sent[f"quantity_{n}"], sent[f"price_{n}"]) for n in (1, 2, 3)]
        for number, (words, _quantity, price) in enumerate(lines, 1):
            if bool(words) != bool(price):
                raise ValidationError("材料名称和单价要一起填。", f"material_{number}")
        return {
            "labour_fen": sent["labour"],
            "words": sent["words"],
            "materials": [
                Material(words=words, quantity=many, unit_fen=price) for words, many, price in lines if words
            ],
        }


class AnswerIn(In):
    """A few words with a yes or a no."""

    words = Text(least=0, most=300, load_default="")


class CallBackIn(In):
    """What the reporter said on the phone."""

    outcome = fields.Enum(Outcome, by_value=True, required=True, error_messages=_CHOOSE)
    words = Text(least=0, most=500, load_default="")


class ModeIn(In):
    """How work is handed out."""

    mode = fields.Enum(Mode, by_value=True, required=True, error_messages=_CHOOSE)


class MaterialOut(Out):
    """Some pieces of material, in fen."""

    words = fields.String(required=True)
    quantity = fields.Integer(required=True)
    unit_fen = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)


class QuoteOut(Out):
    """A quote and what became of it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    labour_fen = fields.Integer(required=True)
    materials = fields.List(fields.Nested(MaterialOut), required=True)
    total_fen = fields.Integer(required=True)
    words = fields.String(required=True)
    at = Moment(required=True)
    answer = fields.String(required=True, allow_none=True)
    answer_words = fields.String(required=True)
    billed = fields.Boolean(required=True)


class QuotesOut(Out):
    """The quotes of a ticket, the newest first."""

    items = fields.List(fields.Nested(QuoteOut), required=True)


class CallBackOut(Out):
    """A call-back."""

    outcome = fields.String(required=True)
    words = fields.String(required=True)
    at = Moment(required=True)


class ServiceOut(Out):
    """The service behind a work order: urged, quoted, called back, why its rating is doubted."""

    urged = fields.Integer(required=True)
    quotes = fields.List(fields.Nested(QuoteOut), required=True)
    call_backs = fields.List(fields.Nested(CallBackOut), required=True)
    doubts = fields.List(fields.String(), required=True)


class ModeOut(Out):
    """How the estate's work is handed out."""

    mode = fields.String(required=True)


class UrgedOut(Out):
    """An open ticket that residents urge."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    times = fields.Integer(required=True)
    last_at = Moment(required=True)
    due_at = Moment(required=True)
    assignee_name = fields.String(required=True)


class UrgedListOut(Out):
    """The most urged first."""

    items = fields.List(fields.Nested(UrgedOut), required=True)
