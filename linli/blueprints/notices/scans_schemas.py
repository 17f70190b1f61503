"""The shapes of a scan's pages."""

from marshmallow import fields

from linli.platform.web import Out


class ScanPageOut(Out):
    """One page, by its number."""

    number = fields.Integer(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)


class ScanOut(Out):
    """All pages of a scan."""

    items = fields.List(fields.Nested(ScanPageOut), required=True)
