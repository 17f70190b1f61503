"""What operations on places take and give. Areas are whole 0.01 ㎡."""

import json
from typing import Any

from marshmallow import ValidationError, fields, validate

from linli.domains.estates.queries import FEATURES
from linli.domains.estates.rules import AreaSource, CodedKind, Delivery, RegionLevel, UnitKind
from linli.platform.web.schemas import Day, In, Out, Text, Whole, WindowIn

_LONGEST_VALUE = 4000
MOST_AREA = 10**9
_CHOOSE: dict[str, Any] = {
    "required": "请选择一项。",
    "unknown": "请选择列出的一项。",
    "invalid_uuid": "编号的格式不对。",
}


def _small(value: dict[str, Any]) -> None:
    if len(json.dumps(value, ensure_ascii=False)) > _LONGEST_VALUE:
        raise ValidationError("内容太长。")


class SearchIn(WindowIn):
    """A list, searched by the beginning or a part of a name."""

    search = Text(most=60, least=0, load_default="")


class RegionsIn(WindowIn):
    """The regions directly under one; without one, the cities."""

    parent_id = fields.UUID(load_default=None, error_messages=_CHOOSE)


class RegionIn(In):
    """A region and what it lies under."""

    name = Text(most=60, required=True)
    level = fields.Enum(RegionLevel, by_value=True, required=True, error_messages=_CHOOSE)
    parent_id = fields.UUID(load_default=None, allow_none=True, error_messages=_CHOOSE)


class RegionOut(Out):
    """A region."""

    id = fields.UUID(required=True)
    parent_id = fields.UUID(required=True, allow_none=True)
    level = fields.String(required=True)
    name = fields.String(required=True)


class CompanyIn(In):
    """A property company, as its licence names it."""

    name = Text(most=100, required=True)
    phone = Text(most=30, least=0, load_default="")


class CompanyOut(Out):
    """A property company."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)


class EstateIn(In):
    """An estate and its community."""

    name = Text(most=60, required=True)
    community_id = fields.UUID(required=True, error_messages=_CHOOSE)
    address = Text(most=200, least=0, load_default="")


class EstateOut(Out):
    """An estate and the ids of the regions that it lies in."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    community_id = fields.UUID(required=True)
    street_id = fields.UUID(required=True)
    county_id = fields.UUID(required=True)
    city_id = fields.UUID(required=True)


class EstateDetailOut(EstateOut):
    """An estate with the names round it and what it has."""

    city = fields.String(required=True)
    county = fields.String(required=True)
    street = fields.String(required=True)
    community = fields.String(required=True)
    company_id = fields.UUID(required=True, allow_none=True)
    company = fields.String(required=True)
    units = fields.Integer(required=True)
    features_off = fields.List(fields.String(), required=True)


class EntranceOut(Out):
    """A stairwell."""

    id = fields.UUID(required=True)
    building_id = fields.UUID(required=True)
    name = fields.String(required=True)


