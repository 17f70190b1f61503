"""The shapes of equipment on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from config.equipment import ledger
from linli.domains.equipment.rules import Outcome
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text, Upload, one_of

MOST_PHOTOS = 9
_EMPTY = {"building_id", "valid_until"}


class _Kind(fields.String):
    """A class of equipment."""

    def __init__(self, *, empty: bool = False, **options: Any) -> None:
        codes = [*ledger().classes, *([""] if empty else [])]
        super().__init__(validate=validate.OneOf(codes, error="请从列表里选择设备类别。"), **options)
        self.error_messages |= {"required": "请选择设备类别。", "null": "请选择设备类别。"}


class LedgerIn(WindowIn):
    """Which pieces of the ledger."""

    kind = _Kind(empty=True, load_default="")
    retired = fields.Boolean(load_default=False)


class _Form(In):
    """An empty choice of a form is none."""

    @pre_load
    def _none(self, sent: dict[str, Any], **_: object) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value != "" or name not in _EMPTY}


class EntryIn(_Form):
    """What the ledger says of a piece."""

    name = Text(most=40, required=True)
    kind = _Kind(required=True)
    building_id = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "请从列表里选择。"}
    )
    maker = Text(least=0, most=60, load_default="")
    serial = Text(least=0, most=60, load_default="")
    registration_code = Text(least=0, most=60, load_default="")
    firm = Text(least=0, most=60, load_default="")
    firm_phone = Text(least=0, most=20, load_default="")


class RecordForm(_Form):
    """That an upkeep was done, with photos and the report."""

    upkeep = Text(most=40, required=True)
    done_on = Day(required=True)
    done_by = Text(most=60, required=True)
    outcome = one_of(Outcome, load_default=Outcome.PASSED.value)
    valid_until = Day(load_default=None, allow_none=True)
    certificate = Text(least=0, most=60, load_default="")
    words = Text(least=0, most=500, load_default="")
    photos = fields.List(
        Upload(), load_default=list, validate=validate.Length(0, MOST_PHOTOS, error="一次最多 9 张照片。")
    )
    report = Upload(load_default=None, allow_none=True)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"outcome": Outcome(body["outcome"])}


class WhyIn(In):
    """Why it is out of use."""

    why = Text(most=200, required=True)


class DueOut(Out):
    """One upkeep of a piece: until when it is valid, and how it stands."""

    upkeep = fields.String(required=True)
    title = fields.String(required=True)
    rhythm = fields.String(required=True)
    law = fields.String(required=True)
    due_on = Day(required=True, allow_none=True)
    lamp = fields.String(required=True)
    lamp_title = fields.String(required=True)


class PieceOut(Out):
    """A piece of the ledger."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_title = fields.String(required=True)
    place_id = fields.UUID(required=True)
    maker = fields.String(required=True)
    serial = fields.String(required=True)
    registration_code = fields.String(required=True)
    firm = fields.String(required=True)
    firm_phone = fields.String(required=True)
    dues = fields.List(fields.Nested(DueOut), required=True)
    lamp = fields.String(required=True)
    retired_on = Day(required=True, allow_none=True)
    retired_why = fields.String(required=True)


class FileOut(Out):
    """A photo or a report."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)


class RecordOut(Out):
    """What was done once."""

    id = fields.UUID(required=True)
    upkeep = fields.String(required=True)
    title = fields.String(required=True)
    done_on = Day(required=True)
    outcome = fields.String(required=True)
    outcome_title = fields.String(required=True)
    valid_until = Day(required=True, allow_none=True)
    done_by = fields.String(required=True)
    certificate = fields.String(required=True)
    words = fields.String(required=True)
    recorded_at = Moment(required=True)
    files = fields.List(fields.Nested(FileOut), required=True)
