"""What programs send over Open311. Fields that we do not know are passed over, as the specification asks."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate, validates_schema

from linli.domains.tickets.queries.outside import MOST
from linli.domains.tickets.rules.clocks import Urgency
from linli.platform.web.schemas import Moment, Text, Upload

LONGEST = timedelta(days=90)
MOST_PHOTOS, MOST_PAGES = 9, 10_000
STATUSES = ("open", "closed")
_NUMBER = r"\A[+-]?\d{1,3}(?:\.\d{1,15})?\Z"
_SPAN = "start_date 和 end_date 之间不能超过 90 天，start_date 要在前。"


class _Asked(Schema):
    class Meta:
        """Marshmallow's settings."""

        unknown = EXCLUDE


class _Count(fields.Field[int]):
    """A whole number from 1 in an address."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(metadata={"type": "integer", "minimum": 1, "maximum": most}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:  # noqa: ARG002
        if not re.fullmatch(r"[1-9]\d{0,5}", str(value), re.ASCII) or int(value) > self.most:
            raise ValidationError(f"应是 1 到 {self.most} 的整数。")
        return int(value)


class _Span(_Asked):
    start_date = Moment(load_default=None)
    end_date = Moment(load_default=None)

    @validates_schema
    def _not_too_long(self, sent: dict[str, Any], **_: Any) -> None:
        since, until = sent["start_date"], sent["end_date"]
        if since and until and not timedelta(0) <= until - since <= LONGEST:
            raise ValidationError(_SPAN, "start_date")


class _Pages(_Span):
    """Which page of a long list, counted from 1: `page` and `page_size`, as large clients of Open311 send them."""

    page = _Count(most=MOST_PAGES, load_default=1)
    page_size = _Count(most=MOST, load_default=MOST)


class UpdatesIn(_Pages):
    """Which changes: those of a span."""


class RequestsIn(_Pages):
    """Which requests: named by their ids, or by service, span and status."""

    service_request_id = fields.String(load_default="", validate=validate.Length(max=40_000))
    service_code = fields.String(load_default="", validate=validate.Length(max=2_000))
    status = fields.String(load_default="", validate=validate.Length(max=40))

    @post_load
    def _split(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        for name in ("service_request_id", "service_code", "status"):
            sent[name] = [one.strip() for one in sent[name].split(",") if one.strip()]
        if set(sent["status"]) - set(STATUSES):
            raise ValidationError("只能是 open 或 closed。", "status")
        return sent


class _Key(fields.UUID):
    default_error_messages = {"invalid_uuid": "没有这个 address_id。"}


class RequestIn(_Asked):
    """A request as it is filed; what is not asked for here (email, device_id …) is never kept."""

    service_code = Text(most=40, required=True, error_messages={"required": "缺少 service_code。"})
    description = Text(least=0, most=4000, load_default="")
    address_string = Text(least=0, most=100, load_default="")
    address_id = _Key(load_default=None)
    lat = fields.String(load_default="")
    long = fields.String(load_default="")
    first_name = Text(least=0, most=40, load_default="")
    last_name = Text(least=0, most=40, load_default="")
    phone = Text(least=0, most=20, load_default="")
    media_url = Text(least=0, most=500, load_default="")
    media = fields.List(
        Upload(),
        load_default=list,
        validate=validate.Length(max=MOST_PHOTOS, error=f"最多 {MOST_PHOTOS} 张照片。"),
    )
    urgency = fields.String(
        data_key="attribute[urgency]",
        load_default=Urgency.NORMAL.value,
        validate=validate.OneOf([Urgency.NORMAL.value, Urgency.URGENT.value], error="没有这个选项。"),
    )
    anonymous = fields.Boolean(
        data_key="attribute[anonymous]", load_default=False, error_messages={"invalid": "没有这个选项。"}
    )

    @validates_schema
    def _on_the_globe(self, sent: dict[str, Any], **_: Any) -> None:
        for name, other, most in (("lat", "long", 90), ("long", "lat", 180)):
            if not sent[name] and not sent[other]:
                continue
            if not re.match(_NUMBER, sent[name], re.ASCII) or abs(Decimal(sent[name])) > most:
                raise ValidationError(f"应是 -{most} 到 {most} 之间的度数，lat 和 long 要一起给。", name)
        if not re.match(r"\A(?:https?://\S+)?\Z", sent["media_url"]):
            raise ValidationError("应是 http:// 或 https:// 开头的网址。", "media_url")
        if not re.match(r"\A(?:[0-9+\-]{5,20})?\Z", sent["phone"], re.ASCII):
            raise ValidationError("电话只写数字，例如 13812345678。", "phone")
