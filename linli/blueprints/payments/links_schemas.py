"""The shapes of payment links on the wire and in forms."""

from typing import Any

from marshmallow import fields, validate

from linli.domains.payments.rules.links import MOST_DAYS
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, Whole

_IDS: dict[str, Any] = {"required": "请选择账单。", "invalid": "请从列表里选择账单。"}


def _bills() -> fields.List[Any]:
    return fields.List(
        fields.UUID(error_messages={"invalid_uuid": "请从列表里选择账单。"}),
        required=True,
        validate=validate.Length(1, 20, error="请选 1 到 20 张账单。"),
        error_messages=_IDS,
    )


class LinkIn(In):
    """Which bills somebody else shall pay, and for how many days."""

    bill_ids = _bills()
    days = Whole(least=1, most=MOST_DAYS, required=True)


class LinkForm(In):
    """The same, as it is typed."""

    bill = _bills()
    days = Whole(least=1, most=MOST_DAYS, required=True)


class LinkQueryIn(In):
    """What was ticked."""

    bill = fields.List(
        fields.UUID(error_messages={"invalid_uuid": "请从列表里选择账单。"}), load_default=list
    )


class ChannelIn(In):
    """By which channel it is paid."""

    channel = Text(most=20, required=True)


class LinkOut(Out):
    """A link that can be paid by; its address is told only when it is made."""

    id = fields.UUID(required=True)
    total_fen = fields.Integer(required=True)
    bills = fields.Integer(required=True)
    expires_at = Moment(required=True)


class LinkMadeOut(LinkOut):
    """A new link with its address."""

    address = fields.String(required=True)


class LinksOut(Out):
    """One's links, the newest first."""

    items = fields.List(fields.Nested(LinkOut), required=True)
