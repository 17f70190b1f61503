"""The shapes of what a desk works with: replies, checklists, caps, saved filters, steps for many tickets at once."""

from typing import Any

from marshmallow import fields, pre_load, validate

from linli.blueprints.tickets.schemas import Id
from linli.platform.web import In, Out
from linli.platform.web.schemas import Text, Whole

MOST_TICKS = 500


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


class CapIn(In):
    """How many open orders at most: of one worker, or of everybody; no number, no cap."""

    account_id = Id(load_default=None, allow_none=True)
    most = Whole(most=200, load_default=None, allow_none=True)


class CapForm(CapIn):
    """The same as it is typed: an empty box is no number."""

    @pre_load
    def empty_is_none(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Read what was left empty."""
        return {name: None if name == "most" and value == "" else value for name, value in sent.items()}


class CappedOut(Out):
    """A worker: what is in hand, an own cap, the cap in force."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    in_hand = fields.Integer(required=True)
    own = fields.Integer(required=True, allow_none=True)
    most = fields.Integer(required=True, allow_none=True)


class CapsOut(Out):
    """Everybody's cap, and the workers."""

    everybody = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(CappedOut), required=True)


class ChecklistIn(In):
    """A checklist as it is typed: one point a line."""

    category = Text(most=40, required=True)
    title = Text(most=40, required=True)
    points = Text(most=4000, required=True)


class LineOut(Out):
    """A point of a checklist."""

    id = fields.UUID(required=True)
    words = fields.String(required=True)
    must = fields.Boolean(required=True)


class ChecklistOut(Out):
    """A checklist of a category, or of a whole group."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    points = fields.List(fields.Nested(LineOut), required=True)


class ChecklistsOut(Out):
    """The checklists in use."""

    items = fields.List(fields.Nested(ChecklistOut), required=True)


class TicksIn(In):
    """Which points were looked at."""

    point_ids = fields.List(
        Id(), load_default=list, validate=validate.Length(max=MOST_TICKS, error="勾得太多了，请刷新页面。")
    )


class PointOut(LineOut):
    """A point of a ticket, and whether somebody has looked at it."""

    list_title = fields.String(required=True)
    done = fields.Boolean(required=True)
    who = fields.String(required=True)


class PointsOut(Out):
    """Everything that has to be looked at for a ticket."""

    items = fields.List(fields.Nested(PointOut), required=True)
