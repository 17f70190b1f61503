"""What every schema shares, and the fields that money, areas, moments and typed text have in common."""

import re
from datetime import UTC, date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from linli.kernel.refusals import Invalid
from linli.kernel.text import clean
from linli.platform.paging import DEFAULT_LIMIT, MOST

BIGGEST = 10**15


class In(Schema):
    """What comes in: unknown fields are refused."""

    class Meta:
        """Marshmallow's settings."""

        unknown = RAISE


class Out(Schema):
    """What goes out."""


class Text(fields.String):
    """Typed text, cleaned; refused with a sentence where it cannot be shown or is too long."""

    default_error_messages = {
        "required": "请填写这一项。",
        "null": "请填写这一项。",
        "invalid": "请填写文字。",
    }

    def __init__(self, *, most: int = 200, least: int = 1, **options: Any) -> None:
        wrong_length = f"请写 {least} 到 {most} 个字。" if least > 1 else f"最多 {most} 个字，不能为空。"
        if least == 0:
            wrong_length = f"最多 {most} 个字。"
        super().__init__(validate=validate.Length(min=least, max=most, error=wrong_length), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clean(text)
        except Invalid as no:
            raise ValidationError(no.sentence) from None


def one_of(kind: Any, **options: Any) -> fields.String:
    """One of a kind's words."""
    return fields.String(
        validate=validate.OneOf([one.value for one in kind], error="没有这个选项，请重新选择。"),
        error_messages={"required": "请选一项。", "null": "请选一项。", "invalid": "请选一项。"},
        **options,
    )


class Whole(fields.Integer):
    """A whole number, written as one: no "12", no 1.0, no true."""

    default_error_messages = {
        "required": "请填写这一项。",
        "null": "请填写这一项。",
        "invalid": "请填写整数。",
    }

    def __init__(self, *, least: int = 0, most: int = BIGGEST, **options: Any) -> None:
        error = f"应在 {least} 到 {most} 之间。"
        super().__init__(strict=True, validate=validate.Range(least, most, error=error), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # noqa: ARG002
        if isinstance(value, str) and getattr(self.root, "from_form", False):
            value = int(value) if re.fullmatch(r"0|[1-9][0-9]{0,15}", value, re.ASCII) else value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return value


class Upload(fields.Raw):
    """A file that came with the form. Text in its place is no file."""

    default_error_messages = {"required": "请选择文件。", "null": "请选择文件。", "invalid": "请选择文件。"}

    def __init__(self, **options: Any) -> None:
        options["metadata"] = {"type": "string", "format": "binary"} | options.get("metadata", {})
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> FileStorage:  # noqa: ARG002
        if not isinstance(value, FileStorage):
            raise self.make_error("invalid")
        return value


class Moment(fields.Field[datetime]):
    """An RFC 3339 moment with its offset. Zone-less moments and second 60 are refused everywhere."""

    default_error_messages = {
        "required": "请填写时间。",
        "null": "请填写时间。",
        "invalid": "时间请写成 2026-03-01T09:00:00+08:00 这样，必须带时区。",
    }
    _shape = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)

    def __init__(self, **options: Any) -> None:
        options.setdefault("metadata", {})
        options["metadata"] = {"type": "string", "format": "date-time"} | options["metadata"]
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:  # noqa: ARG002
        if not isinstance(value, str) or not self._shape.fullmatch(value):
            raise self.make_error("invalid")
        try:
            moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.make_error("invalid") from None
        if not 1900 <= moment.year <= 2200:  # noqa: PLR2004 - outside of anything an estate deals with
            raise self.make_error("invalid")
        return moment

    def _serialize(self, value: datetime | None, *_: Any, **__: Any) -> str | None:
        return None if value is None else value.isoformat()


class Day(fields.Field[date]):
    """A calendar day, 2026-03-01, that exists and lies between 1900 and 2200."""

    default_error_messages = {
        "required": "请填写日期。",
        "null": "请填写日期。",
        "invalid": "日期请写成 2026-03-01 这样，并且要真有这一天。",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("metadata", {})
        options["metadata"] = {"type": "string", "format": "date"} | options["metadata"]
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:  # noqa: ARG002
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise self.make_error("invalid")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("invalid") from None
        if not 1900 <= day.year <= 2200:  # noqa: PLR2004 - outside of anything an estate deals with
            raise self.make_error("invalid")
        return day

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()


class WindowIn(In):
    """How many items of a list, and after which cursor."""

    limit = fields.Integer(
        load_default=DEFAULT_LIMIT, validate=validate.Range(1, MOST, error=f"每页 1 到 {MOST} 条。")
    )
    cursor = fields.String(load_default=None, validate=validate.Length(max=500, error="翻页标记太长。"))


_pages: dict[type[Schema], type[Schema]] = {}


def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of one page of a list: its items and the cursor of the next page."""
    if item not in _pages:
        _pages[item] = type(
            f"{item.__name__.removesuffix('Out')}Page",
            (Out,),
            {
                "__module__": item.__module__,
                "items": fields.List(fields.Nested(item), required=True),
                "next": fields.String(allow_none=True, required=True),
            },
        )
    return _pages[item]
