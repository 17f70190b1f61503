"""The shapes of banners on the wire and in forms."""

from typing import Any

from marshmallow import fields, pre_load

from linli.blueprints.notices.announcing_schemas import LocalMoment
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text

MOST_WORDS = 120
_CHOOSE: dict[str, Any] = {"invalid_uuid": "请从列表里选择。"}


class BannerIn(In):
    """What everybody of a region should know, from when until when; no region: the whole platform."""

    region_id = fields.UUID(load_default=None, allow_none=True, error_messages=_CHOOSE)
    words = Text(most=MOST_WORDS, required=True)
    since_at = Moment(required=True)
    until_at = Moment(required=True)


class BannerForm(In):
    """The same as it is typed, by the clock on the wall."""

    region_id = fields.UUID(load_default=None, allow_none=True, error_messages=_CHOOSE)
    words = Text(most=MOST_WORDS, required=True)
    since_at = LocalMoment(required=True)
    until_at = LocalMoment(required=True)

    @pre_load
    def whole_platform(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The choice of the whole platform names no region."""
        return {name: None if name == "region_id" and value == "" else value for name, value in sent.items()}


class BannerOut(Out):
    """A banner; `ended_at` where somebody took it down before its time."""

    id = fields.UUID(required=True)
    region_id = fields.UUID(required=True, allow_none=True)
    words = fields.String(required=True)
    since_at = Moment(required=True)
    until_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)
