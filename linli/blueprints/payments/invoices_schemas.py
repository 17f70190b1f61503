"""The shapes of requests for invoices on the wire and in forms."""

from typing import Any

from marshmallow import fields, validate

from linli.domains.payments.operations.orders import MOST_BILLS
from linli.domains.payments.rules.invoices import Buyer, InvoiceState
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, Upload

_CHOOSE = "请至少选择一张账单。"


def _bills() -> Any:
    return fields.List(
        fields.UUID(error_messages={"invalid_uuid": "账单编号不对。"}),
        required=True,
        validate=validate.Length(1, MOST_BILLS, error=f"请选择 1 到 {MOST_BILLS} 张账单。"),
        error_messages={"required": _CHOOSE},
    )


class _Heading(In):
    buyer = fields.Enum(
        Buyer, by_value=True, required=True,
        error_messages={"required": "请选择个人还是单位。", "unknown": "请选择个人还是单位。"},
    )  # fmt: skip
    title = Text(most=60, required=True)
    tax_no = Text(most=20, least=0, load_default="")
    email = fields.Email(
        required=True,
        validate=validate.Length(max=100, error="邮箱太长了。"),
        error_messages={
            "required": "请填写收发票的邮箱。",
            "invalid": "邮箱写得不对，例如 name@example.com。",
        },
    )


class InvoiceIn(_Heading):
    """For which paid bills, in whose name, sent where. The sum is the server's."""

    bill_ids = _bills()


class InvoiceForm(_Heading):
    """The same as a form sends it."""

    bill = _bills()


class InvoicesQueryIn(WindowIn):
    """Which state."""

    state = fields.Enum(InvoiceState, by_value=True, load_default=None)


class IssueIn(In):
    """The number of the invoice that the company made."""

    number = Text(most=20, required=True)


class IssueForm(In):
    """The same, with the PDF."""

    number = Text(most=20, required=True)
    file = Upload(load_default=None)


class RedIn(In):
    """The number of the red invoice, and why."""

    red_number = Text(most=20, required=True)
    reason = Text(most=200, required=True)


class RedForm(RedIn):
    """The same, with the PDF."""

    file = Upload(load_default=None)


class DeclineIn(In):
    """Why no invoice is made."""

    reason = Text(most=200, required=True)


class InvoiceLineOut(Out):
    """What of one bill is on the invoice."""

    bill_id = fields.UUID(required=True)
    item_name = fields.String(required=True)
    unit_label = fields.String(required=True)
    amount_fen = fields.Integer(required=True)


class InvoiceShortOut(Out):
    """A request and where it stands."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    buyer = fields.String(required=True)
    title = fields.String(required=True)
    tax_no = fields.String(required=True)
    email = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    number = fields.String(required=True)
    red_number = fields.String(required=True)
    said = fields.String(required=True)
    asked_at = Moment(required=True)
    issued_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)


class InvoiceOut(InvoiceShortOut):
    """The same with what is on it."""

    lines = fields.List(fields.Nested(InvoiceLineOut), required=True)


class InvoicesOut(Out):
    """Requests, a page at a time."""

    items = fields.List(fields.Nested(InvoiceShortOut), required=True)
    next = fields.String(required=True, allow_none=True)
