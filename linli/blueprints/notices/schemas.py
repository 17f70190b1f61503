"""The shapes of messages on the wire and in forms."""

from marshmallow import fields

from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text, WindowIn


class NewsQueryIn(WindowIn):
    """Which of one's own messages."""

    unread = fields.Boolean(load_default=False)


class NewsOut(Out):
    """A message in the app, with how the same news went by other channels."""

    id = fields.UUID(attribute="message.id", required=True)
    kind = fields.String(attribute="message.kind", required=True)
    title = fields.String(attribute="wording.title", required=True)
    text = fields.String(attribute="wording.text", required=True)
    href = fields.String(attribute="wording.href", required=True)
    state = fields.String(attribute="message.state", required=True)
    made_at = Moment(attribute="message.made_at", required=True)
    read_at = Moment(attribute="message.read_at", required=True, allow_none=True)
    ways = fields.Function(
        lambda news: [{"channel": channel, "state": state} for channel, state in news.ways],
        required=True,
        metadata={
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"channel": {"type": "string"}, "state": {"type": "string"}},
            },
        },
    )


class DeliveryOut(Out):
    """One message by one channel, and how far it has come."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    channel = fields.String(required=True)
    template = fields.String(required=True)
    state = fields.String(required=True)
    tries = fields.Integer(required=True)
    last_error = fields.String(required=True)
    made_at = Moment(required=True)
    sent_at = Moment(required=True, allow_none=True)
    delivered_at = Moment(required=True, allow_none=True)
    read_at = Moment(required=True, allow_none=True)


class WishOut(Out):
    """By which channels one kind of message comes to me."""

    kind = fields.String(required=True)
    title = fields.String(attribute="way.title", required=True)
    may = fields.List(fields.String(), attribute="way.may", required=True)
    on = fields.List(fields.String(), required=True)
    locked = fields.Boolean(attribute="way.locked", required=True)


class WishesOut(Out):
    """All my choices."""

    items = fields.List(fields.Nested(WishOut), required=True)


class WishIn(In):
    """A choice: this kind by this channel, or not."""

    kind = Text(most=20, required=True)
    channel = Text(most=10, required=True)
    on = fields.Boolean(required=True)


class WishesForm(In):
    """Everything that is ticked on the page of choices, as "kind:channel"."""

    on = fields.List(fields.String(), load_default=list)


class ReportIn(In):
    """The carrier's word on a message."""

    reference = Text(most=200, required=True)
    delivered = fields.Boolean(required=True)
    reason = Text(most=200, least=0, load_default="")
