"""What operations on rosters take and give. Files come as multipart; of people only what the officer must compare."""

from typing import Any
from urllib.parse import quote

from flask import Response
from marshmallow import fields, validate

from linli.domains.people.roster.lines import CORRECTABLE, Field, Verdict
from linli.domains.people.roster.reading import LARGEST_FILE
from linli.platform.spreadsheets import XLSX
from linli.platform.web.schemas import Day, In, Moment, Out, Text, Upload, WindowIn

_MOST_NOTE, _MOST = 2_000, 300
_CHOOSE: dict[str, Any] = {
    "required": "请选择一个 .xlsx 或 .csv 文件。",
    "null": "请选择一个 .xlsx 或 .csv 文件。",
}
_YES_NO: dict[str, Any] = {"required": "请选择同意或退回。", "invalid": "请选择同意或退回。"}


class FileIn(In):
    """A roster, or a filled error sheet."""

    file = Upload(required=True, error_messages=_CHOOSE)


class RowsIn(WindowIn):
    """The rows of one verdict; the cursor is the place to go on from."""

    cursor = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[0-9]{1,6}$", error="翻页标记不对，请从第一页重新打开。"),
    )
    verdict = fields.String(
        load_default=None, validate=validate.OneOf([one.value for one in Verdict], error="请选择列出的一项。")
    )


class ShowIn(In):
    """Which rows a page shows, and the how-manieth page of them."""

    show = fields.String(
        load_default="",
        validate=validate.OneOf(["", "all", *(one.value for one in Verdict)], error="请选择列出的一项。"),
    )
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1000, error="没有这一页。"))
    saved = fields.Boolean(load_default=False)


class OutlookIn(In):
    """Which page of the differences is shown."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 1000, error="没有这一页。"))


def _texts() -> dict[str, fields.Field[str]]:
    texts: dict[str, fields.Field[str]] = {
        one.value: Text(most=_MOST_NOTE if one is Field.NOTE else _MOST, least=0, load_default=None)
        for one in CORRECTABLE
    }
    return texts | {Field.TREATMENT.value: Text(most=20, least=0, load_default=None)}


TextsIn = In.from_dict(_texts(), name="TextsIn")


class CorrectionIn(In):
    """The words that take the place of a row's cells; fields left out stay as they are."""

    sheet = Text(most=100, required=True)
    row = fields.Integer(
        strict=True, required=True, validate=validate.Range(1, 1_048_576, error="没有这一行。")
    )
    texts = fields.Nested(TextsIn, required=True)


class CorrectionsIn(In):
    """Several rows' corrections at once."""

    rows = fields.List(
        fields.Nested(CorrectionIn),
        required=True,
        validate=validate.Length(1, 500, error="一次 1 到 500 行。"),
    )


class CodeIn(In):
    """A reason whose rows are all imported as they were read."""

    code = Text(most=60, required=True)


class DeveloperIn(In):
    """The company that holds the unsold units."""

    name = Text(most=100, required=True)


class DayIn(In):
    """The day of a sale; without a label, for every unit that has no day of its own."""

    label = Text(most=100, least=0, load_default="")
    day = Day(required=True)


class MergeIn(In):
    """The units in which one name is one person."""

    name = Text(most=100, required=True)
    units = fields.List(
        Text(most=100),
        required=True,
        validate=validate.Length(2, 500, error="请至少勾选两处。"),
        error_messages={"required": "请至少勾选两处。"},
    )


class ApartIn(In):
    """Whose merging is taken back: the name in any one of the units."""

    name = Text(most=100, required=True)
    unit = Text(most=100, required=True)


class SeenIn(In):
    """The mark of what was looked at: confirming anything else is refused."""

    seen = Text(most=64, required=True)


class RosterDecisionIn(In):
    """The second person's word."""

    approved = fields.Boolean(required=True, error_messages=_YES_NO)
    reason = Text(most=200, least=0, load_default="")
    seen = Text(most=64, least=0, load_default="")


class ExportReasonIn(In):
    """Why the full register leaves the house."""

    reason = Text(most=200, least=4, required=True)


class RosterOut(Out):
    """A roster on its way; counts by verdict, and once confirmed by kind of change."""

    id = fields.UUID(required=True)
    filename = fields.String(required=True)
    digest = fields.String(required=True, metadata={"description": "文件的 SHA-256"})
    state = fields.String(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    uploaded_by = fields.UUID(required=True, allow_none=True)
    uploaded_at = Moment(required=True)
    proposed_by = fields.UUID(required=True, allow_none=True)
    proposed_at = Moment(required=True, allow_none=True)
    applied_by = fields.UUID(required=True, allow_none=True)
    applied_at = Moment(required=True, allow_none=True)
    returned_why = fields.String(required=True)


class ReasonOut(Out):
    """Why a row has its verdict."""

    code = fields.String(required=True)
    sentence = fields.String(required=True)
    weight = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)
    acceptable = fields.Boolean(required=True)


class RowOut(Out):
    """One row of the file and its verdict."""

    sheet = fields.String(required=True)
    row = fields.Integer(required=True)
    verdict = fields.String(required=True)
    label = fields.String(required=True, allow_none=True, metadata={"description": "认出的房屋"})
    reasons = fields.List(fields.Nested(ReasonOut), required=True)
    texts = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class ChangeOfUnitOut(Out):
    """One difference between the roster and the register."""

    change = fields.String(required=True)
    label = fields.String(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)


class AlikePersonOut(Out):
    """One of several who may be the same person: where the name stands."""

    units = fields.List(fields.String(), required=True)
    phones = fields.List(fields.String(), required=True, metadata={"description": "中间四位隐去"})


class AlikeOut(Out):
    """A name that may be one person in several places."""

    name = fields.String(required=True)
    persons = fields.List(fields.Nested(AlikePersonOut), required=True)


class OutlookOut(Out):
    """What confirming would change; `seen` is to be sent with the confirmation."""

    importable = fields.Boolean(required=True)
    first = fields.Boolean(required=True, metadata={"description": "空名册的第一次导入，不需要第二人"})
    seen = fields.String(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    undated = fields.List(fields.String(), required=True, metadata={"description": "还没有过户日期的房屋"})
    changes = fields.List(
        fields.Nested(ChangeOfUnitOut), required=True, metadata={"description": "最多 500 条"}
    )
    alike = fields.List(fields.Nested(AlikeOut), required=True)


def uploaded(file: Any) -> dict[str, Any]:
    """The content and the name of an uploaded file; one byte over the limit is enough to be refused."""
    return {"content": file.stream.read(LARGEST_FILE + 1), "filename": file.filename or "名册"}


def download(content: bytes, name: str) -> Response:
    """A workbook to save under a name; never kept by anybody between."""
    answer = Response(content, mimetype=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
