"""The shapes of roll calls on the wire and in forms."""

from typing import Any

from marshmallow import fields, post_load, validate

from linli.blueprints.notices.announcing_schemas import AimForm, AimIn
from linli.domains.notices.rules.rollcalls import ANSWERS, Standing
from linli.platform.web import In, Out, WindowIn
from linli.platform.web.schemas import Moment, Text, one_of


class CallIn(AimIn):
    """Ask the homes of these places."""

    title = Text(most=60, required=True)
    words = Text(most=1000, required=True)


class CallForm(AimForm):
    """The same from a page."""

    title = Text(most=60, required=True)
    words = Text(most=1000, required=True)


class AnswerIn(In):
    """How a home stands; `said_at` where it was said before it could be sent."""

    unit_id = fields.UUID(required=True, error_messages={"invalid_uuid": "请从列表里选择。"})
    state = one_of(ANSWERS, required=True)
    need = Text(least=0, most=200, load_default="")
    said_at = Moment(load_default=None, allow_none=True)

    @post_load
    def _typed(self, body: dict[str, Any], **_: object) -> dict[str, Any]:
        return body | {"state": Standing(body["state"])}


class HelperIn(In):
    """Who goes there."""

    helper = Text(most=20, required=True)


class ClosingIn(In):
    """How it ended, in words."""

    summary = Text(least=0, most=1000, load_default="")


class HomesIn(WindowIn):
    """Which homes."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *Standing], error="没有这种状态。"))
    building_id = fields.UUID(
        load_default=None, allow_none=True, error_messages={"invalid_uuid": "请从列表里选择。"}
    )


class CallOut(Out):
    """A roll call."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    opened_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    summary = fields.String(required=True)


class TallyOut(Out):
    """How one building stands, in homes."""

    name = fields.String(required=True)
    homes = fields.Integer(required=True)
    safe = fields.Integer(required=True)
    help = fields.Integer(required=True)
    helped = fields.Integer(required=True)
    silent = fields.Integer(required=True)


class StandingOut(CallOut):
    """A roll call with its counts."""

    buildings = fields.List(fields.Nested(TallyOut), required=True)


class HomeOut(Out):
    """One home of a roll call."""

    unit_id = fields.UUID(required=True)
    label = fields.String(required=True)
    state = fields.String(required=True)
    said_at = Moment(required=True, allow_none=True)
    need = fields.String(required=True)
    helper = fields.String(required=True)
    sent_at = Moment(required=True, allow_none=True)
    helped_at = Moment(required=True, allow_none=True)


class HomesOut(Out):
    """Homes of a roll call."""

    items = fields.List(fields.Nested(HomeOut), required=True)
