"""The shapes of what a desk works with: replies, checklists, caps, saved filters, steps for many tickets at once."""

from marshmallow import fields

from linli.blueprints.tickets.schemas import Id
from linli.platform.web import In, Out
from linli.platform.web.schemas import Text


class ReplyIn(In):
    """What the reporter is told."""

    words = Text(most=500, required=True)


class RecategoriseIn(In):
    """Under which category it belongs, and why."""

    category = Text(most=40, required=True)
    reason = Text(most=200, required=True)


class TemplateIn(In):
    """Words that are sent often, with placeholders such as {上门时间}."""

    title = Text(most=40, required=True)
    words = Text(most=500, required=True)


class ChosenIn(In):
    """Which template a reply begins with."""

    template = Id(load_default=None, allow_none=True)


class TemplateOut(Out):
    """Words that are sent often; `placeholders` are all that they hold."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    placeholders = fields.List(fields.String(), required=True)


class TemplatesOut(Out):
    """The templates of the actor's desk, by title."""

    items = fields.List(fields.Nested(TemplateOut), required=True)


class FilledOut(Out):
    """A template as one ticket fills it; `placeholders` are those still open."""

    words = fields.String(required=True)
    placeholders = fields.List(fields.String(), required=True)
