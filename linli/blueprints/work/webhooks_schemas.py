"""What the operations on receivers of events take and give."""

from marshmallow import fields, validate

from linli.platform.web.schemas import In, Moment, Out, Text


class SubscriptionIn(In):
    """A new receiver: where to, and which events."""

    url = Text(most=500, required=True)
    kinds = fields.List(
        Text(most=60), required=True, validate=validate.Length(1, 50, error="请至少选一种事件。")
    )


class SubscriptionOut(Out):
    """A receiver, without its secret."""

    id = fields.UUID(required=True)
    url = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    made_at = Moment(required=True)


class NewSubscriptionOut(SubscriptionOut):
    """A new receiver with the secret it checks signatures with; shown this once."""

    secret = fields.String(required=True)


class SubscriptionsOut(Out):
    """The receivers, and what can be subscribed to."""

    items = fields.List(fields.Nested(SubscriptionOut), required=True)
    kinds = fields.List(fields.String(), required=True)


class DeliveryOut(Out):
    """One event on its way to a receiver."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    body = fields.Dict(required=True)
    state = fields.String(required=True)
    tries = fields.Integer(required=True)
    made_at = Moment(required=True)
    next_try_at = Moment(required=True, allow_none=True)
    delivered_at = Moment(required=True, allow_none=True)
    last_status = fields.Integer(required=True, allow_none=True)
    last_error = fields.String(required=True)