class BuildingOut(Out):
    """A building with its stairwells."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phase = fields.String(required=True)
    position = fields.Integer(required=True)
    entrances = fields.List(fields.Nested(EntranceOut), required=True)


class BuildingsOut(Out):
    """All buildings of an estate."""

    items = fields.List(fields.Nested(BuildingOut), required=True)


class BuildingIn(In):
    """A building."""

    name = Text(most=30, required=True)
    phase = Text(most=30, least=0, load_default="")
    position = Whole(most=9999, load_default=0)


class PhaseIn(In):
    """The phase that a building belongs to."""

    phase = Text(most=30, least=0, required=True)


class EntranceIn(In):
    """A stairwell of a building."""

    name = Text(most=30, required=True)


class UnitsIn(SearchIn):
    """The units of an estate; `ready` false lists those that keep a roll from being made."""

    building_id = fields.UUID(load_default=None, error_messages=_CHOOSE)
    ready = fields.Boolean(load_default=None, error_messages={"invalid": "请写 true 或 false。"})


class AreaIn(In):
    """A floor area and where the figure comes from."""

    floor_area = Whole(least=1, most=MOST_AREA, required=True, metadata={"description": "0.01 ㎡"})
    area_source = fields.Enum(AreaSource, by_value=True, required=True, error_messages=_CHOOSE)


class UnitIn(In):
    """A unit: a flat, shop, parking place or store room."""

    label = Text(most=60, required=True)
    room = Text(most=30, required=True)
    kind = fields.Enum(UnitKind, by_value=True, required=True, error_messages=_CHOOSE)
    delivery = fields.Enum(Delivery, by_value=True, load_default=Delivery.DELIVERED, error_messages=_CHOOSE)
    floor_area = Whole(least=1, most=MOST_AREA, load_default=None, allow_none=True)
    inner_area = Whole(least=1, most=MOST_AREA, load_default=None, allow_none=True)
    area_source = fields.Enum(
        AreaSource, by_value=True, load_default=None, allow_none=True, error_messages=_CHOOSE
    )
    building_id = fields.UUID(load_default=None, allow_none=True, error_messages=_CHOOSE)
    entrance_id = fields.UUID(load_default=None, allow_none=True, error_messages=_CHOOSE)


class UnitOut(Out):
    """A unit; areas in 0.01 ㎡."""

    id = fields.UUID(required=True)
    building_id = fields.UUID(required=True, allow_none=True)
    entrance_id = fields.UUID(required=True, allow_none=True)
    label = fields.String(required=True)
    room = fields.String(required=True)
    kind = fields.String(required=True)
    floor_area = fields.Integer(required=True, allow_none=True)
    inner_area = fields.Integer(required=True, allow_none=True)
    area_source = fields.String(required=True, allow_none=True)
    delivery = fields.String(required=True)


class ContractIn(In):
    """A company serves the estate from a day until a day, both included."""

    company_id = fields.UUID(required=True, error_messages=_CHOOSE)
    since_on = Day(required=True)
    until_on = Day(load_default=None, allow_none=True)


class ContractEndIn(In):
    """The last day of a contract."""

    until_on = Day(required=True)


class ContractOut(Out):
    """Which company served from when until when."""

    id = fields.UUID(required=True)
    company_id = fields.UUID(required=True)
    company = fields.String(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True, allow_none=True)


class ContractsOut(Out):
    """All contracts of an estate, newest first."""

    items = fields.List(fields.Nested(ContractOut), required=True)


class SettingIn(In):
    """One of the estate's own rules, in force from a day."""

    name = fields.String(
        required=True,
        validate=validate.And(
            validate.Regexp(r"[a-z][a-z0-9_.]{0,59}\Z", error="名称只用小写字母、数字、点和下划线。"),
            validate.NoneOf((FEATURES,), error="功能的开关请用专门的接口。"),
        ),
    )
    since_on = Day(required=True)
    value = fields.Dict(keys=fields.String(), required=True, validate=_small)


class SettingOut(Out):
    """A rule and the day from which it holds."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    since_on = Day(required=True)
    value = fields.Dict(required=True)


class SettingsOut(Out):
    """All rules of an estate, also those that a later one replaced."""

    items = fields.List(fields.Nested(SettingOut), required=True)


class SettingOnIn(In):
    """The day that is asked about; without one, today."""

    on = Day(load_default=None)


class SettingInForceOut(Out):
    """The rule of a name in force on a day; null where the estate made none."""

    name = fields.String(required=True)
    on = Day(required=True)
    value = fields.Dict(required=True, allow_none=True)


class FeatureIn(In):
    """Whether the estate uses a part of the platform."""

    on = fields.Boolean(
        required=True, error_messages={"required": "请写 true 或 false。", "invalid": "请写 true 或 false。"}
    )


class FeatureOut(Out):
    """A part of the platform and whether the estate uses it."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    on = fields.Boolean(required=True)


class FeaturesOut(Out):
    """All parts that can be switched off."""

    items = fields.List(fields.Nested(FeatureOut), required=True)


class CodesIn(In):
    """Outside codes: of a place, or found by a code."""

    object_id = fields.UUID(load_default=None, error_messages=_CHOOSE)
    system = Text(most=60, load_default=None)
    code = Text(most=120, load_default=None)


class CodeIn(In):
    """What another system calls the estate or one of its places."""

    system = Text(most=60, required=True)
    code = Text(most=120, required=True)
    object_kind = fields.Enum(CodedKind, by_value=True, required=True, error_messages=_CHOOSE)
    object_id = fields.UUID(required=True, error_messages=_CHOOSE)


class CodeOut(Out):
    """A code of another system."""

    id = fields.UUID(required=True)
    system = fields.String(required=True)
    code = fields.String(required=True)
    object_kind = fields.String(required=True)
    object_id = fields.UUID(required=True)


class CodesOut(Out):
    """The codes that were found, at most 200."""

    items = fields.List(fields.Nested(CodeOut), required=True)
