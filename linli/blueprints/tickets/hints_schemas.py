"""The shapes of hints before filing."""

from marshmallow import fields

from linli.blueprints.tickets.sharing_schemas import AtIn
from linli.platform.web import In, Out
from linli.platform.web.schemas import Moment, Text


def _words() -> Text:
    return Text(least=0, most=1000, load_default="")


class HintsIn(In):
    """What somebody has typed so far."""

    words = _words()


class StartIn(AtIn):
    """How the way to a report begins: at a place, or with a few words."""

    words = _words()


class StopOut(Out):
    """An outage that the words tell of."""

    announcement_id = fields.UUID(required=True)
    title = fields.String(required=True)
    what = fields.String(required=True)
    until_at = Moment(required=True)


class AnnouncedOut(Out):
    """An announcement about the same thing."""

    announcement_id = fields.UUID(required=True)
    title = fields.String(required=True)


class HintsOut(Out):
    """What fits the words."""

    outages = fields.List(fields.Nested(StopOut), required=True)
    announcements = fields.List(fields.Nested(AnnouncedOut), required=True)
