"""The shapes of prepared bills, old bills and meters on the wire and in forms."""

from typing import Any

from marshmallow import fields, validate

from linli.blueprints.fees.schemas import CHOOSE
from linli.blueprints.fees.shared_schemas import Quantity
from linli.platform.web import In, Out
from linli.platform.web.schemas import Day, Text, Upload, Whole

_MOST_MILLI = 10**12
_FILE: dict[str, Any] = {
    "required": "请选择一个 .xlsx 或 .csv 文件。",
    "null": "请选择一个 .xlsx 或 .csv 文件。",
}


class DraftIn(In):
    """Bills to prepare: several items of one period."""

    item_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(1, 20, error="请选择 1 到 20 个收费项目。"),
        error_messages={"required": "请选择收费项目。"},
    )
    since_on = Day(required=True)
    months = Whole(least=1, most=12, required=True)
    due_on = Day(required=True)


class DraftPartOut(Out):
    """One item of prepared bills."""

    item_id = fields.UUID(required=True)
    item_name = fields.String(required=True)
    count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    state = fields.String(required=True)
    refused_why = fields.String(required=True)
    run_id = fields.UUID(required=True, allow_none=True)


class DraftOut(Out):
    """Prepared bills and how far their issue has come."""

    id = fields.UUID(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    due_on = Day(required=True)
    state = fields.String(required=True)
    count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    parts = fields.List(fields.Nested(DraftPartOut), required=True)


class FileIn(In):
    """A table."""

    file = Upload(required=True, error_messages=_FILE)


class OldRowOut(Out):
    """A row that cannot be taken, and why."""

    row = fields.Integer(required=True)
    problems = fields.List(fields.String(), required=True)


class OldBillsOut(Out):
    """A file of old bills: what it would make, and which rows stand against it."""

    id = fields.UUID(required=True)
    filename = fields.String(required=True)
    state = fields.String(required=True)
    count = fields.Integer(required=True)
    total_fen = fields.Integer(required=True)
    refused = fields.List(fields.Nested(OldRowOut), required=True)


class ExpectedIn(In):
    """What was looked at: bring it in only if it is still that."""

    expected_count = Whole(required=True)
    expected_fen = Whole(required=True)


class MeterIn(In):
    """A meter to put up."""

    item_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    number = Text(most=40, required=True)
    measure = Text(most=6, load_default="吨")
    start_milli = Whole(most=_MOST_MILLI, required=True)
    since_on = Day(required=True)


class MeterForm(In):
    """A meter as it is typed."""

    item_id = fields.UUID(required=True, error_messages=CHOOSE)
    unit_label = Text(most=60, required=True)
    number = Text(most=40, required=True)
    measure = Text(most=6, load_default="吨")
    start = Quantity(required=True, attribute="start_milli")
    since_on = Day(required=True)


class MeterOut(Out):
    """A meter."""

    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    unit_id = fields.UUID(required=True)
    number = fields.String(required=True)
    measure = fields.String(required=True)
    start_milli = fields.Integer(required=True)
    since_on = Day(required=True)


class ReadingWindowIn(In):
    """The days of reading for a period."""

    item_id = fields.UUID(required=True, error_messages=CHOOSE)
    since_on = Day(required=True)
    until_on = Day(required=True)
    opens_on = Day(required=True)
    closes_on = Day(required=True)


class ReadingWindowOut(Out):
    """The days of reading for a period."""

    id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    since_on = Day(required=True)
    until_on = Day(required=True)
    opens_on = Day(required=True)
    closes_on = Day(required=True)
    run_id = fields.UUID(required=True, allow_none=True)


class MeterRowOut(Out):
    """A meter in a window: what it showed before, and what was read (none: not yet)."""

    meter_id = fields.UUID(required=True)
    number = fields.String(required=True)
    unit_label = fields.String(required=True)
    before_milli = fields.Integer(required=True)
    value_milli = fields.Integer(required=True, allow_none=True)
    used_milli = fields.Integer(required=True, allow_none=True)


class SheetOut(ReadingWindowOut):
    """A window with its meters."""

    meters = fields.List(fields.Nested(MeterRowOut), required=True)


class ReadingIn(In):
    """What a meter showed; a change of meters is entered by page, with its photos."""

    meter_id = fields.UUID(required=True)
    value_milli = Whole(most=_MOST_MILLI, required=True)
    confirmed = fields.Boolean(load_default=False)


class ReadingForm(In):
    """What a meter showed, as it is typed; with photos where it was changed."""

    meter_id = fields.UUID(required=True)
    value = Quantity(required=True)
    confirmed = fields.Boolean(load_default=False)
    old_last = Text(most=20, least=0, load_default="")
    new_first = Text(most=20, least=0, load_default="")
    photos = fields.List(Upload(), load_default=list, validate=validate.Length(0, 4, error="最多 4 张照片。"))


class DueIn(In):
    """By when the bills are to be paid."""

    due_on = Day(required=True)


class FoundOut(Out):
    """One row of a file of readings."""

    row = fields.Integer(required=True)
    number = fields.String(required=True)
    value = fields.String(required=True)
    problem = fields.String(required=True)


class FoundsOut(Out):
    """A file of readings, row by row; `taken` only when no row has a problem."""

    taken = fields.Boolean(required=True)
    items = fields.List(fields.Nested(FoundOut), required=True)
