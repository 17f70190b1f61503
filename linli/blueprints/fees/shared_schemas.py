"""The shapes of shared costs, reductions, price changes and late charges on the wire and in forms."""

from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate

from linli.blueprints.fees.schemas import CHOOSE, Rate
from linli.domains.estates.rules import UnitKind
from linli.domains.fees.operations.meter_files import parse_quantity
from linli.domains.fees.rules import BIGGEST_RATE, Formula
from linli.domains.fees.rules.reliefs import ReliefKind
from linli.domains.fees.rules.splitting import Method
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Text, Upload, Whole

_MOST_MILLI, MOST_PHOTOS = 10**12, 9
_MEASURES = ("度", "吨", "立方米", "元")


class Quantity(fields.Field[int]):
    """A quantity as it is typed, at most three decimals, to thousandths."""

    default_error_messages = {"required": "请填写数量。", "null": "请填写数量。"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        found = parse_quantity(str(value))
        if found is None:
            raise ValidationError("请写数字，最多三位小数，例如 1234.5。")
        return found


class Percent(fields.Field[int]):
    """A share in percent as it is typed, at most one decimal, to thousandths: 30 or 12.5."""

    default_error_messages = {"required": "请填写百分比。", "null": "请填写百分比。"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        found = parse_quantity(str(value))
        if found is None or found % 100 or not 0 < found <= 100_000:  # noqa: PLR2004 - a hundred percent
            raise ValidationError("请写 0.1 到 100 之间的数，最多一位小数。")
        return found // 100


def _photos() -> fields.List[Any]:
    return fields.List(
        Upload(), load_default=list, validate=validate.Length(0, MOST_PHOTOS, error="一次最多 9 张照片。")
    )


class _EmptyIsNone(In):
    """A choice that was not made comes from a form as an empty text."""

    @pre_load
    def _empty(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value != ""}


class _CostBase(_EmptyIsNone):
    item_id = fields.UUID(required=True, error_messages=CHOOSE)
    name = Text(most=40, required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    due_on = Day(required=True)
    measure = fields.String(load_default="度", validate=validate.OneOf(_MEASURES, error="请选择列出的单位。"))
    method = fields.Enum(Method, by_value=True, required=True, error_messages=CHOOSE)
    building_id = fields.UUID(load_default=None, allow_none=True)
    basis = Text(most=200, least=0, load_default="")


class CostIn(_CostBase):
    """A shared cost: thousandths of its measure times thousandths of a fen."""

    quantity_milli = Whole(least=1, most=_MOST_MILLI, required=True)
    rate_mfen = Whole(least=1, most=BIGGEST_RATE, required=True)


class CostForm(_CostBase):
    """A shared cost as it is typed."""

    quantity = Quantity(required=True, attribute="quantity_milli")
    rate = Rate(required=True, attribute="rate_mfen")


class ReasonedIn(In):
    """Yes or no, and why not."""

    approve = fields.Boolean(required=True)
    reason = Text(most=200, least=0, load_default="")


class CostOut(Out):
    """A shared cost: what it came to and how it is split."""

    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    building_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    quantity_milli = fields.Integer(required=True)
    measure = fields.String(required=True)
    rate_mfen = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)
    method = fields.String(required=True)
    basis = fields.String(required=True)
    state = fields.String(required=True)
    run_id = fields.UUID(required=True, allow_none=True)


class ShareOut(Out):
    """What one of the reader's own units carries; `weight` in 0.01 ㎡, or 1 where units share equally."""

    label = fields.String(required=True)
    weight = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)


class CostDetailOut(CostOut):
    """A shared cost with how many units carry it and the reader's own shares."""

    units = fields.Integer(required=True)
    weights = fields.Integer(required=True)
    own_shares = fields.List(fields.Nested(ShareOut), required=True)


class _ReliefBase(In):
    item_id = fields.UUID(required=True, error_messages=CHOOSE)
    kind = fields.Enum(ReliefKind, by_value=True, required=True, error_messages=CHOOSE)
    since_on = Day(required=True)
    until_on = Day(required=True)
    basis = Text(most=200, least=2, required=True)
    reason = Text(most=300, least=2, required=True)


class ReliefIn(_ReliefBase):
    """A reduction to apply for; photos of the evidence follow by an upload of their own."""

    unit_id = fields.UUID(required=True)
    permille = Whole(least=1, most=1000, required=True)


class ReliefForm(_ReliefBase):
    """A reduction as it is typed, with photos of its evidence."""

    unit_label = Text(most=60, required=True)
    percent = Percent(required=True, attribute="permille")
    photos = _photos()


class PhotosIn(In):
    """Photos to keep with something."""

    photos = fields.List(
        Upload(),
        required=True,
        validate=validate.Length(1, MOST_PHOTOS, error="请选择照片，一次最多 9 张。"),
        error_messages={"required": "请选择照片，一次最多 9 张。"},
    )


class ReliefOut(Out):
    """A reduction and where it stands."""

    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    permille = fields.Integer(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    basis = fields.String(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)


class _ChangeBase(In):
    item_id = fields.UUID(required=True, error_messages=CHOOSE)
    unit_kind = fields.Enum(UnitKind, by_value=True, required=True, error_messages=CHOOSE)
    formula = fields.Enum(Formula, by_value=True, load_default=Formula.AREA, error_messages=CHOOSE)
    since_on = Day(required=True)
    reason = Text(most=500, least=2, required=True)


class ChangeIn(_ChangeBase):
    """Another price to prepare."""

    rate_mfen = Whole(most=BIGGEST_RATE, required=True)


class ChangeForm(_ChangeBase):
    """Another price as it is typed."""

    rate = Rate(required=True, attribute="rate_mfen")


class PaperIn(In):
    """A document of a price change (PDF)."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(
            ["fee_change_audit", "fee_change_plan", "fee_change_decision"], error="请选择文件的种类。"
        ),
    )
    file = Upload(required=True)


class DecidedIn(_EmptyIsNone):
    """The owners' decision: its day, and the vote on this platform where there was one."""

    decided_on = Day(required=True)
    vote_id = fields.UUID(load_default=None, allow_none=True)


class ChangeOut(Out):
    """A price change and where it stands."""

    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    unit_kind = fields.String(required=True)
    formula = fields.String(required=True)
    rate_mfen = fields.Integer(required=True)
    since_on = Day(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)
    shown_on = Day(required=True, allow_none=True)
    decided_on = Day(required=True, allow_none=True)
    vote_id = fields.UUID(required=True, allow_none=True)


class ChangesOut(Out):
    """The estate's price changes."""

    items = fields.List(fields.Nested(ChangeOut), required=True)


class LateTermIn(In):
    """What the contract says of being late: parts per million a day (0.5‰ is 500), at most a share of the debt."""

    since_on = Day(required=True)
    daily_ppm = Whole(most=3000, required=True)
    cap_permille = Whole(most=1000, required=True)
    basis = Text(most=200, least=2, required=True)


class LateTermOut(Out):
    """An agreed rate."""

    id = fields.UUID(required=True)
    since_on = Day(required=True)
    daily_ppm = fields.Integer(required=True)
    cap_permille = fields.Integer(required=True)
    basis = fields.String(required=True)
