"""The shapes of tariffs and bills on the wire and in forms."""

from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate

from linli.domains.estates.rules import UnitKind
from linli.domains.fees.errors import NotARate
from linli.domains.fees.rules import BIGGEST_RATE, Formula, ItemKind, parse_rate
from linli.domains.fees.rules.places import PlaceOf
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Text, Whole

CHOOSE: dict[str, str | list[Any] | dict[Any, Any]] = {
    "unknown": "请选择其中一项。",
    "required": "请选择其中一项。",
    "null": "请选择其中一项。",
}


class Rate(fields.Field[int]):
    """A price in yuan as it is typed, to thousandths of a fen."""

    default_error_messages = {"required": "请填写单价。", "null": "请填写单价。"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        try:
            return parse_rate(str(value).strip())
        except NotARate as no:
            raise ValidationError(no.sentence) from None


class _Places(In):
    place_of = fields.Enum(PlaceOf, by_value=True, load_default=PlaceOf.COMMON, error_messages=CHOOSE)
    place_basis = Text(most=200, least=0, load_default="")


class ItemIn(_Places):
    """Something to charge for; `place_of` says whose the places are that rent is taken for."""

    name = Text(most=30, required=True)
    kind = fields.Enum(ItemKind, by_value=True, required=True, error_messages=CHOOSE)
    cycle_months = Whole(least=1, most=12, required=True)


class PlacesIn(_Places):
    """Whose the places of an item are, and what says so."""

    place_of = fields.Enum(PlaceOf, by_value=True, required=True, error_messages=CHOOSE)


class ItemOut(Out):
    """Something an estate charges for."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    cycle_months = fields.Integer(required=True)
    place_of = fields.String(required=True)
    place_basis = fields.String(required=True)


class ItemsOut(Out):
    """All that an estate charges for."""

    items = fields.List(fields.Nested(ItemOut), required=True)


class _TariffBase(In):
    unit_kind = fields.Enum(UnitKind, by_value=True, required=True, error_messages=CHOOSE)
    formula = fields.Enum(Formula, by_value=True, required=True, error_messages=CHOOSE)
    since_on = Day(required=True)
    until_on = Day(load_default=None, allow_none=True)
    basis = Text(most=200, least=0, load_default="")


class TariffIn(_TariffBase):
    """A price: thousandths of a fen (1.35 元 is 135000) per month, per ㎡ or per unit."""

    rate_mfen = Whole(most=BIGGEST_RATE, required=True)


class TariffForm(_TariffBase):
    """A price as it is typed: yuan; a day that was not chosen comes as an empty text."""

    rate = Rate(required=True)

    @pre_load
    def _no_day(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if (name, value) != ("until_on", "")}


class TariffOut(Out):
    """A price."""

    id = fields.UUID(required=True)
    unit_kind = fields.String(required=True)
    formula = fields.String(required=True)
    rate_mfen = fields.Integer(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)
    basis = fields.String(required=True)


class TariffsOut(Out):
    """Every price an item ever had."""

    items = fields.List(fields.Nested(TariffOut), required=True)


class PeriodQueryIn(In):
    """A period to preview."""

    since_on = Day(required=True)
    months = fields.Integer(required=True, validate=validate.Range(1, 12, error="1 到 12 个月。"))


class RunIn(In):
    """Bills to issue; with the expected count and sum, only if they are still what was previewed."""

    item_id = fields.UUID(required=True)
    since_on = Day(required=True)
    months = Whole(least=1, most=12, required=True)
    due_on = Day(required=True)
    expected_count = Whole(load_default=None, allow_none=True)
    expected_fen = Whole(load_default=None, allow_none=True)


class ChargeOut(Out):
    """What one unit would owe, and for the period before."""

    unit_id = fields.UUID(required=True)
    label = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    before_fen = fields.Integer(required=True, allow_none=True)


class PreviewOut(Out):
    """What a run would issue."""

    since_on = Day(attribute="period.since_on", required=True)
    until_on = Day(attribute="period.until_on", required=True)
    count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    largest = fields.List(fields.Nested(ChargeOut), required=True)
    before_fen = fields.Integer(required=True)
    changed_count = fields.Integer(required=True)
    changed = fields.List(fields.Nested(ChargeOut), required=True)
    fresh_count = fields.Integer(required=True)
    without_area = fields.List(fields.String(), required=True)
    already_billed = fields.Integer(required=True)


class RunOut(Out):
    """A run with its sums."""

    id = fields.UUID(attribute="run.id", required=True)
    item_id = fields.UUID(attribute="run.item_id", required=True)
    item_name = fields.String(required=True)
    since_on = Day(attribute="run.since_on", required=True)
    until_on = Day(attribute="run.until_on", required=True)
    due_on = Day(attribute="run.due_on", required=True)
    count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True)


class RunsOut(Out):
    """The newest runs."""

    items = fields.List(fields.Nested(RunOut), required=True)


class BillsQueryIn(WindowIn):
    """Which bills."""

    search = Text(most=50, least=0, load_default="")
    open = fields.Boolean(load_default=False)
    overdue = fields.Boolean(load_default=False)
    run_id = fields.UUID(load_default=None)
    unit_id = fields.UUID(load_default=None)


class BillOut(Out):
    """A bill with what has been paid of it; `state` is of today."""

    id = fields.UUID(required=True)
    estate_id = fields.UUID(required=True)
    item_name = fields.String(required=True)
    unit_id = fields.UUID(required=True)
    unit_label = fields.String(required=True)
    kind = fields.String(required=True)
    liable = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    due_on = Day(required=True)
    floor_area = fields.Integer(required=True, allow_none=True)
    amount_fen = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True)
    open_fen = fields.Integer(required=True)
    state = fields.String(required=True)


class LineOut(Out):
    """What part of a bill is made of."""

    since_on = Day(required=True)
    until_on = Day(required=True)
    formula = fields.String(required=True)
    rate_mfen = fields.Integer(required=True)
    floor_area = fields.Integer(required=True, allow_none=True)
    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)


class ContractOut(Out):
    """The service contract that a bill rests on."""

    contract_id = fields.UUID(required=True)
    company = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)


class BillDetailOut(BillOut):
    """A bill with its lines, and the contract it rests on."""

    contract = fields.Nested(ContractOut, required=True, allow_none=True)
    lines = fields.List(fields.Nested(LineOut), required=True)


class VoidingIn(In):
    """Why a bill should be taken back."""

    reason = Text(most=200, least=2, required=True)


class VoidingOut(Out):
    """A proposal to take a bill back."""

    id = fields.UUID(required=True)
    bill_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    state = fields.String(required=True)


class DecisionIn(In):
    """Yes or no."""

    approve = fields.Boolean(required=True)


class CollectionQueryIn(In):
    """The days in which bills were due."""

    since_on = Day(required=True)
    until_on = Day(required=True)


class CollectionOut(Out):
    """当期收缴率 in its parts."""

    due_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)
    households = fields.Integer(required=True)
    households_paid = fields.Integer(required=True)
