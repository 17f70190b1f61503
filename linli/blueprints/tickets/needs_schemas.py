"""The shapes of tickets that wait for other tickets."""

from marshmallow import fields

from linli.blueprints.tickets.schemas import Id
from linli.platform.web import In, Out
from linli.platform.web.schemas import Text


class NeedIn(In):
    """For which ticket it waits, by its number."""

    number = Text(most=20, required=True)


class SubIn(In):
    """What is to be done first, as a work order of the staff's own."""

    category = Text(most=40, required=True)
    words = Text(most=1000, required=True)


class DropIn(In):
    """Which ticket it need not wait for any more, and why."""

    needed_id = Id(required=True)
    reason = Text(most=500, required=True)


class NeededOut(Out):
    """A ticket that must be done before, or that waits; `title` is empty where the reader may not open it."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    state_title = fields.String(required=True)
    open = fields.Boolean(required=True)
