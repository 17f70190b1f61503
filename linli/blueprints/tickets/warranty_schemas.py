"""The shapes of the developer's warranty and its cases."""

from marshmallow import fields, validate

from linli.blueprints.tickets.schemas import CommonOut, Id
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Day, Moment, Text

__all__ = ["CaseOut", "CasesIn", "PassOnIn", "WarrantiesOut", "WarrantyIn", "WarrantyOut"]


class CasesIn(WindowIn):
    """Which page of the list."""


class _Phone(Text):
    """The number under which the developer takes cases."""

    def __init__(self) -> None:
        super().__init__(most=20, required=True)
        self.validators.append(
            validate.Regexp(r"\A[0-9+\-]{5,20}\Z", error="电话只写数字，例如 0570-3080000。")
        )


class WarrantyIn(In):
    """Since when the warranty of a building runs, and whose; no building: of all that are not named apart."""

    building_id = Id(load_default=None, allow_none=True)
    completed_on = Day(required=True)
    developer = Text(most=60, required=True)
    phone = _Phone()


class PassOnIn(In):
    """What was agreed with the developer; the reporter reads it."""

    words = Text(most=500, required=True)


class WarrantyOut(Out):
    """What holds for a building, or for the rest of the estate."""

    id = fields.UUID(required=True)
    building_id = fields.UUID(required=True, allow_none=True)
    completed_on = fields.Date(required=True)
    developer = fields.String(required=True)
    phone = fields.String(required=True)


class WarrantiesOut(Out):
    """All that holds in an estate."""

    items = fields.List(fields.Nested(WarrantyOut), required=True)


class MarkOut(Out):
    """That a report lies within the warranty, and to whom it is addressed."""

    term = fields.String(required=True)
    title = fields.String(required=True)
    law = fields.String(required=True)
    until_on = fields.Date(required=True)
    developer = fields.String(required=True)
    phone = fields.String(required=True)
    passed_at = Moment(required=True, allow_none=True)


class CaseOut(CommonOut):
    """A report within the warranty."""

    id = fields.UUID(required=True)
    warranty = fields.Nested(MarkOut, required=True)
